"""Which addresses may be called: public ones, so that nobody makes the atlas ask hosts that only it can see.

A name is resolved once and every address that it has is looked at; the call then goes to one of those very addresses
(`app/outside/fetching.py`). How an address is spelled (`0x7f.1`, `2130706433`) makes no difference, because what is
looked at is what it resolves to.

The library that reads addresses is loaded with the first one: it brings a command line of its own with it, which is
larger than all else here, and many servers call nobody.
"""

import queue
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from app.outside.faults import CallFailed, Why

LONGEST = 2048
"""Longest address in characters."""

_PORTS = {"http": 80, "https": 443}

# What the registries say is not public is partly newer than the Python that runs this.
_NEVER_4 = (
    IPv4Network("192.0.0.0/24"),  # assigned to protocols
    IPv4Network("168.63.129.16/32"),  # a cloud's host agent: it has a public address, and answers only inside
    IPv4Network("192.88.99.0/24"),  # relays from IPv4 into 6to4
)
_UNICAST_6 = IPv6Network("2000::/3")
_NEVER_6 = (
    IPv6Network("2001::/23"),  # assigned to protocols: Teredo, which carries an IPv4 address, ORCHID, benchmarks
    IPv6Network("2002::/16"),  # 6to4, which carries an IPv4 address
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),
)

Address = IPv4Address | IPv6Address


class Reach(StrEnum):
    """How far a call may go.

    `public` is for addresses that somebody gives by API. `loopback` adds this machine, for trying out. `anywhere` is
    for addresses that the operator of the atlas configured.
    """

    public = "public"
    loopback = "public-and-loopback"
    anywhere = "anywhere"


@dataclass(frozen=True)
class Target:
    """An address as it is called: `https`, `example.org`, 443, `/path?query`; `host` in its ASCII form."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port, as the `Host` header says them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if _PORTS[self.scheme] == self.port else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port, for sentences: the rest of an address may hold secrets."""
        return f"{self.scheme}://{self.authority}"


def target(address: str) -> Target:
    """The parts of an http or https address. Raises `CallFailed` (`refused`) for what is none, or names a user."""
    if len(address) > LONGEST:
        raise CallFailed(Why.refused, f"The address has more than {LONGEST} characters.")
    import httpx

    try:
        url = httpx.URL(address)
        host = url.raw_host.decode("ascii")
        port = _PORTS.get(url.scheme) if url.port is None else url.port
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise CallFailed(Why.refused, "The address cannot be read.") from error
    if url.scheme not in _PORTS:
        raise CallFailed(Why.refused, "Only http and https addresses are called.")
    if url.userinfo:
        raise CallFailed(Why.refused, "The address names a user; addresses with a user or password are not called.")
    if not host or port is None or not 0 < port < 65536:
        raise CallFailed(Why.refused, "The address names no host that could be called.")
    return Target(url.scheme, host, port, url.raw_path.decode("ascii"))


def addresses(to: Target, *, reach: Reach = Reach.public, seconds: float = 5.0) -> tuple[Address, ...]:
    """The addresses of a target's host, in the resolver's order.

    Raises `CallFailed`: `refused` where one of them is not within reach, `unresolved` where there is none,
    `too-slow` where the resolver takes longer than `seconds`.
    """
    found = tuple(dict.fromkeys(_looked_up(to, seconds)))
    if not found:
        raise CallFailed(Why.unresolved, f"{to.host} has no address.")
    for one in found:
        if not is_within(one, reach):
            raise CallFailed(Why.refused, f"{to.host} leads to {one}, which is not a public address.")
    return found


def is_within(address: Address, reach: Reach) -> bool:
    """May this address be called?"""
    if reach == Reach.anywhere:
        return True
    if address.is_loopback and reach == Reach.loopback:
        return True
    return _is_public(address)


def _is_public(address: Address) -> bool:
    """Is it an address of one host on the public internet, and of itself: none that carries another inside?

    Of IPv6 only global unicast (2000::/3) counts. IPv4-mapped and -compatible addresses, NAT64 (64:ff9b::/96 and
    64:ff9b:1::/48), unique local, link-local and site-local ones, and multicast all lie outside it.
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not _odd(address) and not any(address in one for one in _NEVER_4)
    plain = address.scope_id is None and address in _UNICAST_6 and address.is_global and not _odd(address)
    return plain and not any(address in one for one in _NEVER_6)


def _odd(address: Address) -> bool:
    # `is_global` is the registry's word, and the registry calls multicast global
    return address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local


def _looked_up(to: Target, seconds: float) -> Iterable[Address]:
    """Ask the resolver, which knows no limit of time, in a thread that is left behind when it takes too long."""
    came: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def look() -> None:
        try:
            found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
            came.put([str(one[4][0]) for one in found])
        except (OSError, UnicodeError) as error:
            came.put(error)

    threading.Thread(target=look, name="resolver", daemon=True).start()
    try:
        answer = came.get(timeout=max(seconds, 0.001))
    except queue.Empty as error:
        raise CallFailed(Why.too_slow, f"{to.host} could not be resolved in time.") from error
    if isinstance(answer, Exception):
        raise CallFailed(Why.unresolved, f"{to.host} has no address.") from answer
    return (ip_address(one) for one in answer)
