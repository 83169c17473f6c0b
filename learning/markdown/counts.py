"""What a page, or a whole import, is made of: numbers that add up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields


@dataclass(frozen=True)
class Counts:
    """Mappings count by name: front matter by key, languages as written, raw tags by their opening tag.

    `links_relative` are the addresses without a scheme that is known, dead ones among them.
    """

    pages: int = 0
    front_matter: int = 0
    front_matter_keys: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, int] = field(default_factory=dict)
    pages_without_h1: int = 0
    pages_with_several_h1: int = 0
    interpolated_h1: int = 0
    containers: Mapping[str, int] = field(default_factory=dict)
    containers_with_title: int = 0
    containers_without_space: int = 0
    fences: int = 0
    fences_without_language: int = 0
    indented_code: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    line_highlights: int = 0
    tables: int = 0
    task_items: int = 0
    footnotes: int = 0
    emoji: int = 0
    raw_tags: Mapping[str, int] = field(default_factory=dict)
    stray_tags: Mapping[str, int] = field(default_factory=dict)
    comments: int = 0
    header_tables: int = 0
    credit_footers: int = 0
    contents_lists: int = 0
    images: int = 0
    images_external: int = 0
    links_external: int = 0
    links_automatic: int = 0
    links_relative: int = 0
    links_site: int = 0
    links_site_with_base: int = 0
    links_same_page: int = 0
    links_empty: int = 0
    attachments: int = 0

    @property
    def headings_total(self) -> int:
        return sum(self.headings.values())

    @property
    def containers_total(self) -> int:
        return sum(self.containers.values())

    @property
    def code_blocks(self) -> int:
        return self.fences + self.indented_code

    def __add__(self, other: "Counts") -> "Counts":
        summed: dict[str, int | Mapping[str, int]] = {}
        for item in fields(self):
            mine, theirs = getattr(self, item.name), getattr(other, item.name)
            summed[item.name] = mine + theirs if isinstance(mine, int) else _merged(mine, theirs)
        return Counts(**summed)  # type: ignore[arg-type]  # the names and their types come from the class itself

    def to_json(self) -> dict[str, int | dict[str, int]]:
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value if isinstance(value, int) else dict(value) for name, value in values.items()}


def _merged(mine: Mapping[str, int], theirs: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted((Counter(mine) + Counter(theirs)).items()))
