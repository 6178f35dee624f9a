"""Where proper names may stand in a text: runs of capitalised words.

A run is a stretch of tokens that may be one name. What it names is decided later
(:mod:`onrecord.analyse.kinds`); here only capitals, connecting words, titles and brackets count.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.tokens import GEN, NAME, PUNCT, lexicon, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.analyse.tokens import Tokens

PARTICLES = frozenset(
    {
        "de", "del", "della", "di", "da", "du", "dos", "das", "van", "von", "der", "den", "ter",
        "bin", "bint", "binti", "ibn", "al", "el", "la", "le", "ben", "abu", "zu", "zur", "y", "i",
        "e", "dela", "dels", "delle", "degli", "las", "los", "ten", "af", "av", "ould",
    }
)  # fmt: skip
"""Lower-case words inside the names of persons."""
FAMILIES = words_of(
    """au cai chan chau chen cheng cheung ching chiu cho choi chow choy chu chua chui chung deng fan
    feng fok fong fung gao goh guo han hau he ho hon hu huang hui hung hwang ip jiang jung kam kang
    kim ko koh kong kwan kwok kwong lai lam lau law lee leung li lim lin liu lo lui luk luo ma mak
    man mao mok moon mui ng ngai ngo nguyen ong or pang park peng pham phua poon pun qian quek shek
    shum sim sin sit siu so song suen sum sun sung szeto tai tam tan tang tay teo tham to tong tran
    tsang tse tsoi tsui tung wai wan wang wei wen wong woo wu xi xiao xie xu yam yan yang yau yeo
    yeung yip yiu yoon yu yuen yung zhang zhao zheng zhou zhu"""
)
"""Family names that stand before given names in two parts: "Raymond Tse Kin-wah", "Tan Mei Hua"."""
PREFIXES = ("pro-", "anti-", "non-", "pan-", "ex-", "mid-", "post-", "pre-", "self-", "co-", "un-")
_SUFFIXES = tuple(
    f"-{tail}"
    for tail in (
        "era", "inspired", "based", "led", "backed", "style", "born", "like", "owned", "wide",
        "only", "related", "controlled", "friendly", "run", "funded", "made", "leaning", "aligned",
    )
)  # fmt: skip
"""What makes an adjective of a name: "White House-era"."""
_BEFORE_MONTH = frozenset(
    {"in", "since", "until", "by", "last", "next", "this", "early", "late", "of", "from", "to"}
    | {"through", "between", "and", "before", "after", "during", "for", "mid", "on", "every"}
)
LONGEST_NAME = 14
"""Tokens after which a name is cut, or goes no further; keeps the time linear."""
_LONGEST_HEADLINE = 40
"""Words of four letters and more from which on a paragraph is no headline."""
_LINKS = frozenset({"of", "for", "on", "the", "and", "&", "in", "to", "against", "without"})


_LAST = frozenset({"corp.", "inc.", "ltd.", "plc", "llc", "gmbh", "corp", "inc", "ltd"})
"""Words with which the name of a firm ends."""


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Tokens that may be one name, as indexes, both included.

    ``core`` is the first token after titles and honorifics: in "President Ana Roy" that of "Ana".
    """

    first: int
    last: int
    core: int


def headlines(tokens: Tokens) -> frozenset[int]:
    """Numbers of the paragraphs that are set in title case or in capitals throughout.

    A caption full of names is none: a headline has capitals on ordinary words too.
    """
    g = gazetteer()
    long = [0] * (tokens.paragraphs[-1] + 1 if len(tokens) else 0)
    capitals, ordinary = long.copy(), long.copy()
    for i, word in enumerate(tokens.words):
        if len(word) < 4:
            continue
        paragraph = tokens.paragraphs[i]
        if word[0].isupper():
            long[paragraph] += 1
            capitals[paragraph] += 1
            if long[paragraph] < _LONGEST_HEADLINE and capitals[paragraph] > 1:
                low = tokens.lows[i]
                ordinary[paragraph] += is_common(low) and low not in g.titles
        elif word[0].isalpha():
            long[paragraph] += 1
    return frozenset(
        paragraph
        for paragraph, words in enumerate(long)
        if 3 < words < _LONGEST_HEADLINE
        and capitals[paragraph] >= 0.75 * words
        and ordinary[paragraph] > 1
    )


def _begins_title(tokens: Tokens, i: int) -> bool:
    """Whether a common word with a capital is a title, or leads one: "Interior Minister"."""
    g = gazetteer()
    low = tokens.lows[i]
    if low in g.titles:
        return True
    if i + 1 >= len(tokens) or not tokens.words[i + 1][0].isupper():
        return False
    return low in g.honorifics or (low in g.title_modifiers and tokens.lows[i + 1] in g.titles)


