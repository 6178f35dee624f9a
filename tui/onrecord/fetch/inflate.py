"""Undoes the compression of an answer, within bounds.

A few hundred bytes can hold a gigabyte, in one chunk, and in layers. So every layer is inflated in
small steps that give at most as much as was asked for, and stops at the limit.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

MOST_LAYERS: Final = 3
MOST_PARTS: Final = 1_000
"""Members or frames of one body: a million empty ones would take long to read."""
OFFERED: Final = "gzip, deflate, br, zstd"
"""The value of ``Accept-Encoding``."""
LARGEST_WINDOW: Final = 8 * 1024 * 1024
"""RFC 9659: what zstd may need to remember when it is used over HTTP."""

_STEP: Final = 65_536
# The library gives all that its input holds, and a block of 4 bytes can hold 128 KiB.
_ZSTD_BITE: Final = 512


class DamagedError(Exception):
    """The compressed body is incomplete, wrong, or of an unknown encoding; the text says which."""


class TooLargeError(Exception):
    """A layer inflates to more than the limit."""


def inflate(body: bytes, encodings: Sequence[str], limit: int) -> bytes:
    """Undo ``encodings``, in the order they were applied, of ``body``.

    Gives at most ``limit`` bytes, and holds no more than that for each layer. Raises
    :class:`TooLargeError` and :class:`DamagedError`.
    """
    if len(encodings) > MOST_LAYERS:
        raise DamagedError(f"compressed {len(encodings)} times over")
    for encoding in reversed(encodings):
        body = _inflate_layer(body, encoding, limit)
    if len(body) > limit:
        raise TooLargeError
    return body


def _inflate_layer(body: bytes, encoding: str, limit: int) -> bytes:
    inflater = _INFLATERS.get(encoding)
    if inflater is None:
        raise DamagedError(f"compressed as {encoding}, which was not offered")
    if not body:
        return body
    parts = []
    size = 0
    for part in inflater(body):
        size += len(part)
        if size > limit:
            raise TooLargeError
        parts.append(part)
    return b"".join(parts)


def _identity(body: bytes) -> Iterator[bytes]:
    yield body


def _gzip(body: bytes) -> Iterator[bytes]:
    at = 0
    # RFC 1952: several members may follow each other; what is no member is padding.
    for _ in range(MOST_PARTS):
        if at > 0 and not body.startswith(b"\x1f\x8b", at):
            return
        at = yield from _zlib_stream(zlib.MAX_WBITS | 16, body, at, "gzip")
    raise DamagedError("gzip data in too many parts")


def _deflate(body: bytes) -> Iterator[bytes]:
    # RFC 9110 means zlib's format; some servers send the bare stream.
    has_header = body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
    yield from _zlib_stream(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS, body, 0, "deflate")


def _zlib_stream(wbits: int, body: bytes, at: int, name: str) -> Generator[bytes, None, int]:
    """Inflate the stream that begins at ``at``; give where it ends."""
    inflater = zlib.decompressobj(wbits=wbits)
    try:
        while not inflater.eof:
            # A piece at a time: what is left over is copied with each step.
            piece = inflater.unconsumed_tail
            if not piece:
                piece = body[at : at + _STEP]
                at += len(piece)
            part = inflater.decompress(piece, _STEP)
            if not piece and not part and not inflater.eof:
                raise DamagedError(f"{name} data that ends too early")
            yield part
    except zlib.error as error:
        raise DamagedError(f"damaged {name} data") from error
    return at - len(inflater.unused_data)


def _brotli(body: bytes) -> Iterator[bytes]:
    import brotli

    inflater = brotli.Decompressor()
    rest = body
    try:
        while not inflater.is_finished():
            part = inflater.process(rest, output_buffer_limit=_STEP)
            rest = b""
            if not part and inflater.can_accept_more_data() and not inflater.is_finished():
                raise DamagedError("brotli data that ends too early")
            yield part
    except brotli.error as error:
        raise DamagedError("damaged brotli data") from error


def _zstd(body: bytes) -> Iterator[bytes]:
    import zstandard

    at = 0
    try:
        for _ in range(MOST_PARTS):
            inflater = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompressobj()
            while not inflater.eof:
                if at >= len(body):
                    raise DamagedError("zstd data that ends too early")
                bite = body[at : at + _ZSTD_BITE]
                yield inflater.decompress(bite)
                # RFC 8878: frames follow each other.
                at += len(bite) - len(inflater.unused_data)
            if at >= len(body):
                return
    except zstandard.ZstdError as error:
        raise DamagedError("damaged zstd data") from error
    raise DamagedError("zstd data in too many parts")


_INFLATERS: Final[dict[str, Callable[[bytes], Iterator[bytes]]]] = {
    "identity": _identity,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
