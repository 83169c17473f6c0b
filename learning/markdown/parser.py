"""From text to a Document."""

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from learning.markdown import block_rules, inline_rules
from learning.markdown.balance import balance_blocks, balance_inline
from learning.markdown.block_rules import MAX_LEVEL, Env
from learning.markdown.document import Document
from learning.markdown.meta import Meta, read_front_matter
from learning.markdown.problems import tidy
from learning.markdown.scan import scan
from learning.markdown.source import MAX_BYTES, SourceError
from learning.markdown.steps import step_problems
from learning.markdown.targets import Site

DEFAULT_SITE = Site()


def parse(text: str, *, path: str = "", site: Site = DEFAULT_SITE) -> Document:
    """`path` is that of the file within its tree. Raises SourceError for more than 2 MiB, and nothing else."""
    if len(text) > MAX_BYTES:
        raise SourceError("too_large", f"The text has {len(text):,} characters; at most {MAX_BYTES:,} are read.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    front = read_front_matter(text)
    env = Env(variables=_variables(front.meta), problems=list(front.problems))
    # Empty lines instead of the front matter keep every line number true to the file.
    body = "\n" * front.lines + "\n".join(text.split("\n")[front.lines :])
    tokens = _tokens(body, env)
    found = scan(tokens, path=path, site=site, meta=front.meta, has_front_matter=front.lines > 0)
    document = Document(
        path=path,
        text=text,
        meta=front.meta,
        tokens=tuple(tokens),
        headings=found.headings,
        references=found.references,
        counts=found.counts,
        problems=(),
        site=site,
        body_line=front.lines + 1,
    )
    problems = tidy([*env.problems, *found.problems, *step_problems(document)], path)
    object.__setattr__(document, "problems", problems)  # the steps, which may be too many, need the document itself
    return document


def _tokens(body: str, env: Env) -> list[Token]:
    tokens = _markdown().parse(body, {"terakoya": env})
    for token in tokens:
        if token.children:
            token.children = balance_inline(token.children)
    return balance_blocks(tokens, env.problems)


def _markdown() -> MarkdownIt:
    """A parser of its own for each page: building one is quick, and it may be used from several threads."""
    md = _Parser("commonmark", {"html": False, "linkify": False, "maxNesting": MAX_LEVEL + 10})
    md.enable(["table", "strikethrough"])
    md.disable(["html_block", "html_inline"])
    md.use(footnote_plugin, inline=False)
    block_rules.install(md)
    inline_rules.install(md)
    return md


class _Parser(MarkdownIt):
    """Leaves addresses as they are written: targets.py judges them, and only what it knows becomes a link."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the names are those of the library
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


def _variables(meta: Meta) -> dict[str, str]:
    names = (*meta.present, *meta.other)
    return {name: value for name in names if (value := meta.value(name)) is not None}
