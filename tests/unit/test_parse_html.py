"""HTML to paragraphs with roles and links: layout, hostility, and offsets that are exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.clean import clean_text
from onrecord.model import Body, Role
from onrecord.parse.html import html_to_body, text_to_body

BASE = "https://courier.example/interviews/"


def set_out(html: str) -> list[tuple[str, str]]:
    """The paragraphs of ``html`` as (role, text), cut from the text by their offsets."""
    body = html_to_body(html, BASE)
    return [(part.role.value, body.text[part.start : part.end]) for part in body.paragraphs]


def linked(html: str, base: str = BASE) -> list[tuple[str, str]]:
    body = html_to_body(html, base)
    return [(body.text[link.start : link.end], link.url) for link in body.links]


def check(body: Body) -> None:
    texts = [body.text[part.start : part.end] for part in body.paragraphs]
    assert "\n\n".join(texts) == body.text
    assert all(text and text == text.strip() for text in texts)
    assert clean_text(body.text) == body.text
    for link in body.links:
        words = body.text[link.start : link.end]
        assert words
        assert words == words.strip()
        assert link.url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("just words", [("paragraph", "just words")]),
        (
            "Salt &amp; stone\n\nA second\nline",
            [("paragraph", "Salt & stone"), ("paragraph", "A second line")],
        ),
        (
            "<p>One <em>two</em>\n  three</p>\n<p>four</p>",
            [("paragraph", "One two three"), ("paragraph", "four")],
        ),
        (
            "<h2>The <a href='/x'>harbour</a></h2>text",
            [("heading", "The harbour"), ("paragraph", "text")],
        ),
        (
            "<blockquote><p>a</p><p>b</p></blockquote>c",
            [("quote", "a"), ("quote", "b"), ("paragraph", "c")],
        ),
        ("<ul><li>one<li>two</ul>", [("item", "one"), ("item", "two")]),
        (
            "<p><b>Who <i>are</i> you?</b> </p><p>Me.</p>",
            [("emphasis", "Who are you?"), ("paragraph", "Me.")],
        ),
        ("<p><b>Q:</b> Why salt?</p>", [("paragraph", "Q: Why salt?")]),
        (
            "<p><b>Why <a href='/x'>all this</a> salt?</b> Because it keeps.</p>",
            [("emphasis", "Why all this salt?"), ("paragraph", "Because it keeps.")],
        ),
        ("<p><b>Really?</b> she asked.</p>", [("paragraph", "Really? she asked.")]),
        ("<p><b>Why all this salt?</b> – !</p>", [("emphasis", "Why all this salt? – !")]),
        ("<p><b>Bold</b>: <i>slanted</i>!</p>", [("emphasis", "Bold: slanted!")]),
        ('<p style="font-weight:700">Loud</p>', [("emphasis", "Loud")]),
        ("<p><span style='font-weight: 400'>Quiet</span></p>", [("paragraph", "Quiet")]),
        ("one<br>two<br/><br/>three", [("paragraph", "one\ntwo"), ("paragraph", "three")]),
        (
            "<p><b>Why salt?</b><br>Because.<br><b>And stone?</b><br>Also.</p>",
            [
                ("emphasis", "Why salt?"),
                ("paragraph", "Because."),
                ("emphasis", "And stone?"),
                ("paragraph", "Also."),
            ],
        ),
        (
            f"{'long ' * 30}<br>{'line ' * 30}",
            [("paragraph", ("long " * 30).strip()), ("paragraph", ("line " * 30).strip())],
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>",
            [("paragraph", "a | b"), ("paragraph", "c")],
        ),
        ("<pre>first\n   second</pre>", [("paragraph", "first\nsecond")]),
        ("<p>He said <q>so <q>there</q></q>.</p>", [("paragraph", "He said “so ‘there’”.")]),
        (
            "a<script>b</script><style>c</style><iframe>d</iframe><noscript>e</noscript><svg><text>f</text></svg>g",
            [("paragraph", "ag")],
        ),
        ("<!-- hidden -->shown<?php echo ?>", [("paragraph", "shown")]),
        (
            "<div>one<p>two</p>three</div>",
            [("paragraph", "one"), ("paragraph", "two"), ("paragraph", "three")],
        ),
        (
            '<figure><img alt="A man at sea"><figcaption>The <i>pilot</i></figcaption></figure>',
            [("caption", "The pilot")],
        ),
        ('<figure><img alt="A man at sea"></figure>', [("caption", "A man at sea")]),
        (
            '<figure><img alt="A man at sea"><p class="wp-caption-text">The pilot</p></figure>',
            [("caption", "The pilot")],
        ),
        (
            '<p>before <img alt="A man at sea"> after</p>',
            [("paragraph", "before after"), ("caption", "A man at sea")],
        ),
        (
            '<p>fine <img class="emoji" alt="🙂"> day</p><img alt="logo.png">',
            [("paragraph", "fine 🙂 day")],
        ),
        ("<p>a&nbsp;&nbsp;b &mdash; c&#8217;s</p>", [("paragraph", "a b — c’s")]),
        ("<p>unclosed <b>bold<p>next", [("paragraph", "unclosed bold"), ("paragraph", "next")]),
        ("1 < 2 and 3 > 2", [("paragraph", "1 < 2 and 3 > 2")]),
    ],
)
def test_paragraphs_and_roles(html: str, expected: list[tuple[str, str]]) -> None:
    assert set_out(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<p>see <a href="https://a.example/x y">this <b>page </b></a>.</p>',
            [("this page", "https://a.example/x%20y")],
        ),
        ('<a href="../people/1">rel</a>', [("rel", "https://courier.example/people/1")]),
        ('<a href="//b.example/z">rel</a>', [("rel", "https://b.example/z")]),
        (
            '<a href="javascript:alert(1)">a</a><a href="mailto:x@y.z">c</a>',
            [],
        ),
        ('<a href="http://[broken">a</a><a>b</a><a href="">c</a>', []),
        (
            '<a href="/x">over<p>two</p></a>',
            [("over", "https://courier.example/x"), ("two", "https://courier.example/x")],
        ),
        (
            '<a href="/x">one<br>two</a>',
            [("one", "https://courier.example/x"), ("two", "https://courier.example/x")],
        ),
        ('<a href="/x"><img alt="A man at sea"></a>', []),
        ('<a href="/x"> </a>', []),
    ],
)
def test_links(html: str, expected: list[tuple[str, str]]) -> None:
    assert linked(html) == expected


def test_a_relative_link_without_a_base_is_text() -> None:
    assert linked('<a href="/x">here</a>', base="") == []
    assert html_to_body('<a href="/x">here</a>').text == "here"


def test_what_cleaning_takes_out_does_not_move_links() -> None:
    silver, salt = '<a href="/1">\u200bsil\u202ever</a>', '<a href="/2">salt</a>'
    html = f"<p>\u202egold&#27;[31m and {silver} and {salt}</p>"
    body = html_to_body(html, BASE)
    assert body.text == "gold and silver and salt"
    assert linked(html) == [
        ("silver", "https://courier.example/1"),
        ("salt", "https://courier.example/2"),
    ]


def test_plain_text_keeps_its_lines() -> None:
    body = text_to_body("Q: Why?\nA: <Because>.\n \n\nEnd\x1b[2J")
    assert body.text == "Q: Why?\nA: <Because>.\n\nEnd"
    assert [part.role for part in body.paragraphs] == [Role.PARAGRAPH] * 2


BOMBS = {
    "attributes": "<p " + " ".join(f'a{n}="x"' for n in range(100_000)) + ">end",
    "nodes": "<i>x</i>" * 300_000,
    "unclosed items": "<li>" * 300_000,
    "nesting": "<div>" * 100_000 + "end",
    "quotes": "<blockquote>" * 1_000 + "end",
    "comments": "<!-- - " * 300_000,
    "line breaks": "<br>" * 300_000,
    "words": "<p>" + "word " * 900_000,
    "entities": "&amp" * 500_000,
    "angles": "<" * 500_000,
    "links": '<a href="/x">y' * 60_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end(name: str) -> None:
    body = html_to_body(BOMBS[name], BASE)
    check(body)
    assert len(body.text) < 4_000_000


TAGS = (
    *("<p>", "</p>", "<b>", "</b>", "<em>", "<br>", "<a href='/x'>", "</a>", "<blockquote>"),
    *("</blockquote>", "<li>", "<ul>", "<h2>", "</h2>", "<figure>", "<figcaption>", "</figure>"),
    *(
        "<pre>",
        "</pre>",
        "<td>",
        "<tr>",
        "<table>",
        "<q>",
        "</q>",
        "<script>",
        "<span class=caption>",
    ),
    *("</span>", "<div>", "</div>", "<img alt='some words'>", "&amp;", "&#27;", "&#x202e;"),
)
WORDS = ("\x1b[31m", "\u200b", "\n", " ", "word", "Why?", "\u0301" * 9, "\r", "\ud800")
pieces = st.sampled_from(TAGS + WORDS)


@given(st.lists(pieces | st.text(max_size=8), max_size=40).map("".join))
def test_offsets_are_exact_for_any_markup(html: str) -> None:
    check(html_to_body(html, BASE))


@given(st.text())
def test_offsets_are_exact_for_any_text(text: str) -> None:
    body = text_to_body(text)
    check(body)
