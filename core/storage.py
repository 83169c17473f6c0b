"""Where files lie: a folder that no server hands out by address."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage

from core.uploads import safe_name


class PrivateStorage(FileSystemStorage):
    """A stored path is no address. What asks for one gets that of the view which decides who may read the file."""

    def url(self, name: str | None) -> str:
        from core.domain.queries.files import address_of_stored

        address = address_of_stored(name or "")
        if address is None:
            raise ValueError("this private file has no address: see core.file_address")
        return address

    def get_valid_name(self, name: str) -> str:
        return safe_name(name)
