"""Hostile Markdown does nothing: every vector, in every place where an author's text comes out."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.markdown import parse
from learning.markdown.clean import ATTRIBUTES, CLASSES, TAGS, VALUES, clean
from tests.learning.markdown.pages import show, show_document

VECTORS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="images/a.png" onerror="alert(1)" style="position:fixed">',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&Tab;javascript&colon;alert(1))",
    "[x](\\j\\avascript:alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    '[x](https://a.example "onclick=alert(1)")',
    "[x](https://a.example '\"><script>alert(1)</script>')",
    '[x](https://a.example/"onmouseover=alert(1)//)',
    "<javascript:alert(1)>",
    '<https://a.example/"onmouseover=alert(1)>',
    "![x](javascript:alert(1))",
    '![" onerror="alert(1)](images/a.png)',
    "![x](images/a.png '\" onload=\"alert(1)')",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[r]\n\n[r]: javascript:alert(1)",
    "<details open ontoggle=alert(1)>",
    "<details><summary onclick=alert(1)>x</summary></details>",
    "<kbd onclick=alert(1)>x</kbd>",
    '<span style="background:url(javascript:alert(1))" class="visually-hidden" id="main">x</span>',
    "<span onmouseover=alert(1)>x</span>",
    "<br onclick=alert(1)>",
    "<header-table onclick=alert(1) />",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<form action=https://evil.example><input name=q></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<object data=javascript:alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<xss-component onclick=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "{{ $page.frontmatter.__proto__ }}",
    "\u202e<script>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "```<script>alert(1)</script>\nx\n```",
    '```js" onclick="alert(1)\nx\n```',
    "```html\n<script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
)
PLACES = {
    "a paragraph": "{}",
    "a heading": "## {}",
    "a heading and the contents": "[[toc]]\n\n## {}",
    "a list": "- {}",
    "a task": "- [ ] {}",
    "a quote": "> {}",
    "a table": "| a |\n|---|\n| {} |",
    "the head of a table": "| {} |\n|---|\n| a |",
    "the title of a box": "::: tip {}\nx\n:::",
    "a box": "::: details\n{}\n:::",
    "a summary": "<details><summary>{}</summary>\n\nx\n\n</details>",
    "a footnote": "a[^1]\n\n[^1]: {}",
    "the text of a link": "[{}](https://a.example)",
    "the title of a link": '[a](https://a.example "{}")',
    "the address of a link": "[a](<https://a.example/{}>)",
    "the alternative text of an image": "![{}](images/a.png)",
    "the title of an image": '![a](images/a.png "{}")',
    "the name of a missing image": "![](<{}>)",
    "emphasis": "*a {} b*",
    "a tag": '<img src="images/a.png" alt="{}">',
    "code": "`{}`",
    "the language of code": "```{}\nx\n```",
}
GLUE = ("\n\n", "> ", "- ", "    ", "|", "*", ":::", "[^1]")


class _Inspector(HTMLParser):
    """Reads HTML and objects to whatever is not ours."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.objections: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = ATTRIBUTES.get(tag, set()) | VALUES.get(tag, {}).keys() | {"class", "rel"}
        if tag not in TAGS:
            self.objections.append(tag)
        for name, value in attrs:
            if name not in allowed or name.startswith("on") or name == "style":
                self.objections.append(f"{tag} {name}={value}")
            if name == "class" and not set((value or "").split()) <= CLASSES.get(tag, set()):
                self.objections.append(f"{tag} class={value}")
            if name == "id" and not (value or "").startswith(("h-", "fn-", "fnref-")):
                self.objections.append(f"{tag} id={value}")
            if name in ("href", "src") and not _is_safe_address(value or ""):
                self.objections.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.objections.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.objections.append(f"declaration {decl}")


def _is_safe_address(url: str) -> bool:
    ours = ("/ja/materials/", "/files/", "#h-", "#fn-", "#fnref-")
    return url.startswith(("https://", "http://", "mailto:", *ours)) and "\n" not in url


def objections(html: str) -> list[str]:
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.objections


@pytest.mark.parametrize("place", PLACES)
def test_every_vector_is_harmless_in(place: str) -> None:
    for vector in VECTORS:
        shown = show(PLACES[place].replace("{}", vector))
        assert objections(shown.html) == [], vector


@pytest.mark.parametrize("key", ["title", "description", "time", "prior_knowledge", "footer", "x"])
def test_every_vector_is_harmless_in_the_front_matter(key: str) -> None:
    for vector in VECTORS:
        value = json.dumps(vector)
        name = f"{{{{$page.frontmatter.{key}}}}}"
        body = f"<header-table/>\n\n# {name}\n\n[[toc]]\n\n## a {name}\n\n::: tip {name}\n:::\n\n<credit-footer/>"
        text = f"---\n{key}: {value}\n---\n{body}"
        assert objections(show(text).html) == [], vector


def test_a_portal_that_gives_hostile_addresses_is_not_believed() -> None:
    from learning.markdown import Asset, render

    class Hostile:
        def page(self, target_path: str, anchor: str) -> str | None:
            return "javascript:alert(1)"

        def asset(self, path: str) -> Asset | None:
            return Asset('javascript:alert(1)" onerror="alert(1)', name='"><script>')

        def external(self, url: str) -> str | None:
            return "data:text/html,x"

    document = parse("[a](b.md) ![c](d.png) [e](https://f.example) [g](h.pdf)")
    html = render(document, links=Hostile(), language="en").html
    assert "href=" not in html
    assert "src=" not in html
    assert objections(html) == []


def test_the_last_gate_stands_alone() -> None:
    for vector in VECTORS:
        found = [each for each in objections(clean(vector)) if "href=" not in each and "src=" not in each]
        assert found == [], vector
    assert clean('<p style="x" onclick="y" class="evil note__title" id="main">a</p>') == '<p class="note__title">a</p>'
    assert clean('<a href="javascript:x">a</a>') == '<a rel="noopener">a</a>'
    assert clean("<style>a</style><script>b</script>c") == "c"


@pytest.mark.parametrize("name", ["main", "content", "body", "forms", "__proto__", "fn-1", "fnref-1"])
def test_no_heading_can_take_the_id_of_something_else(name: str) -> None:
    shown = show(f"## {name}\n\n## a\n\nx[^1]\n\n[^1]: y\n").html
    assert f'id="{name}"' not in shown or name.startswith("fn")
    ids = [part.split('"')[0] for part in shown.split(' id="')[1:]]
    assert len(set(ids)) == len(ids)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from([*VECTORS, *PLACES.values(), "\n\n", "> ", "- ", "    ", "|", "*", ":::", "[^1]"]), max_size=12
    )
)
def test_vectors_in_any_order_are_harmless(pieces: list[str]) -> None:
    assert objections(show("".join(pieces)).html) == []


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("<>&\"'`*_[]()!#-:|~{}$=/\\ \n\tascript日本:"), max_size=120))
def test_any_text_at_all_is_harmless_and_well_formed(text: str) -> None:
    shown = show(text)
    assert objections(shown.html) == []
    for piece in (shown.intro_html, *(section.html for section in shown.sections)):
        assert clean(piece) == piece


def test_nothing_but_our_own_comes_out_of_the_real_pages(bootcamp, bootcamp_html) -> None:
    for path in bootcamp:
        assert objections(bootcamp_html[path]) == [], path
    assert show_document(bootcamp["README.md"]).problems != ()
