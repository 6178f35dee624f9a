"""Articles as other outlets would have set them, for the training of the ranker.

The annotated articles are all of one country and trade. Each is therefore trained on twice: as it
is, and with some of what differs elsewhere: a paragraph for each sentence, single marks, other
verbs of saying, "said Lind" for "Lind said", invented names with particles, roles in place of
names, and attributions left out where the same person goes on. A change keeps the annotation
true; where it could not, it is not made. Nothing comes from outside: verbs and roles are the
package's own lists, names are made of syllables.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from onrecord.analyse import tokens as t
from onrecord.analyse.cues import cues
from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.quotations import Style, scan
from onrecord.analyse.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from onrecord.model import Span

    Row = dict[str, Any]
    Change = tuple[int, int, str]
    """A stretch of the text (start, end) and what stands there instead."""

_SYLLABLES = sorted(
    t.words_of("ba bro ca dor dru fel gan hal ir ja kor lan lin mar mo nev ol pra qui ros sal tam")
)
_ENDINGS = [
    "ck",
    "d",
    "gh",
    "k",
    "l",
    "m",
    "n",
    "nd",
    "r",
    "s",
    "sk",
    "ss",
    "t",
    "v",
    "x",
    "y",
    "é",
    "ł",
    "ño",
]
_PARTICLES = ["van ", "de ", "von ", "bin ", "al-", "El-", "De ", "O’", "Mac", "van der ", "de la "]
_SAID = re.compile(r"\w+(?=[,.])")
_FIRST = re.compile(r" (\w+) $")
_ENDS = ".?!"
_OPEN_MARKS, _CLOSE_MARKS = '“"', '”"'


def variant(row: Row, seed: int) -> Row:
    """Return the article changed in some of the ways, chosen by ``seed``."""
    chance = random.Random(seed)  # noqa: S311 - which of two wordings is no secret
    for share, whole in ((0.6, introduced), (0.5, attributions_left_out)):
        if chance.random() < share:
            row = whole(row, chance)
    ways: list[tuple[float, Callable[[Row, random.Random], Iterable[Change]]]] = [
        (0.4, roles_for_names),
        (0.5, other_names),
        (0.6, other_verbs),
        (0.4, turned_round),
        (0.4, single_marks),
        (0.5, sentences_apart),
        (0.3, no_headline),
    ]
    for share, way in ways:
        if chance.random() < share:
            row = changed(row, way(row, chance))
    return row


def changed(row: Row, changes: Iterable[Change]) -> Row:
    """Make the changes, of overlapping ones the first; every span moves with its words."""
    text, pieces, at, shift = row["text"], [], 0, 0
    made: list[tuple[int, int, int, int]] = []
    for start, end, new in sorted(changes):
        if start < at:
            continue
        pieces += [text[at:start], new]
        made.append((start, end, start + shift, len(new)))
        shift += len(new) - (end - start)
        at = end
    starts = [start for start, *_ in made]

    def place(offset: int, *, ends: bool) -> int:
        k = (bisect_left if ends else bisect_right)(starts, offset) - 1
        if k < 0:
            return offset
        _, end, fresh, size = made[k]
        return fresh + size + offset - end if offset >= end else fresh + size * ends

    def move(span: Sequence[int]) -> list[int]:
        return [place(span[0], ends=False), place(span[1], ends=True)]

    quotes = []
    for quote in row["quotes"]:
        start, end = move((quote["start"], quote["end"]))
        sources = [move(piece) for piece in quote["source_pieces"] or ()]
        quotes.append({**quote, "start": start, "end": end, "source_pieces": sources})
    return {
        **row,
        "text": "".join([*pieces, text[at:]]),
        "quotes": quotes,
        "scare_quotes": [move(span) for span in row["scare_quotes"]],
        "ignore": [move(span) for span in row["ignore"]],
    }


@lru_cache(maxsize=1)
def _verbs() -> dict[str, list[str]]:
    """Verbs that say by themselves that somebody spoke: past forms, and third persons."""
    known = cues("en")
    forms: dict[str, list[str]] = {}
    for form, lemma in (known.verbs if known else {}).items():
        if known and lemma in known.strong:
            forms.setdefault(lemma, []).append(form)
    return {"says": [f[1] for f in forms.values()], "said": [f[2] for f in forms.values()]}


def _sources(row: Row) -> Iterator[tuple[int, int, int, int]]:
    """Yield quotations of one source in one piece: their borders, then the source's."""
    for quote in row["quotes"]:
        if len(quote["source_pieces"] or ()) == 1:
            yield quote["start"], quote["end"], *quote["source_pieces"][0]


