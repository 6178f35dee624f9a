"""Pages to articles: roles kept, other people's lines left out, hostile pages survived."""

import itertools
from datetime import UTC, datetime

import pytest

from onrecord.extract.article import NoArticle, extract_page
from onrecord.extract.boilerplate import boilerplate
from onrecord.model import Page, Role
from onrecord.parse.html import html_to_body

URL = "https://courier.example/interviews/pilot"
NOW = datetime(2026, 11, 23, tzinfo=UTC)

ANSWERS = [
    "I was nine when my father took me out past the mole, with two oars and a much mended sail.",
    "Nobody asks a pilot whether the harbour should grow. They ask how deep it is, and build.",
    "I read the water, and then the screen, and when the two disagree I slow down. That is all.",
]
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>“I read the water” - The Quay Courier</title>
<meta property="og:title" content="“I read the water”">
<meta property="og:site_name" content="The Quay Courier">
<meta property="article:published_time" content="2026-06-01T10:00:00+02:00">
<script type="application/ld+json">{{"@type": "NewsArticle",
 "datePublished": "2026-06-01T10:00:00+02:00", "author": [{{"name": "Mira Holt"}}],
 "headline": "“I read the water”"}}</script>
<style>.x {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to improve your visit.</p></div>
<main><article><h1>“I read the water”</h1>
<p class="byline">By Mira Holt</p>
<div class="share"><a href="#">Facebook</a> <a href="#">Twitter</a></div>
<p>Edda Brandt has brought ships into Port Salen for forty years. She spoke to
<a href="/people/holt">our reporter</a> on the evening of her last watch.</p>
<p><strong>How did you come to the sea?</strong></p><p>{ANSWERS[0]}</p>
<h2>The council</h2>
<p><strong>Were you asked about the new quay?</strong></p><p>{ANSWERS[1]}</p>
<p>Sign up for our morning newsletter and never miss a story from the coast.</p>
<blockquote><p>The channel moves whether or not the minutes are approved.</p></blockquote>
<p><span style="font-weight: bold">What do you tell the young pilots?</span></p><p>{ANSWERS[2]}</p>
<p style="display:none">Hidden words that no browser would show to anybody reading this page.</p>
<ul><li>Port Salen: 41,000 ships a year</li><li>Pilots: eighteen, of whom three are women</li></ul>
<h3>Related stories</h3>
<ul><li><a href="/1">Council approves second quay</a></li>
<li><a href="/2">Storm closes the bridge</a></li></ul>
</article></main>
<aside><h3>Most read</h3><ul><li><a href="/3">Ten ways to cook eel</a></li></ul></aside>
<footer><p>© 2026 The Quay Courier. All rights reserved.</p></footer></body></html>"""


@pytest.fixture(scope="module")
def page() -> Page:
    return extract_page(PAGE.encode(), url=URL, now=NOW)


def test_what_the_page_says_of_itself(page: Page) -> None:
    assert page.title == "“I read the water”"
    assert (page.byline, page.site_name, page.language) == (
        "Mira Holt",
        "The Quay Courier",
        "en-GB",
    )
    assert page.published_at == datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert page.url == URL


def test_roles_are_kept(page: Page) -> None:
    texts = [
        (part.role, page.body.text[part.start : part.end].partition(" ")[0])
        for part in page.body.paragraphs
    ]
    assert texts == [
        (Role.PARAGRAPH, "Edda"),
        (Role.EMPHASIS, "How"),
        (Role.PARAGRAPH, "I"),
        (Role.HEADING, "The"),
        (Role.EMPHASIS, "Were"),
        (Role.PARAGRAPH, "Nobody"),
        (Role.QUOTE, "The"),
        (Role.EMPHASIS, "What"),
        (Role.PARAGRAPH, "I"),
        (Role.ITEM, "Port"),
        (Role.ITEM, "Pilots:"),
    ]


def test_the_text_is_whole_and_links_are_absolute(page: Page) -> None:
    assert all(answer in page.body.text for answer in ANSWERS)
    (link,) = page.body.links
    assert page.body.text[link.start : link.end] == "our reporter"
    assert link.url == "https://courier.example/people/holt"


@pytest.mark.parametrize(
    ("encoding", "header"), [("windows-1252", ""), ("utf-16", ""), ("utf-8", "charset=latin-1")]
)
def test_charsets(encoding: str, header: str) -> None:
    html = PAGE.replace('charset="utf-8"', f'charset="{encoding}"')
    page = extract_page(
        html.encode(encoding), url=URL, content_type=f"text/html; {header}", now=NOW
    )
    assert page.title == "“I read the water”"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "is empty"),
        ("<html><body></body></html>", "No article"),
        ("<p>Please enable JavaScript to continue.</p>", "only in a browser"),
        ("<nav><a href='/'>Home</a></nav>", "No article"),
        ("\0\1\2", "No article"),
    ],
)
def test_pages_without_an_article(html: str, reason: str) -> None:
    with pytest.raises(NoArticle, match=reason) as caught:
        extract_page(html.encode(), url=URL)
    assert URL in caught.value.sentence


LINES = "".join(
    f"<p>Line {number} of the log was read aloud to the court.</p>" for number in range(9)
)
BOMBS = {
    "attributes": "<p " + " ".join(f'a{n}="x"' for n in range(100_000)) + ">x</p>",
    "links": '<a href="/x">some words</a> ' * 60_000,
    "nesting": "<div>" * 50_000,
    "open comments": "<!--" * 100_000,
    "open scripts": "<script>" * 100_000,
    "structured data": '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_pages_end(name: str) -> None:
    try:
        page = extract_page(f"<html><body>{LINES}{BOMBS[name]}".encode(), url=URL)
    except NoArticle:
        page = None
    assert page is None or "Line 3" in page.body.text


def test_a_very_long_article_is_whole() -> None:
    names = itertools.product(("Ada", "Ilan", "Mira", "Tove"), range(500))
    html = "".join(
        f"<p>{name} told the court about day {number} and what was seen from the tower then.</p>"
        for name, number in names
    )
    page = extract_page(f"<html><body><article>{html}</article></body></html>".encode(), url=URL)
    assert len(page.body.paragraphs) == 2_000


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>Share this article</p><p>She came.</p>", ["She came."]),
        ("<p>Advertisement</p><p>Ad hoc, she said.</p>", ["Ad hoc, she said."]),
        ("<h2>The title</h2><p>She came.</p>", ["She came."]),
        ("<p>Related: A storm</p><p>Related to him? No.</p>", ["Related to him? No."]),
        ("<p>He went.</p><h3>Read next</h3><a href='http://x.y/'>Other</a>", ["He went."]),
        ("<h3>More</h3><p>More is more.</p>", ["More is more."]),
        ("<h3>2/50 A view</h3><li>Of the sea</li><p>He went.</p>", ["He went."]),
        ("<a href='http://x.y/'>He went</a>", ["He went"]),
        ("<p>Subscribe to that view? Never.</p>", ["Subscribe to that view? Never."]),
    ],
)
def test_boilerplate_is_told_from_text(html: str, kept: list[str]) -> None:
    body = html_to_body(html)
    dropped = boilerplate(body, "The title")
    texts = [body.text[part.start : part.end] for part in body.paragraphs]
    assert [text for index, text in enumerate(texts) if index not in dropped] == kept


def test_images_leave_their_captions_or_their_descriptions() -> None:
    words = "The keeper of the pier has kept the lights on for thirty years, she told us. " * 4
    html = f"""<!doctype html><article><h1>The keeper of the pier</h1>
    <figure><img src="/k?w=600" alt="A woman with a lamp on a pier">
    <figcaption>Ines Vale on the pier. <small>Photograph: ours</small></figcaption></figure>
    <p>{words}</p><p><img src="/a.jpg" alt="The pier at low water in winter"></p>
    <p>{words} And so on.</p><img src="/logo.png" alt="The logo of our house">
    <img src="/x.jpg" alt="Ines Vale"><img src="/IMG_20.jpg" alt="IMG 20 01 02.jpg">
    <figure><video></video><figcaption>Watch: the keeper at work today</figcaption></figure>
    <p>{words} That is all.</p></article>"""
    body = extract_page(html.encode(), url="https://orlen.example/pier").body
    captions = [
        body.text[each.start : each.end] for each in body.paragraphs if each.role is Role.CAPTION
    ]
    assert captions == [
        "Ines Vale on the pier. Photograph: ours",
        "The pier at low water in winter",
    ]
    assert "Watch:" not in body.text
    assert "logo" not in body.text
