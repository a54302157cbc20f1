"""Sixty rows by fifty-two weeks of a million sessions, from the press on *Weeks* to the last stroke in the browser.

Run with `make bench`, on a quiet machine. MENDLINE_BENCH_DRAWN_FOLDER keeps the filled clinic for another run.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from dashboard.door.identity import COOKIE
from fit.casework import Role, Settings, administrator, open_clinic
from fit.casework.machine import acting_administrator, reset_second_factor_of
from fit.store import accounts
from tests.benchmarks.million_sessions import PASSPHRASE, fill_with_few
from tests.dashboard.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES
from tests.dashboard.serving.running import running_server

ROWS, TIMES, DRAWN_MS = 60, 6, 400
"""The aim is `DRAWN_MS`; a busy machine may need more, and the figure is printed, not judged."""
CANVAS = "[class*=st-key-alliance-picture] canvas"
CHOICE = 'label:has(input[type="radio"]), button[role="radio"]'
UNTIL_STILL = """
async ([choices, wanted]) => {
  const button = [...document.querySelectorAll(choices)].find((one) => one.textContent.trim() === wanted)
  const began = performance.now()
  let last = began, worked = 0, first = 0
  const context = CanvasRenderingContext2D.prototype
  const stroke = ["fill", "fillRect", "stroke", "fillText"].map((name) => [name, context[name]])
  for (const [name, original] of stroke) {
    context[name] = function (...given) {
      last = performance.now()
      first = first || last
      return original.apply(this, given)
    }
  }
  const busy = new PerformanceObserver((list) => list.getEntries().forEach((one) => { worked += one.duration }))
  busy.observe({ entryTypes: ["longtask"] })
  button.click()
  await new Promise((done) => {
    const look = () => (first && performance.now() - last > 400 ? done() : setTimeout(look, 20))
    look()
  })
  for (const [name, original] of stroke) context[name] = original
  busy.disconnect()
  return { drawn: last - began, before: first - began, worked }
}
"""
"""Presses, and waits until nothing has been drawn for a while; milliseconds to the last stroke and to the first."""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = Path(os.environ.get("MENDLINE_BENCH_DRAWN_FOLDER") or tmp_path_factory.mktemp("drawn"))
    clinic = open_clinic(Settings(folder=folder))
    with clinic.store.read() as connection:
        known = accounts.clinics(connection)
    if known:
        reset_second_factor_of(clinic, "director")
    else:
        fill_with_few(clinic, ROWS)
        administrator.add_user(
            clinic,
            acting_administrator(clinic, "admin"),
            sign_in_name="director",
            display_name="Director",
            role=Role.DIRECTOR,
            passphrase=PASSPHRASE,
        )
    clinic.close()
    with running_server(folder) as running:
        yield running


def test_weeks_of_sixty_clinicians_are_drawn(benchmark, served, say):
    token = served.token_of("director", PASSPHRASE)
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        context = browser.new_context(base_url=served.url, viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": COOKIE, "value": token, "url": served.url}])
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto("/outcomes")  # waits for what a server reads when it starts
        page.get_by_role("radio", name="Year by year").wait_for()
        page.goto("/alliance")
        page.get_by_role("radio", name="Clinicians").click()
        page.locator(CANVAS).first.wait_for()
        page.wait_for_timeout(3_000)
        seen = []

        def weeks_after_months():
            page.evaluate(UNTIL_STILL, [CHOICE, "Months"])
            seen.append(page.evaluate(UNTIL_STILL, [CHOICE, "Weeks"]))

        benchmark.pedantic(weeks_after_months, rounds=TIMES)
        browser.close()
    first, *again = seen
    middle = sorted(one["drawn"] for one in again)[len(again) // 2]
    say(
        f"{ROWS} rows by 52 weeks drawn {first['drawn']:.0f} ms after the press the first time "
        f"(first stroke after {first['before']:.0f} ms), {middle:.0f} ms again (aim {DRAWN_MS})"
    )
    assert all(one["drawn"] >= one["before"] > 0 for one in seen)
