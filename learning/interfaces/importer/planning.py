"""What is to be done with each file, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from learning.domain.imports.origins import why_not_overwritten
from learning.enums import ProposalReason, ProposalStatus
from learning.interfaces.importer.layout import Spot
from learning.interfaces.importer.reading import Reading
from learning.interfaces.importer.renames import follow_renames
from learning.models import ImportProposal, MaterialOrigin

Action = Literal["create", "update", "keep", "wait", "fail"]


@dataclass
class PagePlan:
    """One file of the source. `renamed_from` is where its page came from before."""

    spot: Spot
    action: Action
    origin: MaterialOrigin | None = None
    renamed_from: str = ""
    reason: ProposalReason | None = None


@dataclass
class Plan:
    """`gone` are pages whose file is no longer there; those that someone works on stay online (`gone_but_edited`)."""

    pages: list[PagePlan]
    gone: list[MaterialOrigin]
    gone_but_edited: list[MaterialOrigin]


def make_plan(reading: Reading, origins: dict[str, MaterialOrigin]) -> Plan:
    """Compare the source with the origins of its pages."""
    spots = reading.layout.spots
    paths = {spot.path for spot in spots}
    renames = _renames(reading, origins, paths)
    pages = []
    for spot in spots:
        old_path = renames.get(spot.path, "")
        origin = origins.get(old_path or spot.path)
        pages.append(_plan_page(reading, spot, origin, old_path))
    lost = [
        origin
        for path, origin in origins.items()
        if path not in paths
        and path not in renames.values()
        and origin.gone_since is None
        and not reading.tree.is_unknown(path)
    ]
    free = [origin for origin in lost if why_not_overwritten(origin, origin.page.specific) is None]
    return Plan(pages, free, [origin for origin in lost if origin not in free])


def _renames(reading: Reading, origins: dict[str, MaterialOrigin], paths: set[str]) -> dict[str, str]:
    """Within one language only: a page keeps its language. A page that is offline already may come back as well."""
    found: dict[str, str] = {}
    for tree in reading.layout.trees:
        new = {spot.path: reading.tree.read(spot.path) for spot in tree.spots if _is_new(reading, spot, origins)}
        gone = {
            path: bytes(origin.content)
            for path, origin in origins.items()
            if path not in paths
            and origin.page.locale.language_code == tree.language
            and not reading.tree.is_unknown(path)
        }
        if new and gone:
            found |= follow_renames(gone, new)
    return found


def _is_new(reading: Reading, spot: Spot, origins: dict[str, MaterialOrigin]) -> bool:
    return spot.path not in origins and spot.kind != "home" and spot.path not in reading.checked.unread


def _plan_page(reading: Reading, spot: Spot, origin: MaterialOrigin | None, old_path: str) -> PagePlan:
    if spot.path in reading.checked.unread:
        return PagePlan(spot, "fail", origin, old_path)
    if origin is None:
        return PagePlan(spot, "create")
    if origin.gone_since is None and origin.sha256 == reading.tree.sha256(spot.path):
        return PagePlan(spot, "keep", origin, old_path)
    reason = why_not_overwritten(origin, origin.page.specific)
    return PagePlan(spot, "update" if reason is None else "wait", origin, old_path, reason)


def waiting_proposals(origins: dict[str, MaterialOrigin]) -> dict[int, ImportProposal]:
    """Proposals that wait, by page."""
    pages = [origin.page_id for origin in origins.values()]
    found = ImportProposal.objects.filter(page__in=pages, status=ProposalStatus.WAITING)
    return {proposal.page_id: proposal for proposal in found}
