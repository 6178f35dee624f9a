"""Whether words in front of a colon are somebody's voice: a person, a part, "Q" and "A", an outlet.

Tutorials, listings and lists have as many labels as transcripts do ("Goals:", "Execution Time:").
A label is told from a heading by its words: what the text or the language writes small is no name;
given names, honorifics, parts, and names that the text has elsewhere are.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.labels import ANONYMOUS, CAPITALS, is_part, spell
from onrecord.analyse.tokens import lexicon, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.model import Document, Span

MEDIA = words_of(
    """post times news herald journal tribune gazette chronicle review telegraph mail mirror
    observer guardian press magazine weekly daily radio tv television broadcasting today courier
    examiner inquirer globe bulletin dispatch mercury advertiser reporter argus sentinel wire
    ledger digest tidings bbc cnn nbc abc cbs msnbc cnbc npr pbs ap afp reuters bloomberg politico
    breitbart xinhua tass interfax axios buzzfeed itv espn dpa kyodo yonhap c-span wikinews
    podcast monthly quarterly show"""
)
"""The nouns that end the names of outlets."""
SURE, LIKELY, POSSIBLE, NONE = 1.0, 0.8, 0.5, 0.0
"""How much a label is worth: known as a voice, a likely name, perhaps a name, no voice."""
_SMALL = words_of("of for and the a an de du des del della di da dos la von van der bin al y e i &")
_ARTICLES = ("a", "an", "the", "another", "one", "first", "second")
_UNKNOWN = words_of("female male unidentified unnamed unknown other")
_HONOURS = words_of("sen rep gov gen hon rt right senator judge justice")
_CAMEL = re.compile(r"[a-zß-ÿ][A-Z]|[A-Z]{2,}s\b|\b[A-Z]-[a-z]")
_PARTICLES = r"(?:de|du|da|dos|di|del|la|von|van|der|den|ter|bin|al|y|dela|i)"
_NAMED = rf"(?:[dDlLO][’'])?[{CAPITALS}][\w’'\-]+"
_FULL = re.compile(rf"\b{_NAMED}(?:(?:[^\S\n](?:{_PARTICLES}|[A-Z]\.))*[^\S\n]{_NAMED}){{1,3}}")
_SMALL_WORD = re.compile(r"(?<![\w.])[a-zß-ÿа-я][\w’'\-]*")


def initials(name: str) -> set[str]:
    """Return the initials that may stand for a name, of hyphenated names with all their parts."""
    words = [w for w in name.split() if w[:1].isupper()]
    whole = "".join(word[0] for word in words)
    parts = "".join(part[0] for word in words for part in re.split(r"[-‐]", word) if part)
    ends = words[0][0] + re.split(r"[-‐]", words[-1].rstrip("-‐"))[-1][:1]
    return {x.upper() for x in (whole, parts, ends)}


class Voices:
    """What the text of one article knows of its labels."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.outlet = document.outlet.casefold().removeprefix("the ")
        self.credits = f"{document.title}\n{document.byline}"

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that the text writes small."""
        return frozenset(_SMALL_WORD.findall(self.text))

    @cached_property
    def by_initials(self) -> dict[str, Span]:
        """Where each pair of initials first has its full name in the text, known names first."""
        found: dict[str, Span] = {}
        sure: set[str] = set()
        for match in _FULL.finditer(self.text):
            words = match[0].split()
            starts = [m.start() for m in re.finditer(r"\S+", match[0])]
            for first in range(len(words) - 1):
                if not words[first][0].isupper() or words[first].isupper():
                    continue
                known = words[first].lower() in gazetteer().given
                span = (match.start() + starts[first], match.end())
                for letters in initials(" ".join(words[first:])):
                    if letters not in found or (known and letters not in sure):
                        found[letters] = span
                        sure |= {letters} if known else set()
        return found

    def presents(self, front: str) -> bool:
        """Whether the words before a conversation name a person who did not write the article."""
        own = f"{self.document.byline}\n{self.document.outlet}".casefold()
        names = (found[0].casefold() for found in _FULL.finditer(front))
        return any(name not in own and self.of_several(name.split()) >= LIKELY for name in names)

    def named(self, label: str) -> Span | None:
        """Return the full name in the text whose initials a label is, by its spelling."""
        letters = "".join(c for c in label if c.isalnum()).upper()
        return self.by_initials.get(letters) if 2 <= len(letters) <= 4 else None

    def worth(self, written: str, label: str) -> float:
        """Tell how surely a label is a voice; ``written`` as the text has it, ``label`` spelt."""
        words = [w.strip(".,#") for w in label.split()]
        if label in ANONYMOUS or is_part(label) or self.is_outlet(label):
            return SURE
        if any(c.isdigit() for c in label) or self.is_coined(written):
            return NONE
        if len(words) > 1:
            return self.of_several(words)
        return self.of_one(written.strip(" *_."), label)

    def is_outlet(self, label: str) -> bool:
        """Whether a label is the outlet, by its name or initials."""
        bare = label.removeprefix("the ")
        letters = "".join(c for c in label if c.isalnum())
        short = "".join(w[0] for w in self.outlet.split() if w[0].isalnum())
        return bool(self.outlet) and (bare == self.outlet or (len(short) > 1 and letters == short))

    def is_coined(self, written: str) -> bool:
        """Whether a word has capitals inside, as those of programs do, and no Mac or De name."""
        found = _CAMEL.search(written)
        return (
            found is not None
            and re.search(r"\b(?:Ma?c|De|Di|La|Le|Van|Fitz)[A-Z]", written) is None
        )

    def of_several(self, words: list[str]) -> float:
        """Tell how surely several words, spelt small, are somebody."""
        names, honours = gazetteer(), gazetteer().honorifics
        if words[0] in honours or words[0] in _HONOURS or words[0] in names.given:
            return SURE
        titles = names.titles | names.title_modifiers | names.roles.keys()
        beside = _UNKNOWN.union(_ARTICLES, ("of",))
        if all(w in titles or w in beside or is_part(w) for w in words):
            return SURE
        if any(w in names.titles for w in words[:-1]):
            # "Minister Tall" may be somebody, "General Notes" are none.
            return POSSIBLE if self.is_small(words[-1]) else SURE
        if words[-1] in MEDIA or (words[0] in _ARTICLES and len(words) == 2):
            return LIKELY
        told = [w for w in words if w not in _SMALL]
        if not told or any(w in self.small or w in ANONYMOUS for w in told):
            return NONE
        common = [w in lexicon().words for w in told]
        plural = words[-1].endswith("s") and not words[-1].endswith("ss")
        if any(common[:-1]) or (common[-1] and (len(told) == 1 or plural or is_part(words[-1]))):
            return NONE
        return POSSIBLE if common[-1] else LIKELY

    def of_one(self, written: str, label: str) -> float:
        """Tell how surely one word is somebody."""
        names = gazetteer()
        if label in names.given or label in names.titles or label in names.roles:
            return LIKELY if label in self.small else SURE
        if label in MEDIA and written.isupper():
            return SURE
        if len(label) == 1:
            return POSSIBLE if any(x[0] == label.upper() for x in self.by_initials) else NONE
        if len(label) <= 4 and written.isupper() and self.named(label):
            return SURE
        if self.is_small(label):
            return NONE
        return LIKELY if label in self.surnames else POSSIBLE

    def is_small(self, word: str) -> bool:
        """Whether a word is one of the language, written small here or known so."""
        return word in self.small or word in lexicon().words

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The last words of the full names in the text, its title and byline."""
        sources = (self.credits, self.text)
        full = (found[0] for source in sources for found in _FULL.finditer(source))
        return frozenset(name.split()[-1].casefold() for name in full)


