"""Which step of the new text is which step of the old: progress, questions and answers hang on it.

In order: what is unchanged; steps that were merged; steps that were split; then the likeliest pairs of what is left,
by body and title. Old steps without a counterpart go, new ones without one are new.
"""

import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from learning.markdown.fingerprints import Sketch, read_fingerprint
from learning.markdown.steps import Step, StepDraft

# A piece counts as part of a whole from here on; measured on edited pages, chance stays below 0.3.
PART = 0.7
# A pair must be this alike in all to be the same step. Two different steps of one page seldom pass 0.3.
SAME = 0.45
BODY_WEIGHT, TITLE_WEIGHT = 0.65, 0.35
# Shorter bodies say too little: for them the title decides.
FEW_GRAMS = 12
# Beyond this number of pairs (a page of more than a hundred steps, all changed) only equal titles are compared.
MAX_PAIRS = 10_000


@dataclass
class _Matching:
    """Places in `old` and `new` and how they belong together; `pairs` is new -> old."""

    old: Sequence[Step]
    new: Sequence[StepDraft]
    pairs: dict[int, int] = field(default_factory=dict)
    split_from: dict[int, int] = field(default_factory=dict)
    absorbed: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.old_sketches = [read_fingerprint(step.fingerprint) for step in self.old]
        self.new_sketches = [read_fingerprint(draft.fingerprint) for draft in self.new]
        self.old_titles = [_bigrams(step.title) for step in self.old]
        self.new_titles = [_bigrams(draft.title) for draft in self.new]

    def open_old(self) -> list[int]:
        taken = {*self.pairs.values(), *(place for places in self.absorbed.values() for place in places)}
        return [place for place in range(len(self.old)) if place not in taken]

    def open_new(self) -> list[int]:
        return [place for place in range(len(self.new)) if place not in self.pairs and place not in self.split_from]


def match_steps(previous: Sequence[Step], drafts: Sequence[StepDraft], *, new_id: Callable[[], str]) -> list[Step]:
    """The drafts as steps, in their order. Ids of earlier steps are kept where the step is still there.

    Raises ValueError when `new_id` keeps giving ids that are already in use.
    """
    matching = _Matching(previous, drafts)
    _pair_unchanged(matching)
    if len(matching.open_old()) * len(matching.open_new()) <= MAX_PAIRS:
        _find_merges(matching)
        _find_splits(matching)
        _pair_likeliest(matching)
        _find_late_parts(matching)
    else:
        _pair_equal_titles(matching)
    return _as_steps(matching, new_id)


def _pair_unchanged(matching: _Matching) -> None:
    """Same title and same body; then same body alone, where it is long or the only one of its kind."""
    _pair_in_order(matching, lambda step: (step.title, step.fingerprint))
    before = Counter(matching.old[place].fingerprint for place in matching.open_old())
    after = Counter(matching.new[place].fingerprint for place in matching.open_new())

    def body(step: Step | StepDraft) -> str | None:
        sketch = read_fingerprint(step.fingerprint)
        is_only_one = sketch.grams > 0 and before[step.fingerprint] == after[step.fingerprint] == 1
        return step.fingerprint if is_only_one or _is_telling(sketch) else None

    _pair_in_order(matching, body)


def _pair_equal_titles(matching: _Matching) -> None:
    _pair_in_order(matching, lambda step: step.title)


def _pair_in_order(matching: _Matching, key: Callable[[Step | StepDraft], object]) -> None:
    waiting: dict[object, deque[int]] = defaultdict(deque)
    for place in matching.open_old():
        if (value := key(matching.old[place])) is not None:
            waiting[value].append(place)
    for place in matching.open_new():
        value = key(matching.new[place])
        if value is not None and waiting.get(value):
            matching.pairs[place] = waiting[value].popleft()


def _find_merges(matching: _Matching) -> None:
    """Several old steps lie within one new step: the largest gives its id, the others are absorbed."""
    for place in matching.open_new():
        whole = matching.new_sketches[place]
        parts = [old for old in matching.open_old() if _lies_in(matching.old_sketches[old], whole)]
        parts = [old for old in parts if not _has_better_new(matching, old, place)]
        if len(parts) < 2 or sum(matching.old_sketches[old].grams for old in parts) > 1.4 * whole.grams:
            continue
        largest = max(parts, key=lambda old: matching.old_sketches[old].grams)
        matching.pairs[place] = largest
        matching.absorbed[place] = [old for old in parts if old != largest]


