"""What a name is a name of: evidence from its own words and from the words around it.

Each rule adds a weight to one kind. The weights were set by hand, each for a reason that can be
named; there is nothing learned here, and no rule knows a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.analyse import surroundings
from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.names import PARTICLES, Run, is_collective, is_common, is_title
from onrecord.analyse.tokens import ADJ, AUX, GEN, NAME, NOUN, NUM, PUNCT, QUOTE, VERB, words_of
from onrecord.model import EntityKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.analyse.tokens import Tokens

PERSON, ORG, PLACE = EntityKind.PERSON, EntityKind.ORG, EntityKind.PLACE
GROUP, EVENT, LAW, WORK = EntityKind.GROUP, EntityKind.EVENT, EntityKind.LAW, EntityKind.WORK

Scores = dict[EntityKind, float]

SPEAKS = frozenset(
    {
        "said", "says", "say", "told", "tells", "added", "adds", "asked", "asks", "replied",
        "wrote", "writes", "tweeted", "noted", "explained", "argued", "warned", "insisted",
        "recalled", "continued", "admitted", "joked", "declared", "stated", "concluded", "answered",
        "acknowledged", "thinks", "believes", "remembers", "laughs", "laughed", "smiles", "smiled",
    }
)  # fmt: skip
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
"""What follows a person's surname, without its full stop."""
_WHERE = words_of("in at near from across outside inside off throughout around into via to")
_FOREIGN_ARTICLES = words_of(
    "les le la los las el der die das il lo gli un une ein eine una de het"
)
_SURELY_WHERE = frozenset({"in", "across", "near", "throughout", "outside", "off"})
_APPOSED = words_of("a an the then now former his her their my our")
_OF_FIRMS = words_of(
    """employees staff shareholders shares subsidiary customers founder co-founder ceo executive
    chairman chairwoman board profits headquarters investors boss owner owners sponsorship"""
)
_SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")
_ORGANISATIONS = frozenset(
    {
        "agency", "organisation", "organization", "newspaper", "magazine", "company", "firm",
        "broadcaster", "website", "channel", "network", "startup", "charity", "bank", "airline",
        "outlet", "publisher", "label", "manufacturer", "maker", "giant", "party", "group", "union",
        "club", "nonprofit", "consultancy", "retailer", "brewery", "weekly", "daily",
    }
)  # fmt: skip
"""Nouns that stand right before the name of an organisation: "the newspaper X"."""
_DASHES = ("—", "–", "--", "-")
_PARTS_OF_PLACES = frozenset(
    {
        "government", "parliament", "capital", "president", "minister", "prime", "king", "queen",
        "mayor", "economy", "border", "borders", "army", "navy", "coast", "people", "streets",
        "harbour", "harbor", "city", "town", "village", "island", "port", "airport", "population",
        "citizens", "residents", "suburbs", "outskirts", "north", "south", "east", "west", "centre",
        "history", "independence", "constitution", "neighbours", "neighbors", "language", "region",
        "province", "river", "mountains", "opposition", "ambassador", "embassy", "foreign",
        "northern", "southern", "eastern", "western", "central", "downtown", "northwest",
        "northeast", "southwest", "southeast",
    }
)  # fmt: skip
_LABELS: Mapping[str, tuple[EntityKind, float]] = {
    "PERSON": (PERSON, 1.5),
    "ORG": (ORG, 1.15),
    "GPE": (PLACE, 1.1),
    "LOC": (PLACE, 1.15),
    "FAC": (PLACE, 1.0),
    "NORP": (GROUP, 1.4),
    "EVENT": (EVENT, 1.5),
    "WORK_OF_ART": (WORK, 1.1),
    "LAW": (LAW, 1.5),
}
"""What the language model's labels count for, by how often they are right."""


def label_scores(label: str) -> Scores:
    """Return the evidence of one label that the language model gave."""
    found = _LABELS.get(label)
    return {} if found is None else {found[0]: found[1]}


def add(scores: Scores, more: Mapping[EntityKind, float]) -> None:
    """Add the weights ``more`` to ``scores``."""
    for kind, weight in more.items():
        scores[kind] = scores.get(kind, 0.0) + weight


