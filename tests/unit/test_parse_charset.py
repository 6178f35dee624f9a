"""Decoding: what the bytes bear out goes before what is claimed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.parse.charset import decode

RUSSIAN = "Порт открыт, сказала она"
CHINESE = "港口开放了，她说"


def document(text: str, declared: str, encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{declared}"?><a>{text}</a>'.encode(encoding)


@pytest.mark.parametrize(
    ("text", "declared", "encoding", "header"),
    [
        (RUSSIAN, "windows-1251", "windows-1251", ""),
        (RUSSIAN, "windows-1251", "windows-1251", "text/xml; charset=utf-8"),
        (RUSSIAN, "windows-1251", "windows-1251", "text/xml; charset=ISO-8859-1"),
        (RUSSIAN, "utf-8", "koi8-r", 'text/xml; charset="koi8-r"'),
        (RUSSIAN, "utf-8", "utf-8", "text/xml; charset=windows-1251"),
        (RUSSIAN, "bogus-charset", "utf-8", "text/xml; charset=rot13"),
        (RUSSIAN, "utf-16", "utf-16", ""),
        (RUSSIAN, "utf-16", "utf-16-be", ""),
        (RUSSIAN, "utf-16", "utf-16-le", "text/xml; charset=utf-8"),
        (RUSSIAN, "utf-32", "utf-32", ""),
        (RUSSIAN, "utf-8", "utf-8-sig", ""),
        (CHINESE, "gb2312", "gb18030", ""),
        (CHINESE, "GBK", "gbk", "text/xml; charset=us-ascii"),
        (CHINESE, "big5", "utf-8", ""),
        ("港口", "iso-2022-jp", "iso-2022-jp", ""),
        ("“Fire” – said he", "iso-8859-1", "windows-1252", ""),
        ("caf\xe9", "us-ascii", "iso-8859-1", ""),
    ],
)
def test_encodings(text: str, declared: str, encoding: str, header: str) -> None:
    assert f"<a>{text}</a>" in decode(document(text, declared, encoding), header)


def test_pages_declare_in_meta() -> None:
    page = '<html><head><META http-equiv=x content="text/html; CHARSET=windows-1251">' + RUSSIAN
    assert RUSSIAN in decode(page.encode("windows-1251"))


def test_a_stray_byte_does_not_spoil_utf_8() -> None:
    data = "“one” “two” “three” ".encode() + b"caf\xe9 \x93x\x94"
    assert decode(data) == "“one” “two” “three” café “x”"


def test_a_character_cut_at_the_end_is_left_out() -> None:
    assert decode("<a>“fire”".encode()[:-1]) == "<a>“fire"


@pytest.mark.parametrize("codec", ["zlib", "unicode_escape", "punycode", "undefined", "utf-7"])
def test_codecs_that_are_no_encodings_are_not_used(codec: str) -> None:
    data = f'<?xml version="1.0" encoding="{codec}"?><a>\\u0041+AEE-'.encode() + b"\xe9</a>"
    assert "<a>\\u0041+AEE-é</a>" in decode(data, f"text/xml; charset={codec}")


@given(st.binary(), st.text(max_size=40))
def test_any_bytes_decode(data: bytes, header: str) -> None:
    assert isinstance(decode(data, header), str)
