"""What the tests of rendering share: a portal that knows one page and two files."""

from itertools import count

from learning.markdown import Asset, Document, Rendered, derive_steps, match_steps, parse, render


class Portal:
    """Knows git/README.md (with a heading "Setup"), images/a.png and a.pdf."""

    def page(self, target_path: str, anchor: str) -> str | None:
        if target_path != "git/README.md":
            return None
        return f"/ja/materials/git/{'#h-setup' if anchor == 'setup' else ''}"

    def asset(self, path: str) -> Asset | None:
        return {
            "images/a.png": Asset("/files/1/a.png", 640, 480, "a.png"),
            "public/a.pdf": Asset("/files/2/a.pdf", name="a.pdf"),
            "images/lost.png": Asset("", missing=True),
        }.get(path)

    def external(self, url: str) -> str | None:
        return None if "blocked.example" in url else url


def show(text: str, *, language: str = "en", path: str = "page.md") -> Rendered:
    """With a section for each step."""
    document = parse(text, path=path)
    return show_document(document, language=language)


def show_document(document: Document, *, language: str = "en") -> Rendered:
    numbers = count()
    steps = match_steps([], derive_steps(document), new_id=lambda: f"s{next(numbers)}")
    return render(document, links=Portal(), steps=steps, language=language)


def html(text: str, **options: str) -> str:
    return show(text, **options).html.strip()


def flat(text: str, **options: str) -> str:
    return html(text, **options).replace("\n", "")
