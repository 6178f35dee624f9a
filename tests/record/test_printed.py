"""Articles as files: what stands in them is the article's, and nothing in it is read as markup."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from archive import NOW, entry, record

from onrecord.model import Body, Link, Paragraph, Role
from onrecord.record.printed import FORMATS, as_html, as_json, as_markdown, as_text, escaped_lines
from onrecord.store.notes import add_note

PARTS = (
    ("Four minutes", Role.HEADING),
    ("The *harbour* <b>clock</b> & its dial\nstand still.", Role.PARAGRAPH),
    ("And then?", Role.EMPHASIS),
    ("a longer pendulum", Role.ITEM),
    ("one patient town", Role.ITEM),
    ("“Soon,” said Mara Quill.", Role.QUOTE),
)


def body() -> Body:
    text, paragraphs = "", []
    for words, role in PARTS:
        paragraphs.append(Paragraph(len(text), len(text) + len(words), role))
        text += f"{words}\n\n"
    start = text.index("pendulum")
    return Body(
        text.rstrip(), tuple(paragraphs), (Link(start, start + 8, "https://press.example/p?a=1&b"),)
    )


@pytest.fixture
def article(archive):
    from dataclasses import replace

    made = replace(
        entry("a", "x", "Clocks & [towns]", byline="Bo Lind", published_at=NOW), body=body()
    )
    (number,) = archive.store(1, made).new
    archive.analyse(number, record(body().text, ("“Soon,”", "Mara Quill")))
    archive.write(add_note, number, "Ask.")
    return archive.article(number)


def test_plain_text_has_headline_source_and_text(article):
    lines = as_text(article).splitlines()
    assert lines[0] == "Clocks & [towns]"
    assert "Bo Lind · 2026-05-01" in lines[1]
    assert lines[2] == "https://press.example/a"
    assert as_text(article).endswith(f"\n\n{body().text}\n")


def test_markdown_keeps_the_layout(article):
    written = as_markdown(article)
    assert written.startswith("# Clocks &amp; \\[towns\\]\n")
    assert "\n\n## Four minutes\n\n" in written
    assert "The \\*harbour\\* \\<b\\>clock\\</b\\> &amp; its dial\\\nstand still." in written
    assert "\n\n**And then?**\n\n" in written
    assert "- a longer [pendulum](<https://press.example/p?a=1&b>)\n- one patient town\n" in written
    assert "\n> “Soon,” said Mara Quill.\n" in written


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("12. May", "12\\. May"),
        ("2026 was", "2026 was"),
        ("-5 degrees", "-5 degrees"),
        ("---", "\\---"),
    ],
)
def test_no_line_begins_a_block(line, expected):
    assert escaped_lines(line) == expected


class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.text, self.links = [], "", []

    def handle_starttag(self, tag, attributes):
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        self.links += [value for name, value in attributes if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_html_is_well_formed_and_says_what_the_article_says(article):
    seen = Seen()
    seen.feed(as_html(article))
    assert seen.open == []
    for words, _ in PARTS:
        assert re.sub(r"\s+", " ", words) in re.sub(r"\s+", " ", seen.text)
    assert seen.links == ["https://press.example/a", "https://press.example/p?a=1&b"]


def test_json_has_the_record_and_what_is_the_users(article):
    written = json.loads(as_json(article))
    assert written["quotations"][0]["speaker"]["name"] == "Mara Quill"
    assert written["notes"][0]["text"] == "Ask."
    assert written["text"] == body().text


def test_an_article_without_layout_or_record_is_written_too(archive):
    (number,) = archive.store(1, entry("b", "One.\n\nTwo.")).new
    stored = archive.article(number)
    for suffix, write in FORMATS.values():
        assert suffix.startswith(".")
        assert "Two." in write(stored)
