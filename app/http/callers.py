"""Who asks, as far as limits need to know: the address behind trusted proxies, and never the address itself.

Of an address a keyed hash is kept, in memory, for a day at most; the key is drawn when the process starts and written
nowhere. IPv6 counts by /64, which is what one line is given.
"""

import logging
import secrets
import socket
from collections.abc import Iterable
from hashlib import blake2b
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

logger = logging.getLogger("atlas.limits")

Network = IPv4Network | IPv6Network
_MAPPED = bytes(10) + b"\xff\xff"
_LOOPBACK = bytes(15) + b"\x01"
_HOPS = 20
"""Of a longer chain of proxies the part that is farther away is not read."""


class Origin(NamedTuple):
    """Where a request comes from: the hash of its address, and whether that is this machine itself."""

    who: bytes
    local: bool


class Peer:
    """The other end of a connection. Who asks over it is found out once, and again when another key is drawn."""

    __slots__ = ("address", "keyed", "origin")

    def __init__(self, address: str | None) -> None:
        self.address = address
        self.keyed: object | None = None
        self.origin = Origin(b"", True)


class Callers:
    """Tells callers apart. `key` (16 to 64 bytes) has to be the same where processes count together."""

    def __init__(self, proxies: Iterable[Network] = (), key: bytes | None = None) -> None:
        self.draw(key or secrets.token_bytes(32))
        self._networks = tuple(proxies)
        self._warned = False

    def draw(self, key: bytes) -> None:
        """Hash with another key from now on."""
        self._keyed = blake2b(key=key, digest_size=8)

    def origin(self, peer: str | None, forwarded: bytes | None = None) -> Origin:
        """Where a request comes from: its peer, or whom a trusted peer says that it speaks for.

        `forwarded` is `X-Forwarded-For`; from anybody else it is not read. What has no address (a socket in the file
        system) is on this machine.
        """
        packed = _packed(peer) if peer else None
        if packed is None:
            return Origin(b"", True)
        if forwarded is not None:
            if self._networks and self._trusted(packed):
                return Origin(self._hash(_network(self._behind(forwarded, packed))), False)
            self._warn(packed)
        return Origin(self._hash(_network(packed)), packed[0] == 127 if len(packed) == 4 else packed == _LOOPBACK)

    def of(self, peer: Peer, forwarded: bytes | None) -> Origin:
        """Where a request of a connection comes from."""
        if forwarded is not None:
            return self.origin(peer.address, forwarded)
        if peer.keyed is not self._keyed:
            peer.keyed, peer.origin = self._keyed, self.origin(peer.address)
        return peer.origin

    def _behind(self, forwarded: bytes, peer: bytes) -> bytes:
        """The last address in the chain that no trusted proxy has: what stands before it anybody can write."""
        nearest = peer
        for one in reversed(forwarded.split(b",")[-_HOPS:]):
            packed = _packed(_bare(one.strip().decode("latin-1")))
            if packed is None:
                return nearest
            if not self._trusted(packed):
                return packed
            nearest = packed
        return nearest

    def _trusted(self, packed: bytes) -> bool:
        address: IPv4Address | IPv6Address = ip_address(packed)
        return any(address in network for network in self._networks)

    def _hash(self, packed: bytes) -> bytes:
        keyed = self._keyed.copy()
        keyed.update(packed)
        return keyed.digest()

    def _warn(self, packed: bytes) -> None:
        if not self._warned and (packed[0] == 127 or packed == _LOOPBACK):
            self._warned = True
            logger.warning(
                "a proxy on this machine forwards requests, and ATLAS_TRUSTED_PROXIES does not name it: "
                "limits take all its callers for one"
            )


def _packed(address: str) -> bytes | None:
    """An address as 4 or 16 bytes; null for what is none."""
    try:
        if ":" not in address:
            return socket.inet_pton(socket.AF_INET, address)
        packed = socket.inet_pton(socket.AF_INET6, address.partition("%")[0])
    except (OSError, ValueError):
        return None
    return packed[12:] if packed.startswith(_MAPPED) else packed


def _network(packed: bytes) -> bytes:
    return packed if len(packed) == 4 else packed[:8]


def _bare(address: str) -> str:
    """Without brackets and port, which some proxies write."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
