"""What runs in a worker process: functions by name, with values that can be sent there and back.

Whoever hands out the work imports this module as well, to name its functions: the analysis itself
is imported by the process that does it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from onrecord.analyse.plain_text import document_of
from onrecord.analyse.record_json import record_as_json
from onrecord.analyse.spacy_model import ModelMissing, checked_folder, load_model

if TYPE_CHECKING:
    from onrecord.model import Document, Record


class LineError(Exception):
    """A line of input is no article; the message is one sentence, ``id`` the article's, if told."""

    def __init__(self, sentence: str, id_: object = None) -> None:
        super().__init__(sentence, id_)
        self.sentence = sentence
        self.id = id_

    def __str__(self) -> str:
        return self.sentence


def analyse_by_patterns(document: Document) -> Record:
    """Return the record of the first tier, without the language model."""
    from onrecord.analyse.pipeline import analyse

    return analyse(document)


def analyse_in_worker(document: Document) -> Record:
    """Return the record of the second tier. The model is loaded once per process.

    Where the model cannot be used the record is the first tier's; :func:`model_problem` says why.
    """
    from onrecord.analyse.pipeline import analyse

    try:
        model = load_model()
    except ModelMissing:
        return analyse(document)
    return analyse(document, model)


def model_problem() -> str:
    """One sentence on why the language model cannot be used, '' where it can.

    Looks at its files and their checksums (about 20 ms); does not load it.
    """
    try:
        checked_folder()
    except ModelMissing as error:
        return str(error)
    return ""


def document_of_line(line: str) -> tuple[Any, Document]:
    """Return the id as it is written and the article of one line: ``{"id", "text"[, "title"]}``.

    Raises :class:`LineError` where the line is no such JSON object.
    """
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError("This line is not JSON.") from error
    if not isinstance(given, dict):
        raise LineError('This line is not a JSON object with "id" and "text".')
    id_ = given.get("id")
    text, title = given.get("text"), given.get("title", "")
    if not isinstance(text, str):
        raise LineError('This line has no "text" that is a string.', id_)
    if not isinstance(title, str):
        raise LineError('The "title" of this line is not a string.', id_)
    return id_, document_of("" if id_ is None else str(id_), text, title)


def analyse_line(line: str, *, by_patterns: bool = False) -> str:
    """Return the record of one line of JSON as one line of JSON; raises :class:`LineError`."""
    id_, document = document_of_line(line)
    record = analyse_by_patterns(document) if by_patterns else analyse_in_worker(document)
    return as_line({**record_as_json(document, record), "id": id_})


def as_line(value: dict[str, Any]) -> str:
    """Return a JSON object on one line; lone surrogates are escaped so that it can be encoded."""
    try:
        line = json.dumps(value, ensure_ascii=False)
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return line
