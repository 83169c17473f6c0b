"""The names that authors give to the languages of code blocks, and the lexers that colour them."""

from difflib import get_close_matches
from functools import cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# What authors write and Pygments does not know, or knows as something else.
ALIASES = {
    "terminal": "console",
    "shell": "bash",
    "shell-session": "console",
    "shellsession": "console",
    "session": "console",
    "cmd": "doscon",
    "dockerfile": "docker",
    "proto": "protobuf",
    "plain": "text",
    "plaintext": "text",
    "txt": "text",
    "log": "text",
    "none": "text",
    "jsonc": "json",
    "vue": "html",
    "svelte": "html",
    "env": "ini",
    "gitignore": "text",
    "mermaid": "text",
    "tree": "text",
}
LIKELY = (*ALIASES, "python", "javascript", "typescript", "yaml", "html", "console", "bash", "json", "java", "ruby")
TEXT = "text"
SHELLS = ("bash", "sh", "zsh")


def known_language(name: str) -> str | None:
    """The lexer's name for what the author wrote ("Shell", "yml", "tsx"); None where nobody knows it."""
    lower = name.strip().lower()
    lower = ALIASES.get(lower, lower)
    return lower if lower == TEXT or _lexer(lower) is not None else None


def likely_language(name: str) -> str | None:
    """What a misspelt name was probably meant to be: termianl, pyhton."""
    if not name or len(name) > 30:
        return None
    found = get_close_matches(name.lower(), LIKELY, n=1, cutoff=0.8)
    return found[0] if found else None


def lexer_for(name: str, code: str) -> Lexer | None:
    """None for plain text and for what is not known. A shell's code with prompts in it is a session."""
    language = known_language(name) or known_language(likely_language(name) or "")
    if language in SHELLS and code.lstrip().startswith("$ "):
        language = "console"
    return None if language in (None, TEXT) else _lexer(language)


@cache
def _cached(name: str) -> Lexer | None:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)


def _lexer(name: str) -> Lexer | None:
    # Only names that exist are remembered, so that foreign input cannot fill the memory.
    if not name or len(name) > 40:
        return None
    try:
        return _cached(name)
    except ClassNotFound:
        return None