def trust(order: list[str], worth: dict[str, float], dropped: int) -> float:
    """Tell how sure the labels of a conversation are, 0 where they make none.

    ``order`` are the labels as they come, ``dropped`` counts the lines whose label is no voice.
    Names that nothing else tells count only where they take turns.
    """
    changes = sum(a != b for a, b in pairwise(order))
    alternate = changes / max(1, len(order) - 1)
    known = sum(worth[label] for label in order) / max(1, len(order))
    if dropped > len(order) or alternate < _ALTERNATE:
        return 0.0
    if known >= _KNOWN:
        return 0.98 if known >= _WELL_KNOWN and len(order) >= _SEVERAL else 0.95
    return 0.8 if alternate >= _MOSTLY and len(order) >= _SEVERAL else 0.0


_ALTERNATE, _MOSTLY, _KNOWN, _WELL_KNOWN, _SEVERAL = 0.25, 0.6, 0.75, 0.9, 4


def is_code(body: str) -> bool:
    """Whether a paragraph is a line of a program, or of what one prints."""
    return _CODE.search(body) is not None


_CODE = re.compile(
    r"""[{};]\s*$|=>|\w\(\)|::|:=|==|\A\s*(?:\$\s|>>>|//|/\*|\#\s?\w+\s*=|import\s\w+$|def\s\w+\(
    |let\s\w+\s=|return\s\w+\(|[a-z][\w\-]*:\s["']?[\w/\[{])|</(?!(?:b|i|em|strong)>)\w+>|\b\d+(?:\.\d+)?\s?ms\b""",
    re.VERBOSE,
)


def name_of(written: str) -> str:
    """Return the full name that a label gives, without title and in small letters; "" for none.

    "SEN. ORIEL STRAND" is Oriel Strand; "STRAND", "THE CLERK" and "Keel & Quay" are no full names.
    """
    names = gazetteer()
    words = written.strip(" *_.:").split()
    while words and words[0].lower() in names.titles | names.honorifics.keys() | _HONOURS:
        words.pop(0)
    if len(words) < 2 or not _FULL.fullmatch(
        " ".join(words).title() if written.isupper() else " ".join(words)
    ):
        return ""
    lows = {word.lower() for word in words}
    if is_part(" ".join(words).lower()) or lows & (MEDIA | names.organisation_nouns | names.titles):
        return ""
    name = " ".join(words)
    return name.title() if name.isupper() else name


def full_names(voices: Voices, found: Sequence[Span]) -> dict[str, Span]:
    """Find the fullest form of each label: another label, or a name with its initials."""
    text = voices.text
    labels: dict[str, Span] = {}
    for span in found:
        labels.setdefault(spell(text, span), span)
    longer = fullest(set(labels))
    full: dict[str, Span] = {}
    for label, span in labels.items():
        full[label] = labels[longer[label]]
        if full[label] == span and text[slice(*span)].isupper():
            full[label] = voices.named(label) or span
    return full


def fullest(labels: set[str]) -> dict[str, str]:
    """Map each label to the longest label that it shortens: "jt", "tull" to "jo tull"."""
    names = sorted((x for x in labels if " " in x), key=lambda x: (-len(x), x))
    short: dict[str, str] = {}
    for name in names:
        words = name.split()
        for key in (*(x.lower() for x in sorted(initials(name.title()))), words[0], words[-1]):
            short.setdefault(key, name)
    letters = {x: "".join(c for c in x if c.isalnum()) for x in labels}
    return {x: x if x in ANONYMOUS else short.get(x) or short.get(letters[x]) or x for x in labels}
