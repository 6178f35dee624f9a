"""Interviews that no wording alone tells, and reports that look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.analyse.encounters import encounter
from onrecord.analyse.pipeline import analyse
from onrecord.model import Document, Form

ARTICLES = (Path(__file__).parent / "interviews.txt").read_text(encoding="utf-8").split("=== ")[1:]
"""Each with a first line of "form | interviewees | outlet | byline | title"."""


def read(article: str) -> tuple[list[str], Document]:
    head, _, text = article.partition("\n")
    form, names, outlet, byline, title = (each.strip() for each in head.split("|"))
    return [form, names], Document("1", title, text.strip(), outlet=outlet, byline=byline)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.partition("\n")[0][-40:])
def test_form_and_interviewees(article: str) -> None:
    wanted, document = read(article)
    record = analyse(document)
    assert [record.form, ",".join(each.interviewee for each in record.interviews)] == wanted


def test_the_outlet_asks_where_the_text_says_this_newspaper() -> None:
    _, document = read(next(a for a in ARTICLES if "this newspaper" in a))
    assert [each.interviewer for each in analyse(document).interviews] == ["The Harbour Post"]


def test_another_outlet_that_asked_is_named() -> None:
    text = "\n\n".join(
        [
            "Nessa Quill will not stand again, she told Radio Keel on Friday.",
            "“I have done my share,” Quill said. “It is somebody else’s turn.”",
            "“I shall keep bees,” Quill told the programme.",
            "“Bees do not vote,” she said.",
        ]
    )
    record = analyse(Document("1", "Nessa Quill: ‘I shall keep bees’", text, outlet="The Lantern"))
    assert record.form is Form.INTERVIEW
    assert record.interviews[0].interviewee == "Nessa Quill"
    assert record.interviews[0].interviewer == "Radio Keel"


def test_what_passes_between_the_writer_and_several_counts_for_nobody() -> None:
    _, document = read(next(a for a in ARTICLES if "two towns" in a))
    record = analyse(document)
    assert encounter(document.title, document.text, "", record.quotations) is None


TWO = """They spoke to Plan & Wall on a train.

PLAN & WALL: You have said that a door is a promise. How so?

ODA BREKKE: You open it or you do not.

IVO RUUD: And somebody has to oil it.

PLAN & WALL: Do you ever disagree?

ODA BREKKE: No.

IVO RUUD: Yes.

PLAN & WALL: What about?

IVO RUUD: About that."""


def test_two_who_answer_together_are_both_interviewed() -> None:
    title = "In conversation: Oda Brekke and Ivo Ruud on doors"
    record = analyse(Document("1", title, TWO, outlet="Plan & Wall"))
    assert record.form is Form.TRANSCRIPT
    assert {each.interviewee for each in record.interviews} == {"Oda Brekke", "Ivo Ruud"}


def test_whom_the_title_names_answers_and_not_whose_picture_it_is() -> None:
    text = "\n\n".join(
        [
            "A wall at dusk. Image: Jo Tulliver.",
            "Why did you begin with walls?",
            "I had no money for a roof, and I have never regretted it since.",
            "What do you look for in a wall?",
            "I look for a reason. My first one had none, and I still think of it.",
            "Do you keep any of your own?",
            "I keep one. It keeps me, as my neighbours say.",
            "What are you building now?",
            "I am taking one down, and I like that better than I had thought.",
        ]
    )
    record = analyse(Document("1", "An interview with mason Oda Brekke", text, outlet="Wall"))
    assert [each.interviewee for each in record.interviews] == ["Oda Brekke"]


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        (
            "Marthe Quillon : « Je n’ai jamais voulu de ce pont »",
            (
                "Marthe Quillon a bâti le pont dont personne ne voulait. Dans un "
                "entretien à La Rive, l’ingénieure raconte pourquoi.\n\n« Je n’ai jamais "
                "voulu de ce pont, dit-elle. On me l’a demandé trois fois. »\n\n« J’avais"
                " une table et un crayon », raconte Marthe Quillon.\n\n« Le maire ne "
                "traverse jamais », répond-elle."
            ),
            "Marthe Quillon",
        ),
        (
            "Inés Barral: “Nunca quise ser alcaldesa”",
            (
                "La alcaldesa de Torralba, Inés Barral, nos recibe en su "
                "despacho.\n\n“Nunca quise ser alcaldesa”, dice Barral. “Quería arreglar "
                "la fuente”.\n\n“La fuente sigue rota”, admite la alcaldesa."
            ),
            "Inés Barral",
        ),
        (
            "Ольга Синева: «Я не хотела быть директором»",
            (
                "Директор музея Ольга Синева в интервью «Вестнику» рассказала о новом "
                "здании.\n\n«Я не хотела быть директором», — сказала Синева.\n\n«Здание "
                "строили без меня», — добавила она.\n\n«Теперь мы ждём детей», — сказала "
                "Ольга Синева."
            ),
            "Ольга Синева",
        ),
    ],
)
def test_an_interview_in_another_language(title: str, text: str, name: str) -> None:
    record = analyse(Document("1", title, text, outlet="La Rive"))
    assert [record.form, *(each.interviewee for each in record.interviews)] == [
        Form.INTERVIEW,
        name,
    ]


def test_a_report_in_french_is_none() -> None:
    text = (
        "La sucrerie ferme lundi.\n\n« C’est fini », a déclaré le directeur, Paul Orsel. « Nous "
        "avons tout essayé. »\n\n« Ils n’ont rien essayé », répond Jeanne Morel.\n\n« Nous avions "
        "une offre », a dit Orsel."
    )
    assert analyse(Document("1", "La sucrerie ferme", text)).form is Form.REPORT
