"""Who may read which image and which document: asked of the file's collection."""

from __future__ import annotations

from core.domain.queries.audience import audience_ids_of
from core.file_address import basename
from core.file_kinds import StoredFile, register_kind
from core.models.audience import CollectionAccess
from core.models.media import PortalDocument, PortalImage, PortalRendition
from core.models.person import Person
from core.rules import Viewer, edits_department, edits_everything, is_employee


def may_read_collection(viewer: Viewer, collection_id: int) -> bool:
    """Editors of everything; else the collection's audience and its department's editors. Without a row, no one."""
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return False
    if edits_everything(viewer):
        return True
    access = CollectionAccess.objects.filter(collection_id=collection_id).select_related("department").first()
    if access is None:
        return False
    if access.department is not None and edits_department(viewer, access.department):
        return True
    return access.audience_id is not None and access.audience_id in audience_ids_of(viewer)


def find_image(number: int, viewer: Viewer) -> StoredFile | None:
    """An image as it was uploaded."""
    image = PortalImage.objects.filter(pk=number).first()
    if image is None or not _may_read_image(viewer, image):
        return None
    return StoredFile(image.file.name, basename(image.file))


def find_rendition(number: int, viewer: Viewer) -> StoredFile | None:
    """A resized image: read by whoever may read the image."""
    rendition = PortalRendition.objects.filter(pk=number).select_related("image").first()
    if rendition is None or not _may_read_image(viewer, rendition.image):
        return None
    return StoredFile(rendition.file.name, basename(rendition.file))


def find_document(number: int, viewer: Viewer) -> StoredFile | None:
    """An attachment: always saved, never opened inside our origin."""
    document = PortalDocument.objects.filter(pk=number).first()
    if document is None or not may_read_collection(viewer, document.collection_id):
        return None
    return StoredFile(document.file.name, basename(document.file), attachment=True)


def address_of_stored(path: str) -> str | None:
    """Where the file of a stored path is handed out; Wagtail's serializers know files by their path alone."""
    for model in (PortalRendition, PortalImage, PortalDocument):
        found = model.objects.filter(file=path).first()
        if found is not None:
            return str(found.url)
    return None


def _may_read_image(viewer: Viewer, image: PortalImage) -> bool:
    """A colleague's photo is seen by every colleague, wherever it is stored."""
    if may_read_collection(viewer, image.collection_id):
        return True
    return is_employee(viewer) and Person.objects.get_queryset().filter(photo=image).exists()


register_kind("image", find_image)
register_kind("rendition", find_rendition)
register_kind("document", find_document)
