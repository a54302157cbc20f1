"""The operator's address: who may ask there, what it tells, and that it tells nothing of a client."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from dashboard.commands.serve import _operator_address
from dashboard.operator.counting import A_PAGE, Counting
from dashboard.operator.listener import OperatorAddress, listening
from dashboard.operator.one_at_a_time import OneAtATime
from dashboard.operator.peers import LOOPBACK, OperatorsOnly, read_networks
from dashboard.shell.menu import MENU
from fit.errors import ConfigurationError
from tests.dashboard.attack.table import rows
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.running import ROOT, free_port, running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, OWN, PASSPHRASE, PEOPLE, RATINGS, SmallClinic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.dashboard.serving.running import RunningServer

ALERTS = ROOT / "deploy" / "prometheus_alerts.yml"


def ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Ask as Prometheus does."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=named)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  this machine
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with closing(refused):
            return refused.code, refused.read().decode()


def reasons(port: int) -> tuple[int, list[str]]:
    status, body = ask(port, "/readyz")
    return status, json.loads(body)["reasons"]


@pytest.fixture(scope="module")
def watched(small_clinic: SmallClinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningServer, int]]:
    """Serve a small clinic behind a proxy that is trusted, with an address for its operator."""
    folder = shutil.copytree(small_clinic.folder, tmp_path_factory.mktemp("watched") / "clinic")
    port = free_port()
    options = ("--operator-port", str(port), "--trusted-proxy", "127.0.0.1")
    with running_server(folder, options=options) as server:
        yield server, port


def test_the_operator_is_told_that_the_process_lives_and_is_ready(watched: tuple[RunningServer, int]) -> None:
    _, port = watched
    assert ask(port, "/healthz") == (200, '{"status":"ok"}')
    assert ask(port, "/readyz") == (200, '{"status":"ready","reasons":[]}')
    assert ask(port, "/metrics")[0] == 200
    assert ask(port, "/")[0] == 404
    assert ask(port, "/session/sign-in")[0] == 404


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/metrics/", "//metrics", "/./readyz", "/%6detrics"])
@pytest.mark.parametrize("claimed", [{}, {"x_forwarded_for": "127.0.0.1"}, {"x_forwarded_for": "203.0.113.9"}])
def test_where_clients_and_clinicians_come_in_there_is_no_such_address(
    watched: tuple[RunningServer, int], path: str, claimed: dict[str, str]
) -> None:
    server, _ = watched
    named = {name.replace("_", "-"): value for name, value in claimed.items()}
    for token in ("", server.token(CLINICIAN)):
        reply = server.fetch(path, token=token, headers=named)
        assert reply.status == 404
        assert b"mendline_" not in reply.body


@pytest.mark.parametrize("header", ["x-forwarded-for", "X-Forwarded-For", "forwarded", "via", "x-real-ip"])
def test_what_a_proxy_passes_on_to_the_operators_address_finds_nothing(
    watched: tuple[RunningServer, int], header: str
) -> None:
    _, port = watched
    for path in ("/metrics", "/readyz", "/healthz"):
        assert ask(port, path, **{header: "127.0.0.1"}) == (404, "There is nothing here.\n")


def answered_to(peer: str, *networks: str, headers: tuple[tuple[bytes, bytes], ...] = ()) -> int:
    """Return the status that somebody at this address is given."""
    sent: list[Any] = []

    async def passed(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    app = OperatorsOnly(passed, networks=(*LOOPBACK, *read_networks(networks)))
    scope = {"type": "http", "client": (peer, 5) if peer else None, "headers": list(headers)}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(app(scope, None, send))).result()  # type: ignore[arg-type]
    return int(sent[0]["status"])


@pytest.mark.parametrize(
    ("peer", "status"),
    [
        ("127.0.0.1", 200),
        ("127.9.9.9", 200),
        ("::1", 200),
        ("::ffff:127.0.0.1", 200),
        ("10.20.0.0", 200),
        ("10.20.255.255", 200),
        ("::ffff:10.20.3.4", 200),
        ("10.19.255.255", 404),
        ("10.21.0.0", 404),
        ("192.0.2.7", 200),
        ("192.0.2.8", 404),
        ("203.0.113.9", 404),
        ("fe80::1%eth0", 404),
        ("", 404),
    ],
)
def test_only_this_machine_and_the_networks_that_were_named_may_ask(peer: str, status: int) -> None:
    assert answered_to(peer, "10.20.0.0/16", "192.0.2.7") == status


@pytest.mark.parametrize("wrong", ["10.20.0.0/33", "clinic", "", "10.20.0.1/16"])
def test_a_network_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigurationError, match=r"is no network\. Say it as in"):
        read_networks([wrong])


@pytest.mark.parametrize("everybody", ["0.0.0.0/0", "::/0"])
def test_everybody_is_no_network_of_an_operator(everybody: str) -> None:
    with pytest.raises(ConfigurationError, match="is everybody"):
        read_networks([everybody])


def test_beyond_this_machine_somebody_must_say_who_may_ask() -> None:
    with pytest.raises(ConfigurationError, match="nobody said who may ask there"):
        _operator_address("0.0.0.0", 9464, [])  # noqa: S104  it is refused
    assert _operator_address("10.20.0.7", 9464, ["10.20.0.0/16"]) == OperatorAddress(
        host="10.20.0.7", port=9464, networks=["10.20.0.0/16"]
    )
    assert _operator_address("127.0.0.1", 0, []) is None


def test_a_port_that_somebody_has_is_said_in_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = OperatorAddress(host="127.0.0.1", port=other.getsockname()[1])
        with (
            pytest.raises(ConfigurationError, match=r"cannot be used .* Choose another --operator-port"),
            listening(taken),
        ):
            pass


def test_before_a_clinic_is_open_the_process_is_starting() -> None:
    address = OperatorAddress(host="127.0.0.1", port=free_port())
    with listening(address):
        for _ in range(100):
            try:
                assert reasons(address.port) == (503, ["starting"])
            except urllib.error.URLError:
                time.sleep(0.05)
            else:
                break
        assert "mendline_database_answers 0.0" in ask(address.port, "/metrics")[1]


@contextmanager
def moved_away(file: Path) -> Iterator[None]:
    file.rename(file.with_suffix(".away"))
    try:
        yield
    finally:
        file.with_suffix(".away").rename(file)


def until(port: int, wanted: tuple[int, list[str]]) -> tuple[int, list[str]]:
    """Ask until the answer is no longer an older one."""
    found = reasons(port)
    for _ in range(40):
        if found == wanted:
            break
        time.sleep(0.1)
        found = reasons(port)
    return found


def test_a_key_that_was_taken_away_is_found_and_named_and_so_is_that_it_is_back(
    watched: tuple[RunningServer, int],
) -> None:
    server, port = watched
    key = server.folder / "clinic.key"
    with moved_away(key):
        missing = (503, ["key_missing"])
        assert until(port, missing) == missing
        key.write_text("0" * 64)
        key.chmod(0o600)
        other = (503, ["key_does_not_open"])
        assert until(port, other) == other
        key.unlink()
    assert until(port, (200, [])) == (200, [])


def test_asking_a_thousand_times_works_it_out_once() -> None:
    worked_out, begun, may_go_on = [], threading.Event(), threading.Event()

    def work() -> int:
        worked_out.append(1)
        begun.set()
        may_go_on.wait(10)
        return len(worked_out)

    now = [0.0]
    one = OneAtATime(work, late=-1, clock=lambda: now[0])
    with ThreadPoolExecutor(50) as crowd:
        asked = [crowd.submit(one) for _ in range(1000)]
        begun.wait(10)
        may_go_on.set()
        assert {answer.result() for answer in asked} == {1}
    now[0] = 0.9
    assert one() == 1
    now[0] = 1.0
    assert one() == 2


def test_what_takes_too_long_is_said_to_be_late_and_is_not_begun_twice() -> None:
    may_go_on, worked_out = threading.Event(), []

    def work() -> str:
        worked_out.append(1)
        may_go_on.wait(10)
        return "done"

    one = OneAtATime(work, late="late", longest_s=0.05)
    assert [one(), one()] == ["late", "late"]
    may_go_on.set()
    one.longest_s = 10
    assert one() == "done"
    assert len(worked_out) == 1


def figures_of(port: int) -> dict[str, dict[str, float]]:
    """Return every figure by its name and what its labels say."""
    found: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(ask(port, "/metrics")[1]):
        for sample in family.samples:
            found.setdefault(sample.name, {})[" ".join(sample.labels.values())] = sample.value
    return found


def test_what_people_do_is_counted(watched: tuple[RunningServer, int], small_clinic: SmallClinic) -> None:
    server, port = watched
    before = figures_of(port)
    token = server.sign_in(CLINICIAN)
    episode = small_clinic.episodes[OWN]
    with open_page(server, token) as page:
        page.run("client", f"?episode={episode}")
        meanwhile = figures_of(port)
        assert meanwhile["mendline_open_pages"][""] == 1
    handed = server.post("/session/hand-over", {"ask": f"{episode}:client:0:ors"}, token=server.sign_in(CLINICIAN))
    time.sleep(1.1)
    assert figures_of(port)["mendline_forms_waiting"][""] == 1
    own = {"cookie": f"mendline_device={handed.cookies['mendline_device']}", "origin": server.url}
    marks = {"individual": "5.5", "interpersonal": "5.5", "social": "5.5", "overall": "5.5"}
    sent = json.dumps({"answers": marks, "idempotency_key": "0f1e2d3c4b5a6978"})
    path = handed.headers["location"]
    stored = server.fetch(f"{path}/rating", "POST", headers=own | {"content-type": "application/json"}, body=sent)
    assert stored.status == 200, stored.body
    server.post("/session/sign-out", {}, token="x")
    server.fetch("/session/sign-out", "POST", headers={"origin": "https://elsewhere.example"})
    time.sleep(1.1)
    after = figures_of(port)
    assert after["mendline_page_run_seconds_count"]["client"] >= 1
    assert after["mendline_ratings_stored_total"][""] == before["mendline_ratings_stored_total"][""] + 1
    assert after["mendline_forms_waiting"][""] == 0
    assert after["mendline_requests_total"]["/k/{token}/rating 200"] == 1
    assert after["mendline_request_seconds_count"]["/session/hand-over"] == 1
    assert after["mendline_turned_away_total"]["from another site"] >= 1
    assert after["mendline_write_seconds_count"][""] > before["mendline_write_seconds_count"][""]
    assert after["mendline_commit_seconds_count"][""] > before["mendline_commit_seconds_count"][""]
    assert after["mendline_sessions"][""] >= 1
    assert after["mendline_writes_waiting"][""] == 0
    assert after["mendline_open_pages"][""] == 0
    assert after["process_resident_memory_bytes"][""] > 50_000_000
    assert after["mendline_database_bytes"][""] > 100_000
    assert "mendline_last_backup_timestamp_seconds" not in after


def test_the_last_backup_is_a_moment_once_there_is_one(watched: tuple[RunningServer, int]) -> None:
    server, port = watched
    note = server.folder / "last_backup.json"
    note.write_text('{"made_at": "2026-11-01T02:00:00+00:00", "path": "/backup/1", "size": 5, "key": "0"}')
    time.sleep(1.1)
    try:
        assert figures_of(port)["mendline_last_backup_timestamp_seconds"][""] == 1_793_498_400
    finally:
        note.unlink()


def test_labels_are_words_of_ours_alone(watched: tuple[RunningServer, int], small_clinic: SmallClinic) -> None:
    server, port = watched
    typed = "Quillfeather"
    for path in (f"/{typed}", f"/k/{typed}", f"/api/{typed}", f"/client?episode={typed}", f"/static/{typed}"):
        server.fetch(path, token=server.token(CLINICIAN))
        server.fetch(path, typed.upper(), token=server.token(CLINICIAN))
    text = ask(port, "/metrics")[1]
    told = {
        value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("mendline")
        for name, value in sample.labels.items()
        if name not in {"le", "status"}
    }
    registered = {row.path for row in rows()} | {A_PAGE, "/static/{rest}", "/_stcore/{rest}"}
    kinds = {"recording", "rebuild", "from another site", "too large", "too many tries", "0.1.0"}
    assert told <= registered | {line.address for line in MENU} | kinds
    people = {word for one in PEOPLE for word in (one.name, one.sign_in_name)}
    secret = {typed, PASSPHRASE, "Small clinic", "Team A", *RATINGS, *small_clinic.episodes.values(), *people}
    assert not {word for word in secret if word.lower() in text.lower()}


def test_an_address_is_counted_as_it_is_registered_and_never_as_it_was_typed() -> None:
    from starlette.routing import Route

    counting = Counting(None, routes=[Route("/k/{token}", lambda _: None)])  # type: ignore[arg-type]
    asked = ("/k/a-token", "/client", "/static/js/x.js", "/_stcore/stream", "/k/a/b")
    assert [counting.route_of(path) for path in asked] == [
        "/k/{token}",
        A_PAGE,
        "/static/{rest}",
        "/_stcore/{rest}",
        A_PAGE,
    ]


def test_every_alert_rule_is_one_and_asks_for_figures_that_there_are(watched: tuple[RunningServer, int]) -> None:
    server, port = watched
    (server.folder / "last_backup.json").write_text(
        '{"made_at": "2026-11-01T02:00:00+00:00", "path": "/backup/1", "size": 5, "key": "0"}'
    )
    time.sleep(1.1)
    there = {
        sample.name for family in text_string_to_metric_families(ask(port, "/metrics")[1]) for sample in family.samples
    }
    there |= {family.name for family in text_string_to_metric_families(ask(port, "/metrics")[1])}
    there |= {f"{name}_total" for name in there} | {f"{name}_bucket" for name in there} | {"up"}
    (server.folder / "last_backup.json").unlink()
    (group,) = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    assert len(group["rules"]) >= 10
    for rule in group["rules"]:
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}, rule["alert"]
        asked = set(re.findall(r"\b(?:mendline|process|python)_\w+|\bup\b", rule["expr"]))
        assert asked <= there, (rule["alert"], asked - there)
        assert asked, rule["alert"]
        promql_parser.parse(rule["expr"])
        assert set(rule["annotations"]) == {"summary", "description"}
        assert rule["labels"]["severity"] in {"page", "ticket"}
