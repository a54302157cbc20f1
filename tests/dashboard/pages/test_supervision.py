from __future__ import annotations

from fit.casework.administrator import end_supervision
from tests.dashboard.pages.looking import links, look_at, said


def test_a_supervisor_sees_only_clients_who_need_a_look(clinic, signed_in_as):
    signed_in_as("supervisor.one")
    names = [label for label, _, _ in links(look_at("supervision"))]

    assert names[:2] == ["FALLING-ALLIANCE", "OFF-TRACK"]
    assert "ONE-RATING" not in names


def test_a_row_names_whose_client_it_is(clinic, signed_in_as):
    signed_in_as("supervisor.one")

    assert "Clinician One" in said(look_at("supervision"))


def test_without_supervisees_the_page_says_who_can_change_that(clinic, people, signed_in_as):
    actor = signed_in_as("supervisor.one")
    end_supervision(clinic, people["administrator.one"], actor.user_id, people["clinician.one"].user_id)

    assert "An administrator notes whom you supervise." in said(look_at("supervision"))
