"""The forms by which images and documents come in through the admin: content, size and pixels are checked."""

from __future__ import annotations

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from core.uploads import inspect_document, inspect_image, safe_name


class PortalImageForm(BaseImageForm):
    """An image is what its content says, and is named so."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data:
            inspected = inspect_image(file)
            file.name = safe_name(file.name, extension=inspected.extension)
        return file


class PortalDocumentForm(BaseDocumentForm):
    """An attachment's ending is on the list, and its content fits it."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data:
            inspect_document(file, name=file.name)
            file.name = safe_name(file.name)
        return file
