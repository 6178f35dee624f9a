"""Sets the sample articles as what a press publishes: feeds, pages, an OPML list."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from onrecord.model import Role
from onrecord.samples.outlets import OUTLETS, Format, Outlet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.model import Paragraph
    from onrecord.samples.manuscript import Manuscript

TEASER_WORDS = 32


@dataclass(frozen=True, slots=True)
class Issue:
    """An article as it was published: when, and when last changed. ``url`` is its page."""

    manuscript: Manuscript
    url: str
    published_at: datetime
    updated_at: datetime


def html_of(manuscript: Manuscript) -> str:
    """Set the article's text as HTML, paragraph by paragraph, without its headline."""
    pieces = []
    for role, group in groupby(manuscript.body.paragraphs, key=lambda paragraph: paragraph.role):
        inner = [_inline(manuscript, paragraph) for paragraph in group]
        if role is Role.HEADING:
            pieces += [f"<h2>{text}</h2>" for text in inner]
        elif role is Role.QUOTE:
            pieces.append("<blockquote>" + "".join(f"<p>{t}</p>" for t in inner) + "</blockquote>")
        elif role is Role.ITEM:
            pieces.append("<ul>" + "".join(f"<li>{text}</li>" for text in inner) + "</ul>")
        elif role is Role.CAPTION:
            pieces += [f"<figure><figcaption>{text}</figcaption></figure>" for text in inner]
        else:
            pieces += [f"<p>{text}</p>" for text in inner]
    return "\n".join(pieces)


def _inline(manuscript: Manuscript, paragraph: Paragraph) -> str:
    """Set a paragraph's words with their links, bold and italics as tags."""
    spans = [(start, end, "<strong>", "</strong>") for start, end in manuscript.bold]
    spans += [(start, end, "<em>", "</em>") for start, end in manuscript.italic]
    spans += [
        (link.start, link.end, f'<a href="{escape(link.url)}">', "</a>")
        for link in manuscript.body.links
    ]
    within = [s for s in spans if paragraph.start <= s[0] and s[1] <= paragraph.end]
    text = manuscript.body.text
    cuts = sorted({paragraph.start, paragraph.end, *(place for s in within for place in s[:2])})
    html = ""
    for place, following in zip(cuts, [*cuts[1:], paragraph.end], strict=True):
        closing = [s for s in within if s[1] == place]
        opening = [s for s in within if s[0] == place]
        html += "".join(s[3] for s in sorted(closing, key=lambda s: -s[0]))
        html += "".join(s[2] for s in sorted(opening, key=lambda s: -s[1]))
        html += escape(text[place:following], quote=False).replace("\n", "<br/>")
    return html


def last_change(issues: Sequence[Issue]) -> datetime:
    """Tell when any of the issues last changed; the epoch where there is none."""
    return max((issue.updated_at for issue in issues), default=datetime.fromtimestamp(0, UTC))


def teaser(manuscript: Manuscript) -> str:
    """Give the article's first words, cut as truncated feeds cut them."""
    words = manuscript.body.text.split()
    return " ".join(words[:TEASER_WORDS]) + " …"


def feed_document(outlet: Outlet, issues: Sequence[Issue], base_url: str) -> str:
    """Set the outlet's feed in its own format; ``issues`` newest first."""
    if outlet.format in (Format.ATOM, Format.ATOM_XHTML):
        return _atom(outlet, issues, base_url)
    return _rss(outlet, issues, base_url)


def media_type(outlet: Outlet) -> str:
    """Name the content type that the outlet's server gives its feed."""
    kind = "atom" if outlet.format in (Format.ATOM, Format.ATOM_XHTML) else "rss"
    return f"application/{kind}+xml; charset=utf-8"


def _rss(outlet: Outlet, issues: Sequence[Issue], base_url: str) -> str:
    home = f"{base_url}/{outlet.slug}/"
    items = "\n".join(_item(outlet, issue) for issue in issues)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{escape(outlet.name)}</title>\n<link>{home}</link>\n"
        f"<description>{escape(outlet.about)}</description>\n"
        f"<language>{outlet.language}</language>\n<ttl>30</ttl>\n"
        f'<atom:link rel="self" type="application/rss+xml" href="{base_url}{outlet.feed_path}"/>\n'
        f"{items}\n</channel>\n</rss>\n"
    )