def other_verbs(row: Row, chance: random.Random) -> Iterator[Change]:
    """Put other verbs of saying for "said" and "says" right beside a source."""
    text, done = row["text"], set()
    for _, _, first, last in _sources(row):
        for near in (re.match(r" (said|says)\b", text[last : last + 6]), _before(text, first)):
            if near is None:
                continue
            place = (
                last + 1
                if near.string[0] == " " and near.start() == 0
                else first - 1 - len(near[1])
            )
            if place not in done and chance.random() < 0.6:
                done.add(place)
                yield place, place + len(near[1]), chance.choice(_verbs()[near[1]])


def _before(text: str, first: int) -> re.Match[str] | None:
    return re.search(r"\b(said|says) $", text[max(0, first - 7) : first])


def turned_round(row: Row, chance: random.Random) -> Iterator[Change]:
    """Write “…,” said Lind for “…,” Lind said, and the other way round."""
    text = row["text"]
    for _, end, first, last in _sources(row):
        name = text[first:last]
        if "," in name or len(name) > 60 or not 1 <= first - end <= 14 or chance.random() < 0.3:
            continue
        said = re.match(r" (\w+(?:ed|id|s|ote))(?=[,.])", text[last : last + 20])
        pronoun = name.lower() in ("he", "she", "they", "i", "we", "it")
        if first == end + 1 and said and not pronoun:
            yield first, first, f"{said[1]} "
            yield last, last + said.end(), ""
        inverted = re.fullmatch(r" (\w+) ", text[end:first])
        if inverted and text[last : last + 1] in (",", "."):
            yield end + 1, first, ""
            yield last, last, f" {inverted[1]}"


def attributions_left_out(row: Row, chance: random.Random) -> Row:
    """Leave out “he added” where the speaker of the quotation before goes on."""
    for number in range(len(row["quotes"]) - 1, 0, -1):
        text, quote, before = row["text"], row["quotes"][number], row["quotes"][number - 1]
        said = _said_after(text, quote)
        if said is None or not before["source_pieces"] or chance.random() < 0.4:
            continue
        first, last = quote["source_pieces"][0]
        gap = text[before["end"] : quote["start"]]
        same = text[first:last] in ("he", "she") and len(gap) < 160 and gap.count("\n") < 4
        if same or any(text[first:last] == text[a:b] for a, b in before["source_pieces"]):
            end = quote["end"]
            cut = (end - 2, said, text[end - 2].replace(",", ".") + text[end - 1])
            row = _sourced(row, [cut], (first, last), before["source_pieces"])
    return row


def _said_after(text: str, quote: dict[str, Any]) -> int | None:
    """Tell where “Lind said.”, and nothing more, ends right after a quotation."""
    if len(quote["source_pieces"] or ()) != 1:
        return None
    first, last = quote["source_pieces"][0]
    said = re.match(r" \w+\.(?=\s|$)", text[last : last + 14])
    beside = first == quote["end"] + 1 and text[quote["end"] - 2] in ",?!"
    short = last - first < 60 and "," not in text[first:last]
    return last + said.end() if said and beside and short else None


def _sourced(row: Row, changes: list[Change], old: Span, new: list[list[int]]) -> Row:
    """Make changes that take the source ``old`` away; ``new`` is the source from then on."""
    taken = [n for n, q in enumerate(row["quotes"]) if q["source_pieces"] == [list(old)]]
    row = changed(row, changes)
    for number in taken:
        row["quotes"][number] = {**row["quotes"][number], "source_pieces": new}
    return row


def introduced(row: Row, chance: random.Random) -> Row:
    """Write “Lind is not convinced. “…”” for “…,” Lind said: what features do without a cue."""
    for number in range(len(row["quotes"]) - 1, -1, -1):
        text, quote = row["text"], row["quotes"][number]
        start, end, said = quote["start"], quote["end"], _said_after(text, quote)
        opens = start == 0 or text[start - 1] == "\n"
        if said is None or not opens or chance.random() < 0.6:
            continue
        first, last = quote["source_pieces"][0]
        name = text[first].upper() + text[first + 1 : last]
        lead, at = f"{name} {chance.choice(_BEATS).strip()}.", 0
        if chance.random() < 0.2:
            name = _OBJECTS.get(text[first:last], text[first:last])
            lead = chance.choice(_QUESTIONS)
            at = lead.index("{}")
            lead = lead.replace("{}", name)
        lead += chance.choice((" ", " ", "\n\n"))
        cut = (end - 2, said, text[end - 2].replace(",", ".") + text[end - 1])
        place = [[start + at, start + at + len(name)]]
        row = _sourced(row, [(start, start, lead), cut], (first, last), place)
    return row


_OBJECTS = {"he": "him", "she": "her", "they": "them", "we": "us", "I": "me"}
_QUESTIONS = (
    "I asked {} what had happened.",
    "I ask {} about it.",
    "We asked {} whether that was enough.",
    "Did it surprise {}?",
    "What did {} make of it?",
    "The question makes {} laugh.",
    "Reporters asked {} when that would be.",
)


