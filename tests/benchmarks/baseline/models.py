"""What pages are compared with: the least that a Wagtail page with ten blocks can be, uncached, on the same server."""

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


class BaselinePage(Page):
    body = StreamField([("heading", blocks.CharBlock()), ("text", blocks.RichTextBlock())])
    template = "baseline/page.html"
