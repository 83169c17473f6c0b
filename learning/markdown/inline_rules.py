"""Inline syntax beside CommonMark: the few raw tags, front matter values, emoji, bare addresses."""

import re
from functools import cache

from emoji import EMOJI_DATA
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image
from markdown_it.rules_inline.link import link

from learning.markdown.env import Env, env_of
from learning.markdown.raw_block_rule import COMPONENTS

INLINE_TAGS = ("br", "kbd", "span", "img")
MAX_IMAGE_DEPTH = 2
MANY_BRACKETS = 200
MAX_EXPANDED = 100_000
MAX_BRACKETS_DEEP = 8
BRACKET = re.compile(r"[\[\]]")
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,40})((?:\s[^<>]{0,1000})?)(/?)>")
VARIABLE = re.compile(r"\{\{\s{0,9}\$((?:page\.)?frontmatter\.)?([A-Za-z_][\w.]{0,60})\s{0,9}\}\}")
SIZED_IMAGE = re.compile(
    r"""!\[([^\[\]]{0,1000})\]\(\s{0,9}(?:<([^<>\n]{1,1000})>|([^\s()<>]{1,1000}))"""
    r"""(?:\s{1,9}(?:"([^"]{0,500})"|'([^']{0,500})'))?\s{1,9}=(\d{0,5})x(\d{0,5})\s{0,9}\)"""
)
SHORTCODE = re.compile(r":([a-z0-9_+\-]{1,60}):")
# Only ASCII: the Japanese text that touches an address is no part of it.
ADDRESS = re.compile(r"://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{1,2000}")
SCHEME_BEFORE = re.compile(r"(?:^|[^A-Za-z0-9+.\-])(https?)$", re.IGNORECASE)
TRAILING = ".,:;!?'*_~"


def install(md: MarkdownIt) -> None:
    md.inline.ruler.before("linkify", "address", address)
    md.inline.ruler.before("backticks", "variable", variable)
    md.inline.ruler.before("backticks", "shortcode", shortcode)
    md.inline.ruler.after("autolink", "raw_tag", raw_tag)
    md.inline.ruler.at("image", guarded_image)
    md.inline.ruler.at("link", guarded_link)


def raw_tag(state: StateInline, silent: bool) -> bool:
    """Known tags become tokens of their own, comments go, every other tag is text."""
    if state.src[state.pos] != "<":
        return False
    if state.src.startswith("<!--", state.pos):
        return _comment(state, silent)
    match = TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        _push_tag(state, match)
    state.pos = match.end()
    return True


def _push_tag(state: StateInline, match: re.Match[str]) -> None:
    name, is_close = match[2].lower(), bool(match[1])
    if name in COMPONENTS:
        token = state.push("component", "", 0)
    elif name in ("br", "img") and not is_close:
        token = state.push(f"raw_{name}", name, 0)
    elif name in INLINE_TAGS and name not in ("br", "img"):
        # Levels stay out of it, so that emphasis may cross the tags; balance.py mends what does.
        token = state.push(f"raw_{name}_close" if is_close else f"raw_{name}_open", name, 0)
    else:
        token = state.push("raw_text", "", 0)
        name = match[2]
    token.info, token.content = name, match[0]
    token.meta = {"attributes": match[3], "close": is_close}


def _comment(state: StateInline, silent: bool) -> bool:
    env = env_of(state)
    # A search in vain is remembered: a text full of unclosed comments would be searched from each of them.
    if env.unclosed_inline[0] is state.src and state.pos >= env.unclosed_inline[1]:
        return False
    end = state.src.find("-->", state.pos + 4, state.posMax)
    if end < 0:
        env.unclosed_inline = (state.src, state.pos)
        return False
    if not silent:
        state.push("comment", "", 0)
    state.pos = end + 3
    return True


