"""Places and bodies in French, Spanish, German and Russian texts."""

from __future__ import annotations

import pytest

from onrecord.analyse.language import detect_language
from onrecord.analyse.pipeline import analyse
from onrecord.model import Document, EntityKind

ORG, PLACE = EntityKind.ORG, EntityKind.PLACE
FRENCH = (
    "La criée de Port-Ménarde sera vendue au groupe Océalice, qui ne dit pas ce que les pêcheurs "
    "feront. Le Syndicat des mareyeurs du Ponant est contre. La maire vit à Vaurainvil, et le "
    "président d’Océalice est de Paris."
)
SPANISH = (
    "Los técnicos de la Confederación del Turo Alto no vieron el agua que bajaba en Almuezar. La "
    "Plataforma de Afectados pide que el alcalde de Valdeona diga lo que sabe de la presa."
)
GERMAN = (
    "Die Bürgerinitiative Freier Horizont lehnt das Geld ab, das die Gemeinde Ilvesand nicht hat. "
    "Das Rathaus in Hohenfeld ist seit dem Herbst zu, und es wird auch so bleiben."
)
RUSSIAN = (
    "В Среднегорьевске в пятницу открыли мост, который строили двадцать лет. Как это было, "
    "Среднегорьевск еще не забыл, и о мосте там говорят все."
)


def kinds(text: str, language: str) -> dict[str, EntityKind]:
    found = analyse(Document("1", "", text, language=language))
    assert found.language == language
    return {text[slice(*m)]: e.kind for e in found.entities for m in e.mentions}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", FRENCH, {"Port-Ménarde": PLACE, "Océalice": ORG, "d’Océalice": ORG}),
        ("fr", FRENCH, {"Syndicat des mareyeurs du Ponant": ORG, "Vaurainvil": PLACE}),
        ("es", SPANISH, {"Confederación del Turo Alto": ORG, "Plataforma de Afectados": ORG}),
        ("es", SPANISH, {"Almuezar": PLACE, "Valdeona": PLACE}),
        ("de", GERMAN, {"Bürgerinitiative Freier Horizont": ORG}),
        ("de", GERMAN, {"Ilvesand": PLACE, "Hohenfeld": PLACE}),
        ("ru", RUSSIAN, {"Среднегорьевске": PLACE, "Среднегорьевск": PLACE}),
    ],
)
def test_places_and_bodies(language: str, text: str, expected: dict[str, EntityKind]) -> None:
    found = kinds(text, language)
    assert {name: found.get(name) for name in expected} == expected


def test_an_article_is_no_body() -> None:
    text = "Un soir, la maire est venue. Un matin, elle est partie. Un jour, elle dira pourquoi."
    assert "Un" not in kinds(text, "fr")


@pytest.mark.parametrize("sentence", ["« Non », dit-elle. ", "« Non », a dit le maire. "])
@pytest.mark.parametrize("times", [1, 5, 200])
def test_a_word_said_again_and_again_makes_no_other_language(sentence: str, times: int) -> None:
    assert detect_language(sentence * times) == "fr"


def test_italian_stays_italian() -> None:
    assert detect_language("Non è vero, ha detto il sindaco. " * 20) == "it"
