"""Plain HTML read by patterns gives what a tree of it gives, and all other HTML is left alone."""

from html.entities import html5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.parse.html import parsed_html_to_body
from onrecord.parse.plain_html import plain_html_to_body

BASE = "https://courier.example/interviews/"

WORDS = st.sampled_from(
    ["The", " pier ", "“We\nsail”", "  ", "\n", "why?", "Did she go?", "—", "&amp;", "&nbsp;",
     "&#8217;", "&#x201C;", "&lt;b&gt;", "&", "&bogus;", "a < b", "\xa0", "\t", "😀", "è", "\u200b",
     "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "x > y", "\x07"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=5).map("".join)
ATTRIBUTES = st.sampled_from(
    ["", "", "", ' class="lead"', ' style="font-weight: bold"', ' class="wp-caption"', ' id="a"',
     ' href="/a?b=1&amp;c=2" title="x"', ' href="https://quay.example/"', ' href="javascript:a()"',
     ' alt="Mira Holt at sea" src="a.jpg"', ' alt="😀"', ' alt="a" alt="b c"', " hidden",
     ' href="b" href="c"', ' data-x="&lt;"']
)  # fmt: skip


def element(tag: str, inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(f"<{tag}{{}}>{{}}</{tag}>".format, ATTRIBUTES, inside)


SPANS = st.one_of(
    TEXTS,
    *(element(tag, TEXTS) for tag in ("a", "strong", "em", "b", "i")),
    st.builds("<img{}/>".format, ATTRIBUTES),
    st.sampled_from(["<br>", "<br />", "<span>x</span>", "<b><i>x</i></b>", "<b>x</i>", "</p>"]),
)
LINES = st.lists(SPANS, max_size=4).map("".join)
BLOCKS = st.one_of(
    *(element(tag, LINES) for tag in ("p", "p", "li", "h2", "figcaption")),
    st.builds("<img{}>".format, ATTRIBUTES),
    st.sampled_from(["\n", " ", "<hr>", "words", "<!-- no -->", "<P>X</P>", "</div>", "<ul>"]),
)
DOCUMENTS = st.recursive(
    st.lists(BLOCKS, max_size=4).map("".join),
    lambda inside: st.lists(
        st.one_of(
            BLOCKS,
            *(element(tag, inside) for tag in ("ul", "ol", "blockquote", "div", "figure")),
        ),
        max_size=4,
    ).map("".join),
    max_leaves=6,
)


@settings(max_examples=400)
@given(DOCUMENTS)
def test_what_is_read_as_plain_is_read_as_its_tree(html: str) -> None:
    plain = plain_html_to_body(html, BASE)
    assert plain is None or plain == parsed_html_to_body(html, BASE)


PLAIN = [
    "<p>The pier is closed.</p>\n<p>“We sail,” she said.</p>",
    "<p><strong>Q: Will you sail again?</strong></p><p><strong>Mira Holt:</strong> I will.</p>",
    "<p><strong>Will you ever sail again?</strong> I will, in May.</p>",
    '<p class="lead">See <a href="/a?b=1&amp;c=2" rel="me">here</a> &#8211; <em>now</em>.</p>',
    "<blockquote><p>We sail.</p><ul><li>May</li><li>June</li></ul></blockquote>",
    '<figure class="a"><img src="a.jpg" alt="A pier"/><figcaption>At night</figcaption></figure>',
    '<div class="a"><img src="a.jpg" alt="A pier"><h2>Boats</h2><p>One<br/>two</p></div>',
    "<p>One.</p><p></p><p> </p>\n\n<p>Two  words,\nfolded.&nbsp;</p>",
    '<p>🙂 <img src="s.png" alt="🙂"/> then <b>bold</b></p>',
]


@pytest.mark.parametrize("html", PLAIN)
def test_plain_html_is_read_without_a_tree(html: str) -> None:
    plain = plain_html_to_body(html, BASE)
    assert plain is not None
    assert plain == parsed_html_to_body(html, BASE)


@pytest.mark.parametrize(
    "html",
    [
        "<p>One",
        "<p>One</p> two",
        "<p>One</p></div>",
        "<div><p>One</p>",
        "<ul><li>One</li></ol>",
        "<p><b>One</i></p>",
        "<p>One <span>two</span></p>",
        "<p style='font-weight: bold'>One</p>",
        '<p style="font-weight: bold">One</p>',
        '<p class="wp-caption-text">One</p>',
        '<div class="caption"><p>One</p></div>',
        '<p><img src="a" alt="b" style="x</p>',
        "<script>p</script><p>One</p>",
        "<!-- <p>One</p> -->",
        "<p>One &bogus; two</p>",
        "<p>One & two</p>",
        "<p>One &#128; two</p>",
        "<p>One\x1b two</p>",
        '<img src="s.png" alt="🙂"/><p>One</p>',
        f'<p data-x="{"x" * 1_001}">One</p>',
        "<div>" * 21 + "</div>" * 21,
        f"<p>{'One ' * 50_000}</p>",
    ],
)
def test_anything_more_is_left_to_the_tree(html: str) -> None:
    assert plain_html_to_body(html, BASE) is None


def test_references_that_are_read_mean_what_they_mean_in_a_tree() -> None:
    names = [name for name in html5 if name.endswith(";")]
    documents = [f"<p>a &{name} b</p>" for name in names]
    plain = [plain_html_to_body(document, BASE) for document in documents]
    assert sum(body is not None for body in plain) > 250
    for document, body in zip(documents, plain, strict=True):
        assert body is None or body == parsed_html_to_body(document, BASE)


@pytest.mark.parametrize("code", [32, 39, 126, 160, 173, 255, 999, 8217, 8233, 12288, 49999])
@pytest.mark.parametrize("form", ["&#{};", "&#0{};", "&#x{:x};"])
def test_a_number_that_is_read_means_what_it_means_in_a_tree(code: int, form: str) -> None:
    html = f"<p>a {form.format(code)} b</p>"
    plain = plain_html_to_body(html, BASE)
    assert plain is None or plain == parsed_html_to_body(html, BASE)
