"""Where a link in a file leads, from its spelling alone."""

import posixpath
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

TargetKind = Literal["external", "relative", "site", "anchor", "empty", "scheme", "nested", "outside"]
DEAD: dict[str, str] = {
    "empty": "dead_link_empty",
    "scheme": "dead_link_scheme",
    "nested": "dead_link_nested",
    "outside": "dead_link_outside",
}
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
# What browsers leave out of an address before they read its scheme.
IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]")
HOST = re.compile(r"https?://[^/?#\s@]+(@[^/?#\s@]+)?([/?#]|$)", re.IGNORECASE)
MAIL = re.compile(r"mailto:[^@\s]+@[^@\s]+$", re.IGNORECASE)
PAGE_SUFFIXES = (".md", ".html", ".htm", "")


@dataclass(frozen=True)
class Site:
    """How the repository that the page comes from lays out its pages.

    `base` is what its site-absolute addresses may begin with ("/bootcamp/"), `root` the folder in which "/" lies,
    `public` the folders whose files are served from "/".
    """

    base: str = "/"
    root: str = ""
    public: tuple[str, ...] = (".vuepress/public", "public", "static")


@dataclass(frozen=True)
class Target:
    """`path` is normalised and counted from the root of the tree, without a leading slash; "" is the root itself."""

    kind: TargetKind
    path: str = ""
    anchor: str = ""
    url: str = ""

    @property
    def has_page_suffix(self) -> bool:
        return posixpath.splitext(self.path)[1].lower() in PAGE_SUFFIXES


def classify(raw: str, *, page: str, site: Site) -> Target:
    """`page` is the path of the file in which the link stands."""
    address = raw.strip()
    if address in ("", "#"):
        return Target("empty")
    if address.startswith("[") and "](" in address:
        return Target("nested")
    if SCHEME.match(IGNORED.sub("", address)):
        return _external(address)
    if address.startswith(("//", "\\", "/\\")):
        return Target("scheme")
    path, _, anchor = address.partition("#")
    path = unquote(path.partition("?")[0])
    if not path:
        return Target("anchor", page, unquote(anchor)) if anchor else Target("empty")
    return _local(path, unquote(anchor), page=page, site=site)


def page_candidates(target: Target, site: Site) -> tuple[str, ...]:
    """The files that the link may mean, likeliest first."""
    found: list[str] = []
    for path in _spellings(target, site):
        stem, suffix = posixpath.splitext(path)
        if suffix.lower() == ".md":
            found.append(path)
        elif suffix.lower() in (".html", ".htm"):
            found += [f"{stem}.md", *([f"{posixpath.dirname(path)}/README.md"] if stem.endswith("index") else [])]
        else:
            found += [posixpath.join(path, "README.md"), f"{path}.md", posixpath.join(path, "index.md")]
    return tuple(dict.fromkeys(item.lstrip("/") for item in found))


def file_candidates(target: Target, site: Site) -> tuple[str, ...]:
    """The images or attachments that the address may mean, likeliest first."""
    found = list(_spellings(target, site))
    if target.kind == "site":
        found += [
            posixpath.join(_inside(site, folder), _from_root(path, site)) for folder in site.public for path in found
        ]
    return tuple(dict.fromkeys(found))


def base_from_config(text: str) -> str:
    """The `base` of a VuePress config.js, or "/"."""
    match = re.search(r"""^\s*base:\s*['"](/[^'"\s]{0,200}/)['"]""", text[:100_000], re.MULTILINE)
    return match[1] if match else "/"


def _external(address: str) -> Target:
    if HOST.match(address) or MAIL.match(address):
        return Target("external", url=re.sub(r"[\s\x00-\x1f]", "", address))
    return Target("scheme")


def _local(path: str, anchor: str, *, page: str, site: Site) -> Target:
    path = path.replace("\\", "/")
    if path.startswith("/"):
        joined = posixpath.normpath(path).lstrip("/")
        joined = "" if joined == "." else joined
        return Target("site", joined, anchor)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    if joined == ".." or joined.startswith("../"):
        return Target("outside")
    return Target("relative", "" if joined == "." else joined, anchor)


def _spellings(target: Target, site: Site) -> tuple[str, ...]:
    if target.kind != "site":
        return (target.path,)
    base = site.base.strip("/")
    inside = _inside(site, target.path)
    if base and (target.path == base or target.path.startswith(base + "/")):
        return (_inside(site, target.path[len(base) :].lstrip("/")), inside)
    return (inside,)


def _inside(site: Site, path: str) -> str:
    return posixpath.join(site.root.strip("/"), path) if site.root.strip("/") else path


def _from_root(path: str, site: Site) -> str:
    root = site.root.strip("/")
    return path[len(root) :].lstrip("/") if root else path
