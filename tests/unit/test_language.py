"""The language of a text is told from the text; what a feed declares decides short texts only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.language import detect_language

SENTENCES = {
    "en": "The harbour master said that she would not open the gates before the tide had turned.",
    "fr": "La capitaine a déclaré que le port ne serait pas ouvert avant la marée haute.",
    "de": "Die Kapitänin sagte, dass der Hafen nicht geöffnet wird, bevor die Flut kommt.",
    "es": "La capitana dijo que el puerto no se abriría hasta que la marea subiera más.",
    "it": "Il capitano ha detto che il porto non sarebbe stato aperto prima della marea.",
    "pt": "A capitã disse que o porto não seria aberto até que a maré estivesse mais alta, como é.",
    "nl": "De kapitein zei dat de haven niet open zou gaan voordat het water met de maan is.",
    "pl": "Kapitan powiedziała, że port nie jest otwarty, ale już po przypływie może być tak.",
    "ru": "Капитан сказала, что порт не откроют, пока не придёт вода, и это было так.",
    "uk": "Капітан сказала, що порт не відкриють, але вода вже прийшла, і це було так.",
    "tr": "Kaptan bu limanın daha sonra açılacağını ve çok su olduğunu söyledi, ama ne kadar.",
    "ja": "港長は、潮が満ちるまで門を開けないと言いました。",
    "ko": "항만장은 물이 들어올 때까지 문을 열지 않겠다고 말했다.",
    "zh": "港务长说，涨潮之前不会打开大门。",
    "ar": "قالت مديرة الميناء إنها لن تفتح البوابات قبل المد.",
    "el": "Η λιμενάρχης είπε ότι δεν θα ανοίξει τις πύλες πριν από την παλίρροια.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_or_two_tells_the_language(code):
    assert detect_language(SENTENCES[code]) == code


def test_a_wrong_declaration_does_not_outweigh_the_text():
    assert detect_language(SENTENCES["fr"], "en-GB") == "fr"


def test_a_short_text_is_what_its_feed_declares():
    assert detect_language("Gates open", "de_AT") == "de"


@pytest.mark.parametrize("text", ["", "12:30 — 40 %!", "😀 😀"])
def test_a_text_without_letters_has_no_language_of_its_own(text):
    assert detect_language(text) == ""
    assert detect_language(text, "pt-BR") == "pt"


def test_the_language_of_most_of_a_mixed_text_counts():
    mixed = f"{SENTENCES['en']} {SENTENCES['en']} {SENTENCES['de']}"
    assert detect_language(mixed) == "en"


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    code = detect_language(text)
    assert code == "" or (len(code) == 2 and code.isalpha())
