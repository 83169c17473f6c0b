"""The sums of a walk over a page."""

from collections import Counter
from dataclasses import dataclass, field

from learning.markdown.counts import Counts
from learning.markdown.document import Reference
from learning.markdown.meta import Meta
from learning.markdown.targets import Site, Target


@dataclass
class Tally:
    """Sums while the walk goes on; names as in Counts."""

    numbers: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    containers: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    raw_tags: Counter[str] = field(default_factory=Counter)
    stray_tags: Counter[str] = field(default_factory=Counter)

    def counts(self, meta: Meta, *, has_front_matter: bool) -> Counts:
        h1 = self.headings["h1"]
        return Counts(
            pages=1,
            front_matter=int(has_front_matter),
            front_matter_keys=dict.fromkeys((*meta.present, *meta.other), 1),
            headings=dict(self.headings),
            pages_without_h1=int(h1 == 0),
            pages_with_several_h1=int(h1 > 1),
            containers=dict(self.containers),
            languages=dict(self.languages),
            raw_tags=dict(self.raw_tags),
            stray_tags={name: number for name, number in self.stray_tags.items() if number},
            **self.numbers,
        )


def kinds_counted(reference: Reference, site: Site) -> list[str]:
    """As which numbers of Counts."""
    target = reference.target
    if reference.kind == "image":
        return ["images_external" if target.kind == "external" else "images"]
    if reference.automatic:
        return ["links_automatic"]
    names = {"external": "links_external", "site": "links_site", "anchor": "links_same_page", "empty": "links_empty"}
    counted = [names.get(target.kind, "links_relative")]
    if reference.kind == "attachment":
        counted.append("attachments")
    if target.kind == "site" and _has_base(target, site):
        counted.append("links_site_with_base")
    return counted


def _has_base(target: Target, site: Site) -> bool:
    base = site.base.strip("/")
    return bool(base) and (target.path == base or target.path.startswith(base + "/"))
