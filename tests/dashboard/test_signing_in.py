"""Signing in as people do it: a second factor, recovery codes, single sign-on, sessions that are ended elsewhere."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.access.cookie import STEP_COOKIE
from dashboard.door.identity import COOKIE
from fit.casework import Settings, administrator, open_clinic
from fit.casework.machine import acting_administrator
from fit.casework.settings import SignOn
from tests.dashboard.serving.accessible import violations
from tests.dashboard.serving.provider import running_provider
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.second_factor import device_of
from tests.dashboard.serving.small_clinic import (
    ADMINISTRATOR,
    CLINICIAN,
    COLLEAGUE,
    DIRECTOR,
    PASSPHRASE,
    SUPERVISOR,
    Person,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import SmallClinic

pytestmark = pytest.mark.browser
PATIENCE_MS = 25_000
EMAILS = {person: f"{person.sign_in_name}@clinic.example" for person in (CLINICIAN, SUPERVISOR, ADMINISTRATOR)}
VERIFIED = [{"sub": f"s-{mail}", "email": mail, "email_verified": True} for mail in EMAILS.values()]
STRANGER = {"sub": "s-stranger", "email": "stranger@clinic.example", "email_verified": True}
UNVERIFIED = {"sub": "s-unverified", "email": "clinician.two@clinic.example", "email_verified": False}
WITH_FACTOR = {"sub": "s-director", "amr": ["pwd", "mfa"]}
CLIENT_ID = "mendline"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("provider") / "provider.log"
    with running_provider(log, *VERIFIED, STRANGER, UNVERIFIED, WITH_FACTOR) as running:
        yield running


@pytest.fixture(scope="module")
def served(small_clinic: SmallClinic, issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("signing-in") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    link_people(folder, issuer)
    secret = folder.parent / "client secret"
    secret.write_text("known to both\n", "utf-8")
    with running_server(
        folder,
        MENDLINE_OIDC_ISSUER=issuer,
        MENDLINE_OIDC_CLIENT_ID=CLIENT_ID,
        MENDLINE_OIDC_CLIENT_SECRET_FILE=str(secret),
        MENDLINE_OIDC_NAME="the clinic's directory",
    ) as running:
        yield running


def link_people(folder: Path, issuer: str) -> None:
    clinic = open_clinic(replace(Settings(folder=folder), sign_on=SignOn(issuer=issuer, client_id=CLIENT_ID)))
    admin = acting_administrator(clinic)
    ids = {row.sign_in_name: row.user_id for row in administrator.list_users(clinic, admin)}
    for person, mail in EMAILS.items():
        administrator.link_sign_on(clinic, admin, ids[person.sign_in_name], email=mail)
    administrator.link_sign_on(clinic, admin, ids[COLLEAGUE.sign_in_name], email=UNVERIFIED["email"])
    administrator.link_sign_on(clinic, admin, ids[DIRECTOR.sign_in_name], subject=WITH_FACTOR["sub"])
    clinic.close()


@pytest.fixture
def opened(browser: Browser, served: RunningServer) -> Iterator[Callable[[], Page]]:
    """Open a browser of somebody's own."""
    contexts = []

    def open_page(scheme: str = "light") -> Page:
        # the checker of accessibility injects its script, which the policy forbids to everybody else
        context = browser.new_context(base_url=served.url, bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, person: Person) -> None:
    page.goto("/session/sign-in")
    page.get_by_label("Name").fill(person.sign_in_name)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in", exact=True).click()


def see(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()


def faults(page: Page) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in violations(page)]


def give(page: Page, code: str) -> None:
    page.get_by_role("textbox").fill(code)
    page.get_by_role("button", name=re.compile("^(Go on|Set it up)$")).click()


def cookies(page: Page) -> dict[str, str]:
    return {one["name"]: one["value"] for one in page.context.cookies()}


def test_a_director_sets_up_a_second_factor_and_a_recovery_code_stands_in_for_it_once(
    opened: Callable[..., Page],
) -> None:
    page = opened("dark")
    sign_in(page, DIRECTOR)
    see(page, "Set up a second factor")
    assert faults(page) == []
    assert COOKIE not in cookies(page)
    ticket = cookies(page)[STEP_COOKIE]
    page.goto("/overview")
    expect(page).to_have_url(re.compile("/session/sign-in"))

    page.goto("/session/second-factor?next=/outcomes")
    page.get_by_text("Type the key instead").click()
    give(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("This code is not right")
    device = device_of(page.content())
    give(page, device.code())
    see(page, "Your recovery codes")
    assert faults(page) == []
    codes = page.get_by_label("Recovery codes").locator("code").all_inner_texts()
    assert len(set(codes)) == 10
    assert STEP_COOKIE not in cookies(page)
    assert cookies(page)[COOKIE] != ticket
    page.get_by_role("link", name="I have kept them. Go on").click()
    see(page, "Outcomes")

    sign_in(page, DIRECTOR)
    see(page, "One more step")
    assert faults(page) == []
    give(page, codes[3].upper().replace("-", " "))
    see(page, "Overview")

    sign_in(page, DIRECTOR)
    give(page, codes[3])
    expect(page.get_by_role("alert")).to_contain_text("was used before")
    give(page, device.code())
    see(page, "Overview")

    # the wrong name, no device at hand: the sign-in is given up, in the browser and in the database
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, DIRECTOR)
    see(page, "One more step")
    left = cookies(page)[STEP_COOKIE]
    page.get_by_role("button", name="Cancel").click()
    see(page, "Sign in")
    assert STEP_COOKIE not in cookies(page)
    page.context.add_cookies([{"name": STEP_COOKIE, "value": left, "url": page.url}])
    page.goto("/session/code")
    see(page, "Sign in")


