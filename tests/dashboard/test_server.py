"""The served clinic as the network sees it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import InvalidStatus

from dashboard.door.identity import COOKIE, HOST_COOKIE
from dashboard.public_files import public_files
from fit.casework import Settings
from fit.casework.actor import Role
from fit.sealing import FileKey
from fit.store import accounts, audit
from fit.store.reading_only import reading_sqlite
from tests.dashboard.serving.list_routes import every_route
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.provider import running_provider
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, DIRECTOR, GUESSED_AT, OWN, PASSPHRASE, first_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.dashboard.serving.running import Reply, RunningServer
    from tests.dashboard.serving.small_clinic import Person, SmallClinic

ROOT = Path(__file__).parents[2]
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
    morsel = reply.set_cookies[COOKIE]
    assert morsel["httponly"] is True
    assert morsel["samesite"] == "strict"
    assert morsel["path"] == "/"
    assert not morsel["secure"]
    assert not morsel["expires"]


BEHIND_TLS = {
    "host": "clinic.example",
    "origin": "https://clinic.example",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "203.0.113.9",
    "content-type": "application/x-www-form-urlencoded",
}


@pytest.fixture(scope="module")
def behind_tls(small_clinic: SmallClinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Serve a clinic behind a proxy that ends TLS, with a provider of a single sign-on."""
    above = tmp_path_factory.mktemp("behind-tls")
    folder = shutil.copytree(small_clinic.folder, above / "clinic")
    with running_provider(above / "provider.log", {"sub": "s-1"}) as issuer:
        options = ("--trusted-proxy", "127.0.0.1")
        named = {"MENDLINE_OIDC_ISSUER": issuer, "MENDLINE_OIDC_CLIENT_ID": "mendline"}
        with running_server(folder, options=options, **named) as running:
            yield running


def sign_in_behind_tls(server: RunningServer, person: Person) -> Reply:
    body = f"name={person.sign_in_name}&passphrase={PASSPHRASE.replace(' ', '+')}"
    return server.fetch("/session/sign-in", "POST", headers=BEHIND_TLS, body=body)


def test_behind_a_trusted_proxy_with_tls_the_cookie_is_secure(behind_tls: RunningServer) -> None:
    reply = sign_in_behind_tls(behind_tls, CLINICIAN)
    assert reply.status == 303
    morsel = reply.set_cookies[HOST_COOKIE]
    assert (morsel["secure"], morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, True, "strict", "/")
    assert morsel["domain"] == ""
    for name, status in ((HOST_COOKIE, 200), (COOKIE, 303)):
        again = BEHIND_TLS | PAGE | {"cookie": f"{name}={reply.cookies[HOST_COOKIE]}"}
        assert behind_tls.fetch("/", headers=again).status == status
    assert "max-age" in reply.headers["strict-transport-security"]
    assert newest_deed(behind_tls.folder, "sign_in") == ("sign_in", "203.0.113.9")


STRICT, LAX = ("Secure", "HttpOnly", "strict"), ("Secure", "HttpOnly", "lax")
COOKIES = {
    "__Host-mendline_session": STRICT,
    "__Host-mendline_known": STRICT,
    "__Host-mendline_step": STRICT,
    # people come from another site: from the provider, and by a link in a message
    "__Host-mendline_sign_on": LAX,
    "__Host-mendline_device": LAX,
    "__Host-mendline_shared": STRICT,
    # named so in Streamlit's script, which reads it and sends it back as a header; it identifies nobody
    "_streamlit_xsrf": ("Secure", "", "strict"),
}
"""Every cookie there is over TLS: whether it is sent in clear, read by scripts, sent with requests of other sites."""


