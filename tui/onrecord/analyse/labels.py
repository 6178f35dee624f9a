"""What the first words of a line say about turns: labels of speakers, question marks, markup.

A label is told from other words before a colon by its spelling alone; whether it is one that
names a speaker is decided by what repeats (:mod:`onrecord.analyse.turns`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.analyse.tokens import words_of
from onrecord.model import Role

if TYPE_CHECKING:
    from onrecord.model import Paragraph, Span

QUESTION_LABELS = frozenset({"q", "p", "question", "frage", "pregunta", "вопрос", "interviewer"})
ANSWER_LABELS = frozenset({"a", "r", "answer", "antwort", "réponse", "respuesta", "ответ"})
ANONYMOUS = QUESTION_LABELS | ANSWER_LABELS
"""Labels that name nobody and tell only whose turn it is."""
_PARTS = words_of(
    """host co-host guest moderator chair chairman chairwoman interviewer reporter reporters
    journalist questioner caller audience member operator presenter narrator announcer anchor clerk
    witness court judge speaker participant panelist panellist unidentified unknown male female
    man woman voice student the a an another child adult pupil teacher doctor patient mc emcee
    facilitator respondent crowd audience chorus announcer translator interpreter"""
)
_NOT_LABELS = words_of(
    """note update updated correction editor's editor’s editors source sources photo photos image
    video watch listen read related more by date location time place when where what why how who
    credit caption summary disclaimer warning advertisement tags topics share contact email phone
    website headline breaking exclusive opinion analysis review developing transcript here
    background conclusion introduction key bottom also see subject from to re cc p.s ps example
    title url http https monday tuesday wednesday thursday friday saturday sunday today tomorrow
    yesterday vote votes result results score scores cost price total first second third fourth
    finally meanwhile step tip fact claim verdict pros cons podcast interview episode file director
    cast starring rating genre runtime prep cook serves ingredients method dear next previous
    fullscreen thumbnails loading"""
)
_TIME = r"(?:[\[(]?\d{1,2}(?::\d\d){1,2}(?:[.,]\d{1,3})?[\])]?)"
_MARKUP = r"(?:[*_]{1,3}|</?[a-z]{1,6}>){0,2}"
CAPITALS = "A-Z" + "".join(filter(str.isupper, map(chr, range(0xC0, 0x530))))
"""The capitals of Latin, Greek, Cyrillic and Armenian letters, as they stand in a class."""
_WORD = (
    rf"(?:(?:[dDlLO][’'])?[{CAPITALS}][\w.’'\-&]*"
    "|&|de|du|des|del|della|di|da|dos|la|von|van|der|bin|al|y)"
)
_NAME = rf"{_WORD}(?:\s(?:(?:of|for|and|the)\s){{0,2}}(?:{_WORD}|\#?\d{{1,2}})){{0,6}}"
_VOICE = (
    r"(?:(?:An?\s|The\s)?(?:Audience|Panel|Floor|Unidentified|Unknown|Male|Female|Another|First|Second)"
    r"\s(?:(?:male|female|unidentified)\s)?"
    r"(?:member|speaker|reporter|journalist|questioner|voice|man|woman|caller|participant|question)"
    r"(?=[\s:(*_,\[]))"
)
"""Parts of two words of which only the first has a capital."""
_LEAD = rf"\s*(?:{_TIME}\s*[\-–—]?\s*)?[>\-–—•]?\s*{_MARKUP}[“\"'«]?\s*{_MARKUP}"
_LABEL = re.compile(
    rf"""{_LEAD}
    (?P<label>(?:Q(?:uestion)?|A(?:nswer)?)(?:[\s.]?\d{{1,2}})?(?=\s*[.:)\-–—])
      |Q(?=[A-Z][a-z’']+\s)|Q(?=\s+(?:[A-Z“"(\[]|[\-–—]))
      |{_VOICE}|{_NAME})
    (?P<aside>{_MARKUP}\s*[(\[][^()\[\]\n]{{1,60}}[)\]](?:\s*\([^()\n]{{1,40}}\))?
      |{_MARKUP}(?:,|\s[\-–—])\s[^\W\d_][^:.,;!?\n]{{1,50}}(?=:))?
    (?:\s*{_TIME})?
    {_MARKUP}\s*(?P<colon>[:：]|(?<=^Q)(?=[A-Z])|(?<=^Q)(?=\s)|(?<=[QAPR])[.)]
      |(?<=[QA]\d)[.)]|(?<=[QA]\s\d)[.)]|(?<=[QA])\s[\-–—]|(?<=[\w*]\s)[—–](?=\s))
    \s*{_MARKUP}(?=\s|$|[“"¿¡\w])""",
    re.VERBOSE,
)
_BRACKETED = re.compile(
    rf"{_LEAD}(?:\[|<v\s)(?P<label>{_NAME})[\]>]:?\s*(?=[^\W\d_a-zß-ÿ]|[“\"¿¡])"
)
_RECORD = re.compile(
    r"""\s*(?P<label>(?:Mr|Mrs|Ms|Miss|Dr)\.\s[A-Z][A-Z’'\-]+(?:\s[A-Z][A-Z’'\-]+)*
      (?:\sof\s[A-Z]\w+(?:\s[A-Z]\w+)?)?
    |The\s(?:(?:ACTING|VICE)\s)?(?:SPEAKER|PRESIDENT|PRESIDING\sOFFICER|CHAIR\w*|CLERK)
      (?:\spro\stempore)?)\.\s+(?=[A-Z“"])""",
    re.VERBOSE,
)
"""The labels of a parliament's record: "Mr. ROE of Velmora. I rise …"."""
_ALONE = re.compile(
    rf"""\s*(?:{_TIME}\s*[\-–—]?\s*)?{_MARKUP}({_WORD}(?:\s(?:{_WORD}|\#?\d{{1,2}})){{0,4}})
    (?:\s*[(\[][^()\[\]\n]{{1,50}}[)\]])?\s*:?\s*{_MARKUP}\s*(?:[\-–—|•·]?\s*{_TIME})?\s*:?\s*$""",
    re.VERBOSE,
)
_HONOURED = re.compile(
    r"(?:(?:the\s)?(?:rt|right)?\s?(?:hon\.?\s)?)?(?:mr|mrs|ms|miss|dr|sir|dame|lord|lady)\.?\s\w",
    re.IGNORECASE,
)
_STAMPED = re.compile(rf"\s*{_TIME}\s*[\-–—]?\s*")
_DIRECTION = re.compile(r"\s*[“\"]?(?:[(\[*_][^()\[\]\n]{1,200}[)\]*_]|[*_\-–—=•·\s]{3,})[.\s]*$")
_EMPHASISED = re.compile(r"\s*(\*\*(?!\s).+?\*\*|__(?!\s).+?__|[*_](?!\s)[^*_].*?[*_])\s*$")
_CREDIT = re.compile(r"\b(?:Image|Photo|Photograph|Credit|Picture)s?:\s")
_CLOSING = re.compile(
    r"""\s*[(\[*_“"]*(?:this\s(?:interview|conversation|transcript|q&a|article|story)\b
    |(?:the|our)\s(?:interview|conversation)\s(?:was|has|is|took)\b|edited\s(?:for|by)\b
    |(?:interview|questions)\sby\b|follow\s.{1,40}\son\b|subscribe\b|sign\sup\b|read\smore\b
    |have\san\sopinion\b|_{3,}|-{3,}|\*\s?\*\s?\*|copyright\b|©|photo(?:graph)?s?:|image:)""",
    re.IGNORECASE | re.VERBOSE,
)
_ORNAMENT = re.compile(r"(?:[*_\s]|Q(?:uestion)?\s?\d{1,2}[.:)]|\d{1,2}[.)]\s|[\-–—•>]\s)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with what its layout says about turns."""

    start: int
    end: int
    role: Role
    label: Span | None
    dashed: bool
    """Whether a dash, and no colon, parts the label from the words."""
    words: int
    """Where the words begin, after the label."""
    emphasised: bool
    direction: bool
    closing: bool


def spell(text: str, span: Span) -> str:
    """Return a label as labels are compared: "q" for "Q1.", "ana roy" for "ANA ROY"."""
    found = " ".join(text[slice(*span)].strip(" *_.").casefold().split())
    bare = found.rstrip("0123456789. ")
    return bare if bare in ANONYMOUS else found


def label_head(text: str, label: Span) -> Span:
    """Return the last word of the name in a label: "ALCOTT" of "Ms. ALCOTT of Velmora"."""
    words = list(re.finditer(r"[^\s*_#]+", text[slice(*label)]))
    while len(words) > 1 and words[-1][0].rstrip(".").isdigit():
        words.pop()
    head = words[-1]
    for before, word in pairwise(words):
        if word[0] in ("of", "for"):
            head = before
            break
    return label[0] + head.start(), label[0] + head.end()


def is_part(label: str) -> bool:
    """Whether a spelt label is a part that somebody plays: "host", "female reporter"."""
    return all(word.strip("#.0123456789") in _PARTS | {""} for word in label.split())


def read_line(text: str, paragraph: Paragraph) -> Line:
    """Read one paragraph."""
    start, end = paragraph.start, paragraph.end
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    window = text[start : min(end, start + 160)]
    label, words, dashed = None, start, False
    found = _LABEL.match(window) or _BRACKETED.match(window) or _RECORD.match(window)
    if found and may_label(found["label"]):
        at = _named_beside(found)
        label = (start + at[0], start + at[1])
        words = start + found.end()
        dashed = found.groupdict().get("colon") in ("—", "–") and label[1] - label[0] > 1
        while words < end and text[words].isspace():
            words += 1
    emphasised = paragraph.role is Role.EMPHASIS or (
        end - start < 2000 and _EMPHASISED.match(text, start, end) is not None
    )
    stamp = _STAMPED.match(text, start, end)
    said = stamp.end() if stamp else start
    direction = end - start < 300 and (
        said == end
        or _DIRECTION.match(text, said, end) is not None
        or _CREDIT.search(text, start, end) is not None
    )
    closing = _CLOSING.match(text, start, end) is not None
    return Line(start, end, paragraph.role, label, dashed, words, emphasised, direction, closing)


def _named_beside(found: re.Match[str]) -> Span:
    """Return the name of a label; of "The Minister for Trade (Ms Ana Roy)" that in brackets."""
    aside = found.groupdict().get("aside")
    if aside and (is_part(found["label"].casefold()) or found["label"].startswith("The ")):
        inner = aside.strip("*_ ()[],").split(")")[0]
        if inner[:1].isupper() and (_HONOURED.match(inner) or _is_full_name(inner)):
            start = found.start("aside") + aside.index(inner)
            return start, start + len(inner)
    return found.span("label")


def _is_full_name(words: str) -> bool:
    return re.fullmatch(rf"{_WORD}(?:\s{_WORD}){{1,3}}", words) is not None


def may_label(label: str) -> bool:
    """Whether words before a colon may name a speaker by their spelling."""
    words = label.split()
    if len(words) > 8 or words[0].lower().strip(".:") in _NOT_LABELS:
        return False
    return not (len(words) == 1 and len(label) > 1 and label.lower() in _NOT_LABELS)


def label_alone(text: str, line: Line) -> Span | None:
    """Return the label that is all there is in a line, but for a time: "Ana Roy 0:12"."""
    found = _ALONE.match(text, line.start, line.end)
    if found is None or line.end - line.start >= 80 or not may_label(found[1]):
        return None
    if found[1].endswith(".") and not found[1].endswith((" Jr.", " Sr.")):
        return None
    return found.span(1)


def is_stamped(text: str, line: Line) -> bool:
    """Whether a time stands in a line, as in machine-made transcripts."""
    return re.search(r"\d:\d\d", text[line.start : line.end]) is not None


def past_ornament(text: str, line: Line) -> int:
    """Return where the words of a line begin, after markup, a number or a dash."""
    found = _ORNAMENT.match(text, line.start, line.end)
    return found.end() if found and found.end() < line.end else line.start
