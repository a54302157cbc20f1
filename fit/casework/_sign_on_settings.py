"""Where the clinic's own provider of a single sign-on is, and what Mendline takes its word for."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SignOn", "is_safe_address"]

MFA = frozenset({"mfa"})
"""RFC 8176: the provider asked for more than one factor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """An OpenID provider, such as the directory of the clinic."""

    issuer: str
    client_id: str
    secret_file: Path | None = None
    """File with the secret of the client; None: a client without one, by PKCE alone."""
    name: str = ""
    """How people call it, on the button."""
    factors: frozenset[str] = MFA
    """Values of `acr` or `amr` that stand for a second factor; without any of them, Mendline asks for its own."""

    def __post_init__(self) -> None:
        """Refuse what could be read on the way.

        Raises
        ------
        ConfigurationError
            when the issuer is no https address, nor one of this machine, or there is no client id.
        """
        if not is_safe_address(self.issuer) or urlsplit(self.issuer).query:
            raise ConfigurationError(
                f"MENDLINE_OIDC_ISSUER is {self.issuer!r}. Give the https:// address that the provider has for it."
            )
        if not self.client_id:
            raise ConfigurationError(
                "MENDLINE_OIDC_CLIENT_ID is missing. Give the id that the provider has for Mendline."
            )

    def secret(self) -> str:
        """Read the client's secret; empty when there is none.

        Raises
        ------
        ConfigurationError
            when the file cannot be read, or holds nothing.
        """
        if self.secret_file is None:
            return ""
        try:
            secret = self.secret_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as wrong:
            raise ConfigurationError(
                f"MENDLINE_OIDC_CLIENT_SECRET_FILE: {self.secret_file} cannot be read ({wrong}). Check the path."
            ) from None
        if not secret:
            raise ConfigurationError(f"MENDLINE_OIDC_CLIENT_SECRET_FILE: {self.secret_file} is empty.")
        return secret


def is_safe_address(address: str) -> bool:
    """Whether nobody on the way can read or change what is sent there: https, or this very machine."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return bool(host)
    return parts.scheme == "http" and _is_this_machine(host)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