def variable(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{{", state.pos):
        return False
    match = VARIABLE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        value = _value(env_of(state), match[2]) if match[1] else None
        token = state.push("variable", "", 0)
        token.info, token.content = match[2], match[0] if value is None else value
        token.meta = {"known": value is not None, "source": match[0]}
    state.pos = match.end()
    return True


def _value(env: Env, name: str) -> str | None:
    """Long values in many places would make a page of any size."""
    value = env.variables.get(name)
    env.expanded += len(value or "")
    return value if env.expanded <= MAX_EXPANDED else None


def shortcode(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != ":":
        return False
    match = SHORTCODE.match(state.src, state.pos, state.posMax)
    char = _emoji().get(match[1]) if match else None
    if match is None or char is None:
        return False
    if not silent:
        token = state.push("emoji", "", 0)
        token.info, token.content = match[1], char
    state.pos = match.end()
    return True


@cache
def _emoji() -> dict[str, str]:
    """Name to character, by the names that GitHub and Unicode use."""
    table: dict[str, str] = {}
    for char, data in EMOJI_DATA.items():
        if data["status"] > 2:
            continue
        for name in (*data.get("alias", ()), data["en"]):
            table.setdefault(name.strip(":").lower(), char)
    return table


def address(state: StateInline, silent: bool) -> bool:
    """https://… in running text. The scheme already lies in `pending`, as text rules stop only at the colon."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = SCHEME_BEFORE.search(state.pending[-8:])
    match = ADDRESS.match(state.src, state.pos, state.posMax)
    if scheme is None or match is None:
        return False
    rest = _trimmed(match[0])
    if len(rest) <= len("://"):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        url = scheme[1] + rest
        opening = state.push("link_open", "a", 1)
        opening.attrs, opening.markup = {"href": url}, "linkify"
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1).markup = "linkify"
    state.pos += len(rest)
    return True


def _trimmed(url: str) -> str:
    """Without the punctuation of the sentence around it, and without a bracket that was opened before it."""
    while url:
        last = url[-1]
        is_foreign_bracket = (last == ")" and url.count(")") > url.count("(")) or (
            last == "]" and url.count("]") > url.count("[")
        )
        if last not in TRAILING and not is_foreign_bracket:
            break
        url = url[:-1]
    return url


def guarded_link(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[" or _is_hopeless(state, state.pos):
        return False
    return link(state, silent)


def _is_hopeless(state: StateInline, bracket: int) -> bool:
    """Whether nothing closes this bracket, or it lies absurdly deep.

    Asked only where there are very many, each of which would look for its end as far as the text goes; a bracket in
    code may then count as one that closes.
    """
    env = env_of(state)
    if env.brackets[0] is not state.src:
        env.brackets = (state.src, _unclosed_brackets(state.src))
    return bracket in env.brackets[1]


def _unclosed_brackets(text: str) -> frozenset[int]:
    if text.count("[") < MANY_BRACKETS:
        return frozenset()
    unclosed: list[int] = []
    too_deep: list[int] = []
    for match in BRACKET.finditer(text):
        if match[0] == "[":
            unclosed.append(match.start())
            too_deep += unclosed[-1:] if len(unclosed) > MAX_BRACKETS_DEEP else []
        elif unclosed:
            unclosed.pop()
    return frozenset(unclosed + too_deep)


def guarded_image(state: StateInline, silent: bool) -> bool:
    """Images in the alternative text of images: each is parsed anew, so a tower of them would exhaust the stack."""
    env = env_of(state)
    if state.src[state.pos] != "!" or env.image_depth >= MAX_IMAGE_DEPTH or _is_hopeless(state, state.pos + 1):
        return False
    env.image_depth += 1
    try:
        return image(state, silent) or _sized_image(state, silent)
    finally:
        env.image_depth -= 1


def _sized_image(state: StateInline, silent: bool) -> bool:
    """![a picture](a.png "title" =300x200), where either number may be missing."""
    match = SIZED_IMAGE.match(state.src, state.pos, state.posMax)
    href = state.md.normalizeLink(match[2] or match[3]) if match else ""
    if match is None or not state.md.validateLink(href):
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.children, token.content = [], match[1]
        state.md.inline.parse(match[1], state.md, state.env, token.children)
        token.attrs = {"src": href, "alt": "", "title": match[4] or match[5] or ""}
        token.meta = {"width": match[6], "height": match[7]}
    state.pos = match.end()
    return True
