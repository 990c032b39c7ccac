"""Who asks: nobody can write themselves another address, and no address is kept."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.http.callers import Callers, Network, Peer
from app.settings import Settings

PROXY, CALLER = "10.0.0.1", "203.0.113.7"


def callers(*trusted: str) -> Callers:
    return Callers([_network(one) for one in trusted], b"k" * 32)


def _network(written: str) -> Network:
    return ipaddress.ip_network(written)


ASIDE = callers()


@pytest.mark.parametrize(
    "forwarded",
    [
        b"203.0.113.7",
        b"1.2.3.4, 203.0.113.7",
        b"127.0.0.1, 203.0.113.7",
        b"nonsense, 203.0.113.7",
        b"203.0.113.7, 10.0.0.2",
        b"1.2.3.4,203.0.113.7,10.0.0.9, 10.0.0.2",
        b"203.0.113.7:4711",
        b"::ffff:203.0.113.7",
        b"[::ffff:203.0.113.7]:80",
    ],
)
def test_behind_proxies_it_is_the_last_address_that_none_of_them_has(forwarded: bytes) -> None:
    found = callers("10.0.0.0/8").origin(PROXY, forwarded)
    assert found == ASIDE.origin(CALLER)
    assert not found.local


@pytest.mark.parametrize("forwarded", [b"", b"nonsense", b",", b"\xff\xfe", b"unknown", b"10.0.0.3"])
def test_a_proxy_that_names_nobody_is_the_caller_itself(forwarded: bytes) -> None:
    known = {ASIDE.origin(one).who for one in (PROXY, "10.0.0.3")}
    found = callers("10.0.0.0/8").origin(PROXY, forwarded)
    assert found.who in known
    assert not found.local


@pytest.mark.parametrize("peer", [CALLER, "2001:db8::1", "192.168.0.1"])
def test_from_anybody_else_the_header_is_not_read(peer: str) -> None:
    for trusted in ((), ("10.0.0.0/8", "fd00::/8")):
        assert callers(*trusted).origin(peer, b"1.2.3.4") == ASIDE.origin(peer)


def test_nobody_becomes_local_by_saying_so() -> None:
    behind = callers("127.0.0.1/32")
    assert not behind.origin("127.0.0.1", b"127.0.0.1").local
    assert not behind.origin("127.0.0.1", b"::1").local
    assert not behind.origin(CALLER, b"127.0.0.1").local
    assert behind.origin("127.0.0.1").local


def test_a_proxy_on_this_machine_that_was_not_named_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    aside = callers()
    for _ in range(3):
        assert aside.origin("127.0.0.1", b"203.0.113.7").local
    assert caplog.text.count("ATLAS_TRUSTED_PROXIES") == 1
    assert CALLER not in caplog.text


def test_an_address_is_hashed_with_a_key_that_every_process_draws_anew() -> None:
    one, other = Callers(), Callers()
    assert one.origin(CALLER) == one.origin(CALLER)
    assert one.origin(CALLER) != other.origin(CALLER)
    assert len(one.origin(CALLER).who) == 8


def test_who_is_at_a_connections_other_end_follows_the_key() -> None:
    one, other, peer = Callers(), Callers(), Peer(CALLER)
    assert one.of(peer, None) == one.origin(CALLER)
    assert other.of(peer, None) == other.origin(CALLER)
    before = one.of(peer, None)
    one.draw(b"n" * 32)
    assert one.of(peer, None) == one.origin(CALLER) != before


def test_who_a_trusted_peer_speaks_for_is_asked_each_time() -> None:
    behind, peer = callers("10.0.0.0/8"), Peer(PROXY)
    assert behind.of(peer, b"203.0.113.7") == behind.origin(PROXY, b"203.0.113.7")
    assert behind.of(peer, b"203.0.113.8") == behind.origin(PROXY, b"203.0.113.8")
    assert behind.of(peer, None) == behind.origin(PROXY)


def test_ipv6_is_one_caller_by_64_bits() -> None:
    aside = callers()
    assert aside.origin("2001:db8:1:2::1") == aside.origin("2001:db8:1:2:3:4:5:6%eth0")
    assert aside.origin("2001:db8:1:2::1") != aside.origin("2001:db8:1:3::1")
    assert aside.origin("::ffff:203.0.113.7") == aside.origin(CALLER)


@pytest.mark.parametrize("peer", [None, "", "/run/atlas.sock", "testclient"])
def test_what_has_no_address_is_on_this_machine(peer: str | None) -> None:
    assert callers("10.0.0.0/8").origin(peer, b"203.0.113.7").local


@settings(max_examples=30, deadline=None, database=None)
@given(forwarded=st.binary(max_size=80))
def test_whatever_is_written_in_the_header_somebody_is_found(forwarded: bytes) -> None:
    assert len(callers("10.0.0.0/8").origin(PROXY, forwarded).who) == 8


def test_a_long_chain_is_read_from_its_near_end() -> None:
    chain = b", ".join([b"1.2.3.4"] + [b"10.0.0.1"] * 5000)
    assert callers("10.0.0.0/8").origin(PROXY, chain) == ASIDE.origin(PROXY)._replace(local=False)


def test_the_setting_takes_addresses_and_networks() -> None:
    given_ = Settings.model_validate({"trusted_proxies": "10.0.0.0/8, 127.0.0.1 ,fd00::/8"})
    assert [str(one) for one in given_.trusted_proxies] == ["10.0.0.0/8", "127.0.0.1/32", "fd00::/8"]
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings.model_validate({"trusted_proxies": "my-proxy"})
