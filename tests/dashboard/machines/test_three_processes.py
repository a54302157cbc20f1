"""Three processes behind nginx and behind Caddy, as programs meet them: any of them will do, and any may die."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select

from dashboard.door.identity import COOKIE
from fit.casework import Settings, access, clinician, open_clinic
from fit.casework.views import Asked, Way
from fit.ratings import Mode
from fit.scales import AgeBand
from fit.store.tables import Rating, columns_of
from tests.dashboard.machines.several import STICKS, STOP_LIMIT_S, Visitor
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.small_clinic import CLINICIAN, GUESSED_AT, OWN, PASSPHRASE, PIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework import Actor, Clinic
    from tests.dashboard.machines.conftest import Founded
    from tests.dashboard.machines.several import Several

ANSWERS = {"individual": "2.5", "interpersonal": "2.6", "social": "2.7", "overall": "2.8"}
TABLETS = 24
AT_ONCE = 6
RESENT_AFTER_S = 0.1
"""[s] The tablets of a clinic wait longer, dashboard/handover/files/outbox.js."""
LOOKS_EVERY_S = 0.2
LOST = {502, 503, 504}
"""What a proxy says when nobody could answer."""


@pytest.fixture(scope="module")
def work(founded: Founded) -> Iterator[tuple[Clinic, Actor]]:
    """The clinic from within, to give out forms and to look at what came of them."""
    clinic = open_clinic(Settings(folder=founded.clinic.folder, database_url=founded.url))
    yield clinic, access.sign_in(clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="here").actor
    clinic.close()


def given_out(work: tuple[Clinic, Actor], episode_id: str) -> str:
    """Hand a form over; returns its token."""
    asked = [Asked(episode_id=episode_id, scale_ids=("ors",))]
    return clinician.hand_over(*work, asked, web_session_token="").token


def own_episode(work: tuple[Clinic, Actor]) -> str:
    return clinician.begin_episode(*work, code=f"T-{uuid4().hex[:8]}", age_band=AgeBand.ADULT)


def ratings_of(clinic: Clinic) -> list[tuple[int, str]]:
    """Which episodes were rated by a form, and with which key."""
    rating = columns_of(Rating)
    with clinic.store.read() as connection:
        found = connection.execute(select(rating).where(rating.c.mode != Mode.IMPORTED.value)).all()
    return [(row.session_id, row.idempotency_key) for row in found]


def test_browsers_are_spread_over_the_processes_and_each_stays_with_its_own(three: Several) -> None:
    visitors = [Visitor(proxy=three.proxy) for _ in range(24)]
    for visitor in visitors:
        assert visitor.ask("/session/sign-in").status == 200
    assert {three.number_of(visitor) for visitor in visitors} == {0, 1, 2}
    stays = visitors[0].cookies[STICKS]
    for _ in range(8):
        reply = visitors[0].ask("/session/sign-in")
        assert reply.cookies.get(STICKS, stays) == stays


def test_the_cookie_that_names_a_process_is_guarded_like_all_others(three: Several) -> None:
    morsel = Visitor(proxy=three.proxy).ask("/session/sign-in").set_cookies[STICKS]
    assert (morsel["path"], morsel["samesite"].lower(), morsel["secure"], morsel["httponly"]) == (
        "/",
        "lax",
        True,
        True,
    )


def test_one_sign_in_is_valid_on_all_and_signing_out_on_one_ends_it_on_all(three: Several) -> None:
    visitor = Visitor(proxy=three.proxy)
    token = visitor.sign_in()
    assert [server.fetch("/session/state", token=token).status for server in three.servers] == [200] * 3
    assert three.servers[2].post("/session/sign-out", {}, token=token).status == 303
    assert [server.fetch("/session/state", token=token).status for server in three.servers] == [401] * 3
    assert visitor.ask("/session/state").status == 401


def test_wrong_tries_at_all_of_them_are_counted_together(three: Several) -> None:
    wrong = {"name": GUESSED_AT.sign_in_name, "passphrase": "wrong words here"}
    for number in range(5):
        server = three.servers[number % 3]
        assert server.post("/session/sign-in", wrong, address=f"127.88.0.{number + 1}").status == 401
    for number, server in enumerate(three.servers):
        right = server.post("/session/sign-in", wrong | {"passphrase": PASSPHRASE}, address=f"127.88.1.{number + 1}")
        assert right.status == 401
        assert b"too many tries" in right.body


def test_wrong_pins_at_all_of_them_are_counted_together(three: Several, work: tuple[Clinic, Actor]) -> None:
    path = f"/k/{given_out(work, own_episode(work))}/take-back"
    said = [three.servers[number % 3].post(path, {"pin": "0000"}) for number in range(5)]
    assert {reply.status for reply in said} == {403}
    right = [server.post(path, {"pin": PIN}) for server in three.servers]
    assert [reply.status for reply in right] == [403] * 3


@pytest.mark.parametrize("way", [Way.CODE, Way.LINK])
def test_a_form_given_out_at_one_is_opened_at_another_and_answered_at_the_third(
    three: Several, work: tuple[Clinic, Actor], way: Way
) -> None:
    word = "heron" if way is Way.LINK else ""
    asked = [Asked(episode_id=own_episode(work), scale_ids=("ors",))]
    form = clinician.invite(*work, asked, way=way, word=word)
    one, two, last = three.servers
    begun = one.post(f"/k/{form.token}/begin", {"word": word}) if word else one.post("/k/code", {"code": form.code})
    assert begun.status == 303, begun.body
    device = {"cookie": "; ".join(f"{name}={value}" for name, value in begun.cookies.items())}
    path = begun.headers["location"]
    assert two.fetch(path, headers=device).status == 200
    sent = json.dumps(
        {"answers": ANSWERS, "idempotency_key": uuid4().hex, "line_length_px": 612.0, "calibrated": False}
    )
    replies = [
        server.fetch(f"{path}/rating", "POST", body=sent, headers=device | {"origin": server.url})
        for server in (last, one)
    ]
    assert [json.loads(reply.body)["status"] for reply in replies] == ["stored", "already stored"]


def test_the_hand_over_of_a_tablet_ends_the_session_on_all(three: Several, founded: Founded) -> None:
    visitor = Visitor(proxy=three.proxy)
    token = visitor.sign_in()
    reply = visitor.post("/session/hand-over", {"ask": f"{founded.clinic.episodes[OWN]}:client:0:ors"})
    assert (reply.status, reply.headers["location"][:3]) == (303, "/k/")
    assert [server.fetch("/session/state", token=token).status for server in three.servers] == [401] * 3
    assert visitor.ask(reply.headers["location"]).status == 200


def test_a_download_comes_from_any_of_them(three: Several, founded: Founded) -> None:
    token = three.servers[0].sign_in(CLINICIAN)
    path = f"/api/course.csv?episode={founded.clinic.episodes[OWN]}"
    files = [server.fetch(path, token=token) for server in three.servers]
    assert [file.status for file in files] == [200] * 3
    assert len({file.body for file in files}) == 1


@dataclass(slots=True)
class Tablets:
    """Tablets that are filled in at the same time, and send until they hear that it is stored."""

    three: Several
    tokens: list[str]
    acknowledged: dict[str, str] = field(default_factory=dict)
    wrong: list[object] = field(default_factory=list)
    failed: int = 0

    @property
    def threads(self) -> list[threading.Thread]:
        return [threading.Thread(target=self._work, args=(number,)) for number in range(AT_ONCE)]

    def _work(self, number: int) -> None:
        for token in self.tokens[number::AT_ONCE]:
            self._send(Visitor(proxy=self.three.proxy), token, uuid4().hex)

    def _send(self, visitor: Visitor, token: str, key: str) -> None:
        filled = {"answers": ANSWERS, "idempotency_key": key, "line_length_px": 612.0, "calibrated": False}
        for _ in range(300):
            try:
                headers = {"origin": self.three.proxy.url, "accept": "application/json"}
                reply = visitor.ask(f"/k/{token}/rating", "POST", body=json.dumps(filled), headers=headers)
            except OSError:
                self.failed += 1
            else:
                if reply.status == 200:
                    self.acknowledged[token] = key
                    return
                if reply.status in LOST:
                    self.failed += 1
                else:
                    self.wrong.append((reply.status, reply.body))
                    return
            time.sleep(RESENT_AFTER_S)


@contextmanager
def tablets_at_work(three: Several, work: tuple[Clinic, Actor]) -> Iterator[Tablets]:
    """Let tablets send while something happens; afterwards nothing that was acknowledged is lost or doubled."""
    before = set(ratings_of(work[0]))
    tablets = Tablets(three, [given_out(work, own_episode(work)) for _ in range(TABLETS)])
    threads = tablets.threads
    for thread in threads:
        thread.start()
    yield tablets
    for thread in threads:
        thread.join(90)
    assert not tablets.wrong
    assert len(tablets.acknowledged) == TABLETS
    new = [row for row in ratings_of(work[0]) if row not in before]
    assert len({session for session, _ in new}) == len(new) == TABLETS
    assert {key for _, key in new} == set(tablets.acknowledged.values())


def test_one_that_is_killed_in_mid_work_loses_no_rating_and_doubles_none(
    three: Several, work: tuple[Clinic, Actor]
) -> None:
    with tablets_at_work(three, work) as tablets:
        while len(tablets.acknowledged) < 3:
            time.sleep(0.01)
        three.kill(0)
        assert len(tablets.acknowledged) < TABLETS
    three.start(0)


def test_whoever_was_with_one_that_died_is_answered_by_another_and_stays_there(three: Several) -> None:
    visitor = Visitor(proxy=three.proxy)
    visitor.sign_in()
    own = three.number_of(visitor)
    three.kill(own)
    try:
        assert visitor.ask("/session/state").status == 200
        other = three.number_of(visitor)
        assert other != own
    finally:
        three.start(own)
    time.sleep(3)  # a proxy may look for so long only whether it is back
    for _ in range(5):
        assert visitor.ask("/session/state").status == 200
        assert three.number_of(visitor) == other


def test_stopping_and_starting_one_after_the_other_fails_no_request_at_all(
    three: Several, work: tuple[Clinic, Actor]
) -> None:
    visitors = [Visitor(proxy=three.proxy) for _ in range(3)]
    visitors[0].sign_in()
    for other in visitors[1:]:
        other.cookies |= {name: value for name, value in visitors[0].cookies.items() if name != STICKS}
    seen: list[int] = []
    over = threading.Event()

    def look(visitor: Visitor) -> None:
        while not over.is_set():
            seen.append(visitor.ask("/session/state").status)
            time.sleep(LOOKS_EVERY_S)

    lookers = [threading.Thread(target=look, args=(visitor,)) for visitor in visitors]
    for looker in lookers:
        looker.start()
    try:
        with tablets_at_work(three, work) as tablets:
            for number in range(3):
                assert three.stop(number) < STOP_LIMIT_S
                three.start(number)
        assert tablets.failed == 0
    finally:
        over.set()
        for looker in lookers:
            looker.join(30)
    assert set(seen) == {200}
    assert len(seen) > 100


def test_one_that_is_told_to_stop_finishes_what_it_answers_and_ends_in_time(three: Several) -> None:
    import http.client

    server = three.servers[0]
    token = server.sign_in(CLINICIAN)
    body = "left=alone&" * 1000
    slow = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    slow.putrequest("POST", "/session/state")
    headers = {"origin": server.url, "cookie": f"{COOKIE}={token}", "content-length": str(len(body))}
    for name, value in headers.items():
        slow.putheader(name, value)
    slow.endheaders()
    slow.send(body[:500].encode())
    time.sleep(0.5)
    with open_page(server, token) as page:
        page.run()
        stopping = threading.Thread(target=three.stop, args=(0,))
        began = time.monotonic()
        stopping.start()
        time.sleep(0.5)
        with pytest.raises(OSError, match="refused"):
            server.fetch("/healthz")
        slow.send(body[500:].encode())
        assert slow.getresponse().status == 200
        slow.close()
        stopping.join()
        assert time.monotonic() - began < STOP_LIMIT_S
    three.start(0)


def test_neither_proxy_writes_down_which_form_somebody_had_open(three: Several, work: tuple[Clinic, Actor]) -> None:
    token = given_out(work, own_episode(work))
    visitor = Visitor(proxy=three.proxy)
    assert visitor.ask(f"/k/{token}").status == 200
    own = three.number_of(visitor)
    three.kill(own)
    try:
        assert visitor.ask(f"/k/{token}").status == 200
    finally:
        three.start(own)
    written = [path for path in three.proxy.folder.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if token.encode() in path.read_bytes()]
    assert not [server.log for server in three.servers if re.search(token, server.log.read_text())]
