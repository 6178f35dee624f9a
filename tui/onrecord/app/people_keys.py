"""Keys of the screens about people: the list of them, a dossier, an echo."""

from __future__ import annotations

from onrecord.app.bindings import FINDING, MARKING, MENU, PANES, READING
from onrecord.app.bindings import key as _key

SPREAD = [
    _key("spread.back", "q,escape", "back", "Back", "End the narrowing, or go back", PANES),
    MENU,
]
"""Keys of a screen that takes the place of the reading room."""

PEOPLE = [
    _key("people.narrow", "F,/", "narrow", "Narrow", "Only those with these names", FINDING),
    _key("people.kind", "tab,l,right", "kind(1)", "Next kind", "To the next kind of name", FINDING),
    _key(
        "people.kind-before",
        "shift+tab,h,left",
        "kind(-1)",
        "Kind before",
        "To the kind of name before",
        FINDING,
    ),
    _key("people.order", "o", "order", "Order", "Most quoted, most named, last heard", FINDING),
    _key("people.follow", "+", "follow", "Follow", "Be told of them; again: no longer", FINDING),
    _key("people.join", "J", "join", "Join", "Say that two are one person", MARKING),
    _key("people.part", "P", "part", "Part", "Say that a name is somebody else's", MARKING),
    _key("people.rename", "e", "rename", "Rename", "Call them something else", MARKING),
    _key("people.alias", "b", "alias", "Another name", "Find them by another name too", MARKING),
]
"""Keys of the list of people."""

DOSSIER = [
    _key("dossier.narrow", "F,/", "narrow", "Narrow", "Only what matches a query", FINDING),
    _key(
        "dossier.section",
        "tab,l,right",
        "section(1)",
        "Next section",
        "Said, named in, with whom, over time",
        READING,
    ),
    _key(
        "dossier.section-before",
        "shift+tab,h,left",
        "section(-1)",
        "Section before",
        "To the section before",
        READING,
    ),
    _key("dossier.follow", "+", "follow", "Follow", "Be told of them; again: no longer", FINDING),
    _key("dossier.save", "s", "save", "Save", "Write all that is listed to a file", READING),
    _key("dossier.copy", "y", "copy", "Copy", "Copy the quotation with its citation", READING),
]
"""Keys of a person's dossier."""
