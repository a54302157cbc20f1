"""The door in a real browser: the content policy lets pages draw, signing out leaves nothing on any screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from fit.casework.actor import Role
from tests.dashboard.serving.accessible import violations
from tests.dashboard.serving.small_clinic import CLINICIAN, COLLEAGUE, FALLING, PASSPHRASE, Person, first_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import SmallClinic

pytestmark = pytest.mark.browser
WAIT_MS = 25_000
FIRST_HEADING = {
    Role.CLINICIAN: "Caseload",
    Role.SUPERVISOR: "Supervision",
    Role.DIRECTOR: "Overview",
    Role.ADMINISTRATOR: "People",
}


@dataclass
class Watch:
    """What a page complained about, and where it went."""

    violations: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def on(self, context: BrowserContext, home: str) -> None:
        context.on("console", self._console)
        context.on("request", lambda request: self._request(request, home))

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.violations.append(message.text)

    def _request(self, request: Request, home: str) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            self.elsewhere.append(request.url)


@pytest.fixture
def context(browser: Browser, server: RunningServer) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=server.url)
    made.set_default_timeout(WAIT_MS)
    yield made
    made.close()


def sign_in(page: Page, person: Person) -> None:
    page.get_by_label("Name").fill(person.sign_in_name)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()


def open_first_page(context: BrowserContext, server: RunningServer, person: Person) -> Page:
    page = context.new_page()
    if person.role in {Role.DIRECTOR, Role.ADMINISTRATOR}:  # their second factor is walked through in test_signing_in
        context.add_cookies([{"name": COOKIE, "value": server.token(person), "url": server.url}])
    page.goto("/")
    if person.role in {Role.CLINICIAN, Role.SUPERVISOR}:
        sign_in(page, person)
    expect(page.get_by_role("heading", name=FIRST_HEADING[person.role], level=1)).to_be_visible(timeout=WAIT_MS)
    return page


@pytest.mark.parametrize("role", Role)
def test_each_roles_first_page_draws_under_the_policy_and_asks_nobody_else(
    context: BrowserContext, server: RunningServer, role: Role
) -> None:
    watch = Watch()
    watch.on(context, server.url)
    page = open_first_page(context, server, first_of(role))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible(timeout=WAIT_MS)
    assert watch.violations == []
    assert watch.elsewhere == []


def test_signing_in_leads_to_the_client_whose_link_was_opened(
    context: BrowserContext, small_clinic: SmallClinic
) -> None:
    page = context.new_page()
    page.goto(f"/client?episode={small_clinic.episodes[FALLING]}")
    expect(page).to_have_url(re.compile("/session/sign-in"))
    sign_in(page, CLINICIAN)
    expect(page.get_by_text(FALLING).first).to_be_visible(timeout=WAIT_MS)
    assert page.url.endswith(f"/client?episode={small_clinic.episodes[FALLING]}")


def test_no_script_can_read_the_session(context: BrowserContext, server: RunningServer) -> None:
    page = open_first_page(context, server, COLLEAGUE)
    assert "mendline_session" not in page.evaluate("document.cookie")


def test_signing_out_clears_every_screen_of_the_browser_and_back_shows_nothing(
    context: BrowserContext, server: RunningServer
) -> None:
    page, other = open_first_page(context, server, CLINICIAN), context.new_page()
    other.goto("/")
    expect(other.get_by_text(FALLING).first).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="Sign out").click()
    for screen in (page, other):
        expect(screen).to_have_url(re.compile("/session/sign-in"), timeout=WAIT_MS)
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_text(FALLING)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_has_no_accessibility_violation(browser: Browser, server: RunningServer, scheme: str) -> None:
    # the checker injects its script, which the policy forbids to everybody else
    page = browser.new_page(base_url=server.url, bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/session/sign-in")
    sign_in(page, Person(name="", role=Role.CLINICIAN, sign_in_name=f"nobody.{scheme}"))
    expect(page.get_by_role("alert")).to_be_visible(timeout=WAIT_MS)
    assert violations(page) == []
    page.close()
