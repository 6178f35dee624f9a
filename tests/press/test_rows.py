"""The manuscripts as articles to train on."""

from __future__ import annotations

from gold import gold_articles
from quotations import row_of

from onrecord.model import Form


def test_each_quotation_has_phrases_that_stand_outside_it() -> None:
    rows = [row_of(a, "gold") for a in gold_articles() if a.record.form is not Form.TRANSCRIPT]
    quotes = [(row["text"], quote) for row in rows for quote in row["quotes"]]
    sourced = [pair for pair in quotes if pair[1]["source_pieces"]]
    assert len(sourced) > 0.95 * len(quotes)
    for text, quote in sourced:
        for start, end in quote["source_pieces"]:
            assert text[start:end].strip()


def test_a_marked_mention_is_the_only_source() -> None:
    article = next(a for a in gold_articles() if any(q.mention for q in a.record.quotations))
    row = row_of(article, "gold")
    for quote in article.record.quotations:
        if quote.mention:
            found = next(q for q in row["quotes"] if q["start"] == quote.start)
            assert found["source_pieces"] == [quote.mention]
