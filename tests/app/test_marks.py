from __future__ import annotations

from dataclasses import replace

from onrecord.app.margin import NOBODY, labels_of, names_above, names_beside
from onrecord.app.marks import COLOURS, Marks, marks_of
from onrecord.app.typeset import set_page
from onrecord.model import (
    Body,
    Entity,
    EntityKind,
    Form,
    Quotation,
    QuotationKind,
    Record,
    Speaker,
)

TEXT = (
    "“One,” says Ada Vane, “and two.”\n\n"
    "“Three,” says Bo Lind. “Four,” says Ada Vane.\n\n"
    "Nobody knows who said “five”."
)


def quotation(
    words: str, speaker: str = "", utterance: int = 0, confidence: float = 0.9
) -> Quotation:
    start = TEXT.index(words)
    return Quotation(
        start,
        start + len(words),
        words,
        QuotationKind.DIRECT,
        utterance,
        Speaker(speaker, EntityKind.PERSON) if speaker else None,
        confidence=confidence,
    )


SAID = (
    quotation("“One,”", "Ada Vane", 0),
    quotation("“and two.”", "Ada Vane", 0),
    quotation("“Three,”", "Bo Lind", 1),
    quotation("“Four,”", "Ada Vane", 2, confidence=0.4),
    quotation("“five”", "", 3),
)


def entity(name: str, kind: EntityKind) -> Entity:
    spans, at = [], TEXT.find(name)
    while at >= 0:
        spans.append((at, at + len(name)))
        at = TEXT.find(name, at + 1)
    return Entity(name, kind, mentions=tuple(spans))


RECORD = Record(
    "en",
    Form.REPORT,
    quotations=SAID,
    entities=(entity("Bo Lind", EntityKind.PERSON), entity("Ada Vane", EntityKind.PERSON)),
)


def marks() -> Marks:
    return marks_of(RECORD, len(TEXT))


def test_stretches_of_one_breath_are_one_utterance():
    assert marks().utterances == ((0, 1), (2,), (3,), (4,))


def test_each_speaker_has_one_colour_and_the_nameless_come_last():
    voices = marks().voices
    assert [(voice.name, voice.colour, voice.quotations) for voice in voices] == [
        ("Ada Vane", 0, (0, 1, 3)),
        ("Bo Lind", 1, (2,)),
        ("", 2, (4,)),
    ]
    assert marks().colour(4) is None


def test_colours_begin_again_after_the_last():
    said = tuple(
        replace(quotation("“One,”", f"P{n}", n), start=n * 2, end=n * 2 + 1) for n in range(9)
    )
    voices = marks_of(replace(RECORD, quotations=said), 100).voices
    assert voices[COLOURS].colour == 0


def test_the_one_named_most_often_is_listed_first():
    assert [named.name for named in marks().named] == ["Ada Vane", "Bo Lind"]


def turn(number: int, name: str, words: str) -> Quotation:
    speaker = Speaker(name, EntityKind.PERSON)
    return Quotation(number, number + 1, words, QuotationKind.TURN, number, speaker)


def test_the_turns_of_those_who_ask_are_questions():
    said = [("Q", "Why?"), ("A", "Why not?"), ("Q", "I see."), ("A", "Well."), ("A", "So.")]
    turns = tuple(turn(number, name, words) for number, (name, words) in enumerate(said))
    assert marks_of(replace(RECORD, quotations=turns), 100).questions == {0, 2}
    assert marks().questions == frozenset()


def test_spans_outside_of_the_text_are_left_out():
    short = marks_of(RECORD, 10)
    assert [each.text for each in short.quotations] == ["“One,”"]
    assert short.mention_spans == ()


def test_a_quotation_inside_another_is_left_out():
    inner = replace(SAID[0], start=1, end=3)
    assert marks_of(replace(RECORD, quotations=(inner, SAID[0])), 100).quotations == (SAID[0],)


def test_an_article_without_record_has_no_marks():
    assert marks_of(None, 100) == Marks()


def test_utterances_are_found_by_their_place():
    found = marks()
    three = TEXT.index("Three")
    assert found.utterance_at(three) == 1
    assert found.utterance_at(TEXT.index("says")) is None
    every = found.said_by(None)
    assert found.next_utterance(three, 1, every) == 2
    assert found.next_utterance(three - 1, -1, every) == 0
    assert found.next_utterance(0, -1, every) is None
    assert found.next_utterance(len(TEXT), 1, every) is None


def test_one_steps_among_the_words_of_one_speaker():
    found = marks()
    assert list(found.said_by("Ada Vane")) == [0, 2]
    assert list(found.said_by("")) == [3]
    assert found.next_utterance(TEXT.index("One"), 1, found.said_by("Ada Vane")) == 2


def beside(width: int, measure: int = 60) -> list[tuple[str, str]]:
    page = set_page(Body(TEXT), measure)
    names = names_beside(page, marks(), {}, width)
    return [
        (TEXT[page.lines[line].start : page.lines[line].end], name.text)
        for line, name in sorted(names.items())
    ]


def test_names_stand_beside_the_lines_where_somebody_begins():
    assert beside(20, 25) == [
        ("“One,” says Ada Vane,", "Ada Vane"),
        ("“Three,” says Bo Lind.", "Bo Lind"),
        ("“Four,” says Ada Vane.", "Ada Vane ?"),
        ("“five”.", NOBODY),
    ]


