"""A page that nobody touches is covered when its session is over; whoever reads it is asked, and can stay."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.short_idle import IDLE_S
from tests.dashboard.serving.small_clinic import COLLEAGUE, DIRECTOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import SmallClinic

pytestmark = pytest.mark.browser
PATIENCE_MS = 25_000
SHORT = (sys.executable, "-m", "tests.dashboard.serving.short_idle")


@pytest.fixture(scope="module")
def served(small_clinic: SmallClinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("idle") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder, command=SHORT) as running:
        yield running


def test_asking_how_long_it_lasts_uses_no_session_and_tells_strangers_nothing(served: RunningServer) -> None:
    token = served.sign_in(COLLEAGUE)
    first, second = (served.fetch("/session/state", token=token) for _ in range(2))
    assert (first.status, second.status, first.headers["cache-control"]) == (200, 200, "no-store")
    assert served.fetch("/session/state").status == 401
    assert served.fetch("/session/state", token="made-up").status == 401


def test_a_page_left_alone_asks_first_stays_when_told_and_is_covered_in_the_end(
    browser: Browser, served: RunningServer
) -> None:
    context = browser.new_context(base_url=served.url)
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    context.add_cookies([{"name": COOKIE, "value": served.token(DIRECTOR), "url": served.url}])
    page = context.new_page()
    page.goto("/outcomes")
    expect(page.get_by_role("heading", name="Outcomes", level=1)).to_be_visible()

    asked = page.get_by_role("alertdialog", name="Still there?")
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="Stay signed in").click()
    expect(asked).to_have_count(0)
    page.wait_for_timeout(IDLE_S * 500)
    expect(page.get_by_role("heading", name="Outcomes", level=1)).to_be_visible()

    expect(page).to_have_url(re.compile(r"/session/sign-in\?next=(/|%2F)outcomes"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    context.close()
