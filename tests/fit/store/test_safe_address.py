"""PostgreSQL on another machine is reached over TLS, by a server that proves its name, or not at all."""

from __future__ import annotations

import socket
from threading import Thread

import certifi
import pytest

from fit.errors import ConfigurationError, StoreError
from fit.store._safe_address import PATIENCE, check_way, with_patience
from fit.store.database import open_postgresql
from fit.store.reading_only import reading_postgresql

BASE = "postgresql+psycopg://"
HERE = [
    f"{BASE}u:p@127.0.0.1:5432/clinic",
    f"{BASE}u@127.8.8.8/clinic",
    f"{BASE}u@[::1]/clinic",
    f"{BASE}u@localhost/clinic",
    f"{BASE}/clinic?host=/var/run/postgresql",
    f"{BASE}u:p@/clinic",
    f"{BASE}u@localhost/clinic?hostaddr=127.0.0.1&sslmode=disable",
    f"{BASE}u@/clinic?host=127.0.0.1,::1&port=5432,5433&target_session_attrs=read-write",
]
ELSEWHERE = [
    "db.clinic.example/clinic",
    "10.0.0.5:5432/clinic",
    "localhost.clinic.example/clinic",
    "127.0.0.1.clinic.example/clinic",
    "[fd00::5]/clinic",
    "0.0.0.0/clinic",
    "/clinic?host=db.clinic.example",
    "127.0.0.1/clinic?hostaddr=10.0.0.5",
    "/clinic?host=127.0.0.1,db.clinic.example",
    "/clinic?host=127.0.0.1:5432&host=10.0.0.5:5432",
    "/clinic?host=db1.clinic.example,db2.clinic.example&target_session_attrs=read-write",
    "/clinic?service=clinic",
]
"""Each after the name of a user and its secret."""


@pytest.mark.parametrize("url", HERE)
def test_a_server_on_this_machine_needs_no_tls(url):
    check_way(url, {})


@pytest.mark.parametrize("mode", ["", "disable", "allow", "prefer", "require", "verify-ca", "verify-full "])
@pytest.mark.parametrize("rest", ELSEWHERE)
def test_another_machine_is_refused_without_verify_full(rest, mode):
    url = f"{BASE}user:hidden@{rest}" + (f"{'&' if '?' in rest else '?'}sslmode={mode}" if mode else "")
    with pytest.raises(ConfigurationError, match=r"\?sslmode=verify-full") as refused:
        check_way(url, {})
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("rest", ELSEWHERE)
def test_with_verify_full_it_is_taken_by_address_or_environment(rest):
    check_way(f"{BASE}user:hidden@{rest}{'&' if '?' in rest else '?'}sslmode=verify-full", {})
    check_way(f"{BASE}user:hidden@{rest}", {"PGSSLMODE": "verify-full"})


@pytest.mark.parametrize("name", ["PGHOST", "PGHOSTADDR", "PGSERVICE"])
def test_what_the_environment_tells_libpq_counts_too(name):
    with pytest.raises(ConfigurationError, match="another machine"):
        check_way(f"{BASE}u@/clinic", {name: "10.0.0.5"})
    check_way(f"{BASE}u@/clinic?sslmode=verify-full", {name: "10.0.0.5", "PGSSLMODE": "disable"})


@pytest.mark.parametrize(
    "url", ["clinic", "nosuchkind://u:hidden@127.0.0.1/x", "postgresql+psycopg://u:hidden@h:port/x"]
)
def test_what_is_no_address_is_said_without_repeating_it(url):
    with pytest.raises(ConfigurationError, match="no address of a database") as refused:
        check_way(url, {})
    assert "hidden" not in str(refused.value)


def test_nothing_is_opened_before_the_way_was_looked_at():
    with pytest.raises(ConfigurationError, match="another machine"):
        open_postgresql(f"{BASE}u:p@192.0.2.1/clinic")
    with pytest.raises(ConfigurationError, match="another machine"), reading_postgresql(f"{BASE}u:p@192.0.2.1/clinic"):
        pass


def test_a_server_that_went_away_without_a_word_is_given_up_unless_the_address_says_for_how_long():
    given = with_patience(f"{BASE}u@127.0.0.1/clinic?connect_timeout=60&host=a,b").query
    assert given == PATIENCE | {"connect_timeout": "60", "host": "a,b"}


SSL_REQUEST = bytes.fromhex("0000000804d2162f")
"""The eight bytes by which libpq asks for TLS (PostgreSQL, frontend/backend protocol, SSLRequest)."""


def test_a_server_without_tls_learns_neither_name_nor_passphrase():
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            with connection:
                heard.append(connection.recv(1024))
                connection.sendall(b"N")
                heard.append(connection.recv(1024))

        thread = Thread(target=answer)
        thread.start()
        way = f"sslmode=verify-full&sslrootcert={certifi.where()}&gssencmode=disable"
        with pytest.raises(StoreError, match="could not be used"):
            open_postgresql(f"{BASE}user:hidden@127.0.0.1:{server.getsockname()[1]}/clinic?{way}")
        thread.join(timeout=10)
    assert heard == [SSL_REQUEST, b""]