def _item(outlet: Outlet, issue: Issue) -> str:
    manuscript = issue.manuscript
    whole = html_of(manuscript)
    read_on = f'<p>{escape(teaser(manuscript))} <a href="{issue.url}">Continue reading</a></p>'
    description = whole if outlet.format is Format.RSS else read_on
    lines = [
        "<item>",
        f"<title>{escape(manuscript.title)}</title>",
        f"<link>{issue.url}</link>",
        f'<guid isPermaLink="false">{_guid(outlet, manuscript)}</guid>',
        f"<dc:creator>{escape(manuscript.byline)}</dc:creator>",
        f"<pubDate>{format_datetime(issue.published_at, usegmt=True)}</pubDate>",
        *(f"<category>{escape(tag)}</category>" for tag in manuscript.tags),
        f"<description>{escape(description)}</description>",
    ]
    if outlet.format is Format.RSS_CONTENT:
        lines.append(f"<content:encoded><![CDATA[{whole}]]></content:encoded>")
    return "\n".join([*lines, "</item>"])


def _atom(outlet: Outlet, issues: Sequence[Issue], base_url: str) -> str:
    updated = last_change(issues)
    entries = "\n".join(_entry(outlet, issue) for issue in issues)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">\n'
        f"<id>urn:press:{outlet.slug}</id>\n<title>{escape(outlet.name)}</title>\n"
        f"<subtitle>{escape(outlet.about)}</subtitle>\n<updated>{updated.isoformat()}</updated>\n"
        f'<link rel="alternate" href="{base_url}/{outlet.slug}/"/>\n'
        f'<link rel="self" href="{base_url}{outlet.feed_path}"/>\n{entries}\n</feed>\n'
    )


def _entry(outlet: Outlet, issue: Issue) -> str:
    manuscript = issue.manuscript
    whole = html_of(manuscript)
    if outlet.format is Format.ATOM_XHTML:
        content = (
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{whole}</div>'
            "</content>"
        )
    else:
        content = f'<content type="html">{escape(whole)}</content>'
    return "\n".join(
        [
            f'<entry xml:lang="{manuscript.record.language}">',
            f"<id>{_guid(outlet, manuscript)}</id>",
            f"<title>{escape(manuscript.title)}</title>",
            f'<link rel="alternate" href="{issue.url}"/>',
            f"<author><name>{escape(manuscript.byline)}</name></author>",
            f"<published>{issue.published_at.isoformat()}</published>",
            f"<updated>{issue.updated_at.isoformat()}</updated>",
            *(f'<category term="{escape(tag)}"/>' for tag in manuscript.tags),
            content,
            "</entry>",
        ]
    )


def _guid(outlet: Outlet, manuscript: Manuscript) -> str:
    return f"urn:press:{outlet.slug}:{manuscript.id}"


def article_page(outlet: Outlet, issue: Issue, others: Sequence[Issue], base_url: str) -> str:
    """Set the article's web page, with all that stands around an article on a real one."""
    manuscript = issue.manuscript
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": manuscript.title,
        "author": {"@type": "Person", "name": manuscript.byline},
        "datePublished": issue.published_at.isoformat(),
        "dateModified": issue.updated_at.isoformat(),
        "publisher": {"@type": "Organization", "name": outlet.name},
    }
    head = (
        f'<link rel="canonical" href="{issue.url}"/>\n'
        f'<meta property="og:type" content="article"/>\n'
        f'<meta property="og:site_name" content="{escape(outlet.name)}"/>\n'
        f'<meta property="og:title" content="{escape(manuscript.title)}"/>\n'
        f'<meta name="author" content="{escape(manuscript.byline)}"/>\n'
        f'<meta property="article:published_time" content="{issue.published_at.isoformat()}"/>\n'
        f'<script type="application/ld+json">{json.dumps(about)}</script>\n'
    )
    related = "".join(
        f'<li><a href="{other.url}">{escape(other.manuscript.title)}</a></li>' for other in others
    )
    main = (
        f'<main><article class="story">\n<header><h1>{escape(manuscript.title)}</h1>\n'
        f'<p class="byline">By <span rel="author">{escape(manuscript.byline)}</span></p>\n'
        f'<time datetime="{issue.published_at.isoformat()}">{issue.published_at:%d %B %Y}</time>'
        f'</header>\n<div class="story-body">\n{html_of(manuscript)}\n</div>\n'
        '<div class="share"><a href="#">Share</a> <a href="#">Print</a> <a href="#">Save</a></div>'
        "\n</article></main>\n"
        '<aside class="sidebar"><section class="newsletter"><h3>The tide table</h3>'
        "<p>One letter every morning. Sign up and never miss a boat.</p>"
        '<form><input type="email"/><button>Sign up</button></form></section>\n'
        f'<section class="related"><h3>More from {escape(outlet.name)}</h3>'
        f"<ul>{related}</ul></section></aside>\n"
    )
    language = manuscript.record.language
    return _web_page(outlet, manuscript.title, head, main, base_url, language)


