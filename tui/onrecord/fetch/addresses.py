"""Which network addresses belong to everybody, and which to somebody's own network."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

# RFC 6052 and RFC 3056: an IPv4 address inside an IPv6 one.
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
# RFC 8215, RFC 4380: prefixes that may lead anywhere.
_UNTOLD = (IPv6Network("64:ff9b:1::/48"), IPv6Network("2001::/32"))


# RFC 6761, RFC 6762, RFC 8375, and what home routers and companies use.
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet")


def is_public(address: str) -> bool:
    """Tell whether ``address``, an IPv4 or IPv6 address in digits, is one of the open internet.

    An IPv6 address that stands for an IPv4 one is judged by that. Raises ValueError for a name.
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        if inner := _inner(found):
            return is_public(str(inner))
        if found.is_site_local or any(found in network for network in _UNTOLD):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def names_private(url: str) -> bool:
    """Tell whether ``url`` itself, before any look-up, is of somebody's own network.

    So is a private address in any spelling ("0x7f.1" too), and a name that only local networks
    have. A public name that leads into a private network is found out when it is connected to.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if digits := in_digits(host):
        return not is_public(digits)
    return "." not in host or host.endswith(_LOCAL_NAMES)


def in_digits(host: str) -> str:
    """Give the address that ``host`` spells ("127.0.0.1" for "0x7f.1"), or "" for a name."""
    if ":" in host:
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return ""


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return None
