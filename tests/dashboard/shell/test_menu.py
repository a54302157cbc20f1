"""Which pages there are, and for whom."""

from __future__ import annotations

from pathlib import Path

import pytest

import dashboard.pages
from dashboard.server import SHELL
from dashboard.shell.landing import Landing
from dashboard.shell.menu import MENU, menu_of
from fit.casework.actor import Actor, Role
from tests.dashboard.door.asgi import CLINICIAN, Behind, request, walk

LANDS_ON = {
    Role.CLINICIAN: "caseload",
    Role.SUPERVISOR: "supervision",
    Role.DIRECTOR: "overview",
    Role.ADMINISTRATOR: "people",
}


@pytest.mark.parametrize("role", Role)
def test_each_role_lands_on_its_own_page(role: Role) -> None:
    assert menu_of(role)[0].address == LANDS_ON[role]
    assert menu_of(role)[0].in_menu


def test_only_clinicians_and_supervisors_reach_a_clients_page() -> None:
    roles = {line.address: line.roles for line in MENU}
    assert roles["client"] == {Role.CLINICIAN, Role.SUPERVISOR}
    assert roles["rate"] == {Role.CLINICIAN}
    assert roles["new-client"] == {Role.CLINICIAN}


def test_people_are_the_administrators_and_an_account_is_everybodys() -> None:
    roles = {line.address: line.roles for line in MENU}
    assert roles["people"] == roles["person"] == {Role.ADMINISTRATOR}
    assert roles["account"] == set(Role)


def test_every_page_of_the_folder_has_its_line_in_the_menu_and_the_other_way_round() -> None:
    files = {path.stem for path in Path(dashboard.pages.__path__[0]).glob("[!_]*.py")}
    assert {line.module.rpartition(".")[2] for line in MENU} == files


@pytest.mark.parametrize("line", MENU, ids=lambda line: line.address)
def test_every_line_leads_to_a_function(line: object) -> None:
    assert callable(line.function())  # type: ignore[attr-defined]


def test_the_entry_script_is_short_and_no_pages_lie_beside_it() -> None:
    assert len((SHELL / "app.py").read_text().splitlines()) < 60
    assert not (SHELL / "pages").exists()


def landing(path: str, actor: Actor | None) -> int:
    scope = request(path) | {"mendline.actor": actor}
    return walk(Landing(Behind()), scope).status


def test_the_first_page_of_a_role_is_led_to_the_start() -> None:
    assert landing("/caseload", CLINICIAN) == 303
    assert landing("/caseload/", CLINICIAN) == 303


@pytest.mark.parametrize("path", ["/", "/client", "/overview", "/caseloads"])
def test_every_other_address_passes(path: str) -> None:
    assert landing(path, CLINICIAN) == 200


def test_nobody_is_led_anywhere_without_a_session() -> None:
    assert landing("/caseload", None) == 200
