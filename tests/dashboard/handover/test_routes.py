"""The addresses of the hand-over, as a program meets them."""

from __future__ import annotations

import gzip
import http.client
import json
import re
from urllib.parse import urlencode

import pytest

from dashboard.door.identity import COOKIE
from dashboard.handover import parts
from tests.dashboard.serving.small_clinic import PIN

ANSWERS = {"individual": "2.5", "interpersonal": "2.6", "social": "2.7", "overall": "2.8"}
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
OTHER_KEY = "ffffffffffffffffffffffffffffffff"


@pytest.fixture
def ask(served):
    """Send one request as a page of this site; returns status, headers and body."""

    def one(path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
        try:
            connection.request(method, path, body, {"origin": served.url, **headers})
            answer = connection.getresponse()
            headers = {name: ", ".join(answer.headers.get_all(name)) for name in answer.headers}
            return answer.status, headers, answer.read()
        finally:
            connection.close()

    return one


@pytest.fixture
def rate(ask):
    """Send a rating as JSON; returns the status and what the answer says."""

    def one(token, **changed):
        filled = {"answers": ANSWERS, "idempotency_key": KEY, "line_length_px": 612.0, "calibrated": False} | changed
        status, _, body = ask(f"/k/{token}/rating", "POST", json.dumps(filled))
        return status, json.loads(body)["status"]

    return one


def test_the_same_confirmation_twice_is_stored_once_and_answered_twice(served, rate):
    token = served.hand_over()

    assert [rate(token), rate(token)] == [(200, "stored"), (200, "already stored")]
    (row,) = served.ratings()
    assert (row.total, row.line_length_px, row.calibrated) == (106, 612.0, False)


def test_another_confirmation_of_an_answered_form_is_a_conflict(served, rate):
    token = served.hand_over()
    rate(token)

    assert rate(token, idempotency_key=OTHER_KEY) == (409, "done")
    assert len(served.ratings()) == 1


def test_the_same_key_cannot_answer_another_form(served, rate):
    rate(served.hand_over())

    assert rate(
        served.hand_over("srs"), answers=dict.fromkeys(("relationship", "goals", "approach", "overall"), "9.0")
    ) == (
        410,
        "closed",
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"answers": {"individual": "2.5"}},
        {"answers": ANSWERS | {"overall": "10.1"}},
        {"answers": ANSWERS | {"fifth": "1.0"}},
        {"answers": ANSWERS | {"overall": 2.8}},
        {"idempotency_key": ""},
    ],
)
def test_what_is_no_rating_is_refused_and_the_form_stays_open(served, rate, changed):
    token = served.hand_over()

    assert rate(token, **changed) == (422, "refused")
    assert served.ratings() == []
    assert rate(token) == (200, "stored")


def test_an_unknown_form_takes_nothing(rate):
    assert rate("no-such-form") == (404, "unknown")


def test_an_expired_form_takes_nothing(served, rate):
    token = served.hand_over()
    served.clock.by = served.clinic.settings.hand_over_limit

    assert rate(token) == (410, "closed")
    assert served.ratings() == []


def test_a_new_hand_over_of_the_same_scale_closes_the_earlier_one(served, rate):
    earlier, later = served.hand_over(), served.hand_over()

    assert rate(earlier) == (410, "closed")
    assert rate(later) == (200, "stored")


def test_another_site_cannot_send_a_rating(served, ask):
    token = served.hand_over()
    status, _, _ = ask(f"/k/{token}/rating", "POST", "{}", origin="http://elsewhere.test")

    assert status == 403


def test_a_tablet_learns_from_the_headers_what_the_form_needs(served, ask):
    _, headers, page = ask(f"/k/{served.hand_over()}", **{"accept-encoding": "identity"})
    named = re.findall(r"<([^>]+)>; rel=", headers["link"])

    assert named == [f"{parts.address()}/form.css", f"{parts.address()}/form.js"]
    assert all(f'"{address}"'.encode() in page for address in named)
    assert [ask(address)[0] for address in named] == [200, 200]


def test_the_form_is_never_kept_by_anything_between(served, ask):
    _, headers, _ = ask(f"/k/{served.hand_over()}")

    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/k/x/y", "/k/assets/1/routes.py", "/k/assets/1/x/form.js"])
def test_addresses_that_are_none_answer_404(ask, path):
    assert ask(path)[0] == 404


