"""From text to a Document."""

from markdown_it.token import Token

from learning.markdown.balance import balance_blocks, balance_inline
from learning.markdown.document import Document
from learning.markdown.engine import Engine
from learning.markdown.env import Env
from learning.markdown.meta import Meta, read_front_matter
from learning.markdown.problems import tidy
from learning.markdown.scan import scan
from learning.markdown.source import readable, refuse_too_large
from learning.markdown.steps import step_problems
from learning.markdown.targets import Site

DEFAULT_SITE = Site()


def parse(text: str, *, path: str = "", site: Site = DEFAULT_SITE) -> Document:
    """`path` is that of the file within its tree. Raises SourceError for a text that is too large, and
    nothing else.
    """
    text = readable(text)
    refuse_too_large(text)
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
    tokens = Engine().parse(body, {"terakoya": env})
    for token in tokens:
        if token.children:
            token.children = balance_inline(token.children)
    return balance_blocks(tokens, env.problems)


def _variables(meta: Meta) -> dict[str, str]:
    names = (*meta.present, *meta.other)
    return {name: value for name in names if (value := meta.value(name)) is not None}
