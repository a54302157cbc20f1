"""An address that keeps guessing has to wait."""

from __future__ import annotations

import pytest

from dashboard.door import rate_limit
from dashboard.door.rate_limit import RateLimit, one_source
from tests.dashboard.door.asgi import Answer, Behind, request, walk


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> RateLimit:
    return RateLimit(Behind(), clock=clock)


def guess(limit: RateLimit, path: str = "/session/sign-in", *, address: str = "192.0.2.1", accept: str = "") -> Answer:
    return walk(limit, request(path, "POST", address=address, headers={"accept": accept}))


@pytest.mark.parametrize(
    "path",
    ["/session/sign-in", "/session/sign-in/", "/session/code", "/session/second-factor", "/k/abc/take-back", "/k/code"],
)
def test_ten_tries_a_minute_pass_and_the_eleventh_waits(limit: RateLimit, path: str) -> None:
    assert [guess(limit, path).status for _ in range(11)] == [200] * 10 + [429]


@pytest.mark.parametrize("path", ["/k/abc/begin", "/k/abc/rating"])
def test_a_whole_clinic_opens_and_sends_its_forms_from_one_address(limit: RateLimit, path: str) -> None:
    assert {guess(limit, path).status for _ in range(60)} == {200}


def test_the_answer_says_how_long_to_wait(limit: RateLimit, clock: Clock) -> None:
    for _ in range(10):
        guess(limit)
    clock.now += 20.5
    refused = guess(limit)
    assert refused.headers["retry-after"] == "40"
    assert b"wait 40 seconds" in refused.body


def test_after_the_wait_the_next_try_passes(limit: RateLimit, clock: Clock) -> None:
    for _ in range(11):
        guess(limit)
    clock.now += 60
    assert guess(limit).status == 200


def test_sign_ins_and_pins_count_together(limit: RateLimit) -> None:
    for _ in range(10):
        guess(limit, "/k/abc/take-back")
    assert guess(limit, "/session/sign-in").status == 429


def test_another_address_is_not_held_up(limit: RateLimit) -> None:
    for _ in range(11):
        guess(limit)
    assert guess(limit, address="192.0.2.2").status == 200


def test_the_addresses_of_one_ipv6_network_count_as_one() -> None:
    assert one_source("2001:db8:1:2:aaaa::1") == one_source("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::/64"
    assert one_source("2001:db8:1:3::1") != one_source("2001:db8:1:2::1")


@pytest.mark.parametrize(("path", "method"), [("/session/sign-in", "GET"), ("/k/abc/rating", "POST"), ("/", "GET")])
def test_looking_and_rating_are_not_counted(limit: RateLimit, path: str, method: str) -> None:
    assert {walk(limit, request(path, method)).status for _ in range(30)} == {200}


def test_a_browser_gets_a_page_and_a_program_a_line(limit: RateLimit) -> None:
    for _ in range(10):
        guess(limit)
    assert guess(limit, accept="text/html").headers["content-type"].startswith("text/html")
    assert guess(limit).headers["content-type"].startswith("text/plain")


def test_a_flood_of_addresses_does_not_fill_the_memory(limit: RateLimit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MOST_ADDRESSES", 5)
    for last in range(20):
        guess(limit, address=f"192.0.2.{last}")
    assert len(limit.tries) == 5
