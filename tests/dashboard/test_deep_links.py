"""Every address, opened first thing after a restart, in every role: nobody gets a glimpse of what is not theirs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from dashboard.shell.menu import MENU, menu_of
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import (
    ADMINISTRATOR,
    CLINICIAN,
    COLLEAGUE,
    COLLEAGUES,
    DIRECTOR,
    FALLING,
    OWN,
    RATINGS,
    SUPERVISOR,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.dashboard.serving.open_page import Drawn
    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import Person, SmallClinic

PAGE = {"accept": "text/html"}
NO_PAGES = ("heat", "pages/caseload", "pages/overview", "pages/heat", "app", "menu", "shell/app", "no-such-page")
"""Names of files and folders that Streamlit would turn into pages if they lay beside the entry script."""

MAY_SEE = {
    CLINICIAN: {OWN, FALLING},
    COLLEAGUE: {COLLEAGUES},
    SUPERVISOR: {OWN, FALLING},
    DIRECTOR: set(),
    ADMINISTRATOR: set(),
}
LANDING_SHOWS = MAY_SEE | {SUPERVISOR: {FALLING}}
"""A supervisor lands on what needs a look, not on every client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    page: str
    query: str = ""


def links(clinic: SmallClinic) -> Iterator[Link]:
    """List every address; those that show most come first, before anybody has opened the start page."""
    for episode in clinic.episodes.values():
        yield Link(page="client", query=f"episode={episode}")
        yield Link(page="rate", query=f"episode={episode}&scale=ors")
    yield Link(page="person", query="person=0")
    for page in (*NO_PAGES, *(line.address for line in MENU), ""):
        yield Link(page=page)


@pytest.fixture(params=list(MAY_SEE), ids=lambda person: person.sign_in_name)
def person(request: pytest.FixtureRequest) -> Person:
    found: Person = request.param
    return found


@pytest.fixture
def restarted(small_clinic: SmallClinic, tmp_path: Path) -> Iterator[RunningServer]:
    folder = shutil.copytree(small_clinic.folder, tmp_path / "clinic")
    with running_server(folder) as server:
        yield server


def test_no_deep_link_shows_what_is_not_theirs(
    restarted: RunningServer, small_clinic: SmallClinic, person: Person
) -> None:
    token = restarted.sign_in(person)
    drawn = {link: _open(restarted, token, link) for link in links(small_clinic)}
    landing = drawn[Link(page="")]
    for link, seen in drawn.items():
        assert _clients_in(seen) <= MAY_SEE[person], link
        assert _pages_offered(seen) <= {"", *(line.address for line in menu_of(person.role))}, link
        if link.page not in {line.address for line in menu_of(person.role)}:
            assert seen.headings == landing.headings, link
    assert landing.headings
    assert _clients_in(landing) == LANDING_SHOWS[person]


def test_without_a_session_every_link_leads_to_the_sign_in(server: RunningServer, small_clinic: SmallClinic) -> None:
    for link in links(small_clinic):
        reply = server.fetch(f"/{link.page}?{link.query}", headers=PAGE)
        assert reply.status == 303
        assert reply.headers["location"].startswith("/session/sign-in")
        assert b'id="root"' not in reply.body


def _open(server: RunningServer, token: str, link: Link) -> Drawn:
    with open_page(server, token) as page:
        return page.run(link.page, link.query)


def _clients_in(drawn: Drawn) -> set[str]:
    return {code for code in RATINGS if code in drawn.raw}


def _pages_offered(drawn: Drawn) -> set[str]:
    menus = [message.navigation for message in drawn.messages if message.HasField("navigation")]
    return {page.url_pathname for menu in menus for page in menu.app_pages}