def test_only_a_signed_in_clinician_can_hand_over(served, ask):
    body = urlencode({"ask": f"{served.episode_id}:client:0:ors"})
    form = {"content-type": "application/x-www-form-urlencoded"}
    status, headers, _ = ask("/session/hand-over", "POST", body, accept="text/html", **form)

    assert (status, headers.get("location", "")) in {(401, ""), (303, "/session/sign-in")}


@pytest.mark.parametrize("scale", ["nonsense", "", "../ors"])
def test_a_scale_that_is_none_is_refused_and_the_clinician_stays_signed_in(served, ask, scale):
    token = served.web_session()
    body = urlencode({"ask": f"{served.episode_id}:client:0:{scale}"})
    headers = {"content-type": "application/x-www-form-urlencoded", "cookie": f"{COOKIE}={token}"}
    status, given, page = ask("/session/hand-over", "POST", body, **headers)

    assert status == 409
    assert b"was not handed over" in page
    assert "set-cookie" not in given


def test_an_episode_of_nobody_is_refused(served, ask):
    headers = {"content-type": "application/x-www-form-urlencoded", "cookie": f"{COOKIE}={served.web_session()}"}
    status, _, page = ask("/session/hand-over", "POST", urlencode({"ask": '"><script>:client:0:ors'}), **headers)

    assert status == 409
    assert b"<script>" not in page


def test_parts_are_compressed_and_kept_for_a_year(ask):
    status, headers, body = ask(f"{parts.address()}/form.js", **{"accept-encoding": "gzip"})

    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(body) == parts.parts()["form.js"].plain


def test_a_font_is_sent_as_it_is_and_kept_for_a_year(ask):
    status, headers, body = ask(f"{parts.address()}/noto-sans-arabic-400.woff2", **{"accept-encoding": "gzip"})

    assert (status, headers["content-type"]) == (200, "font/woff2")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-encoding" not in headers
    assert body[:4] == b"wOF2"


def test_an_old_address_of_a_part_gives_todays_and_is_not_kept(ask):
    status, headers, body = ask("/k/assets/000000000000/form.js")

    assert (status, headers["cache-control"]) == (200, "no-cache")
    assert body == parts.parts()["form.js"].plain


def test_the_worker_may_look_after_the_forms(ask):
    status, headers, body = ask("/k/worker.js")

    assert (status, headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    of_other_pages = {"calibrate.css", "calibrate.js"}
    not_asked_for = {"worker.js", "handover.css", "rating_form.css"} | of_other_pages
    for name in (name for name in parts.parts() if "font-" not in name and not name.endswith(".woff2")):
        assert name in not_asked_for or f'"{name}"'.encode() in body
    assert b"woff2" not in body
    assert b"font-" not in body


@pytest.mark.parametrize(("case", "kept"), [("0abc", True), ("", False), ("../people", False), ("a%0d%0ab", False)])
def test_a_tablet_given_from_the_page_of_a_couple_comes_back_to_it_and_to_no_partners_record(served, ask, case, kept):
    own = f"{COOKIE}={served.web_session()}"
    body = f"ask={served.episode_id}%3Aclient%3A0%3Aors&case={case}"
    form = {"content-type": "application/x-www-form-urlencoded"}
    status, headers, _ = ask("/session/hand-over", "POST", body, cookie=own, **form)
    assert status == 303
    given = "; ".join(re.findall(r"mendline_(?:device|shared)=[^;,]+", headers["set-cookie"]))
    assert ("mendline_shared" in given) is kept
    address = headers["location"]
    shown = ask(address, cookie=given)[2].decode()
    assert ("To the page of all of you" in shown, "To the client&#x27;s page" in shown) == (kept, not kept)
    wrong = ask(f"{address}/take-back", "POST", "pin=0000", cookie=given, **form)[2].decode()
    assert ("To the page of all of you" in wrong) is kept
    asked = {"cookie": given, "accept": "application/json", **form}
    _, _, back = ask(f"{address}/take-back", "POST", f"pin={PIN}", **asked)
    at = f"/client?episode={served.episode_id}&new=1"
    assert json.loads(back)["go"] == (f"/seen-together?case={case}" if kept else at)


def test_the_next_form_of_one_client_alone_forgets_the_couple(served, ask):
    own = f"{COOKIE}={served.web_session()}; mendline_shared=0abc"
    form = {"content-type": "application/x-www-form-urlencoded", "cookie": own}
    _, headers, _ = ask("/session/hand-over", "POST", f"ask={served.episode_id}%3Aclient%3A0%3Aors", **form)
    assert 'mendline_shared=""' in headers["set-cookie"]
    assert "Max-Age=0" in headers["set-cookie"]
