"""What the renderer asks the portal: where pages and files of the source are now."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Asset:
    """A stored image or file. `name` says in words what it is, for whoever cannot see it; sizes in pixels."""

    url: str
    width: int | None = None
    height: int | None = None
    name: str = ""
    missing: bool = False


class LinkResolver(Protocol):
    def page(self, target_path: str, anchor: str) -> str | None:
        """The address of the page made of the source file `target_path` ("git/README.md"), or None.

        `anchor` is as written in the link, without #, or "". The other page's Document.resolve_anchor() says which
        id it means; the address then ends in "#" and that id.
        """
        ...

    def asset(self, path: str) -> Asset | None:
        """The image or file that lay at `path` in the source, or None."""
        ...

    def external(self, url: str) -> str | None:
        """The address to use for one on another host, or None to show it as text."""
        ...


class NoLinks:
    """Knows no pages and no files: for previews of a text that stands alone."""

    def page(self, target_path: str, anchor: str) -> str | None:
        return None

    def asset(self, path: str) -> Asset | None:
        return None

    def external(self, url: str) -> str | None:
        return url