_BEATS = """
is not convinced, has no doubt about it, shook his head, looked out of the window, smiled, laughs,
was unmoved, knows the feeling, took a breath before answering, agrees, disagrees, pauses,
put down the cup, did not hide the disappointment, was delighted, is more cautious, shrugged,
remembers it well, sat back in the chair, has heard it all before, had a simple answer, is worried,
was in no mood to apologise, leaned forward, paused for a long time, pointed at the map, went on,
could hardly believe it, is proud of the result, was quick to pay tribute, sees it differently,
waved the question away, remains hopeful, went further, was adamant, thought for a moment,
has mixed feelings, praised the team, defended the decision, would not be drawn, looked tired
""".replace("\n", " ").split(", ")
"""What somebody does or thinks, before his words without a verb of saying."""


def roles_for_names(row: Row, chance: random.Random) -> Iterator[Change]:
    """Call some of those who are quoted by a role: "the farmer" for every bare "Lind"."""
    text = row["text"]
    roles = sorted(role for role in gazetteer().roles if role.isalpha())
    for name in _surnames(row):
        if chance.random() < 0.4:
            role = chance.choice(roles)
            for found in re.finditer(rf"(?<![\w’'-])(?:M(?:r|rs|s)\. )?{re.escape(name)}\b", text):
                before = text[: found.start()].rstrip(" ")[-1:]
                word = re.search(r"([\w’'.]+) $", text[max(0, found.start() - 20) : found.start()])
                if word and word[1][0].isupper():
                    continue
                opens = before in ("", "\n", ".", "?", "!", "“", '"', "”")
                yield found.start(), found.end(), ("The " if opens else "the ") + role


def _surnames(row: Row) -> list[str]:
    """Last words of the names of those who are quoted, the most quoted first."""
    text = row["text"]
    said: Counter[str] = Counter()
    for _, _, first, last in _sources(row):
        found = re.fullmatch(r"(?:[A-Z][\w.]+ ){0,3}([A-Z][a-z]{3,})", text[first:last])
        if found:
            said[found[1]] += 1
    return [name for name, _ in said.most_common()]


def other_names(row: Row, chance: random.Random) -> Iterator[Change]:
    """Give those who are quoted invented surnames, some with a particle."""
    for name in _surnames(row):
        made = "".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2)))) + chance.choice(
            _ENDINGS
        )
        made = made.capitalize()
        if chance.random() < 0.3:
            made = chance.choice(_PARTICLES) + made
        elif chance.random() < 0.1:
            made += "-" + chance.choice(_SYLLABLES).capitalize() + chance.choice(_ENDINGS)
        for found in re.finditer(rf"\b{re.escape(name)}\b", row["text"]):
            yield found.start(), found.end(), made


def single_marks(row: Row, _chance: random.Random) -> Iterator[Change]:
    """Set quotations in single marks and those inside them in double ones, as British papers do."""
    text = row["text"]
    for stretch in scan(text):
        if stretch.style is Style.BLOCK or stretch.depth > 1:
            continue
        opening, closing = "‘’" if not stretch.depth else "“”"
        first = re.compile("''|``|[“\"'‘]").match(text, stretch.start)
        if first:
            yield first.start(), first.end(), opening
        if stretch.closed:
            wide = text[stretch.end - 2 : stretch.end] == "''"
            yield stretch.end - 1 - wide, stretch.end, closing


def sentences_apart(row: Row, chance: random.Random) -> Iterator[Change]:
    """Make most sentences paragraphs of their own, as wires and broadcasters do."""
    text = row["text"]
    tokens = tokenize(text)
    stretches = [(s.start, s.end) for s in scan(text) if not s.depth]
    at = 0
    for i in range(1, len(tokens)):
        start = tokens.starts[i]
        while at < len(stretches) and stretches[at][1] <= start:
            at += 1
        inside = at < len(stretches) and stretches[at][0] < start
        if inside or tokens.sentences[i] == tokens.sentences[i - 1]:
            continue
        if tokens.paragraphs[i] != tokens.paragraphs[i - 1] or start == tokens.ends[i - 1]:
            continue
        if tokens.words[i - 1] in t.QUOTE_WORDS and _attributes(tokens, i):
            continue
        if chance.random() < 0.8:
            yield tokens.ends[i - 1], start, "\n\n"


def _attributes(tokens: t.Tokens, first: int) -> bool:
    """Whether the sentence from ``first`` on only says who spoke: “Really?” Lind asked."""
    last = first
    while last + 1 < len(tokens) and tokens.sentences[last + 1] == tokens.sentences[first]:
        last += 1
    said = cues("en")
    near = tokens.lows[first : min(last, first + 6)]
    return last - first < 14 and said is not None and any(low in said.verbs for low in near)


def no_headline(row: Row, _chance: random.Random) -> Iterator[Change]:
    """Leave out the first line."""
    end = row["text"].find("\n")
    if 0 < end < 150:
        yield 0, end, ""
