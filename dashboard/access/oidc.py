"""OpenID Connect with the clinic's own provider: code flow with PKCE, state and nonce; the answer is checked whole.

Endpoints are learned from the provider's own description; each must be https, or on this machine. Nothing that the
provider sends is followed elsewhere, and only signatures of a key pair are taken.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import requests
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from fit.casework.settings import is_safe_address
from fit.casework.views import Proven
from fit.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework.settings import SignOn

__all__ = ["Begun", "begin", "end_session_address", "finish"]

PATIENCE_S: Final = 10
LEARNED_FOR_S: Final = 3600
LEEWAY_S: Final = 60
SCOPE: Final = "openid email"
SIGNED_BY_KEY_PAIR: Final = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA")
"""Never "none", never a secret that both sides have."""

NOT_NOW: Final = "The single sign-on cannot be reached at the moment. Sign in with your name and passphrase."
NOT_TAKEN: Final = "The single sign-on did not go through. Begin again, or sign in with your name and passphrase."

log: Final = structlog.get_logger("mendline.sign_on")

_learned: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A single sign-on that was begun: where to send the browser, and what its answer is checked against."""

    address: str
    state: str
    nonce: str
    verifier: str


def begin(sign_on: SignOn, back: str) -> Begun:
    """Begin a single sign-on that comes back to the address `back`.

    Raises
    ------
    SignInError
        when the provider does not answer, or describes itself in a way that cannot be trusted.
    """
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    with _session(sign_on, back) as session:
        endpoint = _provider(sign_on)["authorization_endpoint"]
        address, _ = session.create_authorization_url(endpoint, state=state, code_verifier=verifier, nonce=nonce)
    return Begun(address=address, state=state, nonce=nonce, verifier=verifier)


def finish(sign_on: SignOn, back: str, answer: Mapping[str, str], begun: Begun) -> Proven:
    """Check the provider's answer and return who it says this is.

    Raises
    ------
    SignInError
        when it is no answer to what was begun, or does not hold.
    """
    same = secrets.compare_digest(answer.get("state", "").encode(), begun.state.encode())
    if not same:
        log.warning("sign-on broken", error="not the answer to what was begun")
    if not same or not answer.get("code") or answer.get("iss", sign_on.issuer) != sign_on.issuer:
        raise SignInError(NOT_TAKEN)
    provider = _provider(sign_on)
    try:
        with _session(sign_on, back) as session:
            token = session.fetch_token(
                provider["token_endpoint"],
                code=answer["code"],
                code_verifier=begun.verifier,
                grant_type="authorization_code",
                timeout=PATIENCE_S,
                allow_redirects=False,
            )
        return _proven(sign_on, _claims(sign_on, provider, token, begun.nonce))
    except (AuthlibBaseError, JoseError, requests.RequestException, KeyError, TypeError, ValueError) as error:
        # the kind alone: its text can hold what the provider says of a person
        log.warning("sign-on broken", error=type(error).__name__)
        raise SignInError(NOT_TAKEN) from None


def end_session_address(sign_on: SignOn) -> str:
    """Return where somebody signs out at the provider too; empty when it offers no such page, or cannot be asked."""
    try:
        return str(_provider(sign_on).get("end_session_endpoint", ""))
    except SignInError:
        return ""


def _session(sign_on: SignOn, back: str) -> Any:
    secret = sign_on.secret()
    return OAuth2Session(
        sign_on.client_id,
        secret or None,
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
    )


def _provider(sign_on: SignOn) -> dict[str, Any]:
    at, described = _learned.get(sign_on.issuer, (0.0, {}))
    if not described or time.monotonic() - at > LEARNED_FOR_S:
        described = _described(sign_on.issuer)
        _learned[sign_on.issuer] = (time.monotonic(), described)
    return described


def _described(issuer: str) -> dict[str, Any]:
    described = _fetched(f"{issuer}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    offered = [described.get(name, "") for name in (*needed, "end_session_endpoint") if name in described]
    whole = all(name in described for name in needed) and described.get("issuer", "").rstrip("/") == issuer
    if not whole or not all(is_safe_address(address) for address in offered):
        log.warning("sign-on provider describes itself wrongly", whole=whole)
        raise SignInError(NOT_NOW)
    return described


def _fetched(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=PATIENCE_S, allow_redirects=False)
        if answer.status_code != requests.codes.ok:
            log.warning("sign-on provider cannot be used", status=answer.status_code)
            raise SignInError(NOT_NOW)
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        log.warning("sign-on provider cannot be used", error=type(error).__name__)
        raise SignInError(NOT_NOW) from None
    if not isinstance(found, dict):
        raise SignInError(NOT_NOW)
    return found


def _claims(sign_on: SignOn, provider: Mapping[str, Any], token: Mapping[str, Any], nonce: str) -> CodeIDToken:
    keys = KeySet.import_key_set(_fetched(provider["jwks_uri"]))  # type: ignore[arg-type]  # a dictionary of any keys is checked inside
    decoded = jwt.decode(token["id_token"], keys, algorithms=list(SIGNED_BY_KEY_PAIR))
    options = {
        "iss": {"essential": True, "value": provider["issuer"]},
        "aud": {"essential": True, "value": sign_on.client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    known = {"nonce": nonce, "client_id": sign_on.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(decoded.claims, decoded.header, options, known)
    claims.validate(leeway=LEEWAY_S)
    return claims


def _proven(sign_on: SignOn, claims: Mapping[str, Any]) -> Proven:
    shown = {str(claims.get("acr", "")), *(str(one) for one in claims.get("amr") or [])}
    verified = claims.get("email_verified") is True
    return Proven(
        issuer=sign_on.issuer,
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")) if verified else "",
        has_factor=bool(shown & sign_on.factors),
    )
