"""Character data of XML: what the text between two tags stands for."""

from __future__ import annotations

import re
from html.entities import html5

CDATA, CDATA_END = "<![CDATA[", "]]>"

REFERENCE = re.compile(r"()&(?:#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));|([A-Za-z][\w.-]*);)?")
"""A reference or a bare ampersand: its number in hexadecimal, in decimal, or its name."""


def character_data(xml: str) -> str:
    """Give the text that XML content without elements stands for."""
    if CDATA not in xml:
        return unescaped(xml).strip()
    pieces = []
    for number, piece in enumerate(xml.split(CDATA)):
        if not number:
            pieces.append(unescaped(piece))
            continue
        inside, _, after = piece.partition(CDATA_END)
        pieces.append(inside)
        pieces.append(unescaped(after))
    return "".join(pieces).strip()


def unescaped(xml: str) -> str:
    """Give text without its references; those that mean nothing stay as they are."""
    if "&" not in xml:
        return xml
    text = xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    if "&" not in text:
        return text
    if text.count("&") != text.count("&amp;"):
        return REFERENCE.sub(_meant, xml)
    return text.replace("&amp;", "&")


def _meant(reference: re.Match[str]) -> str:
    _, hexadecimal, decimal, name = reference.groups()
    if name:
        return html5.get(f"{name};", reference.group())
    # Not as HTML reads numbers: there, 128 to 159 are characters of Windows-1252.
    code = int(hexadecimal, 16) if hexadecimal else int(decimal or 0)
    return chr(code) if 0 < code < 0x110000 else reference.group()
