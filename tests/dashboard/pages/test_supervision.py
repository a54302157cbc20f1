from __future__ import annotations

from fit.casework.administrator import end_supervision
from tests.dashboard.pages.looking import links, look_at, said


def test_a_supervisor_sees_only_clients_who_need_a_look(clinic, signed_in_as):
    signed_in_as("supervisor.one")
    names = [label for label, _, _ in links(look_at("supervision"))]

    assert names[:2] == ["OFF-TRACK", "FALLING-ALLIANCE"]
    assert "ONE-RATING" not in names


def test_a_row_names_whose_client_it_is(clinic, signed_in_as):
    signed_in_as("supervisor.one")

    assert "Clinician One" in said(look_at("supervision"))


def test_without_supervisees_the_page_says_who_can_change_that(clinic, people, signed_in_as):
    actor = signed_in_as("supervisor.one")
    end_supervision(clinic, people["administrator.one"], actor.user_id, people["clinician.one"].user_id)

    assert "An administrator notes whom you supervise." in said(look_at("supervision"))


def test_flagged_clients_stand_before_everything_else(clinic, signed_in_as):
    signed_in_as("supervisor.one")
    page = look_at("supervision")
    words = said(page)

    assert "3 clients to look at first , of 5 open episodes with 1 clinician." in words
    assert "Not opened for" not in words, "the alerts came today"
    assert "Everybody else: 2 open episodes" in [one.label for one in page.expander]


def test_everybody_else_is_read_only_when_somebody_asks(clinic, signed_in_as):
    signed_in_as("supervisor.one")
    page = look_at("supervision")
    page.session_state["calm"] = True
    page.run()

    names = [label for label, where, _ in links(page) if where == "client"]
    assert names == ["OFF-TRACK", "FALLING-ALLIANCE", "STEADY", "GAPS", "ONE-RATING"]
