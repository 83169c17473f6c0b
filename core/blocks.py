"""StreamField blocks shared by every page type; each once."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "code", "hr"]


class NoticeBlock(blocks.StructBlock):
    """A tip or a warning set apart from the text."""

    kind = blocks.ChoiceBlock(choices=[("tip", _("Tip")), ("warning", _("Warning"))], default="tip", label=_("kind"))
    text = blocks.RichTextBlock(features=["bold", "italic", "link", "code"], label=_("text"))

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        template = "components/blocks/notice.html"


class CodeBlock(blocks.StructBlock):
    """A listing that can be copied."""

    language = blocks.CharBlock(required=False, label=_("language"))
    code = blocks.TextBlock(label=_("code"))

    class Meta:
        icon = "code"
        label = _("Code")
        template = "components/blocks/code.html"


BODY_BLOCKS = [
    (
        "heading",
        blocks.CharBlock(
            form_classname="title", icon="title", label=_("Heading"), template="components/blocks/heading.html"
        ),
    ),
    ("text", blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))),
    ("image", ImageBlock(label=_("Image"), template="components/blocks/image.html")),
    ("notice", NoticeBlock()),
    ("code", CodeBlock()),
]