def is_adjective(low: str) -> bool:
    """Whether a word with a hyphen is made of a name but is none: "pro-Roy", "Roy-era"."""
    return low.startswith(PREFIXES) or low.endswith(_SUFFIXES)


def is_capitalised(tokens: Tokens, i: int) -> bool:
    """Whether token ``i`` has a capital letter as names have one, and is a word."""
    word = tokens.words[i]
    if "-" in word and is_adjective(tokens.lows[i]):
        return False
    if word[0].isupper():
        if tokens.tags[i] == NAME or _begins_title(tokens, i) or _shouts(tokens, i):
            return True
        # The first word of a firm's name: "Reed & Partners".
        return tokens.words[i + 1 : i + 2] == ["&"] and tokens.tags[i + 2 : i + 3] == [NAME]
    if len(word) < 4 or word.islower() or not word[0].isalpha():
        return False
    return word.startswith(("al-", "el-", "d’", "d'")) or (
        "-" not in word and any(c.isupper() for c in word[1:-1])
    )


def _shouts(tokens: Tokens, i: int) -> bool:
    """Whether a common word is in capitals as the name that it begins: "PORT SABAL, Monday"."""
    word, after = tokens.words[i], tokens.words[i + 1 : i + 2]
    return (
        len(word) > 1
        and word.isupper()
        and bool(after)
        and len(after[0]) > 1
        and (after[0].isupper() and _adjacent(tokens, i))
    )


def _adjacent(tokens: Tokens, i: int) -> bool:
    """Whether token ``i + 1`` follows token ``i`` in the same sentence with one blank at most."""
    return (
        i + 1 < len(tokens)
        and tokens.sentences[i] == tokens.sentences[i + 1]
        and tokens.starts[i + 1] - tokens.ends[i] <= 1
    )


def title_end(tokens: Tokens, first: int, last: int) -> int:
    """Index of the first token from ``first`` on that is not part of a title before a name.

    Peoples and countries in front of a title belong to it ("Russian President", "US Senator").
    Without any title, or where nothing but a title stands there, the answer is ``first``.
    """
    g = gazetteer()
    end = first
    if " ".join(tokens.lows[first : last + 1]) in g.organisations:
        return first
    if first > 2 and tokens.lows[first - 2 : first] == ["of", "the"]:
        # "Leader of the Opposition Ana Roy"
        office = tokens.lows[first - 3] in g.titles and tokens.lows[first] in g.title_modifiers
        end += office and last > first
    for i in range(end, last):
        low = tokens.lows[i]
        if low in g.honorifics or low in g.titles or low in g.roles:
            end = i + 1
        elif i == first and last > i + 1 and _leads_title(tokens, i):
            continue
        elif end > first and is_office(tokens, i):
            end = i + 1
        elif not (
            low in g.title_modifiers
            or low in g.peoples
            or low in g.places
            or low in ("of", "for", "and", "the", "-", "/")
        ):
            break
    noun = end == last and (
        is_title(tokens.lows[last])
        or tokens.lows[last] in g.organisation_nouns
        or tokens.lows[last] in g.place_nouns
    )
    return first if noun and tokens.lows[last - 1] not in _ADDRESSES else end


_ADDRESSES = words_of(
    """mr mr. mrs mrs. ms ms. miss mx mx. dr dr. prof prof. professor sen sen. senator rep rep. gov
    gov. sgt sgt. sergeant det det. detective capt capt. lt lt. col col. rev rev. cllr cllr.
    councillor judge justice inspector"""
)
"""Titles that stand before surnames only: "Mr Hill" is no hill, as "Queen Street" is a street."""


def _leads_title(tokens: Tokens, i: int) -> bool:
    """Whether an unknown word is the people of the title after it: "Velmoran President"."""
    g = gazetteer()
    following = tokens.lows[i + 1]
    return tokens.lows[i] not in g.given and (
        following in g.titles or following in g.title_modifiers
    )


def is_title(low: str) -> bool:
    """Whether a lower-case word is a title or an honorific."""
    g = gazetteer()
    return low in g.honorifics or low in g.titles


def _reach(tokens: Tokens, i: int) -> int:
    """Index of the last token of the run of capitalised words that starts at ``i``."""
    last = i
    while last - i < LONGEST_NAME and _adjacent(tokens, last):
        if last > i and tokens.lows[last] in _LAST:
            break
        following = last + 1
        low = tokens.lows[following]
        if _genitive_inside(tokens, following):
            last = following + 1
            continue
        # Dashes glue without blanks only: "BERNE - Ana Roy said" is a dateline.
        touches = tokens.starts[following] == tokens.ends[last]
        glue = ("-", "–", "/", "&", ".") if touches else ("&", ".")
        glued = tokens.words[following] in glue and _adjacent(tokens, following)
        named = low not in gazetteer().not_names or _is_name_month(tokens, following)
        if (is_capitalised(tokens, following) and named) or low in _LAST:
            last = following
        elif (glued or low in PARTICLES) and _continues(tokens, following):
            last = following + 1
        elif low in ("de", "van") and _article_continues(tokens, following):
            last = following + 2
        else:
            break
    return last


