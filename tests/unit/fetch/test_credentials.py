from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from onrecord.fetch import credentials
from onrecord.fetch.credentials import Credentials, SecretError
from onrecord.settings import FeedSpec

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://press.example/feed"


def printing(text: str) -> str:
    return f'cmd:{sys.executable} -c "print({text!r})"'


async def test_a_feed_without_secrets_needs_no_headers() -> None:
    assert await Credentials().headers(FeedSpec(URL)) == {}


async def test_a_password_comes_from_a_command() -> None:
    spec = FeedSpec(URL, username="reader", password=printing("sésame\nnot this"))
    assert await Credentials().headers(spec) == {"Authorization": "Basic cmVhZGVyOnPDqXNhbWU="}


async def test_a_token_and_headers_too() -> None:
    spec = FeedSpec(
        URL, token=printing("t1"), headers=(("Cookie", printing("a=b")), ("X-Press", "yes"))
    )
    assert await Credentials().headers(spec) == {
        "Authorization": "Bearer t1",
        "Cookie": "a=b",
        "X-Press": "yes",
    }


async def test_a_secret_is_asked_for_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = f"open({str(log)!r}, 'a').write('x'); print('t')"
    spec = FeedSpec(URL, token=f'cmd:{sys.executable} -c "{code}"')
    wallet = Credentials()
    await wallet.headers(spec)
    await wallet.headers(spec)
    assert log.read_text(encoding="utf-8") == "x"


async def test_no_shell_sees_the_command() -> None:
    spec = FeedSpec(URL, token=f"cmd:{sys.executable} -c 'import sys; print(sys.argv[1])' $HOME;ls")
    assert (await Credentials().headers(spec))["Authorization"] == "Bearer $HOME;ls"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("cmd:", "cannot be run"),
        ("cmd:no-such-program-here", "cannot be run"),
        ("cmd:'unclosed", "cannot be run"),
        (f"cmd:{sys.executable} -c 'raise SystemExit(3)'", "gave no password (3)"),
        (f"cmd:{sys.executable} -c ''", "gave no password (0)"),
        (printing("a\x1bb"), "cannot be sent"),
        (printing("schlüssel"), "cannot be sent"),
    ],
)
async def test_a_secret_that_cannot_be_had_is_one_sentence(source: str, words: str) -> None:
    with pytest.raises(SecretError) as raised:
        await Credentials().headers(FeedSpec(URL, token=source))
    assert words in str(raised.value)
    assert "\x1b" not in str(raised.value)


async def test_a_command_that_waits_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "LONGEST_COMMAND", 0.05)
    source = f"cmd:{sys.executable} -c 'import time; time.sleep(60)'"
    with pytest.raises(SecretError, match="did not end in time"):
        await Credentials().headers(FeedSpec(URL, token=source))


class KeyringError(Exception):
    pass


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    kept: dict[tuple[str, str], str] = {("onrecord", "press"): "sesame"}

    def get_password(service: str, name: str) -> str | None:
        if name == "locked":
            raise KeyringError("it is locked")
        return kept.get((service, name))

    module = ModuleType("keyring")
    module.__dict__.update(
        get_password=get_password, errors=SimpleNamespace(KeyringError=KeyringError)
    )
    monkeypatch.setitem(sys.modules, "keyring", module)
    return kept


async def test_a_secret_comes_from_the_keyring(keyring: dict[tuple[str, str], str]) -> None:
    spec = FeedSpec(URL, token="keyring:press")
    assert await Credentials().headers(spec) == {"Authorization": "Bearer sesame"}
    for name, words in (("other", "keyring set onrecord other"), ("locked", "it is locked")):
        with pytest.raises(SecretError, match=words):
            await Credentials().headers(FeedSpec(URL, token=f"keyring:{name}"))


async def test_a_missing_keyring_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(SecretError, match="keyring package is missing"):
        await Credentials().headers(FeedSpec(URL, token="keyring:press"))
