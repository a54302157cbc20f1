"""The served clinic as the network sees it."""

from __future__ import annotations

import gzip
import shutil
import time
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import InvalidStatus

from dashboard.door.identity import COOKIE
from dashboard.public_files import public_files
from fit.casework.actor import Role
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, DIRECTOR, GUESSED_AT, PASSPHRASE, first_of

if TYPE_CHECKING:
    from tests.dashboard.serving.running import Reply, RunningServer
    from tests.dashboard.serving.small_clinic import SmallClinic

NETWORK_WATCH = Path(__file__).parent / "serving" / "network_watch"
PAGE = {"accept": "text/html"}
WRONG = "The sign-in name or the passphrase is not right."


def try_to_sign_in(server: RunningServer, name: str, passphrase: str, address: str, to: str = "") -> Reply:
    fields = {"name": name, "passphrase": passphrase, "next": to}
    return server.post("/session/sign-in", fields, address=address)


def test_health_tells_nothing_but_that_it_is_well(server: RunningServer) -> None:
    assert server.fetch("/healthz").body == b'{"status":"ok"}'


def test_signing_in_leads_to_the_page_asked_for(server: RunningServer) -> None:
    reply = try_to_sign_in(server, CLINICIAN.sign_in_name, PASSPHRASE, "127.77.0.1", "/client?episode=E7")
    assert (reply.status, reply.headers["location"]) == (303, "/client?episode=E7")
    assert server.fetch("/", token=reply.cookies[COOKIE], headers=PAGE).status == 200