def _article_continues(tokens: Tokens, i: int) -> bool:
    """Whether "de la" or "van der" at token ``i`` leads on to a name."""
    return (
        _adjacent(tokens, i)
        and tokens.lows[i + 1] in ("la", "las", "los", "der", "den", "het")
        and _continues(tokens, i + 1)
    )


def _genitive_inside(tokens: Tokens, i: int) -> bool:
    """Whether token ``i`` is a genitive inside a name: "Women's Institute", "Potters' Guild"."""
    if tokens.tags[i] != GEN and tokens.words[i] not in ("'", "’"):
        return False
    owner = tokens.lows[i - 1]
    plural = owner.endswith(("men", "ers", "ors", "ists")) or is_common(owner)
    return (
        plural
        and _continues(tokens, i)
        and any(low in gazetteer().organisation_nouns for low in tokens.lows[i + 1 : i + 4])
    )


def _is_name_month(tokens: Tokens, i: int) -> bool:
    """Whether "May" or "March" is somebody's name here and no month."""
    if tokens.lows[i] not in ("may", "march", "april", "june", "august"):
        return False
    if i + 1 < len(tokens) and tokens.words[i + 1][0].isdigit():
        return False
    before = tokens.lows[i - 1] if i else ""
    return before not in _BEFORE_MONTH and not before.isdigit()


def _continues(tokens: Tokens, i: int) -> bool:
    return _adjacent(tokens, i) and is_capitalised(tokens, i + 1)


@lru_cache(maxsize=1)
def _governing() -> frozenset[str]:
    """Nouns that may govern what follows them in a name: "Ministry of", "Act on"."""
    g = gazetteer()
    return g.organisation_nouns | g.event_nouns | g.law_nouns | g.place_nouns


def _linked(tokens: Tokens, first: int, last: int) -> int:
    """Where a name goes on after "of", "for", "and" …: the new last token, or ``last``.

    Only names whose first part can govern such a tail are carried on: an organisation, place,
    event or law noun ("Ministry of", "Bank for", "Act on").
    """
    g = gazetteer()
    governs = _governing()
    ofs = False
    while (
        last - first < LONGEST_NAME and _adjacent(tokens, last) and tokens.lows[last + 1] in _LINKS
    ):
        link = tokens.lows[last + 1]
        i = last + 1
        while _adjacent(tokens, i) and tokens.lows[i + 1] in ("the", "on", "of") and i - last < 3:
            i += 1
        if not _continues(tokens, i) or tokens.lows[i + 1] in g.not_names:
            break
        joins = tokens.lows[last] in governs
        if link in ("for", "against", "without") and is_collective(tokens.lows[last]):
            joins = True
        if link == "of" and ofs and tokens.lows[last].endswith("s"):
            joins = joins or is_common(tokens.lows[last])  # "Council of Churches of Lorne"
        if link in ("and", "&"):
            following = _reach(tokens, i + 1)
            joins = (ofs or joins) and tokens.lows[last] not in g.places and i == last + 1
            joins = joins and not _names_person(tokens, i + 1, following)
            joins = joins and (ofs or tokens.lows[following] in governs)
            joins = joins and (ofs or last > first or following > i + 1)
            joins = joins or (i == last + 1 and _shares_noun(tokens, first, last, following))
        elif link in ("in", "to", "on", "against", "the"):
            joins = joins and tokens.lows[last] in g.law_nouns | {
                "conference",
                "council",
                "committee",
                "commission",
            }
        if not joins:
            break
        ofs = ofs or link in ("of", "for", "on")
        last = _reach(tokens, i + 1)
    return last


def _shares_noun(tokens: Tokens, first: int, last: int, end: int) -> bool:
    """Whether what stands on both sides of "and" is of one body: "the Mines and Slopes Bureau".

    The noun that says so ends the second part, an article leads the first, whose words are common
    ones and name nobody and no body.
    """
    g = gazetteer()
    low = tokens.lows[last]
    articled = first > 0 and tokens.lows[first - 1] in ("the", "a", "an", "its", "their")
    known = low in g.places or low in g.given or low in _governing() or low in g.roles
    named = any(tokens.lows[k] in g.given for k in range(first, last + 1))
    governed = tokens.lows[end] in g.organisation_nouns and end > last + 2
    return articled and governed and is_common(low) and not known and not named


def is_collective(low: str) -> bool:
    """Whether a word is people that act together: "Lawyers for the Ballot"."""
    return low.endswith(("ers", "ors", "ists", "ents", "ants", "parents", "women", "men")) and (
        is_common(low) or is_common(low[:-1])
    )


