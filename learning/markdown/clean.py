"""The last gate: whatever came before, only this leaves as HTML."""

from functools import cache

import nh3

from learning.markdown.highlight import CLASSES as CODE_CLASSES

LINES = {"data-line"}
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "id", "title", "aria-label", "data-lightbox"},
    "aside": LINES,
    "blockquote": LINES,
    "button": {"hidden", "data-copy", "data-copied"},
    "details": {"open", *LINES},
    "div": {"aria-label", *LINES},
    "dl": set(),
    "figure": {"data-code", "data-language", *LINES},
    "img": {"src", "alt", "title", "width", "height"},
    "input": {"checked", "disabled", "aria-label"},
    "li": {"id", *LINES},
    "nav": {"aria-label"},
    "ol": {"start"},
    "p": LINES,
    "section": {"aria-label"},
    "span": {"id", "aria-label"},
    "sup": set(),
    **{heading: {"id", *LINES} for heading in HEADINGS},
}
VALUES: dict[str, dict[str, set[str]]] = {
    "aside": {"role": {"note"}},
    "button": {"type": {"button"}},
    "div": {"role": {"region"}, "tabindex": {"0"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}},
    "input": {"type": {"checkbox"}},
    "pre": {"tabindex": {"0"}},
    "span": {"role": {"img"}},
    "th": {"scope": {"col"}},
}
ALIGN = {"align-left", "align-center", "align-right"}
INKS = {"ink-red", "ink-blue", "ink-green", "ink-orange"}
NOTES = {"note", "note--tip", "note--warning", "note--danger", "note--details"}
CLASSES: dict[str, set[str]] = {
    "a": {"picture", "picture-external", "link-external", "footnote-back"},
    "aside": NOTES,
    "button": {"code__copy"},
    "details": NOTES,
    "div": {"note__body", "table-scroll", "facts__row"},
    "dl": {"facts"},
    "figcaption": {"code__bar"},
    "figure": {"code"},
    "img": {"picture__image"},
    "input": {"task__box"},
    "li": {"task", "task--done", "toc__item", *(f"toc__item--{level}" for level in range(2, 7))},
    "nav": {"toc"},
    "p": {"note__title", "credit"},
    "pre": {"code__lines", "code__lines--numbered"},
    "section": {"footnotes"},
    "span": {
        *CODE_CLASSES,
        *INKS,
        "anchor",
        "code__language",
        "code__title",
        "line",
        "line--marked",
        "link-dead",
        "picture-missing",
        "visually-hidden",
    },
    "summary": {"note__title"},
    "sup": {"footnote-ref"},
    "td": ALIGN,
    "th": ALIGN,
    "ul": {"toc__list"},
    **{heading: {"heading"} for heading in HEADINGS},
}
PLAIN_TAGS = {
    *("br", "code", "dd", "dt", "em", "hr", "kbd", "s", "strong", "table", "tbody", "thead", "tr"),
    *("ol", "ul", "p", "blockquote"),
}
# Ids of headings and footnotes: nothing in a text may take the id of a part of the page around it.
ID_PREFIXES = ("h-", "fn-", "fnref-")
TAGS = PLAIN_TAGS | ATTRIBUTES.keys() | VALUES.keys() | CLASSES.keys()


def clean(html: str) -> str:
    """Balanced, with none but our own tags, attributes and class names; addresses http, https, mailto or relative."""
    return _cleaner(with_ids=True).clean(html)


def clean_within(html: str) -> str:
    """The same for a text that stands inside a page: without ids, which belong to the page, and links to them."""
    return _cleaner(with_ids=False).clean(html)


def _without_foreign_ids(tag: str, name: str, value: str) -> str | None:
    return value if name != "id" or value.startswith(ID_PREFIXES) else None


def _without_ids(tag: str, name: str, value: str) -> str | None:
    return None if name == "id" or (name == "href" and value.startswith("#")) else value


@cache
def _cleaner(*, with_ids: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=_without_foreign_ids if with_ids else _without_ids,
        tag_attribute_values=VALUES,
        allowed_classes=CLASSES,
        generic_attribute_prefixes=set(),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
        strip_comments=True,
    )
