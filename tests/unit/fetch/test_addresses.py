from __future__ import annotations

import pytest

from onrecord.fetch.addresses import is_public, names_private


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1", "2002:101:101::",
    ],
)  # fmt: skip
def test_these_are_everybodys(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.1.2.3", "172.16.0.1",
        "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1",
        "192.0.2.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::7f00:1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "64:ff9b:1::101:101", "2002:7f00:1::", "2002:c0a8:1::", "2001:0:1::1", "100::1",
    ],
)  # fmt: skip
def test_these_are_somebodys_own(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("127.1:8080", True),
        ("2130706433", True),
        ("0x7f.1", True),
        ("0177.0.0.1", True),
        ("192.168.1.20", True),
        ("[::1]", True),
        ("[::ffff:10.0.0.1]:80", True),
        ("localhost", True),
        ("LOCALHOST.", True),
        ("reader:word@printer.local", True),
        ("wiki", True),
        ("news.corp.internal", True),
        ("1.1.1.1", False),
        ("[2606:4700::1111]", False),
        ("press.example", False),
        ("local.example", False),
        ("127.0.0.1.press.example", False),
    ],
)
def test_some_hosts_show_that_they_are_private(host: str, private: bool) -> None:
    assert names_private(f"http://{host}/feed") is private


def test_a_name_is_no_address() -> None:
    with pytest.raises(ValueError, match="press"):
        is_public("press.example")
