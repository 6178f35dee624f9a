"""The only door for untrusted text: nothing that commands or deceives a terminal gets past.

All text from feeds, pages, file names, errors of servers, ``feeds.toml`` and search boxes goes
through here once, where it enters. What is taken out are control sequences and characters, marks
that change the direction of what follows, invisible characters that hide text, and stacks of
combining marks. Writing systems, emoji and ordinary typography come through unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from onrecord.patterns import pattern

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

MOST_MARKS = 5
"""Combining marks allowed on one letter; pointed Hebrew, the densest of real writing, needs 5."""

LONGEST_URL = 8_192

# ECMA-48: CSI; OSC, DCS, SOS, PM and APC with their string up to BEL or ST, within one line, so
# that an introducer without end costs no text; and escapes of two or three characters.
_SEQUENCES = pattern(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n\r]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)

# A page in Windows-1252 that calls itself Latin-1 brings its quotation marks in as C1 controls.
# Those that begin or end a control sequence stay what they are.
_WINDOWS_1252 = frozenset(range(0x80, 0xA0)) - {
    0x81, 0x8D, 0x8F, 0x90, 0x98, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F,
}  # fmt: skip

_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x2028, 0x2029), "\n")

_CONTROLS = (
    range(0x09),
    range(0x0D, 0x20),
    range(0x7F, 0xA0),
)
_INVISIBLE = (
    range(0x00AD, 0x00AE),  # soft hyphen: hides words from the search
    range(0x200B, 0x200C),  # zero-width space
    range(0x202A, 0x202F),  # embeddings and overrides of direction
    range(0x2060, 0x2070),  # word joiner, invisible operators, isolates, deprecated formats
    range(0xFDD0, 0xFDF0),  # noncharacters
    range(0xFEFF, 0xFF00),  # byte order mark
    range(0xFFF9, 0xFFFC),  # interlinear annotations
    range(0x1BCA0, 0x1BCA4),  # shorthand formats
    range(0x1D173, 0x1D17B),  # musical formats
    range(0xE0000, 0xE0080),  # tags
    *(range(plane + 0xFFFE, plane + 0x10000) for plane in range(0, 0x110000, 0x10000)),
)


@cache
def _dropped() -> dict[int, str | None]:
    return {code: None for span in (*_CONTROLS, *_INVISIBLE) for code in span}


@cache
def _cleaned() -> dict[int, str | None]:
    windows = {code: bytes([code]).decode("cp1252") for code in _WINDOWS_1252}
    return _dropped() | windows | _BREAKS | {0x09: " "}


@cache
def _defused() -> dict[int, str | None]:
    return {
        **dict.fromkeys(_dropped(), REPLACEMENT),
        **dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT),
        **dict.fromkeys((0x09, 0x0B, 0x0C, 0x0D, 0x2028, 0x2029), " "),
    }


_SURROGATE = pattern("[\ud800-\udfff]")
_DIRECTION_MARK = pattern("[\u061c\u200e\u200f]")
_RIGHT_TO_LEFT = pattern(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Marks are neither word characters nor spaces: only such runs need to be looked at one by one.
_MARKS = pattern(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")

_STRAY_PERCENT = pattern(r"%(?![0-9A-Fa-f]{2})")
_PLAIN_URL = pattern(
    r"https?://[a-z0-9_-]+(?:\.[a-z0-9_-]+)*"
    r"(?:/(?:[A-Za-z0-9_.~/:=&+!$,;@()*-]|%[0-9A-Fa-f]{2})*+)?"
    r"(?:\?(?:[A-Za-z0-9_.~/:=&+!$,;@()*?-]|%[0-9A-Fa-f]{2})++)?"
)
"""An address that cleaning leaves as it is; most are such."""
_HOST = pattern(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+(?:%25[\w.~-]+)?\]")


def clean_text(text: str) -> str:
    """Give ``text`` without anything that could command or deceive a terminal.

    Lines stay lines (whatever ended them before), a tab becomes a space, half a
    surrogate pair the replacement character. Cleaning what is clean changes nothing.
    """
    if text.replace("\n", "").isprintable():
        # Python calls printable what is no control, format or surrogate: most texts, at once.
        return thinned(text)
    if "\x1b" in text or not text.isascii():
        text = _SEQUENCES.sub("", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _joined(text).translate(_cleaned())
    if text.isascii():
        return text
    if _DIRECTION_MARK.search(text) and not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTION_MARK.sub("", text)
    return _MARKS.sub(_thinned, text)


def thinned(text: str) -> str:
    """Give printable text without stacks of marks: all that cleaning has to do with it."""
    return _MARKS.sub(_thinned, text) if _may_stack(text) else text


def clean_line(text: str) -> str:
    """Give ``text`` cleaned and folded to one line, its white space to single spaces."""
    return " ".join(clean_text(text).split())


def defuse(text: str) -> str:
    """Give ``text`` safe to show and of the same length, so that offsets into it stay true.

    What :func:`clean_text` takes out becomes the replacement character or a space.
    """
    if text.replace("\n", "").isprintable():
        return _MARKS.sub(_masked, text) if _may_stack(text) else text
    text = text.translate(_defused())
    if text.isascii():
        return text
    if _DIRECTION_MARK.search(text) and not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTION_MARK.sub(REPLACEMENT, text)
    return _MARKS.sub(_masked, text)


def clean_url(url: str, base: str = "") -> str:
    """Give the web address in ``url``, percent-encoded, or "" where there is none to be opened.

    Where ``base`` is given, ``url`` may be relative to it.
    Only ``http`` and ``https`` with a host pass. Scheme and host become lower case, a host in
    another script its ASCII form. Nothing is left that a shell or a terminal could take up;
    a user name and password in the address stay.
    """
    if len(url) <= LONGEST_URL and _PLAIN_URL.fullmatch(url):
        return url
    url = _joined(re.sub(r"[\t\n\r]", "", url.strip()))
    if not url or len(url) > LONGEST_URL:
        return ""
    address, mark, rest = _parted(url)
    if base:
        try:
            return clean_url(urljoin(base, address.replace("\\", "/") + mark + rest))
        except ValueError:
            return ""
    try:
        # Browsers take a backslash for a slash; whoever does not is led to another host.
        parts = urlsplit(address.replace("\\", "/") + mark + rest)
        host = _host(parts)
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    user, at, _ = parts.netloc.rpartition("@")
    cleaned = f"{parts.scheme}://{_encoded(user)}{at}{host}{_encoded(parts.path)}"
    if parts.query:
        cleaned += "?" + _encoded(parts.query)
    if parts.fragment:
        cleaned += "#" + _encoded(parts.fragment)
    return cleaned if len(cleaned) <= LONGEST_URL else ""


def _joined(text: str) -> str:
    """Give ``text`` without half surrogates.

    Two halves written apart ("&#55357;&#56832;") are one character again.
    """
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _parted(url: str) -> tuple[str, str, str]:
    """Part ``url`` where its query or its fragment begins, whichever comes first."""
    place = re.search(r"[?#]", url)
    if place is None:
        return url, "", ""
    return url[: place.start()], place.group(), url[place.end() :]


def _host(parts: SplitResult) -> str:
    """Give host and port of an address, or "" where no such host can be."""
    host = parts.hostname or ""
    port = parts.port
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    if not _HOST.fullmatch(host):
        return ""
    return host if port is None else f"{host}:{port}"


def _encoded(part: str) -> str:
    part = _STRAY_PERCENT.sub("%25", part)
    return quote(part, safe="%/:=&?~#+!$,;@()*[]")


def _may_stack(text: str) -> bool:
    """Tell whether there are enough characters beyond ASCII for a stack of marks; told fast."""
    return not text.isascii() and len(text) - len(text.encode("ascii", "ignore")) > MOST_MARKS


def _thinned(run: re.Match[str]) -> str:
    return "".join(character for character, kept in _stacked(run.group()) if kept)


def _masked(run: re.Match[str]) -> str:
    return "".join(character if kept else REPLACEMENT for character, kept in _stacked(run.group()))


def _stacked(run: str) -> list[tuple[str, bool]]:
    """Tell for each character of ``run`` whether it stays: no letter carries too many marks."""
    marks = 0
    told = []
    for character in run:
        if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
            marks += 1
        else:
            marks = 0
        told.append((character, marks <= MOST_MARKS))
    return told
