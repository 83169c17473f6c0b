"""Images and documents. They have no public address: `core.views.files` hands them out."""

from typing import Any

from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, SourceImageIOError
from willow.image import UnrecognisedImageFormatError

from core.file_address import address_of
from core.uploads import tolerating_damage

NOTHING = "data:,"


class PortalImage(AbstractImage):
    """An image; its original bytes are kept. `damage` says what a tolerant probe found wrong."""

    alt_text = models.CharField(_("text for those who cannot see it"), max_length=250, blank=True)
    damage = models.CharField(_("damage found"), max_length=200, blank=True, editable=False)
    admin_form_fields = (*Image.admin_form_fields, "alt_text")

    @property
    def url(self) -> str:
        """Where the original is handed out to whoever may read it."""
        return address_of("image", self.pk, self.file.name)

    def generate_rendition_file(self, filter: Filter, *, source: File[bytes] | None = None) -> Any:  # noqa: A002
        """Damaged images are stored as they came: resized as far as they open, and never a reason to fail a page."""
        if not self.damage:
            return super().generate_rendition_file(filter, source=source)
        try:
            with tolerating_damage():
                return super().generate_rendition_file(filter, source=source)
        except (UnrecognisedImageFormatError, OSError, SyntaxError, ValueError) as error:
            raise SourceImageIOError(str(error)) from error  # Wagtail shows a placeholder for these alone

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class PortalRendition(AbstractRendition):
    """A resized image."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    @property
    def url(self) -> str:
        """Where it is handed out to whoever may read its image; Wagtail's placeholder for a broken one is no row."""
        if self.pk is None:
            return NOTHING
        return address_of("rendition", self.pk, self.file.name)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition")
        ]


class PortalDocument(AbstractDocument):
    """An attachment."""

    admin_form_fields = Document.admin_form_fields

    @property
    def url(self) -> str:
        """Where it is handed out to whoever may read it."""
        return address_of("document", self.pk, self.file.name)

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
