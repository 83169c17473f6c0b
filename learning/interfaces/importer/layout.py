"""From the paths of a source to places in the page tree. Nothing here reads a page's text."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.text import slugify

from core.enums import Language
from learning.interfaces.importer.tree import Tree
from learning.markdown import Problem, Site, base_from_config

SpotKind = Literal["home", "category", "overview", "material", "chapter"]
INDEX_NAMES = ("readme.md", "index.md")
CONTENT_FOLDERS = ("src", "docs", "content")
# What a repository says about itself is no page of its materials.
ABOUT_THE_REPOSITORY = frozenset(
    {
        *(
            "authors",
            "changelog",
            "changes",
            "code_of_conduct",
            "codeowners",
            "contributing",
            "contributors",
            "copying",
        ),
        *("governance", "licence", "license", "maintainers", "notice", "pull_request_template", "security", "support"),
    }
)


@dataclass(frozen=True)
class Spot:
    """Where a file's page goes. `place` counts from its language's folder and is the same in every language.

    `category` is the first folder, `head` the place of the material whose chapter it is, `slug` unique among its
    siblings. `is_sample`: it lies deeper in a material's folder.
    """

    path: str
    place: str
    language: str
    kind: SpotKind
    category: str = ""
    head: str = ""
    slug: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class LanguageTree:
    """The pages of one language and the site they were written for."""

    language: str
    site: Site
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Layout:
    trees: tuple[LanguageTree, ...]
    title: str = ""
    description: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def spots(self) -> tuple[Spot, ...]:
        return tuple(spot for tree in self.trees for spot in tree.spots)


def lay_out(tree: Tree, *, subfolder: str, language: str, base: str, known_base: str = "") -> Layout:
    """`language` is that of the pages outside of language folders; its pages come first.

    Site-absolute links begin with `base` where that was asked for, else with what the configuration says, else with
    `known_base`, which was asked for earlier.
    """
    root = content_root(tree, subfolder)
    config = _config_text(tree, root)
    configured = base_from_config(config)
    base = base or (configured if configured != "/" else known_base or "/")
    folders = {code: posixpath.join(root, code) for code in Language.values}
    folders = {code: folder for code, folder in folders.items() if _pages(tree, folder, ())}
    trees: list[LanguageTree] = []
    outside = _pages(tree, root, folders.values())
    for code in sorted({language, *folders}, key=lambda code: (code != language, code)):
        own_root = folders.get(code, root)
        found = _pages(tree, own_root, ()) if code in folders else outside
        if found:
            trees.append(LanguageTree(code, Site(base=base, root=own_root), tuple(_spots(found, own_root, code))))
    left_out = outside if language in folders else []
    return Layout(
        tuple(trees),
        _config_value(config, "title"),
        _config_value(config, "description"),
        tuple(Problem("outside_languages", path=path) for path in left_out),
    )


def content_root(tree: Tree, subfolder: str) -> str:
    """The folder that is the root of the site: that of `.vuepress`, else the sub-folder itself."""
    candidates = [subfolder, *(posixpath.join(subfolder, name) for name in CONTENT_FOLDERS)]
    for folder in candidates:
        if any(True for _ in tree.below(posixpath.join(folder, ".vuepress"))):
            return folder
    return subfolder


def _config_text(tree: Tree, root: str) -> str:
    for name in ("config.js", "config.ts", "config.mjs"):
        path = posixpath.join(root, ".vuepress", name)
        if path in tree:
            return tree.read(path)[:100_000].decode(errors="replace")
    return ""


def _config_value(config: str, name: str) -> str:
    """A plain string at the top level of the configuration; nothing is run."""
    match = re.search(rf"""^\s{{0,4}}{name}:\s*(['"`])((?:(?!\1)[^\\\n]){{1,300}})\1""", config, re.MULTILINE)
    return match[2].strip() if match else ""


def _pages(tree: Tree, root: str, without: Iterable[str]) -> list[str]:
    shut = tuple(f"{folder}/" for folder in without)
    hidden = posixpath.join(root, ".vuepress") + "/"
    return [
        path
        for path in tree.below(root)
        if path.lower().endswith(".md")
        and not path.startswith((*shut, hidden))
        and not _is_about_repository(path, root)
    ]


def _is_about_repository(path: str, root: str) -> bool:
    place = path[len(root) :].lstrip("/")
    return "/" not in place and posixpath.splitext(place)[0].lower().replace("-", "_") in ABOUT_THE_REPOSITORY


def _spots(paths: list[str], root: str, language: str) -> list[Spot]:
    """Heads come before their chapters, categories before their materials."""
    places = {path: path[len(root) :].lstrip("/") for path in paths}
    by_folder: dict[str, list[str]] = defaultdict(list)
    for path, place in places.items():
        by_folder[posixpath.dirname(place)].append(path)
    is_flat = set(by_folder) == {""}
    deep = {folder.split("/")[0] for folder in by_folder if "/" in folder}
    spots: list[Spot] = []
    for folder in sorted(by_folder):
        files = sorted(by_folder[folder], key=lambda path: (not is_index(path), path))
        spots += _folder_spots(folder, files, places, spots, is_flat=is_flat, deep=deep, language=language)
    return _with_unique_slugs(spots, root)


def is_index(path: str) -> bool:
    return posixpath.basename(path).lower() in INDEX_NAMES


def _folder_spots(
    folder: str,
    files: list[str],
    places: dict[str, str],
    earlier: list[Spot],
    *,
    is_flat: bool,
    deep: set[str],
    language: str,
) -> list[Spot]:
    category = folder.split("/", maxsplit=1)[0] if "/" in folder or folder in deep else ""
    spots: list[Spot] = []
    if not folder and not is_flat:
        for path in files:
            kind: SpotKind = "home" if is_index(path) and not spots else "overview"
            spots.append(Spot(path, places[path], language, kind))
        return spots
    if folder in deep:  # a category's own files: each page stands alone
        for path in files:
            kind = "category" if is_index(path) else "material"
            spots.append(Spot(path, places[path], language, kind, category))
        return spots
    above = _material_above(folder, earlier)
    for path in files:
        if above is not None:
            spots.append(Spot(path, places[path], language, "chapter", category, above.place, is_sample=True))
        elif not spots:
            spots.append(Spot(path, places[path], language, "material", category))
        else:
            spots.append(Spot(path, places[path], language, "chapter", category, spots[0].place))
    return spots


def _material_above(folder: str, earlier: list[Spot]) -> Spot | None:
    """The material of an outer folder: what lies deeper in it is a chapter or a sample of it."""
    for spot in reversed(earlier):
        if spot.kind == "material" and is_index(spot.path):
            around = posixpath.dirname(spot.place)
            if around and folder.startswith(f"{around}/"):
                return spot
    return None


def _with_unique_slugs(spots: list[Spot], root: str) -> list[Spot]:
    taken: dict[tuple[str, str], set[str]] = defaultdict(set)
    result = []
    for spot in spots:
        siblings = taken[(spot.category if not spot.head else "", spot.head)]
        slug = base = _slug(spot, root)
        number = 2
        while slug in siblings:
            slug = f"{base[:240]}-{number}"
            number += 1
        siblings.add(slug)
        result.append(replace(spot, slug=slug))
    return result


def _slug(spot: Spot, root: str) -> str:
    stem = posixpath.splitext(posixpath.basename(spot.place))[0]
    folder = posixpath.basename(posixpath.dirname(spot.place))
    if spot.kind == "category":
        name = "introduction"
    elif spot.kind == "material" and not (spot.category and posixpath.dirname(spot.place) == spot.category):
        name = folder or posixpath.basename(root) or "material"
    elif is_index(spot.path):
        name = folder
    else:
        name = stem
    return slugify(name, allow_unicode=True)[:200] or "page"
