from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from library import press, screen_text, settled

from onrecord.app.browser import CannotOpen, browser_command, open_in_browser

if TYPE_CHECKING:
    from onrecord.app.app import OnRecord


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "--help", "", "ftp://press.example/", "press"],
)
def test_only_addresses_of_the_web_are_opened(address: str):
    with pytest.raises(CannotOpen, match="stays closed"):
        browser_command(address, ("firefox",))


def test_the_address_is_one_argument_and_encoded():
    command = browser_command("https://press.example/a b?q=$(x)'\"", ("firefox", "--new-tab"))
    assert command[:2] == ["firefox", "--new-tab"]
    assert len(command) == 3
    assert not set(command[2]) & set(" \"'<>`\\")


def test_the_systems_opener_is_used_without_a_setting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "gio" else None)
    command = browser_command("https://press.example/", platform="linux")
    assert command == ["/bin/gio", "open", "https://press.example/"]
    assert browser_command("https://press.example/", platform="darwin")[0] == "open"


def test_without_any_browser_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(CannotOpen, match=r"feeds\.toml"):
        browser_command("https://press.example/", platform="linux")


def ending(code: int) -> tuple[str, ...]:
    """Return a browser that ends at once with this code."""
    return (sys.executable, "-c", f"raise SystemExit({code})")


def test_a_browser_that_gives_up_is_told():
    open_in_browser("https://press.example/", ending(0)).wait()
    with pytest.raises(CannotOpen, match="could not open the page"):
        open_in_browser("https://press.example/", ending(4)).wait()


def test_a_browser_that_stays_has_opened_the_page(monkeypatch: pytest.MonkeyPatch):
    opening = open_in_browser("https://press.example/", ending(4))

    def stay(_: subprocess.Popen[bytes], seconds: float) -> int:
        raise subprocess.TimeoutExpired("browser", seconds)

    with monkeypatch.context() as patched:
        patched.setattr(subprocess.Popen, "wait", stay)
        opening.wait()
    with pytest.raises(CannotOpen):
        opening.wait()


async def test_where_the_page_went_is_said_and_that_it_came_to_nothing(
    reader: OnRecord,
):
    settings = replace(reader.config.settings, browser=ending(4))
    reader.config = replace(reader.config, settings=settings)
    async with reader.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "o")
        assert "The page went to python" in screen_text(reader)
        await settled(pilot)
        assert "could not open the page" in " ".join(
            notification.message for notification in reader._notifications
        )
