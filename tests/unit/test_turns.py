"""Turns of transcripts and of interviews, in the layouts that the press uses."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.turns import Party, find_turns
from onrecord.model import Document, Paragraph, Role

Q, A = Party.QUESTIONER, Party.ANSWERER


def document(*paragraphs: str | tuple[str, Role]) -> Document:
    text, placed = "", []
    for entry in paragraphs:
        words, role = entry if isinstance(entry, tuple) else (entry, Role.PARAGRAPH)
        text += "\n\n" if text else ""
        placed.append(Paragraph(len(text), len(text) + len(words), role))
        text += words
    return Document("1", "", text, tuple(placed))


def turns(doc: Document) -> list[tuple[str | Party | None, str]]:
    """Speaker (label or party) and words of every turn, paragraphs of one turn joined."""
    found: dict[int, tuple[str | Party | None, str]] = {}
    for turn in find_turns(doc):
        who = doc.text[slice(*turn.name)] if turn.name else turn.party
        words = doc.text[turn.start : turn.end]
        before = found.get(turn.number)
        found[turn.number] = (who, f"{before[1]} / {words}" if before else words)
    return list(found.values())


def plain(*paragraphs: str) -> Document:
    return Document("1", "", "\n\n".join(paragraphs))


INTRO = "The harbour master of Vellamo has kept the lights on for thirty years. She spoke to us."
EXPECTED = [
    "Why did you stay?",
    "I never thought about leaving.",
    "And what comes next?",
    "We are building a new pier.",
]


def two(first: object, second: object) -> list[tuple[object, str]]:
    return list(zip([first, second, first, second], EXPECTED, strict=True))


LAYOUTS = {
    "Q and A": (
        plain(INTRO, *(f"{'QA'[i % 2]}: {words}" for i, words in enumerate(EXPECTED))),
        two(Q, A),
    ),
    "Q. and A.": (
        plain(INTRO, *(f"{'QA'[i % 2]}. {words}" for i, words in enumerate(EXPECTED))),
        two(Q, A),
    ),
    "Question and Answer": (
        plain(*(f"{('Question', 'Answer')[i % 2]}: {words}" for i, words in enumerate(EXPECTED))),
        two(Q, A),
    ),
    "capital names": (
        plain(
            INTRO, *(f"{('REPORTER', 'ODA BREKKE')[i % 2]}: {w}" for i, w in enumerate(EXPECTED))
        ),
        two("REPORTER", "ODA BREKKE"),
    ),
    "titles and names": (
        plain(*(f"{('Mr. Tull', 'Ms. Brekke')[i % 2]}: {w}" for i, w in enumerate(EXPECTED))),
        two("Mr. Tull", "Ms. Brekke"),
    ),
    "names with outlets": (
        plain(
            *(
                f"{('Jo Tull (Fjord Post)', 'Oda Brekke')[i % 2]}: {w}"
                for i, w in enumerate(EXPECTED)
            )
        ),
        two("Jo Tull", "Oda Brekke"),
    ),
    "names once in full, then initials": (
        plain(
            *(f"{('Jo Tull', 'Oda Brekke', 'JT', 'OB')[i]}: {w}" for i, w in enumerate(EXPECTED))
        ),
        two("Jo Tull", "Oda Brekke"),
    ),
    "initials of names in the introduction": (
        plain(
            "Jo Tull met Oda Brekke at the pier.",
            *(f"{('JT', 'OB')[i % 2]}: {w}" for i, w in enumerate(EXPECTED)),
        ),
        two("Jo Tull", "Oda Brekke"),
    ),
    "names once in full, then surnames": (
        plain(
            *(
                f"{('Jo Tull', 'Oda Brekke', 'Tull', 'Brekke')[i]}: {w}"
                for i, w in enumerate(EXPECTED)
            )
        ),
        two("Jo Tull", "Oda Brekke"),
    ),
    "markdown labels": (
        plain(*(f"**{('Fjord Post', 'Oda Brekke')[i % 2]}:** {w}" for i, w in enumerate(EXPECTED))),
        two("Fjord Post", "Oda Brekke"),
    ),
    "labels on their own lines": (
        plain(
            *(
                line
                for i, w in enumerate(EXPECTED)
                for line in (("Jo Tull", "Oda Brekke")[i % 2], w)
            )
        ),
        two("Jo Tull", "Oda Brekke"),
    ),
    "bold questions": (
        document(
            INTRO,
            *((w, Role.EMPHASIS) if i % 2 == 0 else w for i, w in enumerate(EXPECTED)),
        ),
        two(Q, A),
    ),
    "bold questions in markdown": (
        plain(INTRO, *(f"**{w}**" if i % 2 == 0 else w for i, w in enumerate(EXPECTED))),
        two(Q, A),
    ),
    "italic questions in markdown": (
        plain(INTRO, *(f"*{w}*" if i % 2 == 0 else w for i, w in enumerate(EXPECTED))),
        two(Q, A),
    ),
    "plain questions": (plain(INTRO, *EXPECTED), two(Q, A)),
    "bold questions, labelled answers": (
        document(
            *((w, Role.EMPHASIS) if i % 2 == 0 else f"Brekke: {w}" for i, w in enumerate(EXPECTED))
        ),
        two(Q, "Brekke"),
    ),
    "dashes after Q and A": (
        plain(*(f"{'QA'[i % 2]} – {words}" for i, words in enumerate(EXPECTED))),
        two(Q, A),
    ),
    "turns in quotation marks": (
        plain(
            "Partial transcript as follows:",
            *(f'"{("TULL", "BREKKE")[i % 2]}: {w}' for i, w in enumerate(EXPECTED)),
        ),
        two("TULL", "BREKKE"),
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(layout: str) -> None:
    doc, expected = LAYOUTS[layout]
    assert turns(doc) == expected


def test_paragraphs_without_label_go_on_with_the_turn() -> None:
    doc = plain(
        "Q: Why?", "A: I stayed for the sea.", "And for my friends.", "Q: Who?", "A: All of them."
    )
    assert turns(doc)[1] == (A, "I stayed for the sea. / And for my friends.")


def test_headings_and_stage_directions_are_left_out() -> None:
    doc = document(
        "Q: Why did you stay here?",
        "A: I never thought about leaving.",
        ("The new pier", Role.HEADING),
        "(Laughter.)",
        "Q: And what comes next?",
        "[She points at the water]",
        "A: We are building a pier.",
    )
    assert [words for _, words in turns(doc)] == [
        "Why did you stay here?",
        "I never thought about leaving.",
        "And what comes next?",
        "We are building a pier.",
    ]


def test_a_closing_note_is_no_turn() -> None:
    doc = plain(
        *LAYOUTS["Q and A"][0].text.split("\n\n"), "This interview has been edited for length."
    )
    assert turns(doc) == two(Q, A)


def test_a_panel_of_three() -> None:
    doc = plain(
        "MODERATOR: Who wants to begin?",
        "MR. TULL: I will, if I may.",
        "MS. BREKKE: Then I come second.",
        "MODERATOR: Good, and briefly, please.",
        "MR. TULL: I am always brief.",
    )
    assert [who for who, _ in turns(doc)] == [
        "MODERATOR",
        "MR. TULL",
        "MS. BREKKE",
        "MODERATOR",
        "MR. TULL",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Note: prices rose.\n\nSource: the ministry.\n\nUpdated: Monday.\n\nNote: they fell again.",
        "Brekke: We Will Build\n\nThe mayor said that the pier would be built.\n\nIt costs much.",
        "“Why us?” she asked.\n\n“We know,” he said.\n\n“Do you?” she asked.\n\n“Yes,” he said.",
        "Winner: the pier.\n\nLoser: the bridge.\n\nRunner-up: the ferry that nobody takes.",
        "What is a pier?\n\nA pier is a raised structure.\n\nWho builds one?\n\nEngineers do.",
        "",
        "No letters: 12:30, 13:45, 15:00.",
    ],
)
def test_no_turns_where_nobody_takes_turns(text: str) -> None:
    assert find_turns(Document("1", "", text)) == ()


@given(st.text(alphabet="QA:.?\n ab*_()B", max_size=200))
def test_turns_lie_in_the_text_in_order(text: str) -> None:
    found = find_turns(Document("1", "", text))
    for turn in found:
        assert 0 <= turn.start < turn.end <= len(text)
    assert all(a.end <= b.start and a.number <= b.number for a, b in pairwise(found))


def test_captions_are_no_turns() -> None:
    doc = document(
        f"Vellamo: {EXPECTED[0]}",
        f"Lind: {EXPECTED[1]}",
        ("Lind: the keeper on the pier, in March.", Role.CAPTION),
        f"Vellamo: {EXPECTED[2]}",
        f"Lind: {EXPECTED[3]}",
    )
    assert turns(doc) == two("Vellamo", "Lind")


@pytest.mark.parametrize(
    "text",
    [
        # Headings and what they head
        (
            "Goals: one pier.\n\nSetup: ropes.\n\nGoals: two piers.\n\nSetup: more ropes.\n\n"
            "The goals and the setup are these."
        ),
        # What a program prints, and programs
        (
            "Execution Time: 14.2 ms\n\nPlanning Time: 0.3 ms\n\nExecution Time: 9 ms\n\n"
            "Planning Time: 1 ms"
        ),
        "Admitted.\n\nOne.\n\nQed.\n\nTwo of two.\n\nAdmitted.\n\nThree.\n\nQed.\n\nThe end.",
        "Lind: {\n\nBrekke: return x;\n\nLind: };\n\nBrekke: f(x) => y",
        # Buttons
        "A picture.\n\nPrevious\n\nNext\n\nA picture.\n\nPrevious\n\nNext\n\nA picture.",
        # One who asks himself
        (
            "I stood in a queue.\n\nIs it fear?\n\nI think so. I was there.\n\nIs it you?\n\n"
            "I know it is me.\n\nWhat would you do?\n\nI would go home."
        ),
        "*Is it fear?*\n\nI think so.\n\n*Is it love?*\n\nI hope so.\n\n*What is it?*\n\nI forgot.",
        # What readers ask
        "Q: How do I moor?\n\nA: You take your rope.\n\nQ: May I moor twice?\n\nA: You may not.",
    ],
)
def test_labels_and_questions_that_are_nobodys(text: str) -> None:
    assert find_turns(Document("1", "", text)) == ()


def test_an_introduction_makes_questions_an_interview() -> None:
    asked = "*Is it fear?*\n\nI think so.\n\n*Is it love?*\n\nI hope so."
    doc = plain("We spoke to the keeper of the pier.", *asked.split("\n\n"))
    assert [who for who, _ in turns(doc)] == [Q, A, Q, A]


def test_what_shows_the_turns_makes_them_sure() -> None:
    unknown = plain(*(f"{('Vellamo', 'Skerry')[i % 2]}: {w}" for i, w in enumerate(EXPECTED)))
    known = plain(*(f"{('Mr. Tull', 'Ms. Brekke')[i % 2]}: {w}" for i, w in enumerate(EXPECTED)))
    assert max(t.sure for t in find_turns(unknown)) < min(t.sure for t in find_turns(known))


def test_labels_of_parts_offices_and_members() -> None:
    said = [
        "THE PRESIDENT: Order, please.",
        "SEN. ROE: I yield to the lamps.",
        "Audience member: May I ask about the lamps?",
        "MR. SMITH: Nine are not enough.",
        "Mr Tobias Finch (Marlwick) (Lab): Ten are too many.",
        "THE PRESIDENT: We will count them again.",
    ]
    assert [who for who, _ in turns(plain(*said))] == [
        "THE PRESIDENT",
        "SEN. ROE",
        "Audience member",
        "MR. SMITH",
        "Mr Tobias Finch",
        "THE PRESIDENT",
    ]


@pytest.mark.parametrize("label", ["DAK", "DA", "DK"])
def test_initials_of_a_hyphenated_surname(label: str) -> None:
    doc = plain(
        "Dorothea Amis-Kettle met Sunil Brandao at the weighbridge.",
        *(f"{('SB', label)[i % 2]}: {w}" for i, w in enumerate(EXPECTED)),
    )
    assert turns(doc) == two("Sunil Brandao", "Dorothea Amis-Kettle")


@pytest.mark.parametrize("name", ["Đorđe Petrović", "Marguerite d'Aubigny", "Ivor Bank"])
def test_names_that_are_hard_to_read(name: str) -> None:
    doc = plain(*(f"{('Oriel Strand', name)[i % 2]}: {w}" for i, w in enumerate(EXPECTED)))
    assert turns(doc) == two("Oriel Strand", name)


def test_an_essay_goes_on_after_a_dialogue() -> None:
    dialogue = [f"{('Child', 'Adult')[i % 2]}: {w}" for i, w in enumerate(EXPECTED)]
    essay = [f"I have thought about piers for {n} years, and so have you." for n in range(20)]
    assert len(find_turns(plain(*dialogue, *essay))) <= len(EXPECTED) + 3


def test_code_between_turns_is_nobodys_words() -> None:
    doc = plain(
        f"Jo Tull: {EXPECTED[0]}",
        f"Oda Brekke: {EXPECTED[1]}",
        "(defn pier [sea] (build sea));",
        f"Jo Tull: {EXPECTED[2]}",
        f"Oda Brekke: {EXPECTED[3]}",
    )
    assert turns(doc) == two("Jo Tull", "Oda Brekke")


def test_thousands_of_different_labels_are_read() -> None:
    lines = [f"Oda{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} Brekke: I say so." for n in range(600)]
    assert len(find_turns(plain(*lines, lines[0]))) == len(lines) + 1
