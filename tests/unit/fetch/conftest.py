from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, opening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


@pytest.fixture
async def loopbacks() -> AsyncIterator[Callable[[], Awaitable[Loopback]]]:
    async with opening() as start:
        yield start


@pytest.fixture
async def server(loopbacks: Callable[[], Awaitable[Loopback]]) -> Loopback:
    return await loopbacks()
