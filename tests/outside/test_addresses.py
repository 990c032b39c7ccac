"""Which addresses may be called."""

import contextlib
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.outside.addresses import Reach, addresses, is_within, target
from app.outside.faults import CallFailed, Why
from tests.outside.hosts import resolve

INSIDE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
]

PUBLIC = ["8.8.8.8", "1.1.1.1", "202.75.5.1", "2606:4700:4700::1111", "2001:4860:4860::8888", "2a00:1450:4009::200e"]


@pytest.mark.parametrize("address", INSIDE)
def test_what_only_this_network_sees_is_not_public(address: str) -> None:
    assert not is_within(ip_address(address), Reach.public)
    assert is_within(ip_address(address), Reach.anywhere)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert is_within(ip_address(address), Reach.public)


@pytest.mark.parametrize("address", INSIDE)
def test_loopback_adds_this_machine_and_nothing_else(address: str) -> None:
    loopback = address in ("127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1")
    mapped = address.startswith("::ffff")
    assert is_within(ip_address(address), Reach.loopback) == (loopback and not mapped)


@settings(max_examples=30)
@given(st.ip_addresses(v=4))
def test_no_ipv6_form_of_an_ipv4_address_is_public(address: IPv4Address) -> None:
    number = int(address)
    for form in (
        IPv6Address(number),
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(0x64FF9B << 96 | number),
        IPv6Address(0x64FF9B0001 << 80 | number),
        IPv6Address(0x2002 << 112 | number << 80 | 1),
        IPv6Address(0x20010000 << 96 | number ^ 0xFFFFFFFF),
    ):
        assert not is_within(form, Reach.public), form


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://127.0.0.1./",
        "http://①②⑦.⓪.⓪.①/",
        "http://0/",
    ],
)
def test_this_machine_is_found_out_however_it_is_spelled(address: str) -> None:
    with pytest.raises(CallFailed) as failed:
        addresses(target(address))
    assert failed.value.why in (Why.refused, Why.unresolved)


def test_a_name_with_one_address_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, {"both.test": [["8.8.8.8", "10.0.0.1"]]})
    with pytest.raises(CallFailed, match=r"both\.test leads to 10\.0\.0\.1") as failed:
        addresses(target("https://both.test/"))
    assert failed.value.why == Why.refused


def test_a_public_name_gives_its_addresses_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, {"open.test": [["8.8.8.8", "2606:4700:4700::1111", "8.8.8.8"]]})
    assert [str(one) for one in addresses(target("https://open.test/"))] == ["8.8.8.8", "2606:4700:4700::1111"]


def test_a_name_without_an_address_is_unresolved() -> None:
    with pytest.raises(CallFailed) as failed:
        addresses(target("https://nothing.invalid/"))
    assert failed.value.why in (Why.unresolved, Why.too_slow)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://user@example.org/",
        "https://user:word@example.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://exam\nple.org/",
        "https://example.org/\r\nX: y",
        "https://exam\x00ple.org/",
        "https://[::1/",
        "https://" + "a" * 3000,
        "https://\ud800.example/",
    ],
)
def test_what_is_no_address_of_a_host_is_refused(address: str) -> None:
    with pytest.raises(CallFailed) as failed:
        target(address)
    assert failed.value.why == Why.refused


def test_a_target_says_where_it_leads() -> None:
    assert target("HTTPS://Bücher.example/a b?q=1#part").origin == "https://xn--bcher-kva.example"
    assert target("http://example.org:8080/").authority == "example.org:8080"
    assert target("https://[2606:4700:4700::1111]/").authority == "[2606:4700:4700::1111]"
    assert target("https://example.org?q=%20").path == "/?q=%20"


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_any_text_is_a_target_or_refused(words: str) -> None:
    for address in (words, f"https://{words}", f"http://example.org/{words}"):
        with contextlib.suppress(CallFailed):
            assert target(address).scheme in ("http", "https")