def give_passphrase(page: Page) -> None:
    page.get_by_label("Your passphrase", exact=True).fill(PASSPHRASE)


def test_a_session_that_is_ended_elsewhere_is_over_at_the_next_click(opened: Callable[..., Page]) -> None:
    lost, here = opened(), opened()
    for page in (lost, here):
        sign_in(page, CLINICIAN)
        see(page, "Caseload")
    before = cookies(lost)[COOKIE]
    here.goto("/account")
    see(here, "Your account")
    expect(here.get_by_text("this browser")).to_be_visible()
    assert faults(here) == []
    here.get_by_role("button", name="End all other sessions").click()
    expect(here.get_by_text("Your passphrase is not right.")).to_be_visible()
    give_passphrase(here)
    here.get_by_role("button", name=re.compile("End this session: Chrome on Linux")).first.click()
    expect(here.get_by_text("That session has ended.")).to_be_visible()

    lost.get_by_role("link", name="Outcomes").click()
    expect(lost).to_have_url(re.compile("/session/sign-in"))
    sign_in(lost, CLINICIAN)
    see(lost, "Caseload")
    assert cookies(lost)[COOKIE] != before
    here.reload()
    give_passphrase(here)
    here.get_by_role("button", name="End all other sessions").click()
    expect(here.get_by_text("This browser stays signed in.")).to_be_visible()
    lost.goto("/account")
    expect(lost).to_have_url(re.compile("/session/sign-in"))


def test_a_second_factor_is_set_up_under_your_account(opened: Callable[..., Page]) -> None:
    page = opened()
    sign_in(page, COLLEAGUE)
    see(page, "Caseload")
    page.goto("/account")
    page.get_by_role("link", name="Set up a second factor").click()
    see(page, "Set up a second factor")
    assert faults(page) == []
    page.get_by_label("Your passphrase").fill("not the passphrase")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("is not right")
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Cancel").click()
    see(page, "Your account")
    page.get_by_role("link", name="Set up a second factor").click()
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Type the key instead")).to_be_visible()
    give(page, device_of(page.content()).code())
    page.get_by_role("link", name="I have kept them. Go on").click()
    see(page, "Your account")
    expect(page.get_by_text("You have 10 recovery codes left.")).to_be_visible()


def by_sign_on(page: Page, subject: str) -> None:
    page.goto("/session/sign-in?next=/account")
    page.get_by_role("link", name="Sign in with the clinic's directory").click()
    page.get_by_role("button", name=subject).click()


JWT = re.compile(r"eyJ[\w-]{5,}\.eyJ")


def test_the_clinics_directory_signs_in_whom_an_administrator_linked(opened: Callable[..., Page]) -> None:
    page = opened()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(f"{one.url} {one.all_headers() if '/session/' in one.url else ''}"))
    page.on("response", lambda one: sent.append(str(one.headers)))
    page.goto("/session/sign-in")
    assert faults(page) == []
    by_sign_on(page, VERIFIED[1]["sub"])
    see(page, "Your account")
    expect(page.get_by_text(SUPERVISOR.sign_in_name)).to_be_visible()
    expect(page.get_by_text("by single sign-on")).to_be_visible()
    assert "mendline_sign_on" not in cookies(page)
    # nothing that the provider gave us for this person reaches the browser
    kept = [page.content(), str(page.context.storage_state()), *sent]
    assert any("code=" in one for one in kept), "the code passes through the browser, and is seen here"
    assert not [one for one in kept if JWT.search(one) or "id_token" in one or "access_token" in one]
    assert not [one for one in kept if "known to both" in one]
    page.get_by_role("button", name="Sign out").click()
    see(page, "You are signed out")
    assert faults(page) == []
    there = page.get_by_role("link", name="Sign out there too").get_attribute("href")
    assert there is not None
    assert there.endswith(f"client_id={CLIENT_ID}")
    page.goto("/account")
    expect(page).to_have_url(re.compile("/session/sign-in"))


@pytest.mark.parametrize("claims", [STRANGER, UNVERIFIED], ids=["nobody here", "e-mail not verified"])
def test_who_is_not_linked_stays_outside(opened: Callable[..., Page], claims: dict[str, str]) -> None:
    page = opened()
    by_sign_on(page, claims["sub"])
    expect(page.get_by_role("alert")).to_contain_text("Nobody here is linked to this account")
    assert COOKIE not in cookies(page)


def test_a_second_factor_of_the_directory_counts_and_ours_is_asked_for_without(opened: Callable[..., Page]) -> None:
    page = opened()
    by_sign_on(page, WITH_FACTOR["sub"])
    see(page, "Your account")
    expect(page.get_by_text("by single sign-on and a second factor")).to_be_visible()
    other = opened()
    by_sign_on(other, VERIFIED[2]["sub"])
    see(other, "Set up a second factor")
    assert COOKIE not in cookies(other)


def test_an_answer_of_the_directory_works_in_the_browser_alone_that_asked(
    opened: Callable[..., Page], served: RunningServer
) -> None:
    page = opened()
    answers: list[str] = []
    page.on("request", lambda request: answers.append(request.url) if "/sign-on/back" in request.url else None)
    by_sign_on(page, VERIFIED[0]["sub"])
    see(page, "Your account")
    path = answers[0].removeprefix(served.url)
    for cookie in ({}, {"cookie": "mendline_sign_on=made-up"}):
        reply = served.fetch(path, headers=cookie)
        assert (reply.status, COOKIE in reply.cookies) == (401, False)
        assert b"begun in another browser" in reply.body
