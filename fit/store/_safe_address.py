"""Whether the way to a PostgreSQL server is safe: on this machine, or encrypted to a server that proves its name."""

from __future__ import annotations

import ipaddress
import os
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import URL

NEEDED = "verify-full"
"""The only mode of libpq that encrypts always and knows the server by its name; the default falls back to clear."""
HOSTS = (("host", "PGHOST"), ("hostaddr", "PGHOSTADDR"))
ELSEWHERE = (("service", "PGSERVICE"),)
"""A file of libpq's that may name any server."""
PATIENCE = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
"""How long a server that went away without a word is waited for [s; the last one ms]: without these, libpq waits for
minutes to connect and the system for a quarter of an hour for an answer, and no other server is tried meanwhile."""


def check_way(url: str, environment: Mapping[str, str] | None = None) -> None:
    """Refuse an address of a database off this machine to which the way is not encrypted and checked.

    Raises
    ------
    ConfigurationError
        when it is no address, or may lead to another machine without `sslmode=verify-full`.
    """
    given = os.environ if environment is None else environment
    options = _options(url)
    mode = options.get("sslmode") or given.get("PGSSLMODE", "")
    if mode != NEEDED and not _is_here(options, given):
        raise ConfigurationError(
            "MENDLINE_DATABASE_URL names a PostgreSQL server on another machine, to which the way could be in clear. "
            f"Add ?sslmode={NEEDED} to the address (and sslrootcert=FILE for a certificate authority of your own), or "
            "use a server on this machine: 127.0.0.1, or its socket."
        )


def with_patience(url: str) -> URL:
    """The address, with limits on how long a server that does not answer is waited for, where it names none."""
    parsed = make_url(url)
    return parsed.update_query_dict({name: value for name, value in PATIENCE.items() if name not in parsed.query})


def _options(url: str) -> dict[str, str]:
    """What libpq is told, as SQLAlchemy tells it; several hosts stand in one text with commas."""
    try:
        parsed = make_url(url)
        _, options = parsed.get_dialect()().create_connect_args(parsed)
    except (ArgumentError, ValueError):
        # not the address itself: it may hold a password
        raise ConfigurationError(
            "MENDLINE_DATABASE_URL is no address of a database. It looks like postgresql+psycopg://user@127.0.0.1/name."
        ) from None
    return {name: str(value) for name, value in options.items()}


def _is_here(options: Mapping[str, str], given: Mapping[str, str]) -> bool:
    if any(options.get(name) or given.get(variable) for name, variable in ELSEWHERE):
        return False
    named = [options.get(name) or given.get(variable, "") for name, variable in HOSTS]
    return all(_is_on_this_machine(host.strip()) for hosts in named for host in hosts.split(","))


def _is_on_this_machine(host: str) -> bool:
    """Whether a host of libpq's is a socket (also when none is named) or a loopback address."""
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
