"""The record of an article: kept faithfully, replaced, never at the cost of a correction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive import entry, record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import (
    NOBODYS,
    Entity,
    EntityKind,
    Form,
    Interview,
    Quotation,
    QuotationKind,
    Record,
    Speaker,
)
from onrecord.store.articles import article_rows
from onrecord.store.corrections import (
    correct_speaker,
    correct_utterances,
    undo_correction,
    undo_corrections,
)
from onrecord.store.record import document
from onrecord.store.record_writer import store_record
from onrecord.store.waiting import (
    count_waiting,
    mark_for_reanalysis,
    note_analysis_failure,
    waiting,
)

if TYPE_CHECKING:
    from archive import Archive

TEXT = "“We will mend the bridge,” said Mara Quill. “By spring,” she added. “By spring,” they sang."
SAID = (
    ("“We will mend the bridge,”", "Mara Quill"),
    ("“By spring,”", "Mara Quill"),
)

text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
name = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
span = st.tuples(st.integers(0, 2**31), st.integers(0, 2**31))
quotation = st.builds(
    Quotation,
    start=st.integers(0, 2**31),
    end=st.integers(0, 2**31),
    text=text,
    kind=st.sampled_from(QuotationKind),
    utterance=st.integers(0, 1000),
    speaker=st.none() | st.builds(Speaker, name, st.sampled_from(EntityKind)),
    mention=st.none() | span,
    cue=st.none() | span,
    confidence=st.floats(0, 1),
    reason=text,
)
entity = st.builds(
    Entity,
    name,
    st.sampled_from(EntityKind),
    st.lists(name, max_size=3).map(tuple),
    st.lists(span, max_size=3).map(tuple),
    st.lists(span, max_size=3).map(tuple),
    text,
)
any_record = st.builds(
    Record,
    text,
    st.sampled_from(Form),
    st.lists(st.builds(Interview, text, text, span), max_size=3).map(tuple),
    st.lists(quotation, max_size=6).map(tuple),
    st.lists(entity, max_size=6).map(tuple),
    text,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(any_record, min_size=1, max_size=3))
def test_any_record_is_read_back_as_it_was(
    archive: Archive, feed_id: int, records: list[Record]
) -> None:
    archive.store(feed_id, entry("one", TEXT))
    for each in records:
        assert archive.analyse(1, each)
        stored = archive.article(1)
        assert stored.record == each
        assert len(set(stored.quotation_ids)) == len(each.quotations)
        assert stored.corrected == frozenset()
    archive.write(
        lambda db: db.execute(
            "INSERT INTO quotations_fts (quotations_fts, rank) VALUES ('integrity-check', 1)"
        )
    )


def test_articles_wait_newest_first_until_they_are_analysed(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, *(entry(str(number), f"{TEXT} {number}") for number in range(4)))
    assert archive.read(waiting, {"1/patterns"}, 3) == [1, 2, 3]
    assert archive.read(count_waiting, {"1/patterns"}) == 4
    for article_id in (1, 3):
        archive.analyse(article_id, record(f"{TEXT} {article_id - 1}", *SAID))
    assert archive.read(waiting, {"1/patterns"}, 9) == [2, 4]
    assert archive.read(waiting, {"1/model"}, 9) == [1, 2, 3, 4]
    assert archive.read(waiting, {"1/model", "1/patterns"}, 9) == [2, 4]
    assert archive.read(count_waiting, {"1/model"}) == 4
    rows = archive.read(article_rows, [1, 2])
    assert [(row.waiting, row.quotations) for row in rows] == [(False, 2), (True, 0)]


def test_an_article_that_cannot_be_analysed_is_left_alone_by_that_version(
    archive: Archive, feed_id: int
) -> None:
    archive.store(feed_id, entry("one", TEXT))
    taken = archive.read(document, 1)
    archive.write(note_analysis_failure, taken, "1/model", "It took too long.")
    assert archive.article(1).analysis_error == "It took too long."
    assert archive.read(waiting, {"1/model"}, 9) == []
    assert archive.read(count_waiting, {"1/model"}) == 0
    assert archive.read(waiting, {"2/model"}, 9) == [1]
    archive.analyse(1, record(TEXT, *SAID))
    assert archive.article(1).analysis_error == ""


def test_the_record_of_a_text_that_changed_meanwhile_is_not_stored(
    archive: Archive, feed_id: int
) -> None:
    archive.store(feed_id, entry("one", TEXT))
    taken = archive.read(document, 1)
    archive.store(feed_id, entry("one", f"Corrected. {TEXT}"))
    assert not archive.write(store_record, taken, record(TEXT, *SAID))
    archive.write(note_analysis_failure, taken, "1/patterns", "It took too long.")
    assert archive.article(1).record is None
    assert archive.read(waiting, {"1/patterns"}, 9) == [1]


def test_a_changed_text_drops_the_record_and_waits_again(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT))
    archive.analyse(1, record(TEXT, *SAID, form=Form.INTERVIEW))
    archive.store(feed_id, entry("one", f"Corrected. {TEXT}"))
    assert archive.article(1).record is None
    assert archive.quoted("speaker:quill") == []
    assert archive.read(waiting, {"1/patterns"}, 9) == [1]


def test_a_quotation_that_stays_keeps_its_id(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT))
    archive.analyse(1, record(TEXT, SAID[0], SAID[1]))
    _, second = archive.article(1).quotation_ids
    archive.analyse(1, record(TEXT, ("“By spring,”", "The Mayor")))
    assert archive.article(1).quotation_ids == (second,)
    archive.analyse(1, record(TEXT, SAID[0], ("“By spring,”", "Tam Ode")))
    third, again = archive.article(1).quotation_ids
    assert again == second
    assert third > second


def test_one_person_is_one_entity_in_all_articles(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT), entry("two", f"{TEXT} Again."))
    archive.analyse(1, record(TEXT, SAID[0]))
    archive.analyse(2, record(f"{TEXT} Again.", (SAID[0][0], "MÁRA  Quill")))
    assert archive.article(2).record.quotations[0].speaker.name == "MÁRA  Quill"
    count = "SELECT count(*) FROM entities"
    assert archive.read(lambda conn: conn.execute(count).fetchone()) == (1,)
    assert archive.found("speaker:mara") == [1, 2]


def test_a_corrected_speaker_outlives_new_analyses(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT))
    archive.analyse(1, record(TEXT, *SAID))
    quotation_id = archive.article(1).quotation_ids[1]
    archive.write(correct_speaker, quotation_id, Speaker("Tam Ode", EntityKind.PERSON))
    archive.analyse(1, record(TEXT, *SAID, analysed_with="2/model"))
    stored = archive.article(1)
    assert [each.speaker.name for each in stored.record.quotations] == ["Mara Quill", "Tam Ode"]
    assert [each.confidence for each in stored.record.quotations] == [0.9, 1.0]
    assert stored.corrected == {quotation_id}
    assert archive.found("speaker:ode has:corrections") == [1]


def test_a_correction_follows_its_words_in_a_changed_text(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT))
    archive.analyse(1, record(TEXT, *SAID))
    archive.write(correct_speaker, archive.article(1).quotation_ids[0], None)
    for changed in (f"Mended. {TEXT}", "Nothing was said.", TEXT):
        archive.store(feed_id, entry("one", changed))
        said = SAID if SAID[0][0] in changed else ()
        archive.analyse(1, record(changed, *said))
        stored = archive.article(1)
        assert len(stored.corrected) == len(said) // 2
        assert [each.speaker is None for each in stored.record.quotations] == [True, False][
            : len(said)
        ]


def test_undoing_a_correction_gives_the_speaker_before_it(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT))
    archive.analyse(1, record(TEXT, *SAID))
    before = archive.article(1)
    quotation_id = before.quotation_ids[0]
    first = archive.write(correct_speaker, quotation_id, Speaker("Tam Ode", EntityKind.PERSON))
    second = archive.write(correct_speaker, quotation_id, None)
    archive.write(undo_correction, second)
    assert archive.article(1).record.quotations[0].speaker.name == "Tam Ode"
    archive.write(undo_correction, first)
    assert archive.article(1) == before
    archive.analyse(1, record(TEXT, *SAID))
    assert archive.article(1) == before
    assert archive.write(correct_speaker, 999, None) is None


def test_the_whole_utterance_is_corrected_and_given_back(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT))
    said = record(TEXT, *SAID)
    one = replace(said, quotations=tuple(replace(each, utterance=0) for each in said.quotations))
    archive.analyse(1, one)
    before = archive.article(1)
    tam = Speaker("Tam Ode", EntityKind.PERSON)
    made = archive.write(correct_utterances, before.quotation_ids[:1], tam)
    after = archive.article(1)
    assert {each.speaker for each in after.record.quotations} == {tam}
    assert after.corrected == set(before.quotation_ids)
    archive.write(undo_corrections, made)
    assert archive.article(1) == before


def test_a_name_that_was_only_a_correction_goes_with_it(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT))
    archive.analyse(1, record(TEXT, *SAID))
    names = "SELECT name, joined_to FROM entities ORDER BY id"
    before = archive.read(lambda conn: conn.execute(names).fetchall())
    quill = Speaker("Mara Elise Quill", EntityKind.PERSON)
    ids = archive.article(1).quotation_ids
    made = archive.write(correct_utterances, ids, quill)
    assert archive.found("speaker:elise") == [1]
    archive.write(undo_corrections, made)
    assert archive.read(lambda conn: conn.execute(names).fetchall()) == before
    assert archive.found("speaker:elise") == []
    first = archive.write(correct_utterances, ids[:1], quill)
    archive.write(correct_utterances, ids[1:], quill)
    archive.write(undo_corrections, first)
    assert archive.found("speaker:elise") == [1]


def test_words_can_be_nobodys(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT))
    archive.analyse(1, record(TEXT, SAID[0], (SAID[1][0], None)))
    before = archive.article(1)
    made = archive.write(correct_utterances, before.quotation_ids, None, nobodys=True)
    assert [each.reason for each in archive.article(1).record.quotations] == [NOBODYS, NOBODYS]
    archive.analyse(1, record(TEXT, *SAID, analysed_with="2/model"))
    assert [each.reason for each in archive.article(1).record.quotations] == [NOBODYS, NOBODYS]
    archive.analyse(1, record(TEXT, SAID[0], (SAID[1][0], None)))
    archive.write(undo_corrections, made)
    assert archive.article(1) == before


def test_a_correction_follows_words_that_are_cut_otherwise(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT))
    archive.analyse(1, record(TEXT, *SAID))
    quotation_id = archive.article(1).quotation_ids[0]
    archive.write(correct_speaker, quotation_id, Speaker("Tam Ode", EntityKind.PERSON))
    longer = TEXT[TEXT.index(SAID[0][0]) : TEXT.index(SAID[0][0]) + len(SAID[0][0]) + 2]
    archive.analyse(1, record(TEXT, (longer, "Mara Quill")))
    assert archive.article(1).record.quotations[0].speaker.name == "Tam Ode"
    archive.analyse(1, record(TEXT, *SAID))
    assert archive.article(1).record.quotations[0].speaker.name == "Tam Ode"


def test_reanalysis_shows_the_old_record_until_there_is_a_new_one(
    archive: Archive, feed_id: int
) -> None:
    archive.store(feed_id, entry("one", TEXT), entry("two", f"{TEXT} Again."))
    archive.analyse(1, record(TEXT, *SAID))
    assert archive.write(mark_for_reanalysis) == 1
    assert archive.article(1).record is not None
    assert archive.read(waiting, {"1/patterns"}, 9) == [1, 2]
    archive.analyse(1, record(TEXT, *SAID))
    assert archive.write(mark_for_reanalysis, [2]) == 0
    assert archive.write(mark_for_reanalysis, [1]) == 1
