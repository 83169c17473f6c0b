"""The admin in the portal's colours; its logo and icon are blocks of templates/wagtailadmin/base.html."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    """Two custom properties that Wagtail documents; nothing of its own styles is overridden."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/terakoya.css"))
