"""Pronouns, titles and descriptions find their person."""

from __future__ import annotations

import pytest

from onrecord.analyse.entities import gather
from onrecord.analyse.identity import Identities
from onrecord.analyse.mentions import find_mentions
from onrecord.analyse.quotations import scan
from onrecord.analyse.tokens import tokenize


def references(text):
    """Phrase and person for every reference, in text order."""
    tokens = tokenize(text)
    chains = gather(tokens, find_mentions(tokens))
    quotations = [(s.start, s.end) for s in scan(text)]
    found = Identities(tokens, chains, quotations).references
    return [(text[slice(*tokens.span(r.first, r.last))], r.chain.name) for r in found]


def test_a_pronoun_is_the_person_just_spoken_of():
    text = "Hanne Trisk wound the clock. She was late."
    assert references(text) == [("She", "Hanne Trisk")]


def test_gender_comes_from_honorifics_and_roles():
    text = (
        "Mr. Corvin Sall met Mrs. Ilse Maranta on the quay. She had the key. He had the lamp. "
        "The actress Robin Vane came later, and Otto Lind waved to her."
    )
    assert references(text) == [
        ("She", "Ilse Maranta"),
        ("He", "Corvin Sall"),
        ("her", "Robin Vane"),
    ]


def test_the_one_who_leads_the_sentence_goes_before_one_inside_it():
    text = "Senator Paul Dray said that Martin Oake had lost. “It was close,” he said."
    assert references(text)[-1] == ("he", "Paul Dray")


def test_somebody_in_a_quotation_is_less_likely_meant_than_who_speaks():
    text = "“I admire Martin Oake,” said Paul Dray. He laughed."
    assert references(text) == [("He", "Paul Dray")]


def test_a_role_is_whose_the_text_says_it_is():
    text = (
        "Prime Minister Hanne Trisk met Otto Lind, the harbour master, and Ilse Maranta. "
        "The harbour master was cold. The prime minister was not."
    )
    assert references(text)[-2:] == [
        ("The harbour master", "Otto Lind"),
        ("The prime minister", "Hanne Trisk"),
    ]


def test_a_role_that_changes_hands_is_the_last_holders():
    text = (
        "Mayor Rurik Sey stepped down. The mayor smiled. On Friday Hanne Trisk became mayor of "
        "Corrane. The mayor laughed."
    )
    assert [name for phrase, name in references(text) if phrase.lower() == "the mayor"] == [
        "Rurik Sey",
        "Hanne Trisk",
    ]


@pytest.mark.parametrize(
    "phrase", ["The former lamp inspector", "The Velmoran President", "The Velmoran Head of State"]
)
def test_a_description_not_seen_before_is_the_person_the_text_is_about(phrase):
    text = f"Ilmar Korvath was in high spirits. {phrase} praised the harbour."
    assert references(text) == [(phrase, "Ilmar Korvath")]


def test_a_description_with_a_name_beside_it_is_that_person():
    text = "Ilmar Korvath waved. The harbour master, Otto Lind, did not."
    assert ("The harbour master", "Otto Lind") in references(text)


def test_a_person_without_a_name_is_described_again():
    text = "Ilmar Korvath waved. A driver stopped. The driver swore."
    assert references(text) == [("The driver", "A driver")]


def test_an_answer_that_is_a_name_is_whom_the_next_pronoun_means():
    text = "Which potter do you admire?\n\nThomas Hale. He was patient, as Otto Lind knew."
    assert references(text) == [("He", "Thomas Hale")]


def test_nobody_is_found_where_nobody_is_named():
    assert references("He said that she was late.") == []


def test_a_person_named_thousands_of_times_is_found_each_time():
    text = "President Ana Roy met the president. He said he knew him. " * 500
    assert len(references(text)) == 2000


def test_a_wife_and_a_father_are_found_by_their_family_name():
    text = (
        "Mr. Konrad Amble has a daughter, Tilda Amble. “No,” her father said.\n\n"
        "Mr. Otto Lind and Greta Lind keep bees. Otto laughed. His wife smiled."
    )
    found = references(text)
    assert ("father", "Konrad Amble") in found
    assert ("wife", "Greta Lind") in found


def test_an_organisation_is_meant_by_the_noun_that_ends_its_name():
    text = "The Corrane Harbour Council met. Otto Lind said that the council was cold."
    assert ("the council", "Corrane Harbour Council") in references(text)
    assert references("Otto Lind said that the council was cold.") == []


def test_who_is_brought_in_with_what_she_is_is_spoken_of_next():
    text = (
        "Senator Paul Dray said that it was cold. The harbour froze, Dray said. "
        "That worries Wen Tarn, a ferry captain from Lorne.\n\n“We are stuck,” she said."
    )
    assert references(text)[-1] == ("she", "Wen Tarn")


def test_the_owner_of_what_is_said_is_not_who_says_it():
    text = (
        "Wen Tarn, who counts boats at the Harbour Club, said Hanne Trisk’s report was old.\n\n"
        "“I see no numbers,” she said."
    )
    assert references(text)[-1] == ("she", "Wen Tarn")


def test_pronouns_beside_the_names_show_who_is_a_woman():
    text = (
        "Wen Tarn sold her boat. Wen Tarn said that she was tired. Corvin Sall bought it.\n\n"
        "Tarn and Sall drank tea. He paid, and she sang."
    )
    assert references(text)[-2:] == [("He", "Corvin Sall"), ("she", "Wen Tarn")]


def test_a_wife_is_not_the_him_whom_she_married():
    text = (
        "Walt Tarn keeps bees. “They are ugly,” he says.\n\n"
        "Wen Tarn, who is 79 and has been married to him for fifty years, does not look up. "
        "“I heard that,” she says."
    )
    assert references(text)[-1] == ("she", "Wen Tarn")


def test_nobody_speaks_of_himself_by_name():
    text = "Otto Lind met Paul Dray at the pier. “Otto Lind was late,” he said."
    tokens = tokenize(text)
    chains = gather(tokens, find_mentions(tokens))
    speaker = tokens.at(text.index("he said"))
    quotations = [(s.start, s.end) for s in scan(text)]
    found = Identities(tokens, chains, quotations, {0: speaker}).references
    assert found[-1].chain.name == "Paul Dray"


def test_the_company_is_the_organisation_just_spoken_of():
    text = (
        "Linao Shipping Lines, which owns the ferry, denied that.\n\nIn a statement, the company "
        "said it was sorry. The company closed."
    )
    assert ("the company", "Linao Shipping Lines") in references(text)


def test_a_governor_of_one_place_is_none_of_anothers():
    text = (
        "Former Texas Governor Paul Dray is fit. Hanne Trisk spoke on Friday.\n\n"
        "The Ohio governor said that she was glad."
    )
    assert ("The Ohio governor", "Paul Dray") not in references(text)
