"""The gold holds together, and the scorer sees what it should see."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from gold import gold_articles
from scorer import score

from onrecord.model import EntityKind, Form, QuotationKind, Speaker
from onrecord.parse.html import html_to_body
from onrecord.samples.typeset import html_of

ARTICLES = gold_articles()
EACH = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
OPENING = re.compile(r"[“„«»「]|(?<!\w)[‘›](?=\w)")


def test_there_are_enough_articles_of_every_form_and_layout():
    forms = Counter(article.record.form for article in ARTICLES)
    layouts = [a for a in ARTICLES if a.record.form is Form.TRANSCRIPT]
    languages = {article.record.language for article in ARTICLES}
    assert len(ARTICLES) >= 60
    assert len({article.id for article in ARTICLES}) == len(ARTICLES)
    assert min(forms.values()) >= 5
    assert len(layouts) >= 12
    assert languages >= {"en", "fr", "de", "es", "ru", "ja"}


@EACH
def test_spans_nest_or_are_disjoint(article):
    spans = [(q.start, q.end) for q in article.record.quotations]
    for i, (start, end) in enumerate(spans):
        for other_start, other_end in spans[i + 1 :]:
            apart = other_end <= start or end <= other_start
            assert apart or start <= other_start <= other_end <= end


@EACH
def test_no_quotation_mark_opens_outside_what_is_marked(article):
    marked = [(q.start, q.end) for q in article.record.quotations] + list(article.not_speech)
    text = article.body.text
    loose = [
        text[found.start() : found.start() + 40]
        for found in OPENING.finditer(text)
        if not any(start <= found.start() < end for start, end in marked)
    ]
    assert loose == []


@EACH
def test_a_quotation_outside_turns_and_blocks_has_its_own_marks(article):
    text = article.body.text
    blocks = [(p.start, p.end) for p in article.body.paragraphs if p.role == "quote"]
    for quotation in article.record.quotations:
        inside = any(a <= quotation.start and quotation.end <= b for a, b in blocks)
        dash = text[quotation.start - 1] == "—"
        if quotation.kind is not QuotationKind.TURN and not inside and not dash:
            assert quotation.text[0] in "“„«»「‘\"'`›"


@EACH
def test_every_entity_is_in_the_text_or_speaks(article):
    speakers = {q.speaker.name for q in article.record.quotations if q.speaker}
    absent = [
        entity.name
        for entity in article.record.entities
        if not entity.mentions and not entity.references and entity.name not in speakers
    ]
    assert absent == []


@EACH
def test_a_speaker_has_one_kind(article):
    kinds = {entity.name: entity.kind for entity in article.record.entities}
    assert all(kinds[q.speaker.name] is q.speaker.kind for q in article.record.quotations)


def test_the_gold_scores_all_right_against_itself():
    total = score((article, article.record) for article in ARTICLES)
    assert {what: count.f1 for what, count in total.counts.items()} == dict.fromkeys(
        total.counts, 1.0
    )
    assert total.errors == []
    assert total.counts["found"].gold > 500


def test_the_scorer_sees_a_wrong_speaker_a_lost_quotation_and_one_too_many():
    article = next(a for a in ARTICLES if a.id == "korvath-wire")
    quotations = article.record.quotations
    wrong = replace(quotations[0], speaker=Speaker("Joran Pell", EntityKind.PERSON))
    shifted = replace(quotations[1], start=quotations[1].start - 60)
    record = replace(article.record, quotations=(wrong, shifted, *quotations[3:]))
    total = score([(article, record)])
    gold = len(quotations)
    assert total.counts["found"].gold == gold
    assert total.counts["found"].predicted == gold - 1
    assert total.counts["found"].right == gold - 2
    assert total.counts["right"].right == gold - 3
    assert [error.split()[1] for error in total.errors] == ["missed", "missed", "extra", "speaker"]


def test_the_scorer_takes_other_names_of_the_same_speaker_only():
    article = next(a for a in ARTICLES if a.id == "korvath-wire")

    def right(name, kind=EntityKind.PERSON):
        quotation = replace(article.record.quotations[0], speaker=Speaker(name, kind))
        record = replace(article.record, quotations=(quotation,))
        return score([(article, record)]).counts["right"].right == 1

    assert right("Mr. Anselm Korvath")
    assert right("ANSELM KORVATH")
    assert right("Anselm J. Korvath")
    assert not right("Korvath")
    assert not right("Anselm")
    assert not right("The Prime Minister", EntityKind.GENERIC)


@EACH
def test_what_is_published_reads_as_it_was_written(article):
    body = html_to_body(html_of(article), "https://press.example/")
    assert body.text == article.body.text.replace("\u00a0", " ")
    assert body.paragraphs == article.body.paragraphs