def test_a_long_name_goes_on_beside_the_next_line():
    assert beside(5, 25)[:2] == [("“One,” says Ada Vane,", "Ada"), ("“and two.”", "Vane")]


def test_a_name_without_room_below_is_cut_off():
    assert beside(5)[0] == ("“One,” says Ada Vane, “and two.”", "Ada…")


def test_a_second_name_for_one_line_without_room_is_left_out():
    assert [name for _, name in beside(20)] == ["Ada Vane", "Bo Lind", NOBODY]


def test_names_above_a_paragraph_are_those_who_speak_in_it():
    names = names_above(set_page(Body(TEXT), 60).paragraphs, marks(), {})
    assert {index: [name.text for name in here] for index, here in names.items()} == {
        0: ["Ada Vane"],
        1: ["Bo Lind", "Ada Vane ?"],
        2: [NOBODY],
    }


def test_names_are_not_repeated_above_the_next_paragraph():
    text = "“One.”\n\n“Two.”\n\nThree.\n\n“Four.”"
    said = tuple(
        replace(SAID[0], start=text.index(word), end=text.index(word) + len(word), utterance=number)
        for number, word in enumerate(("“One.”", "“Two.”", "“Four.”"))
    )
    found = marks_of(replace(RECORD, quotations=said, entities=()), len(text))
    assert list(names_above(set_page(Body(text), 60).paragraphs, found, {})) == [0, 3]


def test_a_turn_with_its_name_printed_before_it_has_none_in_the_margin():
    text = "Ada Vane: Why?\n\nB: Why not?\n\nB: So."
    said = []
    for number, (label, words) in enumerate(
        (("Ada Vane", "Why?"), ("B", "Why not?"), ("B", "So."))
    ):
        start = text.index(words)
        mention = (start - len(label) - 2, start - 2)
        name = "Bo Lind" if label == "B" else label
        said.append(
            replace(
                turn(number, name, words),
                start=start,
                end=start + len(words),
                mention=mention,
                confidence=0.9,
            )
        )
    found = marks_of(replace(RECORD, quotations=tuple(said), entities=()), len(text))
    paragraphs = set_page(Body(text), 60).paragraphs
    labels = labels_of(text, paragraphs, found)
    assert [text[label.start : label.end] for label in labels.values()] == ["Ada Vane:", "B:", "B:"]
    # “B” is explained once; the full name says all by itself.
    assert {
        index: [name.text for name in here]
        for index, here in names_above(paragraphs, found, labels).items()
    } == {1: ["Bo Lind"]}


def test_a_long_name_is_shortened_as_the_article_does_it():
    text = "“One.”\n\n“Two.”\n\n“Three.”"
    said = tuple(
        replace(SAID[0], start=text.index(word), end=text.index(word) + len(word), utterance=number)
        for number, word in enumerate(("“One.”", "“Two.”", "“Three.”"))
    )
    vane = Entity("Ada Vane", EntityKind.PERSON, aliases=("Ada Vane", "Vane", "the keeper"))
    found = marks_of(replace(RECORD, quotations=said, entities=(vane,)), len(text))
    names = names_beside(set_page(Body(text), 60), found, {}, 6)
    assert [name.text for name in names.values()] == ["Ada V…", "Vane", "Vane"]
    unknown = marks_of(replace(RECORD, quotations=said, entities=()), len(text))
    names = names_beside(set_page(Body(text), 60), unknown, {}, 6)
    assert [name.text for name in names.values()] == ["Ada V…"] * 3


def test_two_who_ask_and_answer_are_named_once_above():
    words = ["Why?", "So.", "And how?", "Well.", "Who?", "They."]
    text = "\n\n".join(words)
    said = []
    for number, each in enumerate(words):
        start = text.index(each)
        one = turn(number, ("Ada Vane", "Bo Lind")[number % 2], each)
        said.append(replace(one, start=start, end=start + len(each), confidence=0.9))
    found = marks_of(replace(RECORD, quotations=tuple(said), entities=()), len(text))
    paragraphs = set_page(Body(text), 60).paragraphs
    assert list(names_above(paragraphs, found, {})) == [0, 1]
    third = replace(said[5], speaker=Speaker("Cy Wend", EntityKind.PERSON))
    found = marks_of(replace(RECORD, quotations=(*said[:5], third), entities=()), len(text))
    assert list(names_above(paragraphs, found, {})) == [0, 1, 2, 3, 4, 5]


def test_a_further_paragraph_of_a_turn_has_no_name():
    text = "Why?\n\nBecause.\n\nAnd so on."
    said = []
    for number, (name, words) in enumerate(
        (("Ada Vane", "Why?"), ("Bo Lind", "Because."), ("Bo Lind", "And so on."))
    ):
        start = text.index(words)
        each = turn(min(number, 1), name, words)
        said.append(replace(each, start=start, end=start + len(words), confidence=0.9))
    found = marks_of(replace(RECORD, quotations=tuple(said), entities=()), len(text))
    above = names_above(set_page(Body(text), 60).paragraphs, found, {})
    assert {index: [name.text for name in here] for index, here in above.items()} == {
        0: ["Ada Vane"],
        1: ["Bo Lind"],
    }
