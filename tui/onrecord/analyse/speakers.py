"""From the phrase that a text names as speaker to the speaker's fullest name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.analyse.bodies import called_they, meant_by_it, meant_by_they
from onrecord.analyse.certainty import of_chain, of_phrase
from onrecord.analyse.cues import cues
from onrecord.analyse.documents import written_as_it
from onrecord.analyse.identity import PRONOUNS, Identities
from onrecord.analyse.kinds import GROUP, ORG, PERSON
from onrecord.analyse.labels import is_part, spell
from onrecord.analyse.names import is_title
from onrecord.analyse.parties import Party
from onrecord.analyse.presented import Said, guest_of, presented, titled_guest
from onrecord.analyse.press import byline_of
from onrecord.analyse.roles import role_of, titled
from onrecord.analyse.strangers import LONGEST_PHRASE
from onrecord.analyse.tokens import ADJ, DET, GEN, NAME, NOUN, NUM, POSS, PREP, PRON, REL
from onrecord.analyse.voices import name_of
from onrecord.model import EntityKind, Quotation, QuotationKind, Speaker

if TYPE_CHECKING:
    from onrecord.analyse.attribution import Attributed, Attributions
    from onrecord.analyse.entities import Chain
    from onrecord.analyse.pattern_identity import Meant, PatternIdentities
    from onrecord.analyse.tokens import Tokens
    from onrecord.model import Document, Span

_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
_AROUND = 50
"""Quotations before one among which the one around it is looked for; keeps the time linear."""
_SOMEBODY = frozenset({"someone", "somebody", "everyone", "everybody", "anyone", "anybody"})
_ANDS = (["and"], ["&"])
_SUREST = 0.98
"""How sure a pronoun's person can be at most."""
_IN_PHRASE = frozenset({NOUN, NAME, ADJ, DET, POSS, NUM})


@dataclass(frozen=True, slots=True)
class Naming:
    """A speaker and how sure the name is, given the phrase (0 to 1); or why there is none."""

    speaker: Speaker | None
    certainty: float = 1.0
    reason: str = ""


def _initials(name: str) -> tuple[str, ...]:
    """Return the initials of a name: with and without its small words, with "The" before it."""
    words = [w for w in name.replace("-", " ").split() if w[0].isalnum()]
    small = ("of", "the", "and", "for", "on", "in")
    every = "".join(w[0] for w in words).upper()
    return every, "".join(w[0] for w in words if w.lower() not in small).upper(), f"T{every}"


def _is_turn(said: Attributed) -> bool:
    return said.kind is QuotationKind.TURN


def _bare(name: str) -> str:
    """Return a name as names of outlets are compared: without case and article."""
    return " ".join(name.casefold().split()).removeprefix("the ")


