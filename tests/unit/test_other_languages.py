"""Speakers in French, Spanish, German and Russian: from the wording to the person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.analyse.cues import languages
from onrecord.analyse.pattern_names import nominative
from onrecord.analyse.plain_text import document_of
from onrecord.analyse.workers import analyse_by_patterns
from onrecord.model import EntityKind

FRENCH = """\
La maire de Brillac, Oda Vautrin, a présenté son projet mardi devant les habitants de la ville.

{}

Le chef de l’opposition, Marc Delorme, a quitté la salle avant la fin de la réunion."""
SPANISH = """\
La alcaldesa de Torrealba, Nuria Peral Cano, presentó el martes su proyecto ante los vecinos.

{}

El jefe de la oposición, Marcos del Olmo, abandonó la sala antes de que terminara la reunión."""


def speakers(text: str) -> list[str | None]:
    record = analyse_by_patterns(document_of("text", text))
    return [q.speaker and q.speaker.name for q in record.quotations]


@pytest.mark.parametrize(
    ("wording", "name"),
    [
        ("« Le pont restera », a-t-elle déclaré.", "Oda Vautrin"),
        ("« Le pont restera », a ajouté la maire.", "Oda Vautrin"),
        ("« Le pont restera », s’est réjouie Mme Vautrin.", "Oda Vautrin"),
        ("« Le pont, dit-elle, restera où il est. »", "Oda Vautrin"),
        (
            "« Le pont restera, a insisté mercredi Oda Vautrin. Nous l’avons promis. »",
            "Oda Vautrin",
        ),
        ("Selon elle, le pont est « le plus beau de la vallée ».", "Oda Vautrin"),
        ("La maire a répondu : « Le pont restera. » Puis : « Bonsoir. »", "Oda Vautrin"),
        ("« Le pont restera », soupire un habitant.", "un habitant"),
        ("La préfecture juge le pont « tout à fait dangereux ».", "La préfecture"),
        ("« Le pont restera », résume pour sa part Marc Delorme.", "Marc Delorme"),
    ],
)
def test_french_wordings(wording, name):
    assert set(speakers(FRENCH.format(wording))) == {name}


@pytest.mark.parametrize(
    ("wording", "name"),
    [
        ("«El puente se queda», dijo la alcaldesa.", "Nuria Peral Cano"),
        ("«El puente se queda», añadió Peral.", "Nuria Peral Cano"),
        ("Peral sonrió. «El puente se queda», añadió.", "Nuria Peral Cano"),
        ("«El puente —recordó Peral— se queda donde está».", "Nuria Peral Cano"),
        ("Según la alcaldesa, el puente es «el más bello del valle».", "Nuria Peral Cano"),
        (
            "La alcaldesa respondió: «El puente se queda». Y añadió: «Buenas noches».",
            "Nuria Peral Cano",
        ),
        ("«El puente se queda», se quejó un vecino.", "un vecino"),
        (
            "Fuentes municipales calificaron el puente de «muy peligroso hoy».",
            "Fuentes municipales",
        ),
        ("«El puente se queda», ironizó por su parte Del Olmo.", "Marcos del Olmo"),
    ],
)
def test_spanish_wordings(wording, name):
    assert set(speakers(SPANISH.format(wording))) == {name}


@pytest.mark.parametrize(
    ("wording", "name"),
    [
        (
            "En un comunicado, la empresa Maderas del Sur negó «cualquier daño al río».",
            "Maderas del Sur",
        ),
        ("«Es un gran día para el bosque», celebró por su parte Bosque Vivo.", "Bosque Vivo"),
    ],
)
def test_bodies_that_speak_are_no_persons(wording, name):
    record = analyse_by_patterns(document_of("text", SPANISH.format(wording)))
    speaker = record.quotations[0].speaker
    assert (speaker.name, speaker.kind) == (name, EntityKind.ORG)
    persons = [e.name for e in record.entities if e.kind is EntityKind.PERSON]
    assert persons == ["Nuria Peral Cano", "Marcos del Olmo"]


def test_speech_may_be_set_off_by_dashes():
    text = SPANISH.format(
        "—El puente se queda —dijo la alcaldesa—. No hay más que hablar.\n\n—¿Y la barca?\n\n"
        "—También —respondió Peral."
    )
    record = analyse_by_patterns(document_of("text", text))
    words = [q.text for q in record.quotations]
    assert words == [
        "El puente se queda",
        "No hay más que hablar.",
        "¿Y la barca?",
        "También",
    ]
    assert [q.speaker and q.speaker.name for q in record.quotations][::3] == [
        "Nuria Peral Cano"
    ] * 2


def test_whom_somebody_tells_of_is_nobody_of_the_text():
    text = (
        "Oda Vautrin a commencé à quatorze ans. « Le contremaître m’a dit : “Tu as des mains à "
        "ouvrir des lettres.” J’en ai ouvert », raconte Oda Vautrin."
    )
    assert speakers(text) == ["Oda Vautrin", "Le contremaître"]


def test_what_somebody_holds_does_not_speak():
    text = "« La même chose », répond Oda Vautrin. Puis, en posant son balai : « Non, ailleurs. »"
    assert speakers(text) == ["Oda Vautrin", "Oda Vautrin"]


def test_an_honorific_goes_with_an_elided_particle():
    text = (
        "Le président, Charles d’Orsel, est venu. Interrogé, M. d’Orsel n’y voit pas de "
        "contradiction : « La loi est la loi. »"
    )
    assert speakers(text) == ["Charles d’Orsel"]


def test_a_russian_profession_is_a_womans_as_well():
    text = (
        "Главный инженер проекта Нина Шабелкина была сдержаннее. «Я начинала здесь практиканткой», "
        "— вспомнила она. «Я все это строила», — возмущается инженер Шабелкина."
    )
    assert speakers(text) == ["Нина Шабелкина", "Нина Шабелкина"]


def test_a_list_with_dashes_is_no_speech():
    text = FRENCH.format("— un pont neuf pour la commune\n\n— une école pour le village")
    assert speakers(text) == []


def test_a_pronoun_goes_to_the_last_person_of_its_gender():
    text = FRENCH.format(
        "Elle a ensuite cédé la parole à son adjoint, Paul Rivet. « Merci », a-t-il dit. "
        "« De rien, Paul », a-t-elle répondu."
    )
    assert speakers(text) == ["Paul Rivet", "Oda Vautrin"]


def test_german_nouns_are_no_names():
    text = (
        "Die Bürgermeisterin Hedda Quast stellte den Plan am Dienstag vor. „Sieben Minuten, das "
        "ist die Länge einer guten Predigt“, sagte sie. Nach Angaben der Stadtwerke dauert es "
        "„nur ein paar Wochen“, hin und her."
    )
    record = analyse_by_patterns(document_of("text", text))
    assert [q.speaker.name for q in record.quotations] == ["Hedda Quast", "Stadtwerke"]
    persons = [e for e in record.entities if e.kind is EntityKind.PERSON]
    assert [e.name for e in persons] == ["Hedda Quast"]
    assert [text[slice(*span)] for span in persons[0].references] == ["sie"]


@pytest.mark.parametrize(
    ("genitive", "name"),
    [
        ("Саввы Саркина", "Савва Саркин"),
        ("Марины Озерской", "Марина Озерская"),
        ("Виктора Самарского", "Виктор Самарский"),
        ("Ольги Лагутиной", "Ольга Лагутина"),
        ("Андрея Белого", "Андрей Белый"),
    ],
)
def test_a_russian_name_in_the_genitive_is_put_back(genitive, name):
    assert nominative(genitive) == name
    text = f"По словам капитана {genitive}, переход через пролив прошёл «до обидного спокойно»."
    assert speakers(text) == [name]


WORDS = {
    code: sorted({*known.verbs, *known.articles, *known.people, *known.stops, *known.between})
    for code, known in languages().items()
    if code != "en"
}
PIECES = ["«", "»", "“", "”", ":", ",", ".", "—", "\n", "Oda", "Vautrin", "de", "l’", "M.", "\n\n"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_row_of_words_has_a_record(data):
    code = data.draw(st.sampled_from(sorted(WORDS)))
    words = data.draw(st.lists(st.sampled_from(WORDS[code] + PIECES * 20), max_size=60))
    text = " ".join(words)
    document = document_of("text", text)
    record = analyse_by_patterns(replace(document, language=code))
    for quotation in record.quotations:
        assert text[quotation.start : quotation.end] == quotation.text
