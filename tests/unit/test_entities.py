"""Names are found, told apart by kind, and gathered into one entity each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.entities import gather
from onrecord.analyse.mentions import Label, find_mentions
from onrecord.analyse.names import LONGEST_NAME, acronyms, headlines
from onrecord.analyse.tokens import tokenize
from onrecord.model import EntityKind

PERSON, ORG, PLACE = EntityKind.PERSON, EntityKind.ORG, EntityKind.PLACE
GROUP, EVENT = EntityKind.GROUP, EntityKind.EVENT


def chains(text, labels=()):
    tokens = tokenize(text)
    loud = headlines(tokens)
    marked = []
    for phrase, label in labels:
        start = text.index(phrase)
        marked.append(Label(start, start + len(phrase), label))
    found = gather(tokens, find_mentions(tokens, marked, (), loud), loud)
    return [
        (c.kind, c.name, [text[slice(*tokens.span(m.first, m.last))] for m in c.mentions])
        for c in found
    ]


def names(text, kind, labels=()):
    return [name for k, name, _ in chains(text, labels) if k == kind]


def test_a_person_is_gathered_from_full_name_title_and_surname():
    text = (
        "On Monday, Velmoran President Ilmar Korvath spoke. Korvath was in high spirits. "
        "Mr. Korvath left early."
    )
    assert [c for c in chains(text) if c[0] == PERSON] == [
        (PERSON, "Ilmar Korvath", ["Velmoran President Ilmar Korvath", "Korvath", "Mr. Korvath"])
    ]


def test_a_surname_seen_in_a_full_name_is_a_person_everywhere():
    text = "Hanne Trisk arrived. The crowd cheered for Trisk. Then Trisk sang."
    labels = [("Trisk sang", "ORG")]
    assert names(text, PERSON, labels) == ["Hanne Trisk"]
    assert names(text, ORG, labels) == []


def test_husband_and_wife_are_told_apart_by_their_honorifics():
    text = (
        "Paul Amble and Greta Amble keep the inn. Mrs. Amble cooks. Mr. Amble sings. "
        "Nobody complains about Mr. Amble."
    )
    found = {name: spans for _, name, spans in chains(text)}
    assert found["Greta Amble"] == ["Greta Amble", "Mrs. Amble"]
    assert found["Paul Amble"] == ["Paul Amble", "Mr. Amble", "Mr. Amble"]


def test_two_given_names_before_one_surname_are_two_persons():
    text = "Robert Hale spoke first. Daniel Hale spoke second."
    assert names(text, PERSON) == ["Robert Hale", "Daniel Hale"]


def test_an_acronym_in_brackets_is_its_long_form():
    text = (
        "He goes to the Conference on Trust and Fair-Weather Talks in Anmar (CTFA). "
        "CTFA has nine members. CTFA’s charter is short."
    )
    tokens = tokenize(text)
    assert [tokens.words[i] for i in acronyms(tokens)] == ["CTFA"]
    assert [c for c in chains(text) if c[0] == ORG] == [
        (
            ORG,
            "Conference on Trust and Fair-Weather Talks in Anmar",
            ["Conference on Trust and Fair-Weather Talks in Anmar", "CTFA", "CTFA", "CTFA"],
        )
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "She joined the Ministry of Tides and Harbours in spring.",
            "Ministry of Tides and Harbours",
        ),
        ("He reads The Lantern every day.", "The Lantern"),
        ("The Potters’ Guild of Corrane met.", "Potters’ Guild of Corrane"),
        ("She left the Labour party.", "Labour party"),
        ("The Mines and Slopes Bureau said no.", "Mines and Slopes Bureau"),
        ("Orlan and Harbour Commission members met.", "Harbour Commission"),
        ("The European Storage Forum said no.", "European Storage Forum"),
    ],
)
def test_an_organisation_is_told_by_its_noun_or_article(text, name):
    labels = [("Labour party", "ORG")] if "Labour" in text else []
    assert names(text, ORG, labels) == [name]


def test_a_place_is_told_by_the_people_called_after_it():
    text = "Korvana has a new king. The Korvanian people cheered. Korvana slept."
    assert names(text, PLACE) == ["Korvana"]


def test_a_town_is_named_with_the_land_it_lies_in_and_both_are_places():
    text = "She was born in Springfold, Ohio."
    found = {name: spans for kind, name, spans in chains(text) if kind == PLACE}
    assert found == {"Springfold": ["Springfold, Ohio"], "Ohio": ["Ohio"]}


def test_peoples_are_groups_in_either_number():
    text = "The Chinese and the Russians met. A Russian sang."
    found = {name: len(spans) for kind, name, spans in chains(text) if kind == GROUP}
    assert found == {"Chinese": 1, "Russians": 2}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The Velmoran President waved.", ("Velmoran President", "ORG")),
        ("It concerns the integrity of the States and of other states.", ("States", "GPE")),
        ("A pro-harbour crowd cheered.", ("pro-harbour", "PERSON")),
        ("Interview with a potter", ("Interview", "PERSON")),
    ],
)
def test_slips_of_the_model_are_mended(text, label):
    kinds = {kind for kind, name, _ in chains(text, [label]) if name in label[0]}
    assert not kinds & {PERSON, ORG, PLACE}


def test_a_headline_word_does_not_become_part_of_a_name():
    text = (
        "Korvath Interview: Harbour a 'Quiet Place' and 'Our Reliable Friend'\n\n"
        "President Ilmar Korvath said so. Korvath smiled."
    )
    found = {
        name: spans
        for kind, name, spans in chains(text, [("Korvath Interview", "PERSON")])
        if kind == PERSON
    }
    assert found == {"Ilmar Korvath": ["Korvath", "President Ilmar Korvath", "Korvath"]}


def test_a_model_that_runs_over_a_line_break_is_cut():
    text = "Ana Roy\n\nOtto Lind spoke to Ana Roy."
    assert names(text, PERSON, [("Ana Roy\n\nOtto Lind", "PERSON")]) == ["Ana Roy", "Otto Lind"]


def test_initials_of_a_transcript_are_the_person_named_in_full():
    text = "Hanna Berg met us.\n\nHB: It was cold.\n\nWhy?\n\nHB: It was winter."
    tokens = tokenize(text)
    label = tokens.at(text.index("HB"))
    speaking = [(label, label, label)]
    found = gather(tokens, find_mentions(tokens, (), speaking))
    assert [(c.name, len(c.mentions)) for c in found if c.kind == PERSON] == [("Hanna Berg", 3)]


WORDS = st.sampled_from(
    [
        *("Ana", "Roy", "Mr.", "President", "of", "the", "(ABC)", "ABC", "Ministry", ",", "."),
        *("“", "”", "\n", "Paris", "said", "Ohio", "Q.", "A:", "é", "😀", "x", "'s"),
    ]
)


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_mentions_nest_or_are_disjoint_and_slice_to_the_text(text):
    tokens = tokenize(text)
    found = find_mentions(tokens)
    spans = [(m.first, m.last) for m in found]
    for i, (a, b) in enumerate(spans):
        assert 0 <= a <= found[i].core <= b < len(tokens)
        for c, d in spans[i + 1 :]:
            assert b < c or d < a or (a <= c and d <= b) or (c <= a and b <= d)


def test_a_run_of_capitals_without_end_is_cut():
    tokens = tokenize("Ana Roy ABC (ABC) " * 2000)
    assert max(m.last - m.first for m in find_mentions(tokens)) <= LONGEST_NAME


def test_a_word_is_no_acronym_and_an_acronym_may_be_written_small():
    assert names("Ask us. Who asked? Us, and Nato did.", ORG) == ["Nato"]
    assert names("Ask us. Who asked? Us, and Nato did.", PLACE) == []
    assert names("They asked the WHO in the US.", ORG) == ["WHO"]


def test_an_ordinary_word_before_a_name_is_no_part_of_it():
    text = "Crooked Hanne Trisk! So read the sign. Hanne Trisk smiled. Hanne Trisk left."
    assert names(text, PERSON) == ["Hanne Trisk"]


def test_particles_stay_inside_names():
    text = "Renato dela Peña, Joan Vidal i Puig and Ana de las Casas sang. Dela Peña left."
    assert names(text, PERSON) == ["Renato dela Peña", "Joan Vidal i Puig", "Ana de las Casas"]


def test_a_title_of_several_words_is_no_part_of_the_name():
    text = (
        "Chief Financial Officer Anand Rao and Secretary General Wezi Kaunda-Moyo met Cllr Ngozi "
        "Okafor. Supt. Jane Crole came late. Cllr Okafor left with Supt Crole."
    )
    assert names(text, PERSON) == ["Anand Rao", "Wezi Kaunda-Moyo", "Ngozi Okafor", "Jane Crole"]


def test_clubs_firms_and_people_that_act_together_are_organisations():
    text = (
        "Hanne Trisk of Morrow & Tate left. Staveley Rovers beat Calderbridge Athletic. "
        "Lodestar Partners was glad; Lodestar had paid. So protested Lawyers for the Ballot. "
        "CoastRail has closed the line."
    )
    found = names(text, ORG)
    for name in (
        "Morrow & Tate",
        "Staveley Rovers",
        "Calderbridge Athletic",
        "Lodestar Partners",
        "Lawyers for the Ballot",
        "CoastRail",
    ):
        assert name in found
    assert "Lodestar" not in found


def test_a_dateline_with_its_agency_is_a_place_and_an_organisation():
    text = "PORT SABAL (Meridian) - The rain has stopped, and nobody was hurt."
    assert names(text, PLACE) == ["Port Sabal"]
    assert names(text, ORG) == ["Meridian"]


def test_an_honorific_is_no_second_name():
    text = "Sir Neville Prudhoe rose. Sir Neville spoke. Sir Neville sat down. Sir Neville slept."
    labels = [("Neville Prudhoe", "PERSON")]
    assert names(text, PERSON, labels) == ["Neville Prudhoe"]
    assert names("Pope Francis rose. The pope sat down.", PERSON) == ["Pope Francis"]


def test_a_models_span_that_stops_at_a_particle_is_not_the_name():
    text = "Joan Vidal i Puig coached. Vidal i Puig laughed."
    assert names(text, PERSON, [("Joan Vidal", "PERSON")])[0] == "Joan Vidal i Puig"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("His wife, Ruth Ann, was out. “No,” Ruth Ann Mallow said.", "Ruth Ann Mallow"),
        ("Above him was Corvin Trisk III. “No,” said Trisk.", "Corvin Trisk III"),
        ("It was Tan Mei Hua who cooked. “No,” said Mei Hua.", "Tan Mei Hua"),
        ("Elvira Sorna Gil fell. Sorna got up again.", "Elvira Sorna Gil"),
        ("Now Luís Almar da Costa e Brito, 41, left.", "Luís Almar da Costa e Brito"),
        ("He Ruolan, who runs a bakery, said so. He was told by Ruolan.", "He Ruolan"),
        ("Leader of the Opposition Sudha Ramel Gowd left. Ms. Gowd is ill.", "Sudha Ramel Gowd"),
        ("Judge Ilmar Rusk QC left. Mr Rusk was late.", "Ilmar Rusk"),
        ("The minister is Gurpreet Sand. Mr Sand and his aides left.", "Gurpreet Sand"),
    ],
)
def test_all_forms_of_a_persons_name_are_one_person(text, person):
    assert names(text, PERSON) == [person]


def test_two_given_names_that_two_people_share_are_given_to_neither():
    text = "Ruth Ann Mallow and Ruth Ann Corder met. “No,” said Ruth Ann."
    assert len(names(text, PERSON)) == 3


def test_a_firm_begins_with_the_word_before_its_ampersand():
    assert names("The verdict was mild: Reed & Tallow called it a draw.", ORG) == ["Reed & Tallow"]


def test_a_council_is_named_with_its_members_and_their_land():
    text = "The Council of Churches of Kasinga urged calm."
    assert names(text, ORG) == ["Council of Churches of Kasinga"]


def test_a_pronoun_before_a_name_at_a_distance_stays_one():
    assert names("He told Ana Fen. He, Ana Fen, left.", PERSON) == ["Ana Fen"]
