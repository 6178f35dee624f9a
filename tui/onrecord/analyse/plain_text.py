"""Plain text as a document: what of it is a title, what a paragraph."""

from __future__ import annotations

from dataclasses import replace

from onrecord.model import Document, Paragraph, Role


def document_of(id_: str, text: str, title: str = "") -> Document:
    """Return a document of plain text: each line with something on it is a paragraph.

    Where no title is given, a first line with a blank line after it is the title. Leading lines
    that repeat the title are headings, and ``title_span`` covers them.
    """
    paragraphs: list[Paragraph] = []
    blanks: list[bool] = []
    at = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped[0])
            paragraphs.append(Paragraph(start, start + len(stripped)))
            blanks.append(False)
        elif blanks:
            blanks[-1] = True
        at += len(line)
    lines = [text[p.start : p.end] for p in paragraphs]
    if not title and len(lines) > 1 and blanks[0] and len(lines[0]) <= 300:
        title = lines[0]
    repeated = 0
    while repeated < len(lines) - 1 and lines[repeated] == title:
        paragraphs[repeated] = replace(paragraphs[repeated], role=Role.HEADING)
        repeated += 1
    span = (paragraphs[0].start, paragraphs[repeated - 1].end) if repeated else None
    return Document(id_, title, text, tuple(paragraphs), span)