class Namer:
    """Names the speakers of one text."""

    def __init__(
        self,
        document: Document,
        tokens: Tokens,
        identities: Identities,
        attributions: Attributions,
        abroad: PatternIdentities | None = None,
    ) -> None:
        self.abroad = abroad
        """Whom phrases mean in a text in another language than English."""
        self.document = document
        self.tokens = tokens
        self.identities = identities
        self.quotations = attributions.quotations
        self.described: dict[int, tuple[Chain, float]] = {}
        for reference in identities.references:
            for i in range(reference.first, reference.last + 1):
                self.described[i] = (reference.chain, reference.confidence)
        self.form = attributions.form
        self.conversation = attributions.conversation
        self.byline = document.byline or byline_of(document)
        self.foreign = cues(document.language) if document.language != "en" else None
        named = {id(c): c for c in identities.by_token.values() if c.kind == ORG}
        self.organisations = list(named.values())
        self.they = called_they(identities.by_token, identities.layout)
        self.turns = [number for number, q in enumerate(self.quotations) if _is_turn(q)]
        self.presented = self.present()
        answers, asks = self.find_parties()
        self.parties = {Party.ANSWERER: answers, Party.QUESTIONER: asks}

    def find_parties(self) -> tuple[Naming, Naming]:
        """Return who answered and who asked. An outlet asks; it is not interviewed."""
        if self.conversation is None:
            return self.answerer(), self.questioner()
        answers = self.interviewee(self.conversation.interviewee)
        asks = self.conversation.interviewer
        asked = self.questioner() if asks is None else self.name_span(asks)
        if answers.speaker is not None and answers.speaker == asked.speaker:
            # "He spoke with X", written by X.
            return self.most_quoted(besides=asked.speaker.name), asked
        if answers.speaker is not None and answers.speaker.kind == ORG:
            person = asked.speaker is not None and asked.speaker.kind == PERSON and asks is not None
            return (asked if person else self.most_quoted()), answers
        return answers, asked

    def interviewee(self, span: Span) -> Naming:
        """Return whom a wording says to have answered: a person, or an organisation as yet.

        "The tycoon told the Post" means the one most quoted where it cannot be told otherwise.
        """
        found = self.name_span(span)
        known = {c.name for c in (*self.identities.persons, *self.organisations)}
        if found.speaker is None or found.speaker.name in known:
            return found
        first = self.tokens.at(span[0])
        if self.tokens.lows[first] in ("the", "he", "she"):
            return self.most_quoted()
        return self.answerer()

    def most_quoted(self, besides: str = "") -> Naming:
        """Return the person who is named as speaker most often, but for ``besides``."""
        names: Counter[str] = Counter()
        for number, q in enumerate(self.quotations):
            found: Chain | Speaker | None
            if _is_turn(q) and q.mention is not None:
                found = self.turn(number).speaker
            elif q.head is not None:
                i = self.tokens.at(q.head[0])
                found = self.identities.by_token.get(i) or self.described.get(i, (None,))[0]
            else:
                continue
            if found is not None and found.kind == PERSON and found.name != besides:
                names[found.name] += 1
        if not names:
            return self.answerer()
        return Naming(Speaker(names.most_common(1)[0][0], PERSON), 0.8)

    def present(self) -> dict[str, Chain]:
        """Return whom the turns themselves present, by the spelling of their label or party."""
        tokens = self.tokens
        turns: list[Said] = []
        known: dict[str, bool] = {}
        utterance = -1
        for number in self.turns:
            q = self.quotations[number]
            first, last = tokens.at(q.start), tokens.at(q.end) - 1
            if q.utterance == utterance:
                turns[-1] = replace(turns[-1], last=last)
                continue
            utterance = q.utterance
            key = self.key(q)
            turns.append(Said(key, first, last))
            if key not in known:
                named = self.identities.by_token.get(tokens.at(q.head[0])) if q.head else None
                known[key] = named is not None and not is_part(key)
        unnamed = frozenset(key for key in known if not known[key])
        return presented(tokens, turns, self.identities.by_token, unnamed) if unnamed else {}

    def key(self, q: Attributed) -> str:
        """Return what turns of one speaker share: the spelling of their label, or the party."""
        return spell(self.document.text, q.mention) if q.mention else f"<{q.party}>"

    def answerer(self) -> Naming:
        """Return who answers where no wording tells of an interview."""
        chain = self.presented.get(f"<{Party.ANSWERER}>")
        if chain is not None:
            return Naming(Speaker(chain.name, PERSON), 0.9)
        labelled = self.labelled(Party.ANSWERER)
        if labelled is not None:
            return labelled
        if any(self.quotations[n].party is Party.ANSWERER for n in self.turns):
            first = self.tokens.at(self.quotations[self.turns[0]].start)
            persons = [c for c in self.identities.persons if c.name != self.byline]
            guest = guest_of(self.tokens, persons, first, self.document.title)
            if guest is not None:
                return Naming(Speaker(guest.name, PERSON), 0.8)
            titled = titled_guest(self.document.title)
            if titled and titled != self.byline:
                return Naming(Speaker(titled, PERSON), 0.8)
        return Naming(None, reason="the text does not name who answers")

    def questioner(self) -> Naming:
        """Return who asks where no wording tells: who labels a question, the byline, the outlet."""
        chain = self.presented.get(f"<{Party.QUESTIONER}>")
        if chain is not None:
            return Naming(Speaker(chain.name, PERSON), 0.9)
        return self.labelled(Party.QUESTIONER) or self.outlet()

    def labelled(self, party: Party) -> Naming | None:
        """Return the one who is named in front of the turns of ``party``, if it is one only."""
        fronts = {
            self.key(self.quotations[n]): n
            for n in self.turns
            if self.quotations[n].party is party and self.quotations[n].mention is not None
        }
        found = {}
        for number in fronts.values():
            naming = self.turn(number)
            if naming.speaker is not None and naming.speaker.kind is not EntityKind.GENERIC:
                found[naming.speaker.name] = naming
        return next(iter(found.values())) if len(found) == 1 else None

    def turn(self, number: int) -> Naming:
        """Return the speaker of a turn that has a label: never less than its label says."""
        q = self.quotations[number]
        found = self.turn_label(q)
        name = name_of(self.document.text[slice(*(q.antecedent or q.mention or (0, 0)))])
        known = found.speaker
        other = known is not None and known.kind in (ORG, EntityKind.GENERIC)
        if not name or (other and q.antecedent is None):
            return found
        part = known is None or set(known.name.lower().split()) < set(name.lower().split())
        return Naming(Speaker(name, PERSON), 0.95) if part else found

    def turn_label(self, q: Attributed) -> Naming:
        """Return the speaker whom the label of a turn names."""
        assert q.mention is not None
        assert q.head is not None
        label = self.document.text[slice(*q.mention)]
        outlet = self.document.outlet
        if outlet and _bare(label) == _bare(outlet):
            return Naming(Speaker(outlet, ORG))
        key = self.key(q)
        if q.antecedent is not None:
            full = self.identities.by_token.get(self.tokens.at(q.antecedent[1]) - 1)
            if full is not None and full.kind == PERSON:
                return self.as_chain(full)
        shown = self.presented.get(key)
        if shown is not None:
            return Naming(Speaker(shown.name, PERSON), 0.95)
        first, head = self.tokens.at(q.mention[0]), self.tokens.at(q.head[0])
        if head not in self.identities.by_token and not is_part(key):
            holders = self.identities.roles.fitting(titled(self.tokens, first, head))
            if len(holders) == 1 and is_title(self.tokens.lows[head]):
                return Naming(Speaker(holders[0][0].name, PERSON), 0.9)
        if is_part(key) or is_title(self.tokens.lows[head]):
            return Naming(Speaker(" ".join(label.split()), EntityKind.GENERIC))
        article = self.foreign.articles if self.foreign is not None else ()
        if " " in key and key.split()[0] in article and head not in self.identities.by_token:
            return Naming(Speaker(" ".join(label.split()), ORG), 0.8)
        return self.name_phrase(head, q.mention)

    def outlet(self) -> Naming:
        """Return who asked where the text names nobody: the byline, else the outlet."""
        if self.byline:
            return Naming(Speaker(self.byline, PERSON), 0.95)
        if self.document.outlet:
            return Naming(Speaker(self.document.outlet, ORG), 0.95)
        return Naming(None, reason="the text does not name who asks")

    def name_span(self, span: Span) -> Naming:
        """Return the speaker that a phrase without a known head names."""
        tokens = self.tokens
        first, last = tokens.at(span[0]), tokens.at(span[1]) - 1
        heads: list[int] = []
        for i in range(first, last + 1):
            if i in self.identities.by_token:
                heads.append(i)
            elif heads and (tokens.tags[i] in (PREP, REL) or tokens.words[i] == ","):
                break
        persons = [i for i in heads if self.identities.by_token[i].kind == PERSON]
        head = (persons or heads or [last])[-1]
        return self.name_phrase(head, span)

    def name(self, number: int) -> Naming:
        """Return the speaker of quotation ``number``."""
        said = self.quotations[number]
        if said.mention is None:
            if said.party is not None:
                return self.parties[said.party]
            return Naming(None, reason=said.reason)
        if _is_turn(said):
            return self.turn(number)
        head = self.tokens.at(said.head[0] if said.head else said.mention[0])
        if head >= len(self.tokens):
            return Naming(None, reason="the phrase named as speaker is no word of the text")
        if self.tokens.lows[head] in _FIRST_PERSON and self.tokens.words[head] != "US":
            return self.first_person(number)
        return self.name_phrase(head, said.mention)

    def name_phrase(self, head: int, mention: Span) -> Naming:
        """Return the speaker that a phrase names; ``head`` is the token of its head word."""
        tokens = self.tokens
        low = tokens.lows[head]
        short = self.initialism(mention)
        if short is not None:
            return short
        if self.abroad is not None:
            return self.foreigner(self.abroad.of(head, mention))
        chain = self.identities.by_token.get(head)
        if chain is not None:
            return self.as_chain(chain)
        beside = self.beside(head, mention)
        if beside is not None:
            return self.as_chain(beside)
        known = self.described.get(head)
        if known is not None:
            certainty = min(known[1], _SUREST) if low in PRONOUNS else 0.5 + known[1] / 2
            meant = self.as_chain(known[0])
            return replace(meant, certainty=certainty * meant.certainty)
        if low in PRONOUNS:
            return Naming(None, reason=f"nobody is named whom “{low}” could stand for")
        if tokens.tags[head] in (PRON, REL):
            return self.pronoun(head, low, mention)
        return self.phrase(head, mention)

    def initialism(self, mention: Span) -> Naming | None:
        """Name a person or outlet by initials, as transcripts do: "K&Q" for "Keel & Quay"."""
        text = self.document.text[slice(*mention)]
        letters = "".join(c for c in text if c.isalnum())
        if not (2 <= len(letters) <= 6 and letters.isupper()) or " " in text.strip():
            return None
        outlet = self.document.outlet
        if outlet and letters in _initials(outlet):
            return Naming(Speaker(outlet, ORG), 0.95)
        # Only a label stands for a person so: "the UN said" is not Una Nowak.
        whole = self.document.text
        opens = mention[0] == 0 or whole[mention[0] - 1] == "\n"
        if opens and whole[mention[1] : mention[1] + 1] in (":", ".", "\n"):
            persons = [c for c in self.identities.persons if letters in _initials(c.name)[:2]]
            if len(persons) == 1:
                return self.as_chain(persons[0])
        fits = [c for c in self.organisations if letters in _initials(c.name)]
        return self.as_chain(fits[0]) if len(fits) == 1 else None

    def as_chain(self, chain: Chain) -> Naming:
        """Name the person or thing of a chain, and tell how sure that is its whole name."""
        return Naming(Speaker(chain.name, chain.kind), of_chain(self.tokens, chain))

    def first_person(self, number: int) -> Naming:
        """Resolve "I said": whoever speaks around it, else whoever wrote the article."""
        said = self.quotations[number]
        assert said.mention is not None
        for outer in range(number - 1, max(number - _AROUND, -1), -1):
            around = self.quotations[outer]
            if around.start <= said.mention[0] and said.mention[1] <= around.end:
                return self.name(outer)
        if self.byline:
            return Naming(Speaker(self.byline, PERSON), 0.8)
        asks = self.parties[Party.QUESTIONER]
        if self.conversation is not None and asks.speaker is not None:
            return Naming(asks.speaker, 0.7)
        return Naming(None, reason="the writer speaks, and the article does not name the writer")

    def pronoun(self, head: int, low: str, mention: Span) -> Naming:
        """Resolve "who", "it", "they": the nearest fitting name before it."""
        tokens = self.tokens
        chain = self.identities.by_token.get(head - 1) or self.identities.by_token.get(head - 2)
        if tokens.tags[head] == REL:
            return self.antecedent(head) if chain is None else self.as_chain(chain)
        if low in _SOMEBODY:
            return Naming(
                Speaker(" ".join(tokens.text[slice(*mention)].split()), EntityKind.GENERIC)
            )
        if low == "it":
            return self.thing(head)
        if low == "they":
            known = self.identities
            found = meant_by_they(head, known.by_token, known.layout, self.they)
            if isinstance(found, tuple):
                text = " ".join(self.document.text[slice(*found)].split())[:LONGEST_PHRASE]
                return Naming(Speaker(text, EntityKind.GENERIC), 0.6)
            if found is not None:
                return Naming(Speaker(found.name, found.kind), 0.6)
        return Naming(None, reason=f"it cannot be told for whom “{low}” stands")

    def thing(self, head: int) -> Naming:
        """Name what "it" means: a document, or the body that was the subject last."""
        layout = self.identities.layout
        written = written_as_it(head, layout, self.identities.bodies)
        if written is None:
            body = meant_by_it(head, self.identities.bodies, layout)
            if body is not None:
                return Naming(Speaker(body.name, ORG), 0.7)
            written = written_as_it(head, layout, alone=True)
        if written is None:
            return Naming(None, reason="it cannot be told for what “it” stands")
        text = " ".join(self.document.text[slice(*written)].split())[:LONGEST_PHRASE]
        return Naming(Speaker(text, EntityKind.GENERIC), 0.75)

    def foreigner(self, meant: Meant) -> Naming:
        """Name whom a phrase of another language means: a person, a thing, else the phrase."""
        if meant.chain is not None:
            return Naming(Speaker(meant.chain.name, PERSON), meant.certainty)
        name = " ".join(self.document.text[slice(*meant.words)].split())[:LONGEST_PHRASE]
        chain = self.identities.by_token.get(self.tokens.at(meant.words[0]))
        if chain is not None and chain.name == name:
            return Naming(Speaker(name, chain.kind), meant.certainty)
        kind = ORG if name[:1].isupper() and not meant.opens else EntityKind.GENERIC
        return Naming(Speaker(name, kind), meant.certainty)

    def antecedent(self, head: int) -> Naming:
        """Name the noun phrase that a relative pronoun follows: "an architect who said"."""
        tokens = self.tokens
        last = head - 1 - (tokens.words[head - 1] == ",")
        first = last
        while first > 0 and head - first < 10 and tokens.tags[first - 1] in _IN_PHRASE:
            first -= 1
        if last < 0 or tokens.tags[last] not in (NOUN, NAME):
            return Naming(None, reason="it cannot be told for whom “who” stands")
        return self.name_phrase(last, tokens.span(first, last))

    def phrase(self, head: int, mention: Span) -> Naming:
        """Name a noun phrase by the name set beside it, else by the phrase itself."""
        tokens = self.tokens
        text = " ".join(tokens.text[self.owned_from(mention[0]) : mention[1]].split())
        text = text.removesuffix("’s").removesuffix("'s")[:LONGEST_PHRASE]
        if tokens.tags[head] == NAME and tokens.words[head][0].isupper() and len(text.split()) < 5:
            plural = tokens.lows[head].endswith("s") and tokens.lows[head - 1 : head] == ["the"]
            return Naming(Speaker(text, GROUP if plural else PERSON), 0.7)
        return Naming(Speaker(text, EntityKind.GENERIC), of_phrase(tokens, head, mention))

    def owned_from(self, start: int) -> int:
        """Return where a phrase begins with its owner: that of "Roy’s" for "office" after it."""
        tokens = self.tokens
        first = tokens.at(start) - 1
        if first < 1 or tokens.tags[first] != GEN:
            return start
        while first > 0 and tokens.tags[first - 1] in _IN_PHRASE:
            first -= 1
        return tokens.starts[first] if tokens.tags[first] != GEN else start

    def beside(self, head: int, mention: Span) -> Chain | None:
        """Return the person in apposition to a role: "the potter, Ana Roy", "Ana Roy, a potter"."""
        tokens, by_token = self.tokens, self.identities.by_token
        if tokens.tags[head] not in (NOUN, NAME) or tokens.lows[head].endswith("s"):
            return None
        first, end = tokens.at(mention[0]), tokens.at(mention[1])
        coordinate = self.coordinate(head)
        if coordinate is not None:
            return coordinate
        for i in range(head + 1, min(end, len(tokens))):
            if tokens.words[i - 1] != ",":
                continue
            chain = by_token.get(i)
            if chain is not None and chain.kind == PERSON:
                return chain
            break
        if not role_of(tokens.lows[head]):
            return None
        after = by_token.get(end + 1) if end < len(tokens) and tokens.words[end] == "," else None
        if after is not None and after.kind == PERSON:
            return after
        if end in by_token and by_token[end].kind == PERSON and end == head + 1:
            return by_token[end]
        before = by_token.get(first - 2) if first > 1 and tokens.words[first - 1] == "," else None
        return before if before is not None and before.kind == PERSON else None

    def coordinate(self, head: int) -> Chain | None:
        """Return the person behind further titles: "co-founder and CEO Ana Roy"."""
        tokens, by_token = self.tokens, self.identities.by_token
        if not role_of(tokens.lows[head]) or tokens.lows[head + 1 : head + 2] not in _ANDS:
            return None
        for i in range(head + 2, min(head + 8, len(tokens))):
            chain = by_token.get(i)
            if chain is not None:
                return chain if chain.kind == PERSON else None
            if tokens.tags[i] not in _IN_PHRASE or tokens.sentences[i] != tokens.sentences[head]:
                return None
        return None


def name_speakers(namer: Namer) -> tuple[Quotation, ...]:
    """Return the quotations of the record: each with its speaker's name, or the reason for none.

    The confidence is that the phrase is the speaker's times that the name is the phrase's.
    """
    text = namer.document.text
    named: list[Quotation] = []
    for number, said in enumerate(namer.quotations):
        naming = namer.name(number)
        known = naming.speaker is not None
        named.append(
            Quotation(
                said.start,
                said.end,
                text[said.start : said.end],
                said.kind,
                said.utterance,
                naming.speaker,
                said.mention,
                said.cue,
                round(said.confidence * naming.certainty, 4) if known else 0.0,
                "" if known else naming.reason or "no phrase near it is named as its speaker",
            )
        )
    return tuple(named)
