"""Network away, server killed, answer lost, button pressed twice: every mark arrives, and only once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from dashboard.handover.device import DEVICE_COOKIE
from tests.dashboard.handover.served import mark, mark_all, open_form, opened, send, until
from tests.dashboard.serving.running import SERVE, running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, OWN

pytestmark = pytest.mark.browser


def thanked(page):
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=25_000)


def kept_on_tablet(page):
    expect(page.get_by_role("heading", name="Saved on this device")).to_be_visible(timeout=15_000)


def kept_by_worker(page):
    """Wait until a reload needs no server."""
    until(page, "navigator.serviceWorker.ready.then(() => caches.match(location.href)).then(Boolean)")


def sent_key(request):
    return request.post_data_json["idempotency_key"]


def total(served):
    (row,) = served.ratings()
    return row.total


def test_without_network_marks_are_kept_and_sent_when_it_is_back(form, served):
    mark(form, 0, 0.5)
    form.context.set_offline(True)
    expect(form.get_by_text("No connection just now.")).to_be_visible()
    mark_all(form)
    send(form)
    kept_on_tablet(form)
    assert served.ratings() == []

    form.context.set_offline(False)
    thanked(form)
    assert total(served) == 225


def test_a_server_that_goes_away_between_mark_and_send_loses_nothing(form, served):
    mark_all(form)
    served.stop()
    send(form)
    kept_on_tablet(form)

    served.start()
    thanked(form)
    assert total(served) == 225


def test_a_reload_while_the_server_is_away_shows_the_form_with_its_marks(form, served):
    mark(form, 0, 0.3)
    mark(form, 1, 0.6)
    kept_by_worker(form)
    served.stop()
    form.reload()
    form.wait_for_selector("main[data-ready]")

    assert form.get_by_role("slider").nth(0).get_attribute("aria-valuetext") == "nearer to: very low"
    assert form.get_by_role("slider").nth(2).get_attribute("aria-valuetext") == "not marked yet"
    mark(form, 2, 0.1)
    mark(form, 3, 1.0)
    send(form)
    kept_on_tablet(form)
    served.start()
    thanked(form)
    assert total(served) == 30 + 60 + 10 + 100


def test_a_reload_after_sending_in_vain_goes_on_sending(form, served):
    mark_all(form)
    kept_by_worker(form)
    served.stop()
    send(form)
    kept_on_tablet(form)
    form.reload()
    kept_on_tablet(form)

    served.start()
    thanked(form)
    assert total(served) == 225


def test_when_the_answer_is_lost_the_rating_is_sent_again_and_stored_once(form, served):
    keys = []

    def lose_first_answer(route):
        route.fetch()  # the server has it
        route.abort()
        form.unroute("**/rating")

    form.route("**/rating", lose_first_answer)
    form.on("request", lambda request: keys.append(sent_key(request)) if request.method == "POST" else None)
    mark_all(form)
    send(form)
    thanked(form)

    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert total(served) == 225


def test_a_server_in_trouble_is_asked_again(form, served):
    answers = iter([502, 503, 429])

    def be_in_trouble(route):
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, body="trouble")

    form.route("**/rating", be_in_trouble)
    mark_all(form)
    send(form)
    kept_on_tablet(form)
    thanked(form)

    assert total(served) == 225


def test_two_quick_presses_store_one_rating(form, served):
    mark_all(form)
    form.evaluate("() => { const send = document.querySelector('.send'); send.click(); send.click(); }")
    thanked(form)

    assert total(served) == 225


def test_nothing_stays_on_the_tablet_after_sending(form):
    mark_all(form)
    assert len(form.evaluate("Object.keys(localStorage)")) == 1
    send(form)
    thanked(form)

    assert form.evaluate("Object.keys(localStorage)") == []


def test_the_next_form_on_this_tablet_delivers_what_the_last_could_not(form, served):
    form.context.set_offline(True)
    mark_all(form)
    send(form)
    kept_on_tablet(form)
    assert served.ratings() == []
    form.close()
    form.context.set_offline(False)
    following = open_form(form.context, served.hand_over("srs"))
    until(following, "Object.keys(localStorage).length === 0")

    assert [row.scale for row in served.ratings()] == ["ors"]


def test_the_next_form_forgets_what_was_only_begun_long_ago(form, served):
    mark(form, 0, 0.5)
    token = form.url.rpartition("/")[2]
    form.evaluate(
        """(key) => {
            const draft = JSON.parse(localStorage[key]);
            localStorage[key] = JSON.stringify({ ...draft, kept_at: draft.kept_at - 3 * 3600 * 1000 });
        }""",
        f"mendline.draft.{token}.0",
    )
    following = open_form(form.context, served.hand_over("srs"))

    until(following, "Object.keys(localStorage).length === 0")


def test_only_one_form_is_kept_for_reloading(form, served):
    kept_by_worker(form)
    following = open_form(form.context, served.hand_over("srs"))
    kept_by_worker(following)

    kept = following.evaluate("caches.open('mendline-forms').then(c => c.keys()).then(all => all.map(one => one.url))")
    assert kept == [following.url]


def test_a_killed_server_loses_nothing_and_doubles_nothing(small_clinic, tmp_path, browser):
    """The whole application as its own process, killed the hard way between mark and confirm."""
    folder = tmp_path / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder) as server:
        asked = {"ask": f"{small_clinic.episodes[OWN]}:client:0:ors"}
        handed = server.post("/session/hand-over", asked, token=server.sign_in(CLINICIAN))
        assert (handed.status, handed.cookies[COOKIE]) == (303, "")
        context = browser.new_context(viewport={"width": 768, "height": 1024}, has_touch=True, base_url=server.url)
        device = {"name": DEVICE_COOKIE, "value": handed.cookies[DEVICE_COOKIE], "url": server.url}
        context.add_cookies([device])
        page = context.new_page()
        page.goto(handed.headers["location"])
        page.wait_for_selector("main[data-ready]")
        mark_all(page)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        send(page)
        kept_on_tablet(page)
        server.process = subprocess.Popen(
            [*SERVE, "--port", str(server.port)], env=os.environ | {"MENDLINE_DATA": str(folder)}
        )
        try:
            thanked(page)
        finally:
            context.close()
            server.process.terminate()
            server.process.wait()
    with opened(small_clinic, folder) as served:
        assert total(served) == 225
