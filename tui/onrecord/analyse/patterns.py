"""Finds speakers by set patterns, for languages without a trained ranker.

For each quotation the wordings are tried in the order of their worth: words set between the quoted
ones ("…, dit-il, …"), a verb of saying right after or before them, "according to", a colon. A verb
without a subject of its own goes on with who spoke before, or with the subject of the sentence
before ("Llegó Bo Roy. «Ya», añadió."), as Spanish has it. The words are those of the cues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analyse.candidates import read
from onrecord.analyse.nested import Nested
from onrecord.analyse.pattern_phrases import inverted_pronoun
from onrecord.analyse.quotations import words_in
from onrecord.analyse.ranker import Choice
from onrecord.analyse.tokens import QUOTE_WORDS, SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.candidates import Reading, Target
    from onrecord.analyse.pattern_phrases import CuedText
    from onrecord.analyse.quotations import Stretch

_SURE, _LIKELY, _POSSIBLE, _FAINT = 0.8, 0.7, 0.55, 0.4
_REACH = 40
"""Tokens from a quotation among which its verb, or its source, is looked for."""
_SENTENCES = 3
"""Sentences before a quotation in which a verb without a subject finds one."""
_BESIDE = 5
"""Tokens after a quotation among which a verb of saying is set right behind it."""
_SKIPPED = 5
"""Words between a verb and its subject at most."""
_ONE = frozenset({"le", "la", "el", "der"})
"""Definite articles of the singular: of what speaks behind a verb, listed or not."""
_JOINS = frozenset({"et", "y", "e", "und", "и"})
_RELATIVES = frozenset({"que", "qui", "dont", "который", "которая"})
_DASHES = frozenset({"—", "–", "-", "--", "―"})
_BREAKS = frozenset({",", *_DASHES, "…", "?", "!"})


def pattern_choices(reading: Reading, text: CuedText) -> list[Choice]:
    """Choose the speaker of every target of an article in another language than English."""
    found = _Speakers(reading, text)
    for j in range(len(reading.targets)):
        found.choices.append(found.choose(j))
    return found.choices


def find_inner(reading: Reading, stretches: Sequence[Stretch], text: CuedText) -> list[Nested]:
    """Find the quotations inside quotations whose speaker a verb of saying beside them names."""
    inner = [s for s in stretches if s.depth == 1]
    if not inner:
        return []
    within = read(reading.tokens, inner, text.known.verbs.__contains__, reading.phrases)
    looked = _Speakers(within, text)
    found = []
    for j, target in enumerate(within.targets):
        choice = looked.after(j, target) or looked.before(j, target)
        looked.choices.append(choice or Choice(-1, 0.0, 0.0))
        if choice is not None and choice.probability >= _LIKELY:
            found.append(Nested(target.stretch, within.phrases[choice.phrase], -1))
    return found


class _Speakers:
    """Looks for the speakers of one text, target by target."""

    def __init__(self, reading: Reading, text: CuedText) -> None:
        self.reading, self.text = reading, text
        self.tokens, self.known = reading.tokens, text.known
        self.starts = {p.first: k for k, p in enumerate(reading.phrases)}
        self.ends = {p.last: k for k, p in enumerate(reading.phrases)}
        self.sources = {words.split()[-1]: words for words in text.known.according}
        self.choices: list[Choice] = []

    def choose(self, j: int) -> Choice:
        target = self.reading.targets[j]
        if self.is_noun(target):
            return Choice(-1, 0.0, 1.0)
        for look in (self.inserted, self.after, self.before, self.source, self.goes_on, self.named):
            choice = look(j, target)
            if choice is not None:
                return choice
        return Choice(-1, 0.0, 0.0)

    def is_noun(self, target: Target) -> bool:
        """Whether a word or two follow an article or "de": a name, „der „Alten Fähre““."""
        before = target.first - 1
        if before < 0 or words_in(self.tokens.text, target.stretch.start, target.stretch.end) > 2:
            return False
        low = self.tokens.lows[before]
        return low in self.known.articles or low in self.known.links

    def outside(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.reading.quoted[i] < 0

    def inserted(self, j: int, target: Target) -> Choice | None:
        """Read words between the quoted ones: "« Nous irons, a déclaré Oda Brekke, et vite. »"."""
        tokens, text = self.tokens, self.text
        for i in range(target.first + 2, min(target.last - 1, target.first + 4 * _REACH)):
            if tokens.words[i - 1] not in _BREAKS:
                continue
            verb = i
            while verb < i + 3 and self.is_help(verb):
                verb += 1
            if verb >= target.last or not text.verbs[verb]:
                continue
            if tokens.paragraphs[verb] != tokens.paragraphs[target.first]:
                return None
            subject = self.subject_after(verb)
            ended = self.ends_insertion(verb if subject is None else self.last(subject))
            if subject is not None and ended:
                return Choice(subject, _LIKELY, 0.0)
            dashed = tokens.words[i - 1] in _DASHES
            if dashed and ended and not inverted_pronoun(tokens.lows[verb], self.known):
                return self.elliptic(j, target)
        return None

    def last(self, k: int) -> int:
        return self.reading.phrases[k].last

    def ends_insertion(self, last: int) -> bool:
        """Whether a comma, dash or stop follows within a few words."""
        ahead = range(last + 1, min(last + 12, len(self.tokens)))
        stops = _BREAKS | SENTENCE_END | QUOTE_WORDS
        return any(self.tokens.words[i] in stops for i in ahead)

    def is_help(self, i: int) -> bool:
        low = self.tokens.lows[i] if i < len(self.tokens) else ""
        return low in self.known.auxiliaries or low in self.known.between

    def after(self, j: int, target: Target) -> Choice | None:
        """Read a verb of saying set right behind the quoted words: "…, dijo la ministra"."""
        tokens = self.tokens
        i = target.last
        while i < len(tokens) and (tokens.words[i] in _BREAKS or tokens.words[i] in QUOTE_WORDS):
            i += 1
        if not self.near(i, target) or tokens.words[target.last - 1] == ":":
            return None
        stopped = tokens.words[i - 1] == "." or tokens.words[target.last - 2] in (".", "…")
        if stopped and tokens.words[i][0].isupper():
            return None  # the next sentence
        for verb in range(i, min(i + _BESIDE, len(tokens))):
            if not self.outside(verb) or tokens.words[verb] in SENTENCE_END:
                break
            if tokens.words[verb] in (",", ";", ":") or tokens.words[verb] in _DASHES:
                break
            if self.text.verbs[verb]:
                return self.said_after(j, target, i, verb)
        behind = self.behind_any_verb(i)
        if behind is not None:
            return Choice(behind, _LIKELY, 0.0)
        first = tokens.lows[i]
        for k in range(i, min(i + 4, len(tokens))):
            source = self.source_at(k)
            if source is not None and (k == i or first == self.sources[tokens.lows[k]].split()[0]):
                return Choice(source, _LIKELY, 0.0)
        return None

    def behind_any_verb(self, i: int) -> int | None:
        """Find the person behind a word that may be any verb: "…”, rigolait un supporter"."""
        tokens, known = self.tokens, self.known
        verb = i + (tokens.lows[i] in known.auxiliaries)
        if verb + 1 >= len(tokens) or not self.outside(verb) or not self.outside(verb + 1):
            return None
        low = tokens.lows[verb]
        closed = known.stops | known.prepositions | known.articles | known.links | known.pronouns
        if (
            not tokens.words[verb].islower()
            or low in closed
            or low in _JOINS
            or low in self.sources
        ):
            return None
        subject = self.starts.get(verb + 1)
        if subject is None:
            return None
        phrase = self.reading.phrases[subject]
        bare = not (self.text.compounds and self.text.articled(phrase.first))
        named = self.text.names[phrase.head] and bare
        person = named or self.text.person_noun(phrase.head) is not None
        parted = i > 0 and bool({tokens.words[i - 1], tokens.words[i - 2]} & _BREAKS)
        person = person or (parted and self.text.bare[phrase.first] in _ONE)
        return subject if person and tokens.lows[phrase.head] not in known.pronouns else None

    def said_after(self, j: int, target: Target, i: int, verb: int) -> Choice | None:
        """Find whose the verb behind the words of ``target`` is; the clause begins at ``i``."""
        tokens = self.tokens
        if inverted_pronoun(tokens.lows[verb], self.known):
            return Choice(self.starts[verb], _SURE, 0.0) if verb in self.starts else None
        for k in range(i, verb):
            named = self.starts.get(k)
            if named is not None and self.last(named) < verb:
                return Choice(named, _SURE, 0.0)
        pronoun = self.starts.get(verb - 1)
        if verb > i and pronoun is not None:
            return Choice(pronoun, _LIKELY, 0.0)
        if any(tokens.lows[k] in _JOINS for k in range(i, verb)):
            return None
        subject = self.subject_after(verb)
        if subject is not None:
            return Choice(subject, _SURE, 0.0)
        return self.elliptic(j, target)

    def near(self, i: int, target: Target) -> bool:
        """Whether token ``i`` stands outside, in the paragraph of ``target``."""
        same = (
            i < len(self.tokens)
            and self.tokens.paragraphs[i] == self.tokens.paragraphs[target.first]
        )
        return same and self.outside(i)

    def subject_after(self, verb: int) -> int | None:
        """Find the subject behind a verb: "a déclaré mardi | le maire"."""
        tokens = self.tokens
        if inverted_pronoun(tokens.lows[verb], self.known):
            return self.starts.get(verb)
        i = verb + 1
        for _ in range(_SKIPPED):
            if i >= len(tokens) or tokens.sentences[i] != tokens.sentences[verb]:
                return None
            pronoun = inverted_pronoun(tokens.lows[i], self.known)
            if i in self.starts or pronoun:
                return self.starts.get(i)
            aside = self.text.aside(i)
            if aside:
                i += aside
                continue
            low = tokens.lows[i]
            if self.text.verbs[i] or low in self.known.between or low in self.known.auxiliaries:
                i += 1
                continue
            ruled = self.starts.get(i + 1) if low in self.known.prepositions else None
            if ruled is None:
                return None
            i = self.last(ruled) + 1  # "declaró ante el tribunal | el acusado"
        return None

    def subject_before(self, verb: int) -> int | None:
        """Find the subject in front of a verb, or the one its sentence begins with."""
        tokens = self.tokens
        i = verb - 1
        while i >= 0 and verb - i < _SKIPPED and tokens.sentences[i] == tokens.sentences[verb]:
            k = self.ends.get(i)
            clitic = tokens.lows[i] in self.known.between and self.ends.get(i - 1) is not None
            if k is not None and not clitic and not self.governed(k):
                return self.main_subject(self.head_of_row(k), verb)
            if not (self.is_help(i) or tokens.words[i] == "," or self.text.verbs[i]):
                break
            i -= 1
        return self.opener(verb)

    def main_subject(self, k: int, verb: int) -> int:
        """Step from a thing inside a relative clause out to the subject that it belongs to."""
        head = self.reading.phrases[k].head
        if self.text.names[head] or self.text.person_noun(head) is not None:
            return k
        opener = self.opener(verb)
        if opener is None or opener == k:
            return k
        between = range(self.last(opener) + 1, self.reading.phrases[k].first)
        relative = any(self.tokens.lows[i] in _RELATIVES for i in between)
        return opener if relative else k

    def head_of_row(self, k: int) -> int:
        """Step from an apposition without a name back to the name: "Oda Brekke, la maire"."""
        phrase = self.reading.phrases[k]
        before = self.ends.get(phrase.first - 2)
        apposed = before is not None and self.tokens.words[phrase.first - 1] == ","
        if before is None or not apposed or self.text.names[phrase.head]:
            return k
        named = self.text.names[self.reading.phrases[before].head]
        return before if named and not self.governed(before) else k

    def governed(self, k: int) -> bool:
        """Whether a preposition or a gerund stands before phrase ``k``: "en posant son balai"."""
        first = self.reading.phrases[k].first
        before = self.tokens.lows[first - 1] if first else ""
        if first > 1 and self.tokens.lows[first - 2] == "en" and before.endswith("ant"):
            return True
        if before in self.known.prepositions or before in self.known.links:
            return True
        # "A preguntas de la fiscal, Ana Roy, …": with the noun beside it
        beside = self.ends.get(first - 2) if before == "," else None
        if beside is None or self.text.person_noun(self.reading.phrases[beside].head) is None:
            return False
        return self.text.names[self.reading.phrases[k].head] and self.governed(beside)

    def opener(self, i: int) -> int | None:
        """Find the first phrase of the sentence up to token ``i`` that no preposition governs."""
        tokens = self.tokens
        first = i
        while (
            first > 0 and i - first < _REACH and tokens.sentences[first - 1] == tokens.sentences[i]
        ):
            first -= 1
        for k in range(first, i):
            phrase = self.starts.get(k)
            if phrase is not None and self.outside(k) and not self.governed(phrase):
                if tokens.lows[k - 1] in self.sources and k:
                    continue
                return phrase
        return None

    def before(self, j: int, target: Target) -> Choice | None:
        """Read a verb of saying in front of the quoted words, in their sentence."""
        tokens = self.tokens
        first = target.first - 1
        colon = first >= 0 and tokens.words[first] == ":"
        for i in range(first, max(-1, target.first - _REACH), -1):
            if not self.same_clause(i, target):
                break
            if self.opens_own(i):
                return self.elliptic(j, target)
            source = self.source_at(i)
            if source is not None:
                return Choice(source, _LIKELY, 0.0)
            if not self.text.verbs[i]:
                continue
            inserted = self.set_in(i)
            if inserted is not None:
                return Choice(inserted, _LIKELY, 0.0)
            subject = self.subject_before(i)
            if subject is None or not self.touches(subject, i):
                source = self.opening_source(i)
                if source is not None:
                    return Choice(source, _LIKELY, 0.0)
            if subject is None:
                subject = self.subject_after(i)
            if subject is None or self.last(subject) >= target.first:
                return self.elliptic(j, target)
            close = target.first - i < 3 or colon
            return Choice(subject, _SURE if close else _LIKELY, 0.0)
        if not colon or first < 1:
            return None
        subject = self.opener(first)
        return self.elliptic(j, target) if subject is None else Choice(subject, _POSSIBLE, 0.0)

    def opens_own(self, i: int) -> bool:
        """Whether a phrase such as "a su juicio" begins at token ``i``."""
        lows = self.tokens.lows
        return any(tuple(lows[i : i + len(own)]) == own for own in self.known.own)

    def set_in(self, verb: int) -> int | None:
        """Find the subject of a clause set between commas: "Les lettres, précise M. Roy, …"."""
        tokens = self.tokens
        first = verb - 1
        while first > 0 and tokens.lows[first] in self.known.auxiliaries:
            first -= 1
        if tokens.words[first] not in _BREAKS:
            return None
        subject = self.subject_after(verb)
        if subject is None or self.last(subject) + 1 >= len(tokens):
            return None
        return subject if tokens.words[self.last(subject) + 1] in _BREAKS else None

    def touches(self, k: int, verb: int) -> bool:
        """Whether only small words stand between phrase ``k`` and the verb."""
        return all(self.is_help(i) for i in range(self.last(k) + 1, verb))

    def opening_source(self, i: int) -> int | None:
        """Find the source with which the sentence of token ``i`` opens: "Según Roy, …"."""
        tokens = self.tokens
        first = i
        while (
            first > 0 and i - first < _REACH and tokens.sentences[first - 1] == tokens.sentences[i]
        ):
            first -= 1
        for k in range(first, min(first + 4, i)):
            source = self.source_at(k)
            if source is not None:
                return source
        return None

    def same_clause(self, i: int, target: Target) -> bool:
        """Whether token ``i`` stands in front of ``target`` in its sentence."""
        tokens = self.tokens
        if not self.outside(i) or tokens.paragraphs[i] != tokens.paragraphs[target.first]:
            return False
        return self.reading.stops[i] == self.reading.stops[target.first]

    def opens_source(self, i: int) -> bool:
        """Whether words that stand before a source end at token ``i``: "según"."""
        tokens = self.tokens
        words = self.sources.get(tokens.lows[i])
        if words is None:
            return False
        size = len(words.split())
        if " ".join(tokens.lows[max(0, i - size + 1) : i + 1]) != words:
            return False
        return size > 1 or words not in self.known.prepositions or self.text.opens(i)

    def source_at(self, i: int) -> int | None:
        """Return the source in front of which words end at token ``i``, if they do."""
        if not self.opens_source(i):
            return None
        after = self.starts.get(i + 1)
        return self.starts.get(i) if after is None else after  # "nach Angaben | der Stadtwerke"

    def source(self, j: int, target: Target) -> Choice | None:
        """Read "according to" behind the sentence that holds the quoted words."""
        tokens = self.tokens
        for i in range(target.last, min(target.last + _REACH, len(tokens))):
            if (
                not self.near(i, target)
                or self.reading.stops[i] != self.reading.stops[target.last - 1]
            ):
                break
            source = self.source_at(i)
            if source is not None:
                return Choice(source, _POSSIBLE, 0.0)
            beside = i and tokens.words[i - 1] == ","
            if beside and self.text.verbs[i]:
                subject = self.subject_after(i)
                return None if subject is None else Choice(subject, _POSSIBLE, 0.0)
        return None

    def elliptic(self, j: int, target: Target) -> Choice | None:
        """Choose for a verb without a subject: the speaker, or the subject, before it."""
        paragraph = self.tokens.paragraphs[target.first]
        last = self.reading.targets[j - 1] if j else None
        gone = last is not None and self.tokens.paragraphs[last.last - 1] == paragraph
        if gone and self.choices[j - 1].phrase >= 0:
            return Choice(self.choices[j - 1].phrase, _POSSIBLE, 0.0)
        subject = self.subject_ahead(target)
        if subject is not None:
            return Choice(subject, _POSSIBLE, 0.0)
        near = last is not None and paragraph - self.tokens.paragraphs[last.last - 1] <= 1
        if near and self.choices[j - 1].phrase >= 0:
            return Choice(self.choices[j - 1].phrase, _FAINT, 0.0)
        return None

    def subject_ahead(self, target: Target) -> int | None:
        """Find the subject of the sentence before ``target`` in its paragraph."""
        tokens = self.tokens
        i = target.first - 1
        while i >= 0 and (not tokens.words[i][0].isalnum()) and self.near(i, target):
            i -= 1
        first = None
        for _ in range(_SENTENCES):
            if i < 0 or not self.near(i, target):
                break
            subject = self.opener(i + 1) if i + 1 < len(tokens) else None
            if subject is not None and self.is_somebody(subject):
                return subject
            first = subject if first is None else first
            while i > 0 and tokens.sentences[i - 1] == tokens.sentences[i]:
                i -= 1
            i -= 1
            while i >= 0 and not tokens.words[i][0].isalnum() and self.near(i, target):
                i -= 1
        return first

    def is_somebody(self, k: int) -> bool:
        """Whether a phrase may be a person: a name, a pronoun, a noun for people."""
        head = self.reading.phrases[k].head
        low = self.tokens.lows[head]
        person = self.text.person_noun(head) is not None or low in self.known.pronouns
        return self.text.names[head] or person or low in self.known.bodies

    def goes_on(self, j: int, target: Target) -> Choice | None:
        """Choose for a sentence of its own, with no word about it: who spoke just before."""
        tokens = self.tokens
        before = target.first - 1
        ends = before >= 0 and (tokens.words[before] in SENTENCE_END or not self.outside(before))
        starts = before < 0 or tokens.paragraphs[before] != tokens.paragraphs[target.first]
        if not j or not (ends or starts):
            return None
        last = self.reading.targets[j - 1]
        same = tokens.paragraphs[last.last - 1] == tokens.paragraphs[target.first]
        choice = self.choices[j - 1]
        stops = self.reading.stops[target.first] - self.reading.stops[last.last - 1]
        if same and choice.phrase >= 0 and stops <= 2:
            return Choice(choice.phrase, min(choice.probability, _POSSIBLE), 0.0)
        if not starts and self.whole(target):
            subject = self.subject_ahead(target)
            return None if subject is None else Choice(subject, _FAINT, 0.0)
        return None

    def named(self, j: int, target: Target) -> Choice | None:
        """Choose for words under a verb that is not listed: the name its sentence begins with."""
        if words_in(self.tokens.text, target.stretch.start, target.stretch.end) < 3:
            return None
        first = target.first - 1
        if first < 0 or not self.same_clause(first, target):
            return None
        subject = self.opener(target.first - 1)
        if subject is None or not self.text.names[self.reading.phrases[subject].head]:
            return None
        return Choice(subject, _FAINT, 0.0)

    def whole(self, target: Target) -> bool:
        """Whether the quoted words are a sentence of their own."""
        body = self.tokens.text[target.stretch.start : target.stretch.end].strip(
            "“”\"'«»„‘’ \u00a0"
        )
        return body[:1].isupper() or body[:1] in "¿¡"
