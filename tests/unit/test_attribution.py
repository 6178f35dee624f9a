"""Who said it: the phrase of the text that names the speaker of each quotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.attribution import Attributed, Attributions, attribute
from onrecord.analyse.parties import Party
from onrecord.model import Document, Form, Paragraph, QuotationKind, Role


def read(text: str, language: str = "en", paragraphs: tuple[Paragraph, ...] = ()) -> Attributions:
    return attribute(Document("1", "", text, paragraphs, language=language))


def speakers(text: str, language: str = "en") -> list[str | None]:
    return [q.mention and text[slice(*q.mention)] for q in read(text, language).quotations]


def only(text: str) -> Attributed:
    (quotation,) = read(text).quotations
    return quotation


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will build the pier this year,” said Oda Brekke.", "Oda Brekke"),
        ("“We will build the pier this year,” Oda Brekke said on Monday.", "Oda Brekke"),
        ("“We will build the pier this year,” she said.", "she"),
        ("Oda Brekke said, “We will build the pier this year.”", "Oda Brekke"),
        ("Oda Brekke told reporters: “We will build the pier this year.”", "Oda Brekke"),
        ("“The pier was never safe to use,” according to the harbour board.", "the harbour board"),
        ("“The pier was never safe to use,” the ministry said in a statement.", "the ministry"),
        ("“It will all end badly for them,” said a senior aide to the mayor.", "a senior aide"),
        ("“We are tired of waiting here,” protesters chanted.", "protesters"),
        ("As the report states: “The lamp is out, and nobody is looking at it.”", "the report"),
        ("“Mind the hole in the pier,” said my wife.", "my wife"),
        ("“The pier is lost to the sea,” wrote the Fjord Post.", "the Fjord Post"),
        ("Brekke, who has led the town since 2009, said: “We will build it.”", "Brekke"),
        ("“We will build it,” said Brekke, the mayor of Vellamo.", "Brekke"),
    ],
)
def test_the_mention_stands_where_the_text_names_the_speaker(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_the_cue_is_the_verb_of_saying() -> None:
    text = "“We will build the pier this year,” Oda Brekke said on Monday."
    assert text[slice(*only(text).cue or (0, 0))] == "said"


def test_the_head_is_the_head_word_of_the_mention() -> None:
    text = "“We will build the pier this year,” said Mayor Oda Brekke."
    assert text[slice(*only(text).head or (0, 0))] == "Brekke"


def test_two_speakers_in_turn() -> None:
    text = (
        "“We will build the pier this year,” said Oda Brekke.\n\n"
        "“There is no money for any of it,” replied Jon Tull, the treasurer."
    )
    assert speakers(text) == ["Oda Brekke", "Jon Tull"]


def test_an_interrupted_utterance_is_one() -> None:
    text = "“We have waited,” said Oda Brekke, “for more than thirty long years.”"
    first, second = read(text).quotations
    assert first.utterance == second.utterance
    assert first.mention == second.mention


def test_a_sentence_is_one_however_long_the_interruption() -> None:
    text = "“I had a boat,” she told the Fjord Post on the quay that day, “and I would again.”"
    first, second = read(text).quotations
    assert first.utterance == second.utterance
    assert second.kind is QuotationKind.DIRECT


def test_sentences_around_an_attribution_are_one_utterance() -> None:
    text = (
        "“The sea is our oldest friend. It feeds the town.” The harbour master continued, "
        "“I believe the new pier will bring the ships back to us.”"
    )
    first, second = read(text).quotations
    assert text[slice(*first.mention or (0, 0))] == "The harbour master"
    assert (first.utterance, first.mention) == (second.utterance, second.mention)


def test_paragraphs_of_one_quotation_are_one_utterance() -> None:
    text = (
        "Oda Brekke told the council:\n\n“The pier was built by our fathers and mothers.\n\n"
        "“It will be rebuilt by us, and by nobody else in this land.”"
    )
    first, second = read(text).quotations
    assert first.utterance == second.utterance
    assert first.mention == second.mention


def test_words_inside_the_writers_sentence_are_mixed() -> None:
    text = "Brekke called the plan “a gift to the whole of the coast” on Monday."
    assert only(text).kind is QuotationKind.MIXED


def test_whole_sentences_are_direct() -> None:
    assert only("Brekke said, “The plan is a gift to the coast.”").kind is QuotationKind.DIRECT


def test_a_title_in_marks_is_nobodys_words() -> None:
    text = "The film, “The Long Way to Vellamo,” opened in forty theaters on Friday."
    assert read(text).quotations == ()


def test_a_signature_after_a_dash_names_the_speaker() -> None:
    text = "“The pier was the first thing that I saw of this country.”\n\n— Ama Osei, teacher"
    assert speakers(text) == ["Ama Osei"]


def test_reported_words_are_kept_with_their_own_speaker() -> None:
    text = "“Then Tull said, ‘There will be no pier while I live,’ and left,” Oda Brekke recalled."
    outer, inner = read(text).quotations
    assert text[slice(*outer.mention or (0, 0))] == "Oda Brekke"
    assert text[slice(*inner.mention or (0, 0))] == "Tull"
    assert outer.start < inner.start < inner.end < outer.end


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "“My mother used to say, ‘Keep the lamp lit,’ every night,” said Oda Brekke.",
            "My mother",
        ),
        ("“He came back and said, ‘Tell her to wait there,’ so I did,” said Oda Brekke.", "He"),
    ],
)
def test_those_whose_words_are_reported_may_be_without_name(text: str, speaker: str) -> None:
    assert speakers(text) == ["Oda Brekke", speaker]


def test_what_the_speaker_reports_of_himself_is_kept_too() -> None:
    text = "“So I said, ‘There is no lamp out there,’ and left,” said Oda Brekke."
    assert speakers(text) == ["Oda Brekke", "I"]


def test_what_nobody_said_is_not_reported() -> None:
    text = "“We cannot say, ‘There is no lamp out there,’ and leave,” said Oda Brekke."
    assert speakers(text) == ["Oda Brekke"]


def test_words_before_their_speaker_are_reported() -> None:
    text = "“‘Not bad,’ she said, and that was all,” said Oda Brekke."
    assert speakers(text) == ["Oda Brekke", "she"]


def test_words_are_whose_in_the_words_of_names() -> None:
    text = (
        "The company knew when it was going to be inspected and had become, in the words of a "
        "former manager, “world class at one day a year”."
    )
    assert speakers(text) == ["a former manager"]


def test_the_title_of_a_work_is_nobodys_words() -> None:
    text = "In her 2002 book, “The Lamps of Skarholm,” Oda Brekke said that the sea was near."
    assert speakers(text) == []


def test_two_echoes_in_a_headline_are_the_speakers_words() -> None:
    text = (
        "Brekke Interview: The Sea an 'Old Friend' and 'Our Daily Bread'\n\n"
        "“The sea is an old friend of ours. It is our daily bread,” said Oda Brekke."
    )
    found = read(text).quotations
    assert [text[q.start : q.end] for q in found[:2]] == ["'Old Friend'", "'Our Daily Bread'"]
    assert {text[slice(*q.mention or (0, 0))] for q in found} == {"Oda Brekke"}


def test_one_echo_may_be_chance() -> None:
    text = "An 'Old Friend' of the Town\n\n“The sea is an old friend of ours,” said Oda Brekke."
    assert len(read(text).quotations) == 1


def test_british_single_marks() -> None:
    text = (
        "‘We will build the pier this year,’ said Oda Brekke.\n\n"
        "‘There is no money for it,’ said Jon Tull."
    )
    assert speakers(text) == ["Oda Brekke", "Jon Tull"]


def test_a_block_quotation_is_attributed() -> None:
    lead, block = "In a letter to the town, Oda Brekke wrote:", "We will build the pier this year."
    text = f"{lead}\n\n{block}"
    placed = (Paragraph(0, len(lead)), Paragraph(len(lead) + 2, len(text), Role.QUOTE))
    (quotation,) = read(text, paragraphs=placed).quotations
    assert (quotation.start, quotation.end) == (len(lead) + 2, len(text))
    assert text[slice(*quotation.mention or (0, 0))] == "Oda Brekke"


def test_a_block_is_of_who_spoke_last_where_nothing_leads_to_it() -> None:
    lead = "Oda Brekke wrote to the harbour board on Monday. The Lamp Format is an old standard."
    block = "It was a bright day and nobody had looked at the lamp."
    text = f"{lead}\n\n{block}"
    paragraphs = (
        Paragraph(0, len(lead)),
        Paragraph(len(lead) + 2, len(text), Role.QUOTE),
    )
    (quotation,) = read(text, "en", paragraphs).quotations
    assert text[slice(*quotation.mention or (0, 0))] == "Oda Brekke"
    assert quotation.confidence < 0.8


def test_a_letter_belongs_to_its_writer() -> None:
    lead, block = (
        "Oda Brekke’s letter, pinned up in the hall, reads in full:",
        "Be kind to the pier.",
    )
    text = f"{lead}\n\n{block}"
    placed = (Paragraph(0, len(lead)), Paragraph(len(lead) + 2, len(text), Role.QUOTE))
    (quotation,) = read(text, paragraphs=placed).quotations
    assert text[slice(*quotation.mention or (0, 0))] == "Oda Brekke"


def test_the_line_that_signs_a_block_is_no_quotation() -> None:
    parts = [
        "Many wrote to the town.",
        "We have ordered more flour.",
        "— Halfway Bakers (@halfway)",
    ]
    text = "\n\n".join(parts)
    second, third = text.index(parts[1]), text.index(parts[2])
    placed = (
        Paragraph(0, len(parts[0])),
        Paragraph(second, second + len(parts[1]), Role.QUOTE),
        Paragraph(third, len(text), Role.QUOTE),
    )
    (quotation,) = read(text, paragraphs=placed).quotations
    assert text[slice(*quotation.mention or (0, 0))] == "Halfway Bakers"


@pytest.mark.parametrize("text", ["“Yes,” said Brekke.", "Then Brekke said, “Left.”"])
def test_one_word_of_speech_is_a_quotation(text: str) -> None:
    assert speakers(text) == ["Brekke"]


@pytest.mark.parametrize(
    "text",
    [
        "Such a paper is simply called a “third-party request for light” in the harbour.",
        "She looked at the lamp as if to say “Nobody asked for you” and left.",
        "The so-called “keepers of the lamp” met in the harbour on Monday.",
        "Brekke wants what has become known as the “three bridges rule” for the town.",
        "The director makes this clear in her stunning new documentary “13th.” It is out.",
    ],
)
def test_names_and_imagined_words_are_nobodys(text: str) -> None:
    assert read(text).quotations == ()


def test_a_term_in_a_sentence_is_none() -> None:
    text = "The town built a “pier” that nobody can stand on, and the mayor opened it on Monday."
    assert read(text).quotations == ()


def test_two_speakers_alternate() -> None:
    text = (
        "“Push it to the left side,” said Brekke.\n\n“Your left side or mine?” asked Tull.\n\n"
        "“The left side of the piano, man.”\n\n“It does not have a left side.”"
    )
    assert speakers(text) == ["Brekke", "Tull", "Brekke", "Tull"]


def test_one_who_was_named_before_answers_a_question() -> None:
    text = (
        "“The tide is not a bus,” said Brekke.\n\nThe rain stopped.\n\n“Then when does it leave?” "
        "asked Tull.\n\n“Ask the moon about it.”\n\n“And the moon?”"
    )
    assert speakers(text) == ["Brekke", "Tull", "Brekke", "Tull"]


def test_whoever_asked_asks_again() -> None:
    text = (
        "“How long have you lived here?” I ask.\n\n“Since the flood,” she says.\n\n“And before?”"
        "\n\n“Before, I lived in the flood.”"
    )
    assert speakers(text) == ["I", "she", "I", "she"]


def test_what_is_said_is_its_owners() -> None:
    text = "The mayor left early. Her answer: “There is no lamp out there and never was.”"
    assert speakers(text) == ["Her"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It is only rain with ideas,” said the umpire, Hector Lees.", "Hector Lees"),
        ("“It is only rain with ideas,” said Hector Lees, an umpire.", "Hector Lees"),
        ("“It is only rain with ideas,” said Hector Lees, 81.", "Hector Lees"),
        (
            "“It is only rain,” Marrow Club founder and captain Hector Lees said.",
            "captain Hector Lees",
        ),
        ("On Monday, one umpire said it was “only rain with ideas in it” again.", "one umpire"),
    ],
)
def test_a_name_is_preferred_to_its_apposition(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_a_term_beside_its_owners_words_is_the_owners() -> None:
    text = (
        "The Forum calls itself a “standing meeting of all the shores of the sea.” The Forum’s "
        "“good manners” are explained as “equal dues for equal hulls; lights kept by all.”"
    )
    assert speakers(text) == ["The Forum", "The Forum", "The Forum"]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "« Nous irons, a déclaré Oda Brekke, et vite. »", "Oda Brekke"),
        ("fr", "« Nous irons », a-t-elle lancé.", "elle"),
        ("fr", "Selon Oda Brekke, « le port est une erreur ».", "Oda Brekke"),
        ("de", "Laut Oda Brekke ist der Hafen „ein großer Fehler“.", "Oda Brekke"),
        ("ru", "«Мы пойдём, — добавил он. — И скоро».", "он"),
        ("fr", "« Nous irons », s’est indigné le pilote.", "le pilote"),
        ("fr", "« Nous irons », sourit-elle.", "elle"),
        ("es", "«No iremos», se quejó la regidora ante la prensa.", "la regidora"),
        ("ru", "По словам капитана Орлова, порт «закрыт до весны».", "капитана Орлова"),
    ],
)
def test_wordings_of_other_languages(language: str, text: str, speaker: str) -> None:
    assert speakers(text, language) == [speaker]


def test_no_speaker_is_said_with_its_reason() -> None:
    quotation = only("“Somebody has to pay for all of this in the end.”")
    assert quotation.mention is None
    assert quotation.reason.endswith(".")


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "« Nous allons construire le port », a déclaré Oda Brekke.", "Oda Brekke"),
        ("de", "„Wir bauen den Hafen in diesem Jahr“, sagte Oda Brekke.", "Oda Brekke"),
        ("es", "«Vamos a construir el puerto este año», dijo Oda Brekke.", "Oda Brekke"),
        ("ru", "«Мы построим порт в этом году», — сказала Ода Брекке.", "Ода Брекке"),
    ],
)
def test_other_languages_by_their_cues(language: str, text: str, speaker: str) -> None:
    quotation = attribute(Document("1", "", text, language=language)).quotations[0]
    assert text[slice(*quotation.mention or (0, 0))] == speaker
    assert quotation.confidence < 0.9


def test_an_unknown_language_leaves_the_speaker_open() -> None:
    text = "„Rakennamme laiturin tänä vuonna”, sanoi Oda Brekke."
    (quotation,) = read(text, "fi").quotations
    assert quotation.mention is None
    assert "language" in quotation.reason


def test_a_reported_interview_has_its_parties() -> None:
    text = (
        "On Monday, Mayor Oda Brekke sat down with the Fjord Post to discuss the pier.\n\n"
        "“We will build the pier this year,” she said.\n\n"
        "“It will cost us less than the ferry does,” said Brekke."
    )
    found = read(text)
    assert found.conversation is not None
    assert text[slice(*found.conversation.interviewee)] == "Mayor Oda Brekke"
    assert text[slice(*found.conversation.interviewer or (0, 0))] == "the Fjord Post"


def test_turns_are_quotations_of_their_speakers() -> None:
    text = (
        "Q: Why did you stay in the town?\n\nA: I never thought about leaving it at all.\n\n"
        "Nobody did.\n\nQ: And what comes next?\n\nA: We are building a new pier."
    )
    found = read(text)
    assert found.form is Form.TRANSCRIPT
    assert {q.kind for q in found.quotations} == {QuotationKind.TURN}
    assert [q.party for q in found.quotations] == [
        Party.QUESTIONER,
        Party.ANSWERER,
        Party.ANSWERER,
        Party.QUESTIONER,
        Party.ANSWERER,
    ]
    assert found.quotations[1].utterance == found.quotations[2].utterance


def test_initials_point_to_the_full_name() -> None:
    text = "\n\n".join(
        [
            "JON TULL: Why did you stay in the town?",
            "ODA BREKKE: I never thought about leaving.",
            "JT: And what comes next?",
            "OB: We are building a new pier.",
        ]
    )
    last = read(text).quotations[-1]
    assert text[slice(*last.mention or (0, 0))] == "OB"
    assert text[slice(*last.antecedent or (0, 0))] == "ODA BREKKE"


TEXTS = st.lists(
    st.sampled_from(
        ["“We will go,”", "said", "Brekke", "she", ".", "\n\n", "“No", "”", "Q: Why?", "A: So.",
         "the", '"', "‘", "’", "told", ":", "—", "minister", "“a b c d”", ",", "CICA’s", "'", "😀",
         "**x?**"]
    ),
    max_size=60,
).map(" ".join)  # fmt: skip


@given(TEXTS, st.sampled_from(["en", "fr", "xx", ""]))
def test_every_quotation_is_sound(text: str, language: str) -> None:
    found = attribute(Document("1", "", text, language=language)).quotations
    assert [q.start for q in found] == sorted(q.start for q in found)
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
        for span in (q.mention, q.head, q.antecedent, q.cue):
            assert span is None or (0 <= span[0] < span[1] <= len(text))
        assert 0.0 <= q.confidence <= 1.0
        assert bool(q.reason) == (q.mention is None and q.party is None)
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            assert b.start >= a.end or b.end <= a.end


@given(st.text(max_size=150))
def test_no_text_makes_it_fail(text: str) -> None:
    assert attribute(Document("1", "", text)) == attribute(Document("1", "", text))
