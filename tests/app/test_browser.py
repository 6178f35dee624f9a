from __future__ import annotations

import pytest

from onrecord.app.browser import CannotOpen, browser_command


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