def _find_splits(matching: _Matching) -> None:
    """Several new steps lie within one old step: the one most like it keeps its id, the others say where from."""
    for place in matching.open_old():
        whole = matching.old_sketches[place]
        parts = [new for new in matching.open_new() if _lies_in(matching.new_sketches[new], whole)]
        parts = [new for new in parts if not _has_better_old(matching, new, place)]
        if len(parts) < 2 or sum(matching.new_sketches[new].grams for new in parts) > 1.4 * whole.grams:
            continue
        likest = max(parts, key=lambda new: _likeness(matching, place, new))
        matching.pairs[likest] = place
        matching.split_from.update({new: place for new in parts if new != likest})


def _find_late_parts(matching: _Matching) -> None:
    """Parts that moved between steps which are otherwise the same."""
    kept = {old: new for new, old in matching.pairs.items()}
    for new in matching.open_new():
        wholes = [old for old in kept if _lies_in(matching.new_sketches[new], matching.old_sketches[old])]
        if wholes:
            matching.split_from[new] = max(
                wholes, key=lambda old: matching.old_sketches[old].likeness(matching.new_sketches[new])
            )
    for old in matching.open_old():
        into = [new for new in kept.values() if _lies_in(matching.old_sketches[old], matching.new_sketches[new])]
        if into:
            best = max(into, key=lambda new: matching.new_sketches[new].likeness(matching.old_sketches[old]))
            matching.absorbed[best].append(old)


def _pair_likeliest(matching: _Matching) -> None:
    """The best pair first; of equally good pairs the one whose places differ least."""
    scored = sorted(
        (-_score(matching, old, new), abs(old - new), new, old)
        for old in matching.open_old()
        for new in matching.open_new()
    )
    taken: set[int] = set()
    for score, _, new, old in scored:
        if -score < SAME:
            break
        if new not in matching.pairs and old not in taken:
            matching.pairs[new] = old
            taken.add(old)


def _score(matching: _Matching, old: int, new: int) -> float:
    title = _dice(matching.old_titles[old], matching.new_titles[new])
    before, after = matching.old_sketches[old], matching.new_sketches[new]
    body = before.likeness(after)
    if not (_is_telling(before) and _is_telling(after)):
        return 0.8 * title + 0.2 * body
    if title == 1.0:
        # The same title over another text: the step was rewritten, unless that title stands over many.
        return max(0.5 + 0.5 * body, BODY_WEIGHT * body + TITLE_WEIGHT)
    return max(BODY_WEIGHT * body + TITLE_WEIGHT * title, 0.95 * body)


def _likeness(matching: _Matching, old: int, new: int) -> float:
    title = _dice(matching.old_titles[old], matching.new_titles[new])
    return matching.old_sketches[old].likeness(matching.new_sketches[new]) + 0.1 * title


def _lies_in(part: Sketch, whole: Sketch) -> bool:
    return _is_telling(part) and part.grams <= 1.1 * whole.grams and part.part_in(whole) >= PART


def _has_better_new(matching: _Matching, old: int, place: int) -> bool:
    mine = matching.old_sketches[old]
    here = mine.likeness(matching.new_sketches[place])
    return any(
        mine.likeness(matching.new_sketches[new]) > max(here, 0.5) for new in matching.open_new() if new != place
    )


def _has_better_old(matching: _Matching, new: int, place: int) -> bool:
    mine = matching.new_sketches[new]
    here = mine.likeness(matching.old_sketches[place])
    return any(
        mine.likeness(matching.old_sketches[old]) > max(here, 0.5) for old in matching.open_old() if old != place
    )


def _is_telling(sketch: Sketch) -> bool:
    return sketch.grams >= FEW_GRAMS


def _bigrams(title: str) -> frozenset[str]:
    text = f" {unicodedata.normalize('NFKC', title).casefold().strip()} "
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def _dice(left: frozenset[str], right: frozenset[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right))


def _as_steps(matching: _Matching, new_id: Callable[[], str]) -> list[Step]:
    used = {step.id for step in matching.old} | {gone for step in matching.old for gone in step.absorbed}
    steps: list[Step] = []
    for place, draft in enumerate(matching.new):
        old = matching.pairs.get(place)
        identity = matching.old[old] if old is not None else Step(_unused(new_id, used), "", "", 0, "")
        if place in matching.split_from:
            identity = replace(identity, split_from=matching.old[matching.split_from[place]].id)
        taken_in = [matching.old[gone] for gone in matching.absorbed.get(place, ())]
        absorbed = [*identity.absorbed, *(id_ for gone in taken_in for id_ in (gone.id, *gone.absorbed))]
        steps.append(
            replace(
                identity,
                title=draft.title,
                anchor=draft.anchor,
                level=draft.level,
                fingerprint=draft.fingerprint,
                absorbed=tuple(dict.fromkeys(absorbed)),
            )
        )
    return steps


def _unused(new_id: Callable[[], str], used: set[str]) -> str:
    for _ in range(100):
        candidate = new_id()
        if candidate not in used:
            used.add(candidate)
            return candidate
    raise ValueError("new_id gives only ids that are in use")