def home_page(outlet: Outlet, issues: Sequence[Issue], base_url: str) -> str:
    """Set the outlet's front page, which names its two feeds: everything, and interviews only."""
    kind = "atom" if outlet.format in (Format.ATOM, Format.ATOM_XHTML) else "rss"
    head = "".join(
        f'<link rel="alternate" type="application/{kind}+xml" title="{escape(title)}"'
        f' href="{address}"/>\n'
        for title, address in (
            (outlet.name, outlet.feed_path),
            (f"{outlet.name}: interviews", interviews_path(outlet)),
        )
    )
    cards = "\n".join(
        f'<li><h2><a href="{issue.url}">{escape(issue.manuscript.title)}</a></h2>'
        f"<p>{escape(teaser(issue.manuscript))}</p></li>"
        for issue in issues
    )
    main = f'<main><h1>{escape(outlet.name)}</h1>\n<ul class="front">\n{cards}\n</ul></main>\n'
    return _web_page(outlet, outlet.about, head, main, base_url, outlet.language)


def interviews_path(outlet: Outlet) -> str:
    """Give the path of the feed of the outlet's interviews only."""
    return f"/{outlet.slug}/interviews.xml"


def _web_page(
    outlet: Outlet, title: str, head: str, main: str, base_url: str, language: str
) -> str:
    sections = "".join(
        f'<li><a href="{base_url}/{outlet.slug}/{name.lower()}">{name}</a></li>'
        for name in ("News", "Politics", "Harbour", "Culture", "Opinion", "Weather")
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8"/>\n'
        f"<title>{escape(title)} | {escape(outlet.name)}</title>\n{head}</head>\n<body>\n"
        '<div class="cookie-banner"><p>We use cookies to remember which pages you left open.</p>'
        "<button>Accept</button></div>\n"
        f'<header class="masthead"><a href="{base_url}/{outlet.slug}/">{escape(outlet.name)}</a>'
        f"</header>\n<nav><ul>{sections}</ul></nav>\n{main}"
        f"<footer><p>© {escape(outlet.name)}. All rights reserved.</p>"
        '<ul><li><a href="#">Contact</a></li><li><a href="#">Corrections</a></li>'
        '<li><a href="#">Privacy</a></li></ul></footer>\n</body>\n</html>\n'
    )


def opml_document(base_url: str) -> str:
    """List all feeds of the press as OPML, a folder for each kind of outlet."""
    folders = "\n".join(
        f'<outline text="{escape(folder)}" title="{escape(folder)}">\n'
        + "\n".join(
            f'<outline type="rss" text="{escape(outlet.name)}" title="{escape(outlet.name)}"'
            f' xmlUrl="{base_url}{outlet.subscribed_path}" htmlUrl="{base_url}/{outlet.slug}/"/>'
            for outlet in outlets
        )
        + "\n</outline>"
        for folder, outlets in groupby(OUTLETS, key=attrgetter("folder"))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        "<head><title>The sample press</title></head>\n"
        f"<body>\n{folders}\n</body>\n</opml>\n"
    )