@pytest.mark.parametrize("asked", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"])
def test_signing_in_never_leads_to_another_site(server: RunningServer, asked: str) -> None:
    address = f"127.77.1.{len(asked)}"
    reply = try_to_sign_in(server, CLINICIAN.sign_in_name, PASSPHRASE, address, asked)
    assert reply.headers["location"] == "/"


def test_the_cookie_is_kept_from_scripts_and_other_sites(server: RunningServer) -> None:
    reply = try_to_sign_in(server, CLINICIAN.sign_in_name, PASSPHRASE, "127.77.0.2")
    cookie: SimpleCookie = SimpleCookie(reply.headers["set-cookie"])
    morsel = cookie[COOKIE]
    assert morsel["httponly"] is True
    assert morsel["samesite"] == "strict"
    assert morsel["path"] == "/"
    assert not morsel["secure"]
    assert not morsel["expires"]


def test_behind_a_trusted_proxy_with_tls_the_cookie_is_secure(small_clinic: SmallClinic, tmp_path: Path) -> None:
    folder = shutil.copytree(small_clinic.folder, tmp_path / "clinic")
    with running_server(folder, options=("--trusted-proxy", "127.0.0.1")) as server:
        headers = {
            "host": "clinic.example",
            "origin": "https://clinic.example",
            "x-forwarded-proto": "https",
            "content-type": "application/x-www-form-urlencoded",
        }
        body = f"name={CLINICIAN.sign_in_name}&passphrase={PASSPHRASE.replace(' ', '+')}"
        reply = server.fetch("/session/sign-in", "POST", headers=headers, body=body)
        assert reply.status == 303
        assert "Secure" in reply.headers["set-cookie"]
        assert "max-age" in reply.headers["strict-transport-security"]


def test_nobodys_word_on_forwarding_counts_without_a_trusted_proxy(server: RunningServer) -> None:
    for number in range(10):
        forged = {"x-forwarded-for": f"198.51.100.{number}", "origin": server.url}
        server.fetch("/session/sign-in", "POST", headers=forged, address="127.77.0.3")
    forged = {"x-forwarded-for": "198.51.100.99", "origin": server.url}
    assert server.fetch("/session/sign-in", "POST", headers=forged, address="127.77.0.3").status == 429


def test_a_wrong_passphrase_and_an_unknown_name_get_the_same_words(server: RunningServer) -> None:
    wrong = try_to_sign_in(server, CLINICIAN.sign_in_name, "wrong passphrase", "127.77.0.4")
    unknown = try_to_sign_in(server, "nobody.atall", "wrong passphrase", "127.77.0.4")
    assert (wrong.status, unknown.status) == (401, 401)
    assert WRONG.encode() in wrong.body
    assert wrong.body.replace(CLINICIAN.sign_in_name.encode(), b"") == unknown.body.replace(b"nobody.atall", b"")
    assert COOKIE not in wrong.cookies


def test_an_address_that_keeps_guessing_has_to_wait(server: RunningServer) -> None:
    statuses = [try_to_sign_in(server, f"guess.{number}", "x", "127.77.0.5").status for number in range(11)]
    assert statuses == [401] * 10 + [429]


def test_an_account_that_is_guessed_at_from_many_addresses_has_to_wait(server: RunningServer) -> None:
    name = GUESSED_AT.sign_in_name
    guesses = [try_to_sign_in(server, name, "x", f"127.77.2.{number}") for number in range(8)]
    assert b"too many tries" in guesses[-1].body
    right = try_to_sign_in(server, name, PASSPHRASE, "127.77.2.99")
    assert right.status == 401


def test_what_was_typed_comes_back_as_text_never_as_markup(server: RunningServer) -> None:
    reply = try_to_sign_in(server, '"><script>alert(1)</script>', "x", "127.77.0.6")
    assert b"<script>alert" not in reply.body
    assert b"&lt;script&gt;" in reply.body


def test_the_sign_in_page_shows_no_demo_sign_ins_outside_the_demo(server: RunningServer) -> None:
    page = server.fetch("/session/sign-in").body.decode()
    assert "Demo clinic" not in page
    assert PASSPHRASE not in page


def test_the_sign_in_page_has_what_a_screen_reader_needs(server: RunningServer) -> None:
    page = server.fetch("/session/sign-in").body.decode()
    for part in ('<html lang="en">', "<main", "<h1>", '<label for="sign-in-name">', '<label for="passphrase">'):
        assert part in page


def test_signing_out_ends_the_session_everywhere_and_clears_the_cookie(server: RunningServer) -> None:
    token = server.sign_in(CLINICIAN)
    reply = server.post("/session/sign-out", {}, token=token)
    assert (reply.status, reply.headers["location"]) == (303, "/session/sign-in")
    assert "Max-Age=0" in reply.headers["set-cookie"]
    assert server.fetch("/", token=token, headers=PAGE).status == 303
    assert server.fetch("/_stcore/health", token=token).status == 401


def test_a_link_alone_never_signs_anybody_out(server: RunningServer) -> None:
    token = server.token(CLINICIAN)
    assert b"Sign out?" in server.fetch("/session/sign-out", token=token).body
    assert server.fetch("/", token=token, headers=PAGE).status == 200


def test_signing_in_again_ends_the_earlier_session_of_this_browser(server: RunningServer) -> None:
    first = server.sign_in(CLINICIAN)
    fields = {"name": CLINICIAN.sign_in_name, "passphrase": PASSPHRASE}
    second = server.post("/session/sign-in", fields, token=first, address="127.77.0.7").cookies[COOKIE]
    assert second != first
    assert server.fetch("/_stcore/health", token=first).status == 401
    assert server.fetch("/_stcore/health", token=second).status == 200


def test_a_session_outlives_a_restart_of_the_server(small_clinic: SmallClinic, tmp_path: Path) -> None:
    folder = shutil.copytree(small_clinic.folder, tmp_path / "clinic")
    with running_server(folder) as server:
        token = server.sign_in(CLINICIAN)
    with running_server(folder) as server:
        assert server.fetch("/", token=token, headers=PAGE).status == 200


@pytest.mark.parametrize("path", ["/_stcore/agent/openapi.json", "/_stcore/metrics", "/_stcore/script-health-check"])
def test_what_streamlit_offers_to_programs_is_closed_even_to_a_director(server: RunningServer, path: str) -> None:
    assert server.fetch(path, token=server.token(DIRECTOR)).status == 404


@pytest.mark.parametrize("path", ["/session/unknown", "/k/a/b/c", "/static/unknown.js", "/static/js/../../index.html"])
def test_an_unknown_address_under_ours_never_shows_streamlits_page(server: RunningServer, path: str) -> None:
    reply = server.fetch(path, token=server.token(CLINICIAN), headers=PAGE)
    assert b'<div id="root">' not in reply.body
    assert reply.status == 404


@pytest.mark.parametrize("role", Role)
def test_a_role_finds_its_first_page_under_its_name(server: RunningServer, role: Role) -> None:
    names = {"clinician": "caseload", "supervisor": "supervision", "director": "overview", "administrator": "people"}
    reply = server.fetch(f"/{names[role]}", token=server.token(first_of(role)), headers=PAGE)
    assert (reply.status, reply.headers["location"]) == (303, "/")


def test_bundles_come_compressed_and_stay_for_a_year(server: RunningServer) -> None:
    script = next(address for address in public_files() if address.startswith("/static/js/index."))
    reply = server.fetch(script, headers={"accept-encoding": "gzip"})
    assert reply.headers["content-encoding"] == "gzip"
    assert "immutable" in reply.headers["cache-control"]
    assert len(reply.body) < len(gzip.decompress(reply.body)) / 2


def test_no_answer_says_what_software_runs_here(server: RunningServer) -> None:
    assert "server" not in server.fetch("/healthz").headers
    assert "server" not in server.fetch("/session/sign-in").headers


def test_nothing_leaves_the_machine_and_a_foreign_page_holds_up_nobody(
    small_clinic: SmallClinic, tmp_path: Path
) -> None:
    folder = shutil.copytree(small_clinic.folder, tmp_path / "clinic")
    watch = tmp_path / "network.txt"
    with running_server(folder, PYTHONPATH=str(NETWORK_WATCH), NETWORK_WATCH=str(watch)) as server:
        token = server.sign_in(CLINICIAN)
        with open_page(server, token) as page:
            page.run()
        with pytest.raises(InvalidStatus), open_page(server, token, origin="https://elsewhere.example"):
            pass
        server.fetch("/_stcore/health", token=token, headers={"origin": "https://elsewhere.example"})
        time.sleep(0.2)
    assert not watch.exists(), watch.read_text()
