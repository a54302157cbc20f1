"""What a provider of a single sign-on must show before anybody is taken for who it says they are."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from structlog.testing import capture_logs

from dashboard.access import oidc
from dashboard.access.oidc import begin, finish
from fit.casework.settings import SignOn
from fit.errors import SignInError
from tests.dashboard.serving.provider import running_provider

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EMAIL = "somebody@clinic.example"
BACK = "http://127.0.0.1/session/sign-on/back"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": name}) for name in ("one", "one"))
SECRET = OctKey.import_key("the secret that both sides have, long enough")


class Provider:
    """A provider that says what a test wants, truly signed or not, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.described: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.key: Any = KEY
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.status = 200
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                known = {"/.well-known/openid-configuration": provider.description, "/keys": provider.keys}
                self.answer(known[self.path]())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                provider.asked.append(parse_qs(body) | {"authorization": [self.headers.get("authorization", "")]})
                self.answer({"access_token": "a", "token_type": "Bearer", "id_token": provider.token()})

            def answer(self, content: object) -> None:
                self.send_response(provider.status)
                self.send_header("content-type", "application/json")
                self.send_header("location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()
                self.wfile.write(json.dumps(content).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def description(self) -> dict[str, Any]:
        own = {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/ask"}
        return own | {"token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys"} | self.described

    def keys(self) -> dict[str, Any]:
        return {"keys": [KEY.as_dict(private=False)]}

    def token(self) -> str:
        if self.header["alg"] == "none":
            return "eyJhbGciOiJub25lIn0." + jwt.encode({"alg": "HS256"}, self.claims, SECRET).split(".")[1] + "."
        if isinstance(self.key, bytes):
            return by_hand(self.header, self.claims, self.key)
        return jwt.encode(self.header, self.claims, self.key, algorithms=[self.header["alg"]])


def by_hand(header: dict[str, Any], claims: dict[str, Any], key: bytes) -> str:
    """Sign as a forger would: no library lends itself to it."""
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signed = b".".join(parts)
    signature = urlsafe_b64encode(hmac.digest(key, signed, "sha256")).rstrip(b"=")
    return (signed + b"." + signature).decode()


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    Thread(target=made.server.serve_forever, daemon=True).start()
    oidc._learned.clear()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def sign_on(provider: Provider, tmp_path: Path) -> SignOn:
    secret = tmp_path / "secret"
    secret.write_text("hidden", "utf-8")
    return SignOn(issuer=provider.issuer, client_id="mendline", secret_file=secret)


def whole(provider: Provider, given: str, **changed: object) -> dict[str, Any]:
    now = int(time.time())
    claims = {"iss": provider.issuer, "aud": "mendline", "sub": "s-1", "exp": now + 300, "iat": now, "nonce": given}
    return {name: value for name, value in (claims | changed).items() if value is not None}


def test_the_browser_is_sent_with_state_nonce_and_pkce(provider: Provider, sign_on: SignOn) -> None:
    begun = begin(sign_on, BACK)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.address).query).items()}
    assert (asked["state"], asked["nonce"], asked["redirect_uri"]) == (begun.state, begun.nonce, BACK)
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len({begun.state, begun.nonce, begun.verifier, asked["code_challenge"]}) == 4
    assert begun.verifier not in begun.address
    assert begin(sign_on, BACK).state != begun.state


def test_a_true_answer_is_taken_and_the_code_goes_back_with_verifier_and_secret(
    provider: Provider, sign_on: SignOn
) -> None:
    begun = begin(sign_on, BACK)
    provider.claims = whole(provider, begun.nonce, email="a@b.example", email_verified=True, amr=["pwd", "otp", "mfa"])
    proven = finish(sign_on, BACK, {"state": begun.state, "code": "c", "iss": provider.issuer}, begun)
    assert (proven.subject, proven.email, proven.has_factor) == ("s-1", "a@b.example", True)
    (asked,) = provider.asked
    assert (asked["code"], asked["code_verifier"]) == (["c"], [begun.verifier])
    assert asked["authorization"][0].startswith("Basic ")


@pytest.mark.parametrize(
    ("claims", "email", "has_factor"),
    [
        ({"email": "a@b.example", "email_verified": False, "amr": ["pwd"]}, "", False),
        ({"email": "a@b.example", "email_verified": "true"}, "", False),
        ({"acr": "mfa"}, "", True),
        ({"acr": "urn:other"}, "", False),
    ],
)
def test_an_e_mail_counts_when_it_was_verified_and_a_factor_when_it_was_asked_for(
    provider: Provider, sign_on: SignOn, claims: dict[str, Any], email: str, *, has_factor: bool
) -> None:
    begun = begin(sign_on, BACK)
    provider.claims = whole(provider, begun.nonce, **claims)
    proven = finish(sign_on, BACK, {"state": begun.state, "code": "c"}, begun)
    assert (proven.email, proven.has_factor) == (email, has_factor)


LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "for another client": {"aud": "somebody-else"},
    "for several, of which we are not the one meant": {"aud": ["mendline", "x"], "azp": "x"},
    "out of date": {"exp": 1_600_000_000, "iat": 1_599_999_000},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "nobody": {"sub": None},
    "no end": {"exp": None},
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_says_something_else_is_not_taken(provider: Provider, sign_on: SignOn, lie: str) -> None:
    begun = begin(sign_on, BACK)
    provider.claims = whole(provider, begun.nonce, **LIES[lie])
    with pytest.raises(SignInError, match="did not go through"):
        finish(sign_on, BACK, {"state": begun.state, "code": "c"}, begun)


