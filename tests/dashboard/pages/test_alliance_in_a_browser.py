"""Down the alliance grid by hand: as far as a director and a supervisor may each go, and no further."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from dashboard.charts.alliance_heat import LEFT, ROW_HEIGHT, TOP
from dashboard.door.identity import COOKIE
from fit.casework import Role, Settings, administrator, open_clinic
from fit.casework.machine import acting_administrator
from fit.service.alliance_grid import Period
from tests.dashboard.serving.drawn import faults
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import ADMINISTRATOR, CLINICIAN, DIRECTOR, PASSPHRASE, SUPERVISOR

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
DRAWN_MS = 1_500
TODAY = date.today()  # noqa: DTZ011 - the server's own day
CLIENTS = 12
HEADER = "episode_id,age_band,session,scale,total,date,clinician"


@pytest.fixture(scope="module")
def served(small_clinic, tmp_path_factory):
    """A clinic with a full month of one clinician in a team, and of another in none, each in a programme of its own."""
    folder = tmp_path_factory.mktemp("heat") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    clinic = open_clinic(Settings(folder=folder))
    try:
        actor = acting_administrator(clinic, ADMINISTRATOR.sign_in_name)
        administrator.add_user(
            clinic,
            actor,
            sign_in_name="clinician.team",
            display_name="Clinician Team",
            role=Role.CLINICIAN,
            passphrase=PASSPHRASE,
            team="Team Blue",
        )
        rows = [*held(CLINICIAN.sign_in_name, 31.0), *held("clinician.team", 38.0)]
        administrator.import_ratings(clinic, actor, "heat.csv", "\n".join([HEADER, *rows]).encode())
        for who, name in ((CLINICIAN.sign_in_name, "Couples"), ("clinician.team", "Young people")):
            programme = administrator.add_programme(clinic, actor, name).programme_id
            for number in range(CLIENTS):
                episode = administrator.find_episode(clinic, actor, f"{who}{number}")
                administrator.set_programme(clinic, actor, episode, programme)
    finally:
        clinic.close()
    with running_server(folder) as running:
        yield running


def held(who, srs):
    """Many clients in the last three weeks; the first of them rates the session as told, the others well."""
    for number in range(CLIENTS):
        for meeting in (1, 2, 3):
            total = srs if number == 0 else 37.5
            yield f"{who}{number},adult,{meeting},srs,{total},{TODAY - timedelta(weeks=4 - meeting)},{who}"


@pytest.fixture
def look(browser, served):
    contexts = []

    def one(person, width=1440, height=900, **more):
        context = browser.new_context(base_url=served.url, viewport={"width": width, "height": height}, **more)
        context.add_cookies([{"name": COOKIE, "value": served.token(person), "url": served.url}])
        context.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.goto("/alliance")
        expect(page.locator("[class*=st-key-alliance-picture] canvas").first).to_be_visible()
        page.wait_for_timeout(DRAWN_MS)
        return page

    yield one
    for context in contexts:
        context.close()


def cell(page, row, columns, column):
    """Where the middle of a cell lies on the screen."""
    canvas = page.locator("[class*=st-key-alliance-picture] canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    width = (box["width"] - LEFT - 4) / columns
    return box["x"] + LEFT + (column + 0.5) * width, box["y"] + TOP[Period.MONTH] + (row + 0.5) * ROW_HEIGHT


def columns_of(page, served, person, rows="clinicians"):
    """How many months stand there, by the file."""
    reply = served.fetch(f"/api/alliance.csv?period=month&rows={rows}", token=served.token(person))
    return sorted({row["Begins"] for row in csv.DictReader(io.StringIO(reply.body.decode()))})


def press(page, row, months, *, touch=False):
    """Press the newest month of a row."""
    place = cell(page, row, len(months), len(months) - 1)
    (page.touchscreen.tap if touch else page.mouse.click)(*place)


def test_a_director_goes_from_a_team_to_its_clinicians_and_no_further(look, served):
    page = look(DIRECTOR)
    page.get_by_role("button", name="Teams").or_(page.get_by_role("radio", name="Teams")).first.click()
    expect(page.get_by_text("Look into a team")).to_be_visible()
    page.get_by_role("radio", name="Months").click()
    page.wait_for_timeout(DRAWN_MS)
    months = columns_of(page, served, DIRECTOR, rows="teams")
    press(page, 2, months)  # below everybody together and the other team
    expect(page.get_by_role("heading", name="Team: Team Blue")).to_be_visible()
    page.wait_for_timeout(DRAWN_MS)
    press(page, 0, months)
    page.wait_for_timeout(DRAWN_MS)
    expect(page.get_by_role("heading", name="Team: Team Blue")).to_be_visible()
    expect(page.get_by_role("heading", name="Sessions behind a cell")).to_have_count(0)
    expect(page.get_by_role("link", name="Look back at session")).to_have_count(0)
    page.goto("/reading?episode=x&session=y")
    expect(page.get_by_role("heading", name="Look back")).to_have_count(0)


def test_a_director_goes_from_a_programme_to_its_clinicians_and_no_further(look, served):
    page = look(DIRECTOR)
    page.get_by_role("button", name="Programmes").or_(page.get_by_role("radio", name="Programmes")).first.click()
    expect(page.get_by_text("Look into a programme")).to_be_visible()
    page.get_by_role("radio", name="Months").click()
    page.wait_for_timeout(DRAWN_MS)
    months = columns_of(page, served, DIRECTOR, rows="programmes")
    press(page, 1, months)  # below everybody together
    expect(page.get_by_role("heading", name="Programme: Couples")).to_be_visible()
    page.wait_for_timeout(DRAWN_MS)
    file = page.get_by_role("link", name="The same as a table (CSV)").get_attribute("href")
    inside = list(csv.DictReader(io.StringIO(served.fetch(file, token=served.token(DIRECTOR)).body.decode())))
    assert {(row["Row"], row["Programme"]) for row in inside} == {(CLINICIAN.name, "Couples")}
    assert any(row["Value"] or row["At least"] for row in inside), "a number, or what rounding leaves of it"
    press(page, 0, sorted({row["Begins"] for row in inside}))
    page.wait_for_timeout(DRAWN_MS)
    expect(page.get_by_role("heading", name="Programme: Couples")).to_be_visible()
    expect(page.get_by_role("heading", name="Sessions behind a cell")).to_have_count(0)
    page.get_by_role("button", name="Back to all programmes").click()
    expect(page.get_by_text("Look into a programme")).to_be_visible()


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_a_supervisor_goes_from_a_cell_to_the_flagged_sessions_and_on_to_look_back(look, served, touch):
    page = look(SUPERVISOR, height=600, has_touch=touch)
    months = columns_of(page, served, SUPERVISOR)
    press(page, 0, months, touch=touch)
    found = page.get_by_role("link", name="Look back at session")
    expect(page.locator(".st-key-flagged-found [role=status]")).to_be_in_viewport()
    expect(found.first).to_be_visible()
    expect(page.get_by_text(f"with {CLINICIAN.name}").first).to_be_visible()
    found.first.click()
    expect(page).to_have_url(re.compile(r"/reading\?episode="))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session")


def whole_columns(page, picture):
    """How many columns of eight stand beside the names, which are 6.5rem wide; 4 pixels stay free at the right."""
    eight = page.add_style_tag(content='[class*="st-key-alliance-picture"] { --ml-columns: 8 !important; }')
    drawn = page.locator(".ml-heat-names").locator(
        "xpath=ancestor::*[contains(@class, 'st-key-alliance-picture')]/*[2]"
    )
    width = drawn.bounding_box()["width"]
    room = picture.evaluate("one => one.clientWidth") - page.locator(".ml-heat-names").bounding_box()["width"] - 4
    eight.evaluate("one => one.remove()")
    return room / ((width - LEFT - 4) / 8)


def test_the_page_stays_in_its_width_on_a_phone_and_axe_finds_nothing(look):
    page = look(DIRECTOR, 390, 844, has_touch=True)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    picture = page.locator("[class*=st-key-alliance-picture]")
    show, sort = (page.get_by_role("combobox", name=name).first.bounding_box() for name in ("Show", "Sort by"))
    assert abs(show["y"] - sort["y"]) < 5, "beside each other, so that the choices do not fill the screen"
    assert whole_columns(page, picture) == pytest.approx(3, abs=0.01), "none is cut under the names"
    for moved in (0, -150, -400):  # from right to left: the newest period is seen first
        picture.evaluate("(one, moved) => { one.scrollLeft = moved }", moved)
        names = [one.bounding_box() for one in page.locator(".ml-heat-names span").all()]
        assert len(names) > 1
        assert all(one["x"] >= 0 and one["x"] + one["width"] <= 140 and one["width"] > 20 for one in names), moved
    assert faults(page) == []


def test_on_a_tablet_the_newest_quarter_is_in_sight(look):
    page = look(DIRECTOR, width=700, height=1180)
    picture = page.locator("[class*=st-key-alliance-picture]").first
    assert picture.evaluate("one => one.scrollWidth > one.clientWidth"), "too wide to be seen whole"
    drawn, seen = page.locator("[class*=st-key-alliance-picture] canvas").first.bounding_box(), picture.bounding_box()
    assert drawn["x"] + drawn["width"] <= seen["x"] + seen["width"] + 1
