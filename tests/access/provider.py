"""A real OpenID provider in a process of its own, small, and able to misbehave when it is told to.

`python -m tests.access.provider` serves on a free port of this machine and prints it. `PUT /behaviour` says how:

- `claims`: laid over those of the ID token; null takes one away
- `header`: laid over that of the ID token; `key`: `other` (one it does not publish) or `secret` (its own name, HMAC)
- `token`: sent instead of the ID token
- `document`: laid over the discovery document; `keys`: instead of the key set
- `status`, `body`, `location`, `seconds`, `drip`: what the endpoints in `where` answer instead
- `answer`: laid over what comes back to the callback

`POST /rotate` makes a new key; `GET /seen` tells what was asked, and forgets it.
"""

import base64
import hashlib
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

Data = dict[str, Any]
Keys = RSAKey | ECKey | OKPKey | OctKey

CLIENT, SECRET = "atlas", "a secret: of & the atlas"


class State:
    """What the provider knows."""

    def __init__(self) -> None:
        self.behaviour: Data = {}
        self.codes: dict[str, Data] = {}
        self.seen: list[Data] = []
        self.number = 0
        self.kid = ""
        self.keys: dict[str, Keys] = {}
        self.other: Keys = RSAKey.generate_key(2048)
        self.rotate()

    def rotate(self) -> None:
        """New keys under a new name."""
        self.number += 1
        self.kid = f"key-{self.number}"
        self.keys = {
            "RS256": RSAKey.generate_key(2048),
            "ES256": ECKey.generate_key("P-256"),
            "Ed25519": OKPKey.generate_key("Ed25519"),
        }

    def key_set(self) -> Data:
        """The public keys. The RSA key goes by the name alone, the others by it and their algorithm."""
        return {
            "keys": [
                {**key.as_dict(private=False), "kid": self.kid_of(alg), "use": "sig"}
                for alg, key in self.keys.items()
            ]
        }

    def kid_of(self, alg: str) -> str:
        """The name of the key for an algorithm."""
        return self.kid if alg in ("RS256", "PS256") else f"{self.kid}-{alg}"

    def id_token(self, issuer: str, asked: Data) -> str:
        """An ID token, or what goes for one today."""
        if "token" in self.behaviour:
            return str(self.behaviour["token"])
        now = int(time.time())
        claims = {
            "iss": issuer,
            "sub": "248289761001",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": asked.get("nonce"),
            "preferred_username": "mina.kim",
            "email": "mina@example.org",
            "roles": ["atlas-editors", "others"],
            **self.behaviour.get("claims", {}),
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        alg = self.behaviour.get("header", {}).get("alg", "RS256")
        header = {"alg": alg, "kid": self.kid_of(alg), **self.behaviour.get("header", {})}
        header = {name: value for name, value in header.items() if value is not None}
        payload = json.dumps(claims).encode()
        if alg == "none":
            return ".".join((_encoded(json.dumps(header).encode()), _encoded(payload), ""))
        key: Keys = self.keys.get("RS256" if alg == "PS256" else alg, self.other)
        if self.behaviour.get("key") == "other":
            key = self.other
        if self.behaviour.get("key") == "secret":
            # The oldest trick: the public key, taken for a shared secret.
            key = OctKey.import_key(json.dumps(self.keys["RS256"].as_dict(private=False)))
        # Signed by hand: the library would refuse to sign what it would refuse to read.
        signed = f"{_encoded(json.dumps(header).encode())}.{_encoded(payload)}"
        return f"{signed}.{_encoded(jws.JWSRegistry.algorithms[alg].sign(signed.encode(), key))}"


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


STATE = State()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self) -> None:
        """Discovery, keys, authorization, and what was seen."""
        self._handle({})

    def do_POST(self) -> None:
        """Tokens, and new keys."""
        self._handle({name: values[0] for name, values in parse_qs(self._body().decode()).items()})

    def do_PUT(self) -> None:
        """Another behaviour."""
        STATE.behaviour = json.loads(self._body())
        self._json({})

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    @property
    def _issuer(self) -> str:
        return f"http://{self.headers['host']}"

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def _handle(self, form: Data) -> None:
        parts = urlsplit(self.path)
        if parts.path in STATE.behaviour.get("where", ()):
            self._misbehave()
            return
        match parts.path:
            case "/.well-known/openid-configuration":
                self._describe()
            case "/jwks":
                STATE.seen.append({"path": "/jwks"})
                self._json(STATE.behaviour.get("keys", STATE.key_set()))
            case "/authorize":
                self._authorize({name: values[0] for name, values in parse_qs(parts.query).items()})
            case "/token":
                self._token(form)
            case "/rotate":
                STATE.rotate()
                self._json({})
            case "/seen":
                self._json({"seen": STATE.seen})
                STATE.seen = []
            case _:
                self._json({}, 404)

    def _describe(self) -> None:
        STATE.seen.append({"path": "/.well-known/openid-configuration"})
        document = {
            "issuer": self._issuer,
            "authorization_endpoint": f"{self._issuer}/authorize",
            "token_endpoint": f"{self._issuer}/token",
            "jwks_uri": f"{self._issuer}/jwks",
            **STATE.behaviour.get("document", {}),
        }
        self._json({name: value for name, value in document.items() if value is not None})

    def _authorize(self, asked: Data) -> None:
        STATE.seen.append({"path": "/authorize", **asked})
        code = f"code-{len(STATE.codes)}"
        STATE.codes[code] = {**asked, "used": False}
        back = {"code": code, "state": asked["state"], **STATE.behaviour.get("answer", {})}
        query = urlencode({name: value for name, value in back.items() if value is not None})
        self._redirect(f"{asked['redirect_uri']}?{query}")

    def _token(self, form: Data) -> None:
        STATE.seen.append({"path": "/token", **form, "authorization": self.headers.get("authorization")})
        asked = STATE.codes.get(form.get("code", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if not self._known(form):
            self._json({"error": "invalid_client"}, 401)
        elif (
            asked is None
            or asked["used"]
            or form.get("redirect_uri") != asked["redirect_uri"]
            or asked.get("code_challenge_method") != "S256"
            or _encoded(digest) != asked["code_challenge"]
        ):
            self._json({"error": "invalid_grant"}, 400)
        else:
            asked["used"] = True
            token = STATE.id_token(self._issuer, asked)
            self._json({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _known(self, form: Data) -> bool:
        scheme, _, pair = self.headers.get("authorization", "").partition(" ")
        if scheme == "Basic":
            name, _, secret = base64.b64decode(pair).decode().partition(":")
            return (unquote_plus(name), unquote_plus(secret)) == (CLIENT, SECRET)
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)

    def _misbehave(self) -> None:
        how = STATE.behaviour
        time.sleep(how.get("seconds", 0))
        if "location" in how:
            self._redirect(how["location"])
            return
        self.send_response(how.get("status", 200))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        try:
            for piece in how.get("body", ""):
                self.wfile.write(piece.encode() * how.get("times", 1))
                time.sleep(how.get("drip", 0))
        except OSError:
            pass  # whoever asked has gone

    def _redirect(self, location: str) -> None:
        self.send_response(302)
        self.send_header("Location", location)
        self.end_headers()

    def _json(self, value: Any, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
