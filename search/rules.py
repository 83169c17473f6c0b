"""Who may do what in search, beyond finding what they may see."""

from core.rules import Viewer, edits_everything


def edits_synonyms(viewer: Viewer) -> bool:
    """Synonyms change what everyone finds: editors of everything."""
    return edits_everything(viewer)


def reads_empty_searches(viewer: Viewer) -> bool:
    """Who reads what people searched for in vain: those who can add the missing word or page."""
    return edits_everything(viewer)
