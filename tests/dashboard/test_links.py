"""Links within HTML lead from page to page as Streamlit's own do, and parts are drawn when somebody opens them."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect

from tests.dashboard.serving.desk import HEADING, SETTLED_MS, desk, open_at
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import FALLING, OWN

pytestmark = pytest.mark.browser
CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
COMMENT = "Comment, for your supervisor"


@pytest.fixture
def context(browser):
    with desk(browser) as made:
        yield made


def row(page, client=FALLING):
    return page.get_by_role("link", name=client, exact=True)


def heading(page, words):
    expect(page.locator(HEADING).first).to_have_text(words)


def test_a_row_leads_to_its_client_without_loading_anything_anew_and_one_can_go_back(context, server, small_clinic):
    page = open_at(context, server)
    loads = []
    page.on("load", lambda _: loads.append(page.url))

    row(page).click()
    heading(page, FALLING)
    assert page.url == f"{server.url}/client?episode={small_clinic.episodes[FALLING]}"
    page.locator(".st-key-course-alerts").scroll_into_view_if_needed()
    page.get_by_role("link", name="Case formulation").click()
    heading(page, f"Case formulation: {FALLING}")
    expect(page.get_by_role("heading", name="Presenting problem")).to_be_in_viewport()  # a new page begins at its top
    page.go_back()
    heading(page, FALLING)
    page.go_back()
    heading(page, "Caseload")
    assert page.url == f"{server.url}/"
    page.go_forward()
    heading(page, FALLING)
    assert not loads


def test_the_menu_leads_by_keyboard_and_says_where_one_is(context, server):
    page = open_at(context, server)
    menu = page.get_by_role("navigation", name="Pages")
    expect(menu.locator("[aria-current=page]")).to_have_text("groupsCaseload")
    menu.get_by_role("link", name="Outcomes").focus()
    page.keyboard.press("Enter")
    heading(page, "Outcomes")
    expect(page.locator(HEADING).first).to_be_focused()  # whoever uses the keyboard goes on from here
    expect(menu.locator("[aria-current=page]")).to_have_count(1)
    expect(menu.get_by_role("link", name="Outcomes")).to_have_attribute("aria-current", "page")
    menu.get_by_role("link", name="Caseload").click()
    heading(page, "Caseload")
    assert page.url == f"{server.url}/"


def test_a_link_can_be_opened_beside_the_page(context, server):
    page = open_at(context, server)
    with context.expect_page() as beside:
        row(page).click(modifiers=["Control"])
    heading(beside.value, FALLING)
    heading(page, "Caseload")


def test_without_a_connection_a_link_loses_nothing_of_the_page(context, small_clinic, tmp_path):
    folder = shutil.copytree(small_clinic.folder, tmp_path / "clinic")
    with running_server(folder) as server:
        page = open_at(context, server)
        server.process.kill()
        expect(page.locator(CONNECTED)).to_have_count(0)
        row(page).dispatch_event("click")
        page.wait_for_timeout(SETTLED_MS)
        heading(page, "Caseload")
        assert page.url == f"{server.url}/"


def test_a_part_is_drawn_when_it_is_opened_and_keeps_what_is_typed_in_it(context, server, small_clinic):
    page = open_at(context, server, f"/client?episode={small_clinic.episodes[FALLING]}")
    part = page.locator("[class*=st-key-folded-comments-]").first
    field = part.get_by_role("textbox")
    expect(field).to_have_count(0)

    part.locator("summary").click()
    field.fill("She looked away.")
    field.blur()
    page.wait_for_timeout(SETTLED_MS)
    part.locator("summary").click()
    expect(field).to_be_hidden()
    part.locator("summary").click()
    expect(field).to_have_value("She looked away.")

    page.get_by_role("link", name="All clients").click()
    row(page, OWN).click()
    heading(page, OWN)
    about = page.locator("[class*=st-key-folded-about-]")
    expect(about).to_be_visible()
    expect(about.locator("details")).not_to_have_attribute("open", "")


def test_a_part_stays_open_when_what_was_done_in_it_changes_its_name(context, small_clinic, tmp_path):
    with running_server(shutil.copytree(small_clinic.folder, tmp_path / "clinic")) as server:
        page = open_at(context, server, f"/client?episode={small_clinic.episodes[FALLING]}")
        part = page.locator("[class*=st-key-folded-comments-]").first
        part.get_by_text(COMMENT).click()
        part.get_by_role("textbox").fill("She looked away.")
        part.get_by_role("button", name="Send").click()
        expect(part.get_by_text("1 comment, the last from you")).to_be_visible()
        expect(part.get_by_text("It is said.")).to_be_visible()
        expect(part.get_by_role("textbox")).to_have_value("")
        expect(part.get_by_text("She looked away.")).to_be_visible()
        part.locator("summary").click()
        expect(part.get_by_text("She looked away.")).to_be_hidden()