def test_every_cookie_of_every_address_is_guarded_and_for_this_host_alone(
    behind_tls: RunningServer, small_clinic: SmallClinic
) -> None:
    signed_in = sign_in_behind_tls(behind_tls, CLINICIAN)
    cookie = f"{HOST_COOKIE}={signed_in.cookies[HOST_COOKIE]}"
    addresses = {re.sub(r"\{[^}]*\}", "x", one.path) for one in every_route()} | {"/client"}
    replies = [signed_in, sign_in_behind_tls(behind_tls, DIRECTOR)]
    for own in ("", cookie):
        headers = BEHIND_TLS | PAGE | {"cookie": own}
        replies += [behind_tls.fetch(address, headers=headers) for address in sorted(addresses)]
    asked = f"ask={small_clinic.episodes[OWN]}:client:0:ors&case=7"
    handed = behind_tls.fetch("/session/hand-over", "POST", headers=BEHIND_TLS | {"cookie": cookie}, body=asked)
    own = f"{HOST_COOKIE}={sign_in_behind_tls(behind_tls, CLINICIAN).cookies[HOST_COOKIE]}"
    replies += [handed, behind_tls.fetch("/session/sign-out", "POST", headers=BEHIND_TLS | {"cookie": own})]
    assert handed.status == 303
    seen = {
        (name, "Secure" * bool(one["secure"]), "HttpOnly" * bool(one["httponly"]), one["samesite"].lower())
        for reply in replies
        for name, one in reply.set_cookies.items()
    }
    assert seen == {(name, *guarded) for name, guarded in COOKIES.items()}
    assert {(one["path"], one["domain"]) for reply in replies for one in reply.set_cookies.values()} == {("/", "")}


def test_one_place_gives_and_takes_cookies() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "dashboard").rglob("*.py")
        if re.search(r"set_cookie|delete_cookie|[\"']set-cookie[\"']", path.read_text("utf-8"))
    }
    assert found == {"dashboard/door/cookies.py", "dashboard/door/headers.py"}


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 303), ("", 303)])
def test_no_link_of_another_site_begins_a_sign_on(behind_tls: RunningServer, site: str, status: int) -> None:
    told = {"sec-fetch-site": site} if site else {}
    reply = behind_tls.fetch("/session/sign-on?next=/account", headers=BEHIND_TLS | PAGE | told)
    assert reply.status == status
    assert ("__Host-mendline_sign_on" in reply.cookies and bool(reply.cookies["__Host-mendline_sign_on"])) is (
        status == 303
    )
    if status == 403:
        assert b"without their own doing" in reply.body
        assert b'href="/session/sign-on?next=/account"' in reply.body


def test_a_sign_on_that_was_broken_off_is_in_the_audit_and_the_log(behind_tls: RunningServer) -> None:
    begun = behind_tls.fetch("/session/sign-on", headers=BEHIND_TLS | PAGE)
    own = {"cookie": f"__Host-mendline_sign_on={begun.cookies['__Host-mendline_sign_on']}"}
    back = behind_tls.fetch("/session/sign-on/back?code=made-up&state=forged", headers=BEHIND_TLS | PAGE | own)
    assert back.status == 401
    broken = "sign_in: sign-on broken"
    assert newest_deed(behind_tls.folder, "sign_in", broken) == (broken, "203.0.113.9")
    lines = [json.loads(line) for line in behind_tls.log.read_text().splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line["event"] == "sign-on broken"]
    assert line["error"] == "not the answer to what was begun"
    assert "forged" not in behind_tls.log.read_text()


def test_the_log_is_lines_of_json_and_says_what_would_be_safer(behind_tls: RunningServer) -> None:
    behind_tls.fetch("/session/sign-out", "POST", headers=BEHIND_TLS | {"origin": "https://elsewhere.example"})
    said = behind_tls.log.read_text().splitlines()
    lines = [json.loads(line) for line in said if not line.startswith("Mendline is open at")]
    assert all(line["timestamp"].endswith("Z") for line in lines)
    assert [line["about"][:37] for line in lines if line["event"] == "advice"] == [
        "The key lies in the same folder as th"
    ]
    assert "from another site" in {line.get("kind") for line in lines if line["event"] == "turned away"}


def newest_deed(folder: Path, *actions: str) -> tuple[str, str]:
    """Which of these deeds was the last, and from where it came, as the audit of the clinic says."""
    settings = Settings(folder=folder)
    with reading_sqlite(settings.database_file, FileKey(path=settings.key_file)) as connection:
        (clinic,) = accounts.clinics(connection)
        rows = [row for row in audit.rows(connection, clinic.id) if row.action in actions]
    return rows[-1].action, rows[-1].source


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
