"""The head of an article: where it stands, its headline, who wrote it and when. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from onrecord.app.cells import count
from onrecord.app.margin import NOTE
from onrecord.app.texts import origin
from onrecord.app.typeset import wrap
from onrecord.model import Form

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from onrecord.app.marks import Marks
    from onrecord.model import Record
    from onrecord.store.articles import StoredArticle
    from onrecord.store.notes import Note

Row = tuple[str, str]
"""A line of the masthead: its text and the name of its style."""

_WORDS_A_MINUTE = 230
_RULE = 24
_DOT = "  ·  "


def masthead(article: StoredArticle, marks: Marks, width: int, zone: tzinfo | None) -> list[Row]:
    """Return the lines above an article's text, at most ``width`` cells wide."""
    rows: list[Row] = [("", "ink")]
    rows += _wrapped(article.outlet.upper(), width, "outlet")
    rows += _wrapped(article.title or "(no title)", width, "headline")
    rows += _listed(_imprint(article, zone), width)
    rows.append(("─" * min(_RULE, width), "faint"))
    text, other = origin(article) if article.body.text.strip() else ("", "")
    rows += _listed([*_summary(article, marks), *([] if other or not text else [text])], width)
    if other:
        rows += _wrapped(f"{text.capitalize()} · {other}", width, "form")
    if article.revisions:
        times = "Changed once" if article.revisions == 1 else f"Changed {article.revisions} times"
        rows += _wrapped(f"{times} since it came · W shows what it said", width, "warning")
    if article.tags:
        rows += _wrapped(written_tags(article.tags), width, "lead")
    for note in marks.notes.get(-1, ()):
        rows += _note(note, width)
    rows += [("", "ink"), ("", "ink")]
    return rows


def _wrapped(text: str, width: int, style: str) -> list[Row]:
    return [(text[start:end], style) for start, end in wrap(text, 0, len(text), width)]


def _listed(facts: Iterable[str], width: int) -> list[Row]:
    """Set facts on as few lines as they fit, breaking inside a fact only where it must be."""
    lines: list[str] = []
    for fact in filter(None, facts):
        joined = f"{lines[-1]}{_DOT}{fact}" if lines else fact
        if lines and cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(fact)
    return [row for line in lines for row in _wrapped(line[:1].upper() + line[1:], width, "quiet")]


def written_date(moment: datetime, zone: tzinfo | None) -> str:
    """Return a date as it is written in the masthead: ``14 November 2026, 09:30``."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M}"


def _imprint(article: StoredArticle, zone: tzinfo | None) -> list[str]:
    byline = article.byline
    if byline.casefold() == article.outlet.casefold():
        byline = ""
    if byline and not byline.casefold().startswith("by "):
        byline = f"By {byline}"
    facts = [byline]
    if article.published_at is not None:
        facts.append(written_date(article.published_at, zone))
    if (
        article.updated_at is not None
        and article.published_at is not None
        and article.updated_at.date() > article.published_at.date()
    ):
        facts.append(f"updated {written_date(article.updated_at, zone)}")
    return facts


def _summary(article: StoredArticle, marks: Marks) -> list[str]:
    facts = []
    if article.record is not None:
        facts += [_conversation(article.record), _said(marks)]
    if article.words:
        minutes = max(1, round(article.words / _WORDS_A_MINUTE))
        facts.append(f"{minutes} min")
    return facts


def written_tags(tags: Iterable[str]) -> str:
    """Return tags as they are written in lists and in the masthead: ``#gas  #oil``."""
    return "  ".join(f"#{tag}" for tag in tags)


def _note(note: Note, width: int) -> list[Row]:
    """Return the user's note on the article, its mark before its first line.

    One on words that the article no longer has tells them.
    """
    about = f"On {note.quotation}: " if note.quotation else ""
    lines = [
        text
        for line in f"{about}{note.text}".splitlines()
        for text, _ in _wrapped(line, width - 2, "")
    ]
    return [(f"{' ' if number else NOTE} {line}", "note") for number, line in enumerate(lines)]


def _conversation(record: Record) -> str:
    for interview in record.interviews:
        if interview.interviewee and interview.interviewer:
            return f"{interview.interviewer} interviews {interview.interviewee}"
        if interview.interviewee:
            return f"Interview with {interview.interviewee}"
    return {Form.INTERVIEW: "Interview", Form.TRANSCRIPT: "Transcript"}.get(record.form, "")


def _said(marks: Marks) -> str:
    if not marks.quotations:
        return "Nobody is quoted"
    people = sum(1 for voice in marks.voices if voice.name)
    said = count(len(marks.utterances), "quotation")
    return f"{said} from {count(people, 'speaker')}" if people else said