def _names_person(tokens: Tokens, first: int, last: int) -> bool:
    g = gazetteer()
    low = tokens.lows[first]
    return low in g.honorifics or (last > first and low in g.given)


_OFFICES = words_of(
    "exchequer affairs commons lords assembly faith housing works elections intelligence revenue"
)


def is_office(tokens: Tokens, i: int) -> bool:
    """Whether token ``i`` is the office of the title before it: "of State", "for Ethical Affairs".

    A common word with a capital is as well, where a given name follows the office. An office is no
    longer than a name may be.
    """
    first = i
    while first > 0 and i - first < LONGEST_NAME and _in_office(tokens, first):
        first -= 1
        if tokens.lows[first] in ("of", "for", "the", "and"):
            return True
    return False


def _in_office(tokens: Tokens, i: int) -> bool:
    """Whether a word may stand in an office."""
    g = gazetteer()
    low = tokens.lows[i]
    if low in g.title_modifiers or low in _OFFICES:
        return True
    last, end = i, min(i + LONGEST_NAME, len(tokens) - 1)
    while last < end and is_common(tokens.lows[last]) and _continues(tokens, last):
        last += 1
    return last > i and tokens.lows[last] in g.given and low not in g.given and low not in g.places


def holder_of(tokens: Tokens, title: int) -> int | None:
    """Find the name after a title with its office: "Secretary of State for Health Ana Roy"."""
    if tokens.lows[title] not in gazetteer().titles:
        return None
    end = title
    while tokens.lows[end + 1 : end + 2] in (["of"], ["for"]) and end - title < LONGEST_NAME:
        i, stop = end + 2, min(end + LONGEST_NAME, len(tokens))
        while i < stop and (tokens.lows[i] in ("the", "and") or is_office(tokens, i)):
            i += 1
        if not is_office(tokens, i - 1):
            return None
        end = i - 1
    return end + 1 if end > title and _continues(tokens, end) else None


def runs(tokens: Tokens) -> Iterator[Run]:
    """Return the runs of the whole text, in order and disjoint.

    A genitive ends a run; so do sentence ends, line breaks and commas.
    """
    g = gazetteer()
    i, n = 0, len(tokens)
    while i < n:
        month = _is_name_month(tokens, i) and i > 0 and tokens.tags[i - 1] != PUNCT
        unnamed = tokens.lows[i] in g.not_names and not month
        if not is_capitalised(tokens, i) or unnamed or tokens.tags[i] == GEN:
            i += 1
            continue
        if tokens.words[i] in ("Q.", "A.", "Q", "A") and (
            not i or tokens.paragraphs[i - 1] != tokens.paragraphs[i]
        ):
            i += 1
            continue
        last = _reach(tokens, i)
        holder = holder_of(tokens, last)
        if holder is not None:
            last = _reach(tokens, holder)
            yield Run(i, last, title_end(tokens, holder, last))
            i = last + 1
            continue
        full = _linked(tokens, i, last)
        yield Run(i, full, title_end(tokens, i, full))
        i = full + 1


def acronyms(tokens: Tokens) -> dict[int, tuple[int, int]]:
    """Find acronyms in brackets after their long form: token -> (first, last) of the form.

    "the Conference on Trust in Asia (CTA)": every letter of the acronym is, in order, the first
    letter of a word of the form; the form starts with the acronym's first letter.
    """
    found: dict[int, tuple[int, int]] = {}
    for i in range(2, len(tokens) - 1):
        word = tokens.words[i]
        if tokens.words[i - 1] != "(" or tokens.words[i + 1] != ")":
            continue
        if not (2 <= len(word) <= 10 and sum(c.isupper() for c in word) >= 2 and word[0].isupper()):
            continue
        form = _long_form(tokens, i - 2, [c for c in word if c.isupper()])
        if form is not None:
            found[i] = form
    return found


def _long_form(tokens: Tokens, last: int, letters: list[str]) -> tuple[int, int] | None:
    """Return the shortest stretch up to ``last`` whose capitals spell ``letters``."""
    skipped = 0
    wanted = len(letters) - 1
    i = last
    while i >= 0 and last - i < 4 + 3 * len(letters):
        if tokens.sentences[i] != tokens.sentences[last] or tokens.words[i] in '()“”";':
            return None
        initial = tokens.words[i][0]
        if initial.upper() == letters[wanted] and (initial.isupper() or wanted):
            wanted -= 1
            if wanted < 0:
                return i, last
        elif initial.isupper():
            skipped += 1
            if skipped > 2:
                return None
        i -= 1
    return None


def is_common(low: str) -> bool:
    """Whether a lower-case word is an ordinary word of the language."""
    return low in lexicon().words
