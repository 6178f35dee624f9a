"""The page of an article to its text, with what the page says of itself.

trafilatura finds the article in the page; its tree is set as paragraphs by ``parse.html``, so that
headings, quotations, captions and emphasised questions keep their roles. Precision goes before
recall: a line of somebody else's newsletter in an interview is worse than a caption less. Pure, and
meant for a process that can be killed.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.clean import clean_line, clean_url
from onrecord.extract.boilerplate import boilerplate
from onrecord.model import Body, Page
from onrecord.parse.charset import decode
from onrecord.parse.dates import iso_moment
from onrecord.parse.entry import byline_of, language_of, title_of
from onrecord.parse.html import element_to_body
from onrecord.parse.paragraphs import without
from onrecord.parse.typesetter import BOLD_STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 10_000_000
MOST_TAGS = 40_000
"""Tags of a page that are looked at; extraction takes longer than linear time in them."""
MOST_LINKS = 8_000
LONGEST_TAG = 8_192
FEWEST_CHARACTERS = 100
"""An article with fewer characters is taken for none."""
SHORT_ARTICLE = 250
"""With fewer words found, extraction is tried again with less caution."""
SHOWN_URL = 200
FEWEST_WORDS_OF_IMAGE = 4
"""An image's description of fewer words is a name or a label, and is left out."""

_UNREAD = re.compile(r"<!--|<(script|style|svg|noscript|iframe|template)\b[^<>]*>", re.IGNORECASE)
_STRUCTURED = re.compile(r"application/ld\+json", re.IGNORECASE)
_HUGE_TAG = re.compile(rf"<(/?[a-zA-Z][a-zA-Z0-9-]{{0,30}})[^<>]{{{LONGEST_TAG},}}>")
_LINK = re.compile(r"<a\b", re.IGNORECASE)
_WANTS_BROWSER = re.compile(
    r"(?:enable|activate|requires?|turn on|without) (?:cookies and )?javascript"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|are you a robot",
    re.IGNORECASE,
)
_NOT_DESCRIBED = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg)\b|\b(?:logo|icon|avatar|advertisement|placeholder)\b|_",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SUFFIX = re.compile(r"(.+\S)\s+([-–—|·:])\s+(\S.*?)")
_TAGS = {
    "head": "h2",
    "quote": "blockquote",
    "list": "ul",
    "item": "li",
    "lb": "br",
    "row": "tr",
    "cell": "td",
    "graphic": "img",
    "ref": "a",
    "code": "code",
    "del": "s",
}
"""The names of trafilatura's tree, which is TEI, and those of HTML."""
_HIGHLIGHTS = {"#b": "b", "#i": "i"}
_BLOCK_PARENTS = frozenset({"body", "div", "section", "main", "article", "ul", "li", "td"})
_DATE_PROPERTIES = ("article:published_time", "datepublished", "date", "dc.date", "pubdate")


