from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.clean import (
    LONGEST_URL,
    MOST_MARKS,
    REPLACEMENT,
    clean_line,
    clean_text,
    clean_url,
    defuse,
)

# Written down apart from the code: what may never reach a terminal.
DANGEROUS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)

NASTY = st.sampled_from(
    [
        "\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b\\", "\x9b", "\x9d", "\x90", "\x9c", "\x07", "31m",
        "52;c;", "8;;", "\r", "\n", "\r\n", "\t", "\0", "\x7f", "\x85", "\u202e", "\u2066",
        "\u2069", "\u200f", "\u200e", "\u200d", "\ufe0f", "\u0301", "\u0489", "\U000e0041",
        "\ud83d", "\ude00", "\udc80", "\ufeff", "א", "क", "e", " ", "“", "👩",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.lists(NASTY, max_size=30).map("".join),
)


def tallest_stack(text: str) -> int:
    tallest = height = 0
    for character in text:
        height = height + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        tallest = max(tallest, height)
    return tallest


@given(TEXTS)
def test_no_dangerous_character_survives(text: str) -> None:
    for cleaned in (clean_text(text), clean_line(text), defuse(text)):
        assert not DANGEROUS.search(cleaned)
        assert tallest_stack(cleaned) <= MOST_MARKS


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    assert defuse(defuse(text)) == defuse(text)


@given(TEXTS)
def test_defusing_keeps_every_place(text: str) -> None:
    defused = defuse(text)
    assert len(defused) == len(text)
    for before, after in zip(text, defused, strict=True):
        assert after in (before, REPLACEMENT, " ")


@given(TEXTS)
def test_a_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert "\n" not in line
    assert line == line.strip()
    assert "  " not in line


@pytest.mark.parametrize(
    "text",
    [
        "“We are open,” said the mayor — again.",
        "Two lines\nand a third\n\nafter a gap",
        "No-break\u00a0space, en\u2013dash, narrow\u202fspace",
        "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 1️⃣ ❤️ 🇳🇴",
        "记者问了三个问题。",
        "かがみ と か\u3099",
        "한국어 기사",
        "قال الوزير إن الاتفاق «قريب».",
        "مُحَمَّدٌ",
        "שָׁלוֹם עֲלֵיכֶם",
        "אמר \u200f(2024)\u200f בבוקר",
        "می\u200cخواهم",
        "क्\u200dष और हिन्दी",
        "ภาษาไทย ที่นี่",
        "Việt Nam, Vie\u0323\u0302t Nam",
        "á à ǟ in one and a\u0301 in two",
        "[/] [@click=app.quit]x[/] is just text",
    ],
)
def test_writing_comes_through_unchanged(text: str) -> None:
    assert clean_text(text) == text
    assert defuse(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred\x9b0m", "red"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]0;title\x1b\\b", "ab"),
        ("a\x9d52;c;c2VjcmV0\x9cb", "ab"),
        ("\x1b]8;;https://elsewhere.example\x1b\\here\x1b]8;;\x1b\\", "here"),
        ("a\x1bPq#0~\x1b\\b", "ab"),
        ("a\x1b(Bb\x1bcd", "abd"),
        ("no end \x1b]0;but the text stays", "no end 0;but the text stays"),
        ("a\x00b\x07c\x7fd", "abcd"),
        ("user\u202egpj.exe", "usergpj.exe"),
        ("a\u2066b\u2069c", "abc"),
        ("no Hebrew\u200f here\u061c", "no Hebrew here"),
        ("hid\u00adden w\u200bords", "hidden words"),
        ("flag\U000e0067\U000e007f", "flag"),
        ("tab\tstop\r\nnext\rlast\u2028end", "tab stop\nnext\nlast\nend"),
        ("\x93We won\x92t,\x94 she said\x85", "“We won’t,” she said…"),
        ("\ud83d\ude00 \ud83d", "😀 " + REPLACEMENT),
        ("Z" + "\u0334" * 40 + "o", "Z" + "\u0334" * MOST_MARKS + "o"),
        ("a" + "\u200d\u0334" * 40, "a" + "\u200d\u0334" * (MOST_MARKS // 2) + "\u200d"),
    ],
)
def test_what_commands_or_deceives_goes(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def test_defused_text_shows_where_something_was() -> None:
    assert defuse("a\x1b[31mb\tc\r\nd\u202e") == f"a{REPLACEMENT}[31mb c \nd{REPLACEMENT}"


def test_a_long_hostile_text_takes_no_long_time() -> None:
    # Each of these made a search run over the whole rest of the text again and again.
    for piece in ("\x1b]", "\x9d", "\x1b[", "\x1b ", "\u0301", "\u200d", "\x1bPq"):
        clean_text(piece * 200_000)


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://press.example/a?b=c#d", "https://press.example/a?b=c#d"),
        ("  HTTPS://Press.Example/A\n", "https://press.example/A"),
        ("http://press.example", "http://press.example"),
        ("http://press.example:8080/x", "http://press.example:8080/x"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
        ("https://bücher.example/ä ö", "https://xn--bcher-kva.example/%C3%A4%20%C3%B6"),
        ("https://press.example/a%20b%zz%", "https://press.example/a%20b%25zz%25"),
        ("https://press.example/$(reboot)`x`'\"", "https://press.example/$(reboot)%60x%60%27%22"),
        ("https://press.example/\x1b[31m\u202e", "https://press.example/%1B[31m%E2%80%AE"),
        ("https://reader:word@press.example/", "https://reader:word@press.example/"),
        ("https://good.example\\@evil.example/", "https://good.example/@evil.example/"),
        ("https://press.example/?q=a\\b", "https://press.example/?q=a%5Cb"),
        ("ht\ntps://press.example/", "https://press.example/"),
    ],
)
def test_an_address_is_made_plain(url: str, cleaned: str) -> None:
    assert clean_url(url) == cleaned


@pytest.mark.parametrize(
    "url",
    [
        "",
        "press.example",
        "//press.example/x",
        "/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://press.example/",
        "data:text/html,x",
        "--help",
        "-https://press.example",
        "https://",
        "https:///path",
        "https://?q",
        "https://a b.example/",
        "https://..example/",
        "https://press.example:99999/",
        "https://press.example:x/",
        "https://[::1/",
        "https://press.example;reboot/",
        "https://\u202epress.example/",
        "https://" + "ü" * 80 + ".example/",
        "https://press.example/" + "a" * LONGEST_URL,
        "https://press.example/" + "ü" * (LONGEST_URL // 3),
    ],
)
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert clean_url(url) == ""


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("b?c", "https://press.example/a/b?c"),
        ("//other.example/x", "https://other.example/x"),
        ("\\\\other.example\\x", "https://other.example/x"),
        ("../../x y", "https://press.example/x%20y"),
        ("?q", "https://press.example/a/?q"),
        ("http://other.example/", "http://other.example/"),
        ("javascript:alert(1)", ""),
        ("//[x", ""),
        ("", ""),
    ],
)
def test_an_address_may_be_relative(url: str, cleaned: str) -> None:
    assert clean_url(url, "https://press.example/a/") == cleaned


@given(TEXTS.map(lambda text: "https://press.example/" + text) | TEXTS)
def test_a_cleaned_address_is_plain_and_stays_the_same(url: str) -> None:
    cleaned = clean_url(url)
    assert cleaned == "" or re.fullmatch(r"https?://[!#-&(-;=?-_a-z~]+", cleaned)
    assert clean_url(cleaned) == cleaned