def _known(tokens: Tokens, first: int, last: int) -> Scores:
    """Return what the gazetteer says of the whole name."""
    g = gazetteer()
    name = " ".join(tokens.lows[first : last + 1])
    bare = name.removeprefix("the ")
    more = 1.5 * (last - first)
    if first == last and tokens.words[first].isupper() and "." in name:
        bare = name.replace(".", "")
    if name in g.acronyms and is_common(name) and not tokens.words[last].isupper():
        return {}
    if name in g.places or bare in g.places:
        return {PLACE: 3.0 + more}
    if name in g.peoples or bare in g.peoples:
        return {GROUP: 3.0 + more}
    if name in g.organisations or bare in g.organisations:
        return {ORG: 3.0 + more}
    if name in g.events:
        return {EVENT: 3.0 + more}
    return {}


_OPENS_PLACE = words_of("lake mount cape fort port st. san santa saint new")


_SURNAMES = words_of(
    """park hill lake ford bridge bridges lane brook brooks wood woods field fields ward bank banks
    river rivers forest moor marsh glen dale church heath pond wells pool castle mill mills street
    grove cliff rock shore cross strand beach"""
)
"""Nouns of places and bodies that are family names as well."""
_NO_TITLES = words_of("executive head major chief")
"""Titles that are adjectives as well: "Executive Order", "Head Start"."""
_OF_PLACES = words_of("the in at of near from to by on for into around outside")