class NoArticle(Exception):
    """A page holds no article that could be read; ``sentence`` says so."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def extract_page(
    html: bytes, *, url: str, content_type: str = "", now: datetime | None = None
) -> Page:
    """Take the article out of a page.

    ``url`` is where the page was fetched, ``content_type`` the header it came with, ``now`` the
    latest date it can have been published (the present, if not given). Raises ``NoArticle`` where
    there is none.
    """
    now = now or datetime.now(UTC)
    shown = clean_line(url)[:SHOWN_URL]
    text = decode(html[:MOST_BYTES], content_type)
    text, scripts = split_scripts(text)
    structured = list(_structured_data(scripts))
    tree = _tree(text)
    if tree is None:
        raise NoArticle(f"The page at {shown} is empty.")
    about = _metadata(tree, url)
    byline = byline_of(tuple(_authors(structured)) or tuple(about["author"].split("; ")))
    site_name = clean_line(about["sitename"])[:SHOWN_URL]
    headline = _of(structured, "headline") or _meta(tree).get("og:title") or about["title"]
    title = without_suffix(title_of(headline, is_html=False), (site_name, byline))
    drop_hidden(tree)
    name_bold(tree)
    caption_images(tree)
    body = _body(tree, url, title)
    if len(body.text) < 6 * FEWEST_CHARACTERS and _WANTS_BROWSER.search(tree.text_content()):
        raise NoArticle(f"The page at {shown} opens only in a browser.")
    if len(body.text) < FEWEST_CHARACTERS:
        raise NoArticle(f"No article was found in the page at {shown}.")
    return Page(
        url=clean_url(url),
        title=title,
        byline=byline,
        site_name=site_name,
        published_at=_published(tree, structured, about["date"], now),
        language=language_of(tree.get("lang") or ""),
        body=body,
    )


def split_scripts(text: str) -> tuple[str, list[str]]:
    """Part a page from its comments, scripts and styles; give it, and its JSON-LD scripts.

    An opening without its end is left to the parser. Each end is looked for only as long as there
    is one, so that time grows with the length only.
    """
    kept: list[str] = []
    structured: list[str] = []
    endless: set[str] = set()
    at = position = 0
    while (opening := _UNREAD.search(text, position)) is not None:
        name = (opening[1] or "").lower()
        closing = None
        if name not in endless:
            pattern = rf"</{name}\s*>" if name else "-->"
            closing = re.compile(pattern, re.IGNORECASE).search(text, opening.end())
        position = opening.end()
        if closing is None:
            endless.add(name)
            continue
        if name == "script" and _STRUCTURED.search(opening.group()):
            structured.append(text[opening.end() : closing.start()])
        kept.append(text[at : opening.start()])
        at = position = closing.end()
    kept.append(text[at:])
    return " ".join(kept), structured


def _tree(text: str) -> Any:
    """Parse what can be article of a page, within bounds; None where there is nothing."""
    from lxml import etree
    from lxml import html as lxml_html

    text = _HUGE_TAG.sub(r"<\1>", text.replace("\0", ""))
    for pattern, most in ((re.compile("<"), MOST_TAGS), (_LINK, MOST_LINKS)):
        beyond = next(islice(pattern.finditer(text), most, None), None)
        if beyond is not None:
            text = text[: beyond.start()]
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _body(tree: Any, url: str, title: str) -> Body:
    found = _extracted(tree, url, title, precise=True)
    if len(found.text.split()) < SHORT_ARTICLE:
        more = _extracted(tree, url, title, precise=False)
        if len(more.text) > 1.5 * len(found.text):
            return more
    return found


def _extracted(tree: Any, url: str, title: str, *, precise: bool) -> Body:
    from copy import deepcopy

    import trafilatura

    document: Any = trafilatura.bare_extraction(
        deepcopy(tree),
        url=url,
        favor_precision=precise,
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_images=True,
        include_tables=True,
        with_metadata=False,
    )
    if document is None or document.body is None:
        return Body("")
    body = element_to_body(as_html(document.body), url)
    return without(body, boilerplate(body, title))


def as_html(root: Any) -> Any:
    """Give trafilatura's tree the names of HTML, in place."""
    for element in list(root.iter()):
        tag = element.tag
        if tag == "hi":
            element.tag = _HIGHLIGHTS.get(element.get("rend", ""), "span")
        elif tag == "quote":
            parent = element.getparent()
            block = parent is None or parent.tag in _BLOCK_PARENTS
            element.tag = "blockquote" if block else "q"
        elif tag in _TAGS:
            element.tag = _TAGS[tag]
            if tag == "ref":
                element.set("href", element.get("target", ""))
    return root


def drop_hidden(tree: Any) -> None:
    """Take out what a browser does not show, unless it is most of the page."""
    whole = len(tree.text_content())
    styled = tree.iterfind(".//body//*[@style]")
    hidden = [element for element in styled if _HIDDEN.search(element.get("style", ""))]
    for element in (*hidden, *tree.iterfind(".//body//*[@hidden]")):
        if element.getparent() is not None and 2 * len(element.text_content()) < whole:
            element.drop_tree()


