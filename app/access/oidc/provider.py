"""What is known of the provider: its addresses and its keys, kept for a while and fetched again."""

import base64
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from app.access.oidc.faults import ProviderFault, SignInRefused
from app.access.oidc.fetching import Fetched, fetch
from app.settings import Settings

if TYPE_CHECKING:
    from app.access.oidc.key_set import PublicKey

KEPT_SECONDS = 3600.0
"""How long addresses and keys are believed: a key that the provider took back is trusted no longer than that."""

SILENT_SECONDS = 5.0
"""How long a provider that could not be described is not asked again: sign-ins do not queue up for it."""

MOST_ASKING = 8
"""Sign-ins that ask the provider at once: the other threads of the server go on reading."""


@dataclass(frozen=True)
class Described:
    """What the provider's discovery document says, as far as it is used."""

    authorization: str
    token: str
    keys: str
    secret_in_header: bool
    names_itself: bool


class Provider:
    """The provider of the settings. One for a process; threads share it."""

    def __init__(self, settings: Settings) -> None:
        assert settings.oidc_issuer is not None
        assert settings.oidc_client_id is not None
        assert settings.oidc_redirect_uri is not None
        self.settings = settings
        self.issuer = settings.oidc_issuer
        self.client_id = settings.oidc_client_id
        self.redirect_uri = settings.oidc_redirect_uri
        self._lock = threading.Lock()
        self._asking = threading.BoundedSemaphore(MOST_ASKING)
        self._described: tuple[Described, float] | None = None
        self._silent_until = 0.0
        self._keys: tuple[Sequence[PublicKey], float] | None = None

    @contextmanager
    def asking(self) -> Iterator[None]:
        """One sign-in that asks the provider. Raises `ProviderFault` where too many do."""
        if not self._asking.acquire(blocking=False):
            raise ProviderFault("too many sign-ins wait for it at this moment")
        try:
            yield
        finally:
            self._asking.release()

    def described(self) -> Described:
        """The provider's addresses (OpenID Connect Discovery 1.0, 4). Raises `ProviderFault`."""
        kept = self._described
        if kept is None or kept[1] < time.monotonic():
            with self._lock:
                kept = self._described
                if kept is None or kept[1] < time.monotonic():
                    kept = self._described = (self._describe_unless_silent(), time.monotonic() + KEPT_SECONDS)
        return kept[0]

    def keys(self, *, again: bool = False) -> "tuple[Sequence[PublicKey], bool]":
        """The provider's keys, and whether they were fetched just now; `again` fetches them in any case.

        Raises `ProviderFault`.
        """
        kept = self._keys
        if not again and kept is not None and kept[1] > time.monotonic():
            return kept[0], False
        from app.access.oidc.key_set import public_keys

        status, found = fetch("GET", self.described().keys)
        keys = public_keys(found) if status == 200 else []
        if not keys:
            raise ProviderFault("the provider's key set holds no key that we could check a signature with")
        self._keys = (keys, time.monotonic() + KEPT_SECONDS)
        return keys, True

    def exchange(self, code: str, verifier: str) -> str:
        """The ID token for a code (RFC 6749, 4.1.3). Raises `SignInRefused` for a code that is not taken."""
        described = self.described()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        headers = {}
        secret = self.settings.oidc_client_secret
        if secret is not None and described.secret_in_header:
            headers["Authorization"] = _basic(self.client_id, secret.get_secret_value())
        else:
            form["client_id"] = self.client_id
            if secret is not None:
                form["client_secret"] = secret.get_secret_value()
        status, answer = fetch("POST", described.token, form=form, headers=headers)
        if status != 200:
            error = answer.get("error")
            if error == "invalid_grant":
                raise SignInRefused("the provider does not take the code: it was used, or is too old")
            raise ProviderFault(f"{described.token} answered {status}")
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderFault(f"{described.token} answered without an ID token")
        return token

    def _describe_unless_silent(self) -> Described:
        if time.monotonic() < self._silent_until:
            raise ProviderFault("it did not describe itself a moment ago")
        try:
            return self._describe()
        except ProviderFault:
            self._silent_until = time.monotonic() + SILENT_SECONDS
            raise

    def _describe(self) -> Described:
        status, found = fetch("GET", self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if status != 200:
            raise ProviderFault(f"the provider's discovery document is answered with {status}")
        if found.get("issuer") != self.issuer:
            raise ProviderFault("the provider's discovery document names another issuer than ATLAS_OIDC_ISSUER")
        methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return Described(
            authorization=self._address(found, "authorization_endpoint"),
            token=self._address(found, "token_endpoint"),
            keys=self._address(found, "jwks_uri"),
            secret_in_header="client_secret_basic" in methods,
            names_itself=found.get("authorization_response_iss_parameter_supported") is True,
        )

    def _address(self, found: Fetched, name: str) -> str:
        address = found.get(name)
        # An endpoint may carry a query of its own.
        if not isinstance(address, str) or not self.settings.trusted_address(address.partition("?")[0]):
            raise ProviderFault(f"the provider's {name} is not an https address")
        return address


def provider_of(settings: Settings) -> Provider | None:
    """The provider that the settings name, if they name one."""
    return Provider(settings) if settings.oidc_issuer else None


def _basic(client_id: str, secret: str) -> str:
    # RFC 6749, 2.3.1: both are form-encoded first.
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return "Basic " + base64.b64encode(pair.encode()).decode()