def _speaks_as_person(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name like a place's says something, or is brought in: "Ria Ward, a lecturer"."""
    before = tokens.lows[first - 1] if first else ""
    if last - first != 1 or before in _OF_PLACES or is_common(tokens.lows[first]):
        return False
    after = tokens.lows[last + 1] if last + 1 < len(tokens) else ""
    brought_in = after == "," and _apposition(tokens, last + 2) > 0
    return brought_in or after in SPEAKS or before in SPEAKS


def _by_nouns(tokens: Tokens, first: int, last: int) -> Scores:
    """Return what the nouns inside a name of several words say: "Ministry of …", "… County"."""
    g = gazetteer()
    if first == last:
        return {}
    lows = tokens.lows[first : last + 1]
    head = lows[-1]
    for i, low in enumerate(lows):
        if i and low in ("of", "for", "on", "against") and lows[i - 1] != head:
            head = lows[i - 1]
            break
    scores: Scores = {}
    before = tokens.lows[first - 1] if first else ""
    named = head in g.place_nouns or head in _SURNAMES
    if lows[0] in g.given and len(lows) == 2 and named and before != "the":
        return scores
    if head in _SURNAMES and _speaks_as_person(tokens, first, last):
        return {PERSON: 1.0}
    if head in g.event_nouns:
        scores[EVENT] = 2.4
    elif head in g.law_nouns:
        scores[LAW] = 2.4
    elif head in g.organisation_nouns:
        scores[ORG] = 2.6
    elif head in g.place_nouns:
        scores[PLACE] = 2.2
    elif lows[0] in _OPENS_PLACE:
        scores[PLACE] = 1.2
    if len(lows) > 2 and lows[0] in g.place_nouns:
        add(scores, {PLACE: 0.5})
    return scores


def _as_person(tokens: Tokens, run: Run) -> float:
    """Return what the words of a name say for a person."""
    g = gazetteer()
    weight = 0.0
    end = _end(tokens, run)
    weight += run.last + 1 - end
    words = tokens.words[run.core : end]
    lows = tokens.lows[run.core : end]
    if run.core > run.first and len(words) <= 4:
        before = tokens.lows[run.core - 1]
        weight += 3.0 if before in g.honorifics or before in g.titles else 1.2
        if before in _NO_TITLES and len(words) == 1 and is_common(lows[0]):
            weight -= 3.0
    last = lows[-1]
    plain = len(words) == 2 and lows[0] in g.given
    if (last in g.organisation_nouns or is_title(last)) and not plain:
        weight -= 3.0
    body = last in g.organisation_nouns and not (plain and last in _SURNAMES)
    solid = not body and " ".join(lows) not in g.places
    length = sum(low not in PARTICLES for low in lows)
    if 2 <= length <= 5 and solid and (last not in g.place_nouns or lows[0] in g.given):
        ordinary = len(words) > 2 and is_common(last)
        if lows[0] in g.given:
            weight += 1.0 if ordinary else 2.2
        if any(len(w) == 2 and w[1] == "." and w[0].isupper() for w in words[:-1]):
            weight += 1.5
        if _unusual(tokens, run):
            weight += 1.2
        if "-" in words[-1] and lows[0] not in g.peoples and not is_common(last):
            weight += 0.3
    if len(words) == 1 and last in g.given:
        weight += 0.8 if is_common(last) else 1.4
    if run.core == run.first and lows[0] not in g.given and all(map(is_common, lows)):
        weight -= 1.0
    return weight - 3.0 * _is_thing(words, lows)


def _end(tokens: Tokens, run: Run) -> int:
    """Return where a name ends before its "Jr" or "III"."""
    end = run.last + 1
    while end - run.core > 2 and tokens.lows[end - 1].rstrip(".") in SUFFIXES:
        end -= 1
    return end


def _is_thing(words: Sequence[str], lows: Sequence[str]) -> bool:
    """Whether a name is a thing's: "Explorer 6 Countdown", "Google Maps", "Gift of the River"."""
    numbered = any(c.isdigit() for word in words for c in word)
    linked = not {"of", "for", "the"}.isdisjoint(lows)
    bodies = gazetteer().organisations
    owned = len(words) > 1 and (lows[0] in bodies or " ".join(lows[:-1]) in bodies)
    return numbered or linked or owned


def _is_church(tokens: Tokens, run: Run) -> bool:
    """Whether a saint stands for a church or a school: "St Agatha's"."""
    following = tokens.tags[run.last + 1] if run.last + 1 < len(tokens) else ""
    return tokens.lows[run.first] in ("st", "st.", "saint") and following == GEN


def _unusual(tokens: Tokens, run: Run) -> bool:
    """Whether a name is made of two or three words that are no words of the language."""
    g = gazetteer()
    end = _end(tokens, run)
    lows = tokens.lows[run.core : end]
    before = tokens.lows[run.core - 1] if run.core else ""
    return (
        2 <= len(lows) <= 3
        and before != "the"
        and lows[0] not in _FOREIGN_ARTICLES
        and all(
            (w[0].isupper() and not w.isupper()) or w.startswith(("al-", "el-"))
            for w in tokens.words[run.core : end]
        )
        and not any(
            is_common(low)
            or low in g.place_nouns
            or low in g.organisation_nouns
            or low in g.peoples
            for low in lows
        )
    )


def _person_around(tokens: Tokens, run: Run) -> float:
    """Return what the words around a name say for a person."""
    g = gazetteer()
    weight = 0.0
    before = tokens.lows[run.first - 1] if run.first else ""
    after = tokens.lows[run.last + 1] if run.last + 1 < len(tokens) else ""
    if before in g.roles and tokens.tags[run.first - 1] in (NOUN, NAME) and run.last - run.core < 4:
        weight += 1.4
    if before == "," and run.first > 1 and tokens.lows[run.first - 2] in g.roles:
        weight += 1.0
    if after in SPEAKS or before in SPEAKS:
        weight += 0.7
    if before == "the":
        weight -= 0.3 if tokens.lows[run.core] in g.given and run.last > run.core else 1.2
    elif before in ("in", "at"):
        weight -= 0.8
    if after == ",":
        weight += _apposition(tokens, run.last + 2)
    elif after in ("who", "himself", "herself"):
        weight += 1.0
    elif run.last + 1 < len(tokens) and tokens.tags[run.last + 1] in (VERB, AUX, GEN):
        weight += 0.5
        weight += 1.0 if _is_called_he(tokens, run) else 0.0
    elif (
        after == "("
        and run.last + 2 < len(tokens)
        and tokens.words[run.last + 2] in ("D", "R", "D-", "R-")
    ):
        weight += 2.0
    return weight


def _is_called_he(tokens: Tokens, run: Run) -> bool:
    """Whether "he" or "she" follows in the sentence of which a name is the subject.

    "Roy came into office, and what did he do?" What somebody said of others ("Roy said he …")
    shows nothing.
    """
    verb = run.last + 1
    if tokens.tags[verb] not in (VERB, AUX) or tokens.lows[verb] in SPEAKS:
        return False
    for i in range(verb + 1, min(verb + 20, len(tokens))):
        named = tokens.tags[i] in (NAME, QUOTE)
        if named or tokens.sentences[i] != tokens.sentences[verb] or tokens.lows[i] in SPEAKS:
            return False
        if tokens.lows[i] in ("he", "she", "himself", "herself"):
            return True
    return False


def _apposition(tokens: Tokens, i: int) -> float:
    """Return what follows a name and a comma: an age, "who", "the … minister"."""
    g = gazetteer()
    if i + 1 >= len(tokens):
        return 0.0
    low = tokens.lows[i]
    if low == "who":
        return 1.2
    if low.isdigit() and len(low) == 2 and tokens.words[i + 1] in ",.":
        return 1.5
    if low in _APPOSED or tokens.tags[i] == NAME:
        for k in range(i, min(i + 7, len(tokens))):
            if tokens.words[k] in ",.;:()" or tokens.tags[k] == VERB:
                break
            if tokens.lows[k] in g.roles:
                return 1.2
    return 0.0


def _as_place(tokens: Tokens, run: Run) -> float:
    g = gazetteer()
    weight = 0.0
    before = tokens.lows[run.first - 1] if run.first else ""
    opens = not run.first or tokens.paragraphs[run.first - 1] != tokens.paragraphs[run.first]
    if opens and run.last + 2 < len(tokens) and tokens.words[run.last + 1] in _DASHES:
        weight += 2.0
    elif opens and _before_agency(tokens, run.last + 1):
        weight += 3.0
    source = before == "to" and run.first > 1 and tokens.lows[run.first - 2] == "according"
    if before in _WHERE and not source:
        weight += _where(tokens, run, before)
    elif before == "of" and run.first > 1:
        low = tokens.lows[run.first - 2]
        holds = low in g.roles or low in _PARTS_OF_PLACES
        weight += 1.2 if holds and low not in _OF_FIRMS else 0.0
    if run.last + 2 < len(tokens) and tokens.tags[run.last + 1] == GEN:
        weight += 1.0 if _has_as_place(tokens, run.last + 2) else 0.0
    if run.last + 2 < len(tokens) and tokens.words[run.last + 1] == "," and before in _WHERE:
        following = tokens.lows[run.last + 2]
        if following in g.places and following != tokens.lows[run.last]:
            weight += 1.5
    return weight


def _where(tokens: Tokens, run: Run, before: str) -> float:
    """Return what "in" and its like in front of a name say for a place."""
    if before not in _SURELY_WHERE:
        return 0.4
    lows = tokens.lows[run.first : run.last + 1]
    if len(lows) > 1 and all(map(is_common, lows)):
        return 0.6
    alone = len(lows) == 1 and len(lows[0]) > 3 and not is_common(lows[0])
    return 1.9 if alone and lows[0] not in gazetteer().given and lows[0].isalpha() else 1.3


def _before_agency(tokens: Tokens, i: int) -> bool:
    """Whether an agency in brackets and a dash follow a dateline: "PORT SABAL (Meridian) -"."""
    if tokens.words[i : i + 1] != ["("]:
        return False
    closes = next((k for k in range(i + 2, i + 5) if tokens.words[k : k + 1] == [")"]), -1)
    return closes > 0 and closes + 1 < len(tokens) and tokens.words[closes + 1] in _DASHES


def _in_dateline(tokens: Tokens, run: Run) -> bool:
    """Whether a name stands in brackets behind the place of a dateline: it is an agency."""
    i = run.first - 1
    if i < 1 or tokens.words[i] != "(" or tokens.words[run.last + 1 : run.last + 2] != [")"]:
        return False
    first = i - 1
    while first and tokens.paragraphs[first - 1] == tokens.paragraphs[i] and i - first < 6:
        first -= 1
    opens = not first or tokens.paragraphs[first - 1] != tokens.paragraphs[first]
    return opens and _before_agency(tokens, i)


def _has_as_place(tokens: Tokens, i: int) -> bool:
    """Whether what a genitive has is what places have: "'s prime minister", "'s old harbour"."""
    for k in range(i, min(i + 3, len(tokens))):
        if tokens.lows[k] in _PARTS_OF_PLACES:
            return True
        if tokens.tags[k] not in (ADJ, NAME, NUM):
            return False
    return False


def _as_organisation(tokens: Tokens, run: Run, headlines: frozenset[int]) -> float:
    weight = 0.0
    before = tokens.lows[run.first - 1] if run.first else ""
    word = tokens.words[run.last]
    single = run.first == run.last
    loud = tokens.paragraphs[run.first] in headlines
    acronym = word.isupper() and 2 <= len(word) <= 6 and word.isalpha()
    if single and acronym and not loud and not is_common(word.lower()):
        weight += 0.9
    if before in _ORGANISATIONS and "." not in tokens.words[run.first - 1]:
        weight += 2.0
    if before == "the" and not single:
        weight += 0.4
    inside = run.first > 0 and tokens.sentences[run.first - 1] == tokens.sentences[run.first]
    if before == "the" and single and inside and not loud:
        weight += 2.0 if tokens.lows[run.first] in gazetteer().organisation_nouns else 0.0
    article = run.first if tokens.words[run.first] == "The" else run.first - 1
    if article > 0 and tokens.words[article] == "The" and not loud:
        within = tokens.sentences[article - 1] == tokens.sentences[article]
        if within and tokens.tags[article - 1] not in (QUOTE, PUNCT):
            weight += 2.2
    if single and not word.isupper() and any(c.isupper() for c in word[2:]) and "-" not in word:
        weight += 0.6 if not word.startswith(("Mc", "Mac", "De", "O’", "O'")) else 0.0
        acts = run.last + 1 < len(tokens) and tokens.tags[run.last + 1] in (VERB, AUX)
        weight += 1.2 if acts and _is_camel(word) else 0.0
    if _is_firm(tokens, run):
        weight += 2.2
    weight += 1.6 * _has_as_firm(tokens, run) + 2.4 * _beside_score(tokens, run)
    if before == "to" and run.first > 1 and tokens.lows[run.first - 2] == "according":
        weight += 0.6
    if _in_dateline(tokens, run):
        weight += 3.0
    after = tokens.lows[run.last + 1] if run.last + 1 < len(tokens) else ""
    if after in ("spokesman", "spokeswoman", "spokesperson", "shares", "employees", "headquarters"):
        weight += 1.0
    return weight


def _has_as_firm(tokens: Tokens, run: Run) -> bool:
    """Whether what a name has is what firms have: "employees of X", "X's chief executive"."""
    if run.first > 1 and tokens.lows[run.first - 1] == "of":
        return tokens.lows[run.first - 2] in _OF_FIRMS
    if run.last + 2 >= len(tokens) or tokens.tags[run.last + 1] != GEN:
        return False
    return not _OF_FIRMS.isdisjoint(tokens.lows[run.last + 2 : run.last + 4])


def _beside_score(tokens: Tokens, run: Run) -> bool:
    """Whether a result stands beside a name: "Thornaby Wanderers 1-0 Clevedale City"."""
    beside = [tokens.words[i] for i in (run.first - 1, run.last + 1) if 0 <= i < len(tokens)]
    return any(_SCORE.fullmatch(word) for word in beside)


def _is_camel(word: str) -> bool:
    """Whether a word is two put together, as firms' names are ("CoastRail", "YouTube")."""
    inner = [i for i, c in enumerate(word) if i > 2 and c.isupper() and word[i - 1].islower()]
    return word[0].isupper() and bool(inner) and word[inner[0] + 1 : inner[0] + 2].islower()


def _is_firm(tokens: Tokens, run: Run) -> bool:
    """Whether a name is made as those of firms and of people that act together are.

    "Morrow & Tate", "Residents First", "Lawyers for the Ballot", "Channel Nine".
    """
    words, lows = tokens.words[run.first : run.last + 1], tokens.lows[run.first : run.last + 1]
    if len(words) < 2:
        return False
    if "&" in words[1:-1]:
        return lows[0] not in gazetteer().given and min(map(len, (words[0], words[-1]))) > 1
    if lows[-1] == "first" and lows[0].endswith("s"):
        return True
    if lows[0] in ("channel", "radio", "tv"):
        return len(words) == 2
    return len(words) > 2 and is_collective(lows[0]) and lows[1] in ("for", "against", "without")


def local_scores(tokens: Tokens, run: Run, headlines: frozenset[int]) -> Scores:
    """Return the evidence for each kind that one occurrence of a name shows, without any model."""
    scores = _known(tokens, run.core, run.last)
    nouns = _by_nouns(tokens, run.first if run.core == run.first else run.core, run.last)
    if not scores or PLACE not in scores:
        add(scores, nouns)
    person = _as_person(tokens, run) + _person_around(tokens, run)
    if _is_church(tokens, run):
        person = -2.0
    if scores and run.core == run.first:
        person -= 1.5
    elif run.first == run.last and is_common(tokens.lows[run.first]):
        add(scores, {ORG: -1.0, PLACE: -1.0})
    place = _as_place(tokens, run) + surroundings.as_place(tokens, run)
    if place and not (run.core > run.first):
        add(scores, {PLACE: place})
    organisation = _as_organisation(tokens, run, headlines) + surroundings.as_body(tokens, run)
    if organisation and run.core == run.first:
        add(scores, {ORG: organisation})
    add(scores, {PERSON: person})
    return scores
