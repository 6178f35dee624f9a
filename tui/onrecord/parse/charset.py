"""Bytes of a feed or a page to text, whatever was claimed about their encoding.

Servers and documents contradict each other and the bytes. UTF-8 is believed when the bytes bear
it out, for text in another encoding hardly ever does; after that what was declared is tried.
Labels mean what browsers take them to mean (WHATWG Encoding Standard): Latin-1 is Windows-1252,
GB2312 is GB18030.
"""

from __future__ import annotations

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0, appendix F: how "<?" or "<r" look in encodings that are not a superset of ASCII.
_FIRST_BYTES = (
    (re.compile(rb"\x00\x00\x00<"), "utf-32-be"),
    (re.compile(rb"<\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00<\x00[^\x00]"), "utf-16-be"),
    (re.compile(rb"<\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_DECLARED_BY_DOCUMENT = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})"""
    rb"""|<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_DECLARED_BY_SERVER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_LOOKED_AT = 4_096

_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "unicode": "utf-16",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}
# Python has codecs that are no encodings of text, and some that act on escapes in it.
_ENCODING = re.compile(
    r"(?:utf-?(?:8|16|32)(?:-?[bl]e)?|(?:windows|cp|ibm)-?\d{2,5}|iso-?(?:8859|2022)-?\w+(?:-\w+)?"
    r"|koi8-?\w|gb\w+|big5\w*|euc-?\w\w|mac_\w+|hz(?:-gb-2312)?|ptcp154|johab|viscii)",
    re.IGNORECASE,
)
_SEVEN_BIT = re.compile(r"iso-?2022|hz", re.IGNORECASE)
_SERVER_DEFAULTS = frozenset({"cp1252"})


def decode(data: bytes, content_type: str = "") -> str:
    """Decode a document; ``content_type`` is the header it came with.

    Never raises: bytes that no declared encoding explains are read as Windows-1252, and single
    stray bytes in UTF-8 likewise.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for first_bytes, encoding in _FIRST_BYTES:
        if first_bytes.match(data):
            return data.decode(encoding, "replace")
    declared = declarations(data, content_type)
    if not any(_SEVEN_BIT.match(encoding) for encoding in declared):
        text = _utf_8(data)
        if text is not None:
            return text
    for encoding in declared:
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    if _mostly_utf_8(data):
        return data.decode("utf-8", _STRAY_BYTES)
    return data.decode("cp1252", "replace")


def declarations(data: bytes, content_type: str) -> list[str]:
    """Name the encodings that the document and its header declare, the likelier first."""
    by_document = [
        label.decode("ascii")
        for found in _DECLARED_BY_DOCUMENT.findall(data[:_LOOKED_AT])
        for label in found
        if label
    ][:1]
    by_server = _DECLARED_BY_SERVER.findall(content_type)[:1]
    server = [_encoding(label) for label in by_server]
    document = [_encoding(label) for label in by_document]
    # A server's Latin-1 is most often its default, and says nothing about the document.
    ordered = document + server if _SERVER_DEFAULTS.issuperset(server) else server + document
    return list(dict.fromkeys(encoding for encoding in ordered if encoding))


def _encoding(label: str) -> str:
    name = _LABELS.get(label.lower(), label)
    return name if _ENCODING.fullmatch(name) else ""


def _utf_8(data: bytes) -> str | None:
    """Decode strict UTF-8 that may end in the middle of a character, else None."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return None


def _mostly_utf_8(data: bytes) -> bool:
    """Tell whether more of the non-ASCII bytes form UTF-8 than do not."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(character > "\x7f" for character in text) > 2 * wrong


def _stray_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_STRAY_BYTES = "onrecord.stray-bytes"
codecs.register_error(_STRAY_BYTES, _stray_bytes)
