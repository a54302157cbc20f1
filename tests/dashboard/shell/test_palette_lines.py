"""What the palette offers to each role: pages that there are, letters that lead to one page alone."""

from __future__ import annotations

import pytest

from dashboard.components.palette import palette_data
from dashboard.components.palette.lines import ACTIONS, CLIENT_PAGES, KEYS, NEW_RATING
from dashboard.shell.menu import MENU, menu_of
from fit.casework.actor import Role

TAKEN = {"n", "g", "/", "?"}
ADDRESSES = {line.address for line in MENU}


@pytest.mark.parametrize("role", Role)
def test_a_letter_leads_a_role_to_one_page(role):
    letters = [page["key"] for page in palette_data(role)["pages"] if page["key"]]
    assert len(letters) == len(set(letters))
    assert {len(letter) for letter in letters} == {1}
    assert len(letters) == sum(line.in_menu for line in menu_of(role))  # every page of the menu has one


def test_a_letter_behind_g_is_no_key_of_its_own():
    assert not TAKEN & set(KEYS.values())


def test_every_line_leads_to_a_page_that_there_is():
    assert {one.page for one in ACTIONS} | set(KEYS) | {NEW_RATING} <= ADDRESSES
    assert len({one.label for one in ACTIONS}) == len(ACTIONS)


def test_who_sees_no_client_is_offered_pages_alone():
    for role in (Role.DIRECTOR, Role.ADMINISTRATOR):
        told = palette_data(role)
        assert (told["find"], told["actions"], told["rate"], told["client_pages"]) == ("", [], "", [])
        assert not CLIENT_PAGES & {page["page"] for page in told["pages"]}


def test_a_supervisor_is_not_offered_to_rate():
    assert palette_data(Role.SUPERVISOR)["rate"] == ""
    assert NEW_RATING not in {one["page"] for one in palette_data(Role.SUPERVISOR)["actions"]}
    assert palette_data(Role.CLINICIAN)["rate"] == NEW_RATING
