"""A clinic from nothing, on screen alone: its administrator adds a clinician, who adds a client and takes a rating."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.dashboard.handover.served import mark
from tests.dashboard.serving.accessible import violations
from tests.dashboard.serving.running import ROOT, running_server
from tests.dashboard.serving.second_factor import device_of
from tests.dashboard.serving.small_clinic import PIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.dashboard.serving.running import RunningServer

pytestmark = pytest.mark.browser

PATIENCE_MS = 25_000
TABLET = {"width": 768, "height": 1024}
FIRST, SECOND, THIRD = "four simulated lamps glow", "five simulated lamps glow", "six simulated lamps glow"
CREATE = (sys.executable, "-m", "dashboard.cli", "create-clinic", "--name", "New clinic")
WHO = ("--sign-in-name", "administrator.new", "--display-name", "Administrator New")


@pytest.fixture
def new_clinic(tmp_path: Path) -> Iterator[RunningServer]:
    folder = tmp_path / "clinic"
    secret = tmp_path / "passphrase.txt"
    secret.write_text(f"{FIRST}\n", "utf-8")
    environment = os.environ | {"MENDLINE_DATA": str(folder)}
    subprocess.run([*CREATE, *WHO, "--passphrase-file", str(secret)], env=environment, cwd=ROOT, check=True)
    with running_server(folder) as running:
        yield running


@pytest.fixture
def signed_in(new_clinic: RunningServer, browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    contexts = []

    def sign_in(name: str, passphrase: str) -> Page:
        context = browser.new_context(base_url=new_clinic.url, viewport=TABLET, has_touch=True, bypass_csp=True)
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        fill_sign_in(page, name, passphrase)
        return page

    yield sign_in
    for context in contexts:
        context.close()


def fill_sign_in(page: Page, name: str, passphrase: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="Sign in").tap()


def see_title(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()


def faults(page: Page) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in violations(page)]


def write(page: Page, label: str, text: str) -> None:
    page.get_by_role("textbox", name=label, exact=True).fill(text)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).tap()


def open_menu(page: Page, line: str) -> None:
    """Go to a page of the menu by keyboard, which reaches it folded away too, as it is on a tablet."""
    link = page.get_by_role("link", name=line)
    link.focus()
    link.press("Enter")
    see_title(page, line)


def test_a_new_clinic_comes_to_its_first_rating(signed_in: Callable[[str, str], Page]) -> None:
    page = signed_in("administrator.new", FIRST)
    set_second_factor_up(page)
    handed_over = add_clinician(page)

    page = signed_in("clinician.new", handed_over)
    choose_own_passphrase(page)
    expect(page.get_by_text("No open episodes yet")).to_be_visible()
    add_client(page)
    press(page, "Outcome rating")
    expect(page.get_by_text("You have no PIN yet")).to_be_visible()
    page.get_by_role("link").first.tap()
    see_title(page, "J. D.")
    client_page = page.url
    set_pin(page)

    page.goto(client_page)
    take_rating(page)
    see_title(page, "J. D.")
    expect(page.get_by_role("figure").first).to_be_visible()

    change_passphrase(page)
    fill_sign_in(page, "clinician.new", THIRD)
    expect(page.get_by_role("link", name="J. D.")).to_be_visible()


def set_second_factor_up(page: Page) -> None:
    see_title(page, "Set up a second factor")
    write(page, "Type the six digits that the app shows now", device_of(page.content()).code())
    press(page, "Set it up")
    see_title(page, "Your recovery codes")
    page.get_by_role("link", name="I have kept them. Go on").tap()


def choose_own_passphrase(page: Page) -> None:
    see_title(page, "Choose your passphrase")
    assert faults(page) == []
    page.goto("/caseload")
    expect(page).to_have_url(re.compile("/session/sign-in"))
    page.goto("/session/passphrase")
    for typed, why in (("short", "12 to 256 characters"), ("password1234", "among the first to be guessed")):
        choose(page, typed, typed)
        expect(page.get_by_role("alert")).to_contain_text(why)
    choose(page, SECOND, THIRD)
    expect(page.get_by_role("alert")).to_contain_text("The two are not the same")
    choose(page, SECOND, SECOND)


def choose(page: Page, new: str, again: str) -> None:
    page.get_by_label("Your own passphrase").fill(new)
    page.get_by_label("The same once more").fill(again)
    press(page, "Go on")


def add_clinician(page: Page) -> str:
    """Add a colleague; returns the passphrase that is shown once, to be handed over."""
    see_title(page, "People")
    expect(page.get_by_text("Nobody but you yet")).to_be_visible()
    write(page, "Name, as others read it", "Clinician New")
    write(page, "Sign-in name", "clinician.new")
    press(page, "Add this person")
    expect(page.get_by_text("Clinician New can sign in now, as clinician.new.")).to_be_visible()
    expect(page.get_by_text("It is shown this once.")).to_be_visible()
    return page.get_by_test_id("stCode").locator("code").inner_text().strip()


def add_client(page: Page) -> None:
    press(page, "Add your first client")
    see_title(page, "New client")
    write(page, "Code", "C-17")
    write(page, "Name or initials", "J. D.")
    page.get_by_label("Birth year").fill("1990")
    page.get_by_label("Birth year").press("Tab")
    expect(page.get_by_text("By the age reached this year.")).to_be_visible()
    press(page, "Begin with this client")
    see_title(page, "J. D.")
    expect(page).to_have_url(re.compile(r"/client\?episode="))


def set_pin(page: Page) -> None:
    open_menu(page, "Your account")
    write(page, "PIN", PIN)
    write(page, "The same PIN once more", PIN)
    write(page, "Your passphrase, to be sure it is you", SECOND)
    press(page, "Set the PIN")
    expect(page.get_by_text("Your PIN is set.")).to_be_visible()


def take_rating(page: Page) -> None:
    press(page, "Outcome rating")
    expect(page.get_by_role("slider")).to_have_count(4)
    for line, share in enumerate([0.5, 0.6, 0.4, 0.5]):
        mark(page, line, share)
    press(page, "Send my answers")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    press(page, "For the clinician")
    for digit in PIN:
        page.get_by_role("button", name=digit, exact=True).tap()
    press(page, "To the client's page")


def change_passphrase(page: Page) -> None:
    open_menu(page, "Your account")
    write(page, "The passphrase you have now", SECOND)
    write(page, "New passphrase", THIRD)
    write(page, "The new passphrase once more", THIRD)
    press(page, "Change the passphrase")
    page.get_by_role("link", name="Sign in again").tap()
    expect(page).to_have_url(re.compile("/session/sign-in"))
