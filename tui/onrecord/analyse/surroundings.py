"""What the words around a name that no list knows say for a place or for a body.

"The hamlet of X", "Ana Roy, 46, of X", "the foundry at X", a dateline; "head of policy at X",
"X, which makes pumps", "X's chief executive", "seen by X", "the XYZ".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.names import is_common
from onrecord.analyse.tokens import ADJ, AUX, DET, GEN, NAME, NOUN, NUM, POSS, VERB, words_of

if TYPE_CHECKING:
    from onrecord.analyse.names import Run
    from onrecord.analyse.tokens import Tokens

_SETTLEMENTS = words_of(
    """town village city hamlet port suburb district county province region state island parish
    commune municipality borough neighbourhood neighborhood kingdom republic outskirts
    prefecture township settlement"""
)
_LANDSCAPE = words_of(
    """valley glacier river temple road street bridge footbridge region province district suburb
    coast island peninsula mountains hills border airport reservoir estuary lake bay delta
    plateau plain basin headland harbour harbor"""
)
"""What stands behind the name of a place, in small letters."""
_SITES = words_of(
    """plant foundry factory harbour harbor house home library hospital station school pier port
    farm mill mine base camp church chapel shop studio office bank depot yard clinic prison
    barracks castle cottage hotel inn lighthouse site refinery brewery bakery theatre court
    line junction"""
)
"""What stands at a place: "the foundry at X"."""
_SEATS = words_of("mp mps member members msp td senator candidate constituency seat")
_PEOPLE = words_of(
    """people residents visitors customer customers daughters daughter son sons twins family
    families couple man woman men women boy girl teenager tourists refugees migrants workers
    students pilgrims native natives counterpart colleagues envoy envoys delegation"""
)
_BETWEEN = words_of(
    """talks relations relationship border road war treaty dispute ferry train trains flight
    flights trade ties route railway tensions agreement match game bridge tunnel"""
)
_AWAY = words_of("kilometres kilometers miles km north south east west outside hours minutes")
_OWNS = words_of("government parliament capital president prime opposition central main")
_ROLES_AT = words_of(
    """head director analyst professor researcher economist partner officer manager lawyer
    engineer teacher nurse consultant scientist student lecturer fellow president custodian
    editor chef strategist curator chief coach trainee apprentice architect reader chemist"""
)
_WORKS = words_of(
    "work works worked working taught teaches studied studies employed trained job jobs"
)
_DOES = words_of(
    """makes make runs run sells employs owns operates lets led leads provides publishes
    represents supplies manages oversees described says said plans has had organises organizes
    builds built bought funds campaigns"""
)
_BODY_NOUNS = words_of(
    """company firm startup start-up maker manufacturer retailer operator utility charity
    regulator publisher owner bank airline broadcaster newspaper magazine website union club
    group party agency nonprofit consultancy insurer lender supermarket chain brewery
    developer contractor supplier producer lawyers builder think-tank foundation campaign
    network organisation organization outlet label studio brand team"""
)
_HAS = words_of(
    """chief lawyers spokesman spokeswoman spokesperson results sales revenue revenues profit
    parent app pilots drivers shareholders director statement"""
)
_SHOWN = words_of("seen obtained reviewed shared published reported verified")
_NEAR = 7
"""How far behind a name the noun stands that says what it is."""
_DATELINE = 16
"""Tokens in which a dateline ends with its dash."""
_DASHES = frozenset({"—", "–", "--", "-", "―"})


def as_place(tokens: Tokens, run: Run) -> float:
    """Return what the words around a name say for a place, besides "in" and its like."""
    if in_dateline(tokens, run):
        return 3.0
    lows = tokens.lows
    before = lows[run.first - 1] if run.first else ""
    leads = lows[run.first - 2] if run.first > 1 else ""
    after = lows[run.last + 1] if run.last + 1 < len(tokens) else ""
    weight = _led(tokens, run, before, leads)
    single = run.first == run.last and not is_common(lows[run.first])
    if single and after in _LANDSCAPE and lows[run.first] not in gazetteer().given:
        weight += 1.5
    if before == "between" and leads in _BETWEEN and single:
        weight += 1.3
    if before == "and" and _between(tokens, run.first - 1):
        weight += 1.3
    owned = run.last + 2 < len(tokens) and tokens.tags[run.last + 1] == GEN
    if owned and lows[run.last + 2] in _OWNS:
        weight += 0.4
    return weight


def _led(tokens: Tokens, run: Run, before: str, leads: str) -> float:
    """Return what a preposition and the noun before it say for a place."""
    if before == "of" and leads in _SETTLEMENTS:
        return 0.0 if leads == "state" and tokens.lows[run.first - 3] == "a" else 1.8
    if before == "of" and leads == "," and run.first > 2:
        aged = tokens.words[run.first - 3].isdigit()
        closed = tokens.words[run.last + 1 : run.last + 2] == [","]
        return 2.0 if aged else 1.3 * closed
    if before == "for" and leads in _SEATS:
        return 2.2
    if before == "from" and (leads in _PEOPLE or (leads == "," and _ends_people(tokens, run))):
        return 1.3
    if before == "at" and leads in _SITES:
        return 1.3
    if before in ("from", "of", "before", "outside", "to") and leads in _AWAY:
        return 1.3
    return 0.0


def _ends_people(tokens: Tokens, run: Run) -> bool:
    """Whether people stand before ", from X"."""
    return run.first > 2 and tokens.lows[run.first - 3] in _PEOPLE


def _between(tokens: Tokens, i: int) -> bool:
    """Whether the "and" at token ``i`` is that of "talks between X and Y"."""
    for k in range(i - 1, max(0, i - 4), -1):
        if tokens.lows[k] == "between":
            return tokens.lows[k - 1] in _BETWEEN
        if tokens.tags[k] != NAME:
            return False
    return False


def in_dateline(tokens: Tokens, run: Run) -> bool:
    """Whether a name stands in a dateline: "KARSHOLM, Nov 12 (Meridian) -", "BEIT SAHURA, X —".

    Only the first place may end in a colon or a full stop, in capitals: "KALYANPET: At the corner".
    """
    first = run.first
    while first and tokens.paragraphs[first - 1] == tokens.paragraphs[run.first]:
        first -= 1
        if run.first - first > 4:
            return False
    word = tokens.words[first]
    if not (word.isupper() and len(word) > 2):
        return False
    if any(tokens.words[k] in "(/" for k in range(first, run.first)):
        return False
    for k in range(run.last + 1, min(len(tokens), first + _DATELINE)):
        if tokens.paragraphs[k] != tokens.paragraphs[first]:
            return False
        word = tokens.words[k]
        if word in _DASHES:
            return tokens.starts[k] > tokens.ends[k - 1]
        if word in ":." and k == run.last + 1 and first == run.first:
            return _is_first(tokens, run, k)
        if not (word[0].isupper() or word[0].isdigit() or word in ",()/." or tokens.tags[k] == NUM):
            return False
    return False


def _is_first(tokens: Tokens, run: Run, stop: int) -> bool:
    """Whether a word in capitals with a colon or full stop opens the text alone, before prose."""
    if tokens.paragraphs[run.first] > 1 or stop + 12 >= len(tokens):
        return False
    shouted = all(tokens.words[k].isupper() for k in range(run.first, run.last + 1))
    prose = tokens.paragraphs[stop + 12] == tokens.paragraphs[run.first]
    twice = any(
        tokens.words[k] == tokens.words[run.first] and tokens.words[k + 1] == ":"
        for k in range(stop, min(len(tokens) - 1, 400))
    )
    return shouted and prose and not twice and tokens.words[stop + 1][0].isupper()


def as_body(tokens: Tokens, run: Run) -> float:
    """Return what the words around a name say for a body."""
    lows = tokens.lows
    before = lows[run.first - 1] if run.first else ""
    leads = lows[run.first - 2] if run.first > 1 else ""
    after = lows[run.last + 1] if run.last + 1 < len(tokens) else ""
    weight = 0.0
    if before == "at" and (leads in _WORKS or _role_before(tokens, run.first - 2)):
        weight += 1.8
    if before in ("by", "with") and leads in _SHOWN and run.first == run.last:
        weight += 1.3
    if after == ",":
        weight += _told(tokens, run.last + 2)
    named = before == "," and leads in _BODY_NOUNS and after in (",", ".")
    weight += 1.8 * named
    if run.last + 2 < len(tokens) and tokens.tags[run.last + 1] == GEN:
        weight += 1.2 * (lows[run.last + 2] in _HAS)
    word = tokens.words[run.first]
    acronym = run.first == run.last and word.isupper() and word.isalpha() and 2 < len(word) < 6
    if acronym and before == "the" and not is_common(lows[run.first]):
        weight += 0.6 * _acts(tokens, run)
    return weight


def _acts(tokens: Tokens, run: Run) -> bool:
    """Whether an acronym does something or has somebody: "the PTA said", "head of the PTA"."""
    headed = run.first > 2 and tokens.lows[run.first - 2] == "of"
    if headed and tokens.lows[run.first - 3] in gazetteer().roles:
        return True
    following = tokens.tags[run.last + 1 : run.last + 2]
    does = tokens.lows[run.last + 1 : run.last + 3] == [",", "which"]
    return does or following in ([VERB], [AUX])


def _role_before(tokens: Tokens, i: int) -> bool:
    """Whether somebody's work stands before "at": "a researcher at", "head of policy at"."""
    for k in range(i, max(-1, i - 5), -1):
        if tokens.lows[k] in _ROLES_AT:
            return True
        if tokens.lows[k] not in ("of", "for", "and") and tokens.tags[k] not in (NOUN, NAME, ADJ):
            return False
    return False


def _told(tokens: Tokens, i: int) -> float:
    """Return what follows a name and a comma: ", which makes", ", the delivery startup"."""
    if i + 2 >= len(tokens):
        return 0.0
    if tokens.lows[i] == "which":
        return 1.8 if tokens.lows[i + 1] in _DOES else 0.0
    if tokens.tags[i] not in (DET, POSS):
        return 0.0
    for k in range(i + 1, min(i + _NEAR, len(tokens) - 1)):
        if tokens.lows[k] in _BODY_NOUNS:
            return 1.8 * (tokens.lows[k + 1] != "of")
        if tokens.words[k] in ",.;:()" or tokens.tags[k] == VERB:
            return 0.0
    return 0.0