def name_bold(tree: Any) -> None:
    """Make text in bold by style bold by element, which is all that extraction keeps."""
    for element in list(tree.iterfind(".//span[@style]")):
        if BOLD_STYLE.search(element.get("style", "")):
            element.tag = "b"


def caption_images(tree: Any) -> None:
    """Make each figure an image with its caption for a description, which is all that is kept.

    An image has a description only if that reads like one; figures without an image go.
    """
    for figure in list(tree.iterfind(".//figure")):
        images = list(figure.iterfind(".//img"))
        captions = list(figure.iterfind(".//figcaption"))
        caption = " ".join(" ".join(each.text_content().split()) for each in captions)
        for each in captions:
            each.drop_tree()
        if not images:
            if figure.find(".//table") is None and figure.getparent() is not None:
                figure.drop_tree()
            continue
        for image in images[1:]:
            image.set("alt", "")
        images[0].set("alt", caption or images[0].get("alt") or "")
        images[0].set("data-captioned", caption and "yes")
    for image in tree.iterfind(".//img"):
        described = image.get("alt") or ""
        if image.get("data-captioned") != "yes" and (
            len(described.split()) < FEWEST_WORDS_OF_IMAGE or _NOT_DESCRIBED.search(described)
        ):
            image.set("alt", "")
        # Extraction keeps images by the ending of their address, which is not looked at again.
        image.set("src", "image.jpg" if image.get("alt") else "")


def without_suffix(title: str, names: tuple[str, ...]) -> str:
    """Give ``title`` without the names of its outlet or author at its end."""
    for name in names * 2:
        head, mark, tail = _parted(title)
        if mark and name and tail.casefold() == name.casefold():
            title = head
    return title


def _parted(title: str) -> tuple[str, str, str]:
    parted = _SUFFIX.fullmatch(title)
    return (parted[1], parted[2], parted[3]) if parted else (title, "", "")


def _meta(tree: Any) -> dict[str, str]:
    """Collect what the page's ``meta`` elements say, the first of each name."""
    named: dict[str, str] = {}
    for meta in islice(tree.iter("meta"), 500):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        named.setdefault(name.lower(), meta.get("content", ""))
    return named


def _metadata(tree: Any, url: str) -> dict[str, str]:
    from copy import deepcopy

    from trafilatura.metadata import extract_metadata

    found = extract_metadata(deepcopy(tree), url, extensive=False)
    return {
        key: str(getattr(found, key, None) or "") for key in ("title", "author", "sitename", "date")
    }


def _structured_data(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """Find the JSON-LD objects of a page that describe an article."""
    for script in scripts[:20]:
        try:
            found = json.loads(script)
        except (ValueError, RecursionError):
            continue
        rows = found if isinstance(found, list) else [found]
        for row in rows[:50]:
            graph = row.get("@graph") if isinstance(row, dict) else None
            for item in (graph if isinstance(graph, list) else [row])[:50]:
                if isinstance(item, dict) and "datePublished" in item:
                    yield item


def _of(structured: list[dict[str, Any]], key: str) -> str:
    return next((item[key] for item in structured if isinstance(item.get(key), str)), "")


def _authors(structured: list[dict[str, Any]]) -> Iterator[str]:
    for item in structured[:1]:
        authors = item.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str):
                yield name


def _published(
    tree: Any, structured: list[dict[str, Any]], date: str, now: datetime
) -> datetime | None:
    """Find the moment of publication, as exact as the page tells it."""
    named = _meta(tree)
    told = [_of(structured, "datePublished")]
    told += [named.get(key, "") for key in _DATE_PROPERTIES]
    told += [moment.get("datetime", "") for moment in islice(tree.iter("time"), 3)]
    moments = (iso_moment(raw, now) for raw in (*told, date) if raw)
    return next((moment for moment in moments if moment is not None), None)
