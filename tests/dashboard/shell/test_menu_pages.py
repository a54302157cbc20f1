"""The pages of a role are made once, and each run has its own."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _two_runs() -> None:
    import streamlit as st

    from dashboard.shell.menu_pages import pages_of
    from fit.casework.actor import Role

    one, other = pages_of(Role.CLINICIAN), pages_of(Role.CLINICIAN)
    st.navigation(list(one.values()), position="hidden")
    st.text(f"{[*one] == [*other]} {sum(page._can_be_called for page in one.values())}")
    st.text(f"{sum(page._can_be_called for page in other.values())}")


def test_what_one_run_may_still_draw_is_not_taken_from_another() -> None:
    drawn = AppTest.from_function(_two_runs).run()
    assert not drawn.exception
    assert [one.value for one in drawn.text] == ["True 1", "0"]