@pytest.mark.parametrize(
    ("key", "header"),
    [
        (OTHER_KEY, {"alg": "RS256", "kid": "one"}),
        (SECRET, {"alg": "HS256"}),
        (KEY.as_pem(private=False), {"alg": "HS256", "kid": "one"}),
        (None, {"alg": "none"}),
    ],
    ids=["another key", "a secret", "the public key as a secret", "not at all"],
)
def test_an_answer_that_is_signed_by_anything_but_the_providers_key_is_not_taken(
    provider: Provider, sign_on: SignOn, key: Any, header: dict[str, Any]
) -> None:
    begun = begin(sign_on, BACK)
    provider.claims, provider.key, provider.header = whole(provider, begun.nonce, email=EMAIL), key, header
    with pytest.raises(SignInError, match="did not go through"), capture_logs() as lines:
        finish(sign_on, BACK, {"state": begun.state, "code": "c"}, begun)
    (line,) = lines
    assert (line["event"], line["log_level"]) == ("sign-on broken", "warning")
    assert set(line) == {"event", "log_level", "error"}
    assert line["error"].endswith("Error")


@pytest.mark.parametrize("brought", ["jwk", "jku", "x5u", "x5c"])
def test_a_key_that_the_token_brings_or_names_is_not_even_looked_at(
    provider: Provider, sign_on: SignOn, brought: str
) -> None:
    begun = begin(sign_on, BACK)
    own = OTHER_KEY.as_dict(private=False)
    fetched: list[str] = []

    class Bait(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fetched.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"keys": [own]}).encode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Bait) as bait:
        Thread(target=bait.serve_forever, daemon=True).start()
        named = f"http://127.0.0.1:{bait.server_address[1]}/keys"
        heads: dict[str, Any] = {"jwk": own, "jku": named, "x5u": named, "x5c": ["MIIB"]}
        header = {"alg": "RS256", "kid": "one", brought: heads[brought]}
        provider.claims, provider.key = whole(provider, begun.nonce), None
        provider.token = lambda: truly_signed(header, provider.claims)  # type: ignore[method-assign]
        with pytest.raises(SignInError, match="did not go through"):
            finish(sign_on, BACK, {"state": begun.state, "code": "c"}, begun)
        bait.shutdown()
    assert fetched == []


def truly_signed(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """Sign by the other key, whatever the head says: a library could refuse to write such a head."""
    private = serialization.load_pem_private_key(OTHER_KEY.as_pem(private=True), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signature = private.sign(b".".join(parts), padding.PKCS1v15(), hashes.SHA256())
    return b".".join([*parts, urlsafe_b64encode(signature).rstrip(b"=")]).decode()


@pytest.mark.parametrize(
    "answer",
    [{"code": "c"}, {"code": "c", "state": "another"}, {"error": "access_denied"}, {"code": "c", "iss": "https://x"}],
    ids=["no state", "another state", "refused there", "from another provider"],
)
def test_an_answer_to_something_else_is_not_even_asked_about(
    provider: Provider, sign_on: SignOn, answer: dict[str, str]
) -> None:
    begun = begin(sign_on, BACK)
    given = answer if "iss" not in answer else answer | {"state": begun.state}
    with pytest.raises(SignInError, match="did not go through"):
        finish(sign_on, BACK, given, begun)
    assert provider.asked == []


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "http://elsewhere.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "http://elsewhere.example/out"},
    ],
    ids=lambda described: next(iter(described)),
)
def test_a_provider_that_sends_secrets_in_clear_or_is_another_one_is_not_used(
    provider: Provider, sign_on: SignOn, described: dict[str, str]
) -> None:
    provider.described = described
    with pytest.raises(SignInError, match="cannot be reached"):
        begin(sign_on, BACK)


def test_a_provider_that_is_away_or_sends_elsewhere_is_said_in_words(provider: Provider, sign_on: SignOn) -> None:
    provider.status = 302
    with capture_logs() as lines:
        with pytest.raises(SignInError, match="Sign in with your name and passphrase"):
            begin(sign_on, BACK)
        with pytest.raises(SignInError, match="cannot be reached"):
            begin(replace(sign_on, issuer="http://127.0.0.1:1"), BACK)
    assert [(line["event"], line.get("status"), line.get("error")) for line in lines] == [
        ("sign-on provider cannot be used", 302, None),
        ("sign-on provider cannot be used", None, "ConnectionError"),
    ]


def test_it_goes_through_with_a_provider_that_we_did_not_write(tmp_path: Path) -> None:
    import requests

    oidc._learned.clear()
    with running_provider(tmp_path / "log", {"sub": "s-1", "email": "a@b.example", "email_verified": True}) as issuer:
        secret = tmp_path / "secret"
        secret.write_text("any: this provider takes them all", "utf-8")
        sign_on = SignOn(issuer=issuer, client_id="mendline", secret_file=secret)
        begun = begin(sign_on, BACK)
        answer = requests.post(begun.address, {"sub": "s-1"}, allow_redirects=False, timeout=10)
        given = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
        proven = finish(sign_on, BACK, given, begun)
        assert (proven.issuer, proven.subject, proven.email) == (issuer, "s-1", "a@b.example")
        with pytest.raises(SignInError, match="did not go through"):
            finish(sign_on, BACK, given, begun)
