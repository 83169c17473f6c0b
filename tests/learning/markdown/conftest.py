"""The real bootcamp, parsed once for all tests of the Markdown engine."""

from pathlib import Path

import pytest

from learning.markdown import Document, Site, base_from_config, decode_source, parse
from tests.learning.markdown.pages import show_document


@pytest.fixture(scope="session")
def bootcamp_source(shared_data: Path) -> Path:
    return shared_data / "iij-bootcamp" / "src"


@pytest.fixture(scope="session")
def bootcamp(bootcamp_source: Path) -> dict[str, Document]:
    """The 58 pages by their path."""
    config = (bootcamp_source / ".vuepress" / "config.js").read_text()
    site = Site(base=base_from_config(config))
    paths = sorted(path.relative_to(bootcamp_source).as_posix() for path in bootcamp_source.rglob("*.md"))
    return {
        path: parse(decode_source((bootcamp_source / path).read_bytes()).text, path=path, site=site) for path in paths
    }


@pytest.fixture(scope="session")
def bootcamp_files(bootcamp_source: Path) -> list[str]:
    """Every file that is no page, by its path."""
    files = (path for path in bootcamp_source.rglob("*") if path.is_file() and path.suffix != ".md")
    return sorted(path.relative_to(bootcamp_source).as_posix() for path in files)


@pytest.fixture(scope="session")
def bootcamp_html(bootcamp: dict[str, Document]) -> dict[str, str]:
    """Each page as a reader gets it, in Japanese."""
    return {path: show_document(document, language="ja").html for path, document in bootcamp.items()}
