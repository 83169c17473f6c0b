"""Every pair of text and ground that the stylesheets use keeps WCAG 2.2 AA, in both themes."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static" / "css"
TOKENS = (STATIC / "tokens.css").read_text()
# Those of the admin stand beside Wagtail's own, outside our layers and tokens.
SHEETS = [sheet for sheet in sorted(STATIC.rglob("*.css")) if "admin" not in sheet.relative_to(STATIC).parts]
PAIR = re.compile(r"--color-([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(TOKENS)}

GROUNDS = ["paper", "surface", "sunken", "hover"]
TEXT = 4.5
EDGE = 3.0
TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "ink-faint", "accent") for ground in GROUNDS],
    *[(state, ground) for state in ("done", "stuck", "warning", "danger") for ground in ("paper", "surface", "sunken")],
    *[(state, f"{state}-soft") for state in ("accent", "done", "stuck", "warning", "danger")],
    *[("ink", f"{state}-soft") for state in ("accent", "done", "stuck", "warning", "danger")],
    *[("accent", f"{state}-soft") for state in ("accent", "warning", "danger")],
    ("accent-strong", "accent-soft"),
    ("accent-strong", "paper"),
    ("accent-strong", "surface"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger-fill"),
    *[(f"on-tone-{tone}", f"tone-{tone}") for tone in range(1, 9)],
    *[(f"on-heat-{level}", f"heat-{level}") for level in range(1, 5)],
    *[
        (f"code-{part}", ground)
        for part in ("ink", "faint", "comment", "keyword", "name", "string", "number", "type", "added", "removed")
        for ground in ("code", "code-mark")
    ],
]
EDGE_PAIRS = [
    (edge, ground) for edge in ("line-strong", "focus", "accent") for ground in ("paper", "surface", "sunken")
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(ink: str, ground: str, theme: str) -> None:
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_the_edge_of_a_control_can_be_seen(edge: str, ground: str, theme: str) -> None:
    assert contrast(COLOURS[edge][theme], COLOURS[ground][theme]) >= EDGE


def test_black_on_white_is_twenty_one() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21


def test_every_colour_that_a_stylesheet_uses_is_a_token() -> None:
    used = {name for sheet in SHEETS for name in re.findall(r"var\(--color-([a-z0-9-]+)\)", sheet.read_text())}
    assert used - set(COLOURS) == set()


def test_every_stylesheet_is_imported_into_a_layer() -> None:
    imported = set(re.findall(r'@import url\("([^"]+)"\) layer\([a-z]+\)', (STATIC / "main.css").read_text()))
    written = {str(sheet.relative_to(STATIC)) for sheet in SHEETS} - {"main.css"}
    assert imported == written


def test_colours_stand_in_the_tokens_alone() -> None:
    allowed = {"tokens.css", "print.css"}
    strays = {
        f"{sheet.name}: {colour}"
        for sheet in SHEETS
        if sheet.name not in allowed
        for colour in re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text())
    }
    # The mark keeps its own colours in both themes; pictures stand on white, as they were drawn.
    assert strays == {
        "layout.css: #0e5a6b",
        "layout.css: #faf8f3",
        "layout.css: #f2b27c",
        "prose.css: #fff",
        "dialog.css: #fff",
    }
