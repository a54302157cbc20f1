"""One's own sign-ins: the second factor, and the browsers in which one is signed in, each of which can be ended."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import token_of_this_page
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, form_number, saying_why
from dashboard.dates import day_said
from dashboard.door.paths import CHANGE_FACTOR
from dashboard.sentences import counted
from fit.casework.access import end_other_sessions, end_session, list_sessions
from fit.casework.views import How

if TYPE_CHECKING:
    from datetime import datetime

    from streamlit.delta_generator import DeltaGenerator

    from fit.casework.actor import Actor
    from fit.casework.views import Account, OwnSession

__all__ = ["draw_second_factor", "draw_sessions"]

BY: Final = {
    How.PASSPHRASE: "by passphrase",
    How.PASSPHRASE_CODE: "by passphrase and code",
    How.SIGN_ON: "by single sign-on",
    How.SIGN_ON_CODE: "by single sign-on and a second factor",
    How.PIN: "by PIN, after a client",
}
FEW_CODES: Final = 3


def draw_second_factor(account: Account) -> None:
    """Say whether there is a second factor, and lead to setting it up."""
    with st.container(border=True, width=FORM_WIDTH, key="card-second-factor"):
        st.header("Second factor", anchor=False)
        st.markdown(_factor_said(account))
        label = "Change it" if account.has_second_factor else "Set up a second factor"
        # a plain link: a button of Streamlit's would open another tab
        st.html(f'<p class="ml-next"><a href="{CHANGE_FACTOR}">{label}</a></p>')


def _factor_said(account: Account) -> str:
    if not account.has_second_factor:
        return (
            "Signing in asks for your passphrase alone. With a code from your own device, a stolen one opens nothing."
        )
    left = counted(account.codes_left, "recovery code")
    few = " Change the second factor to get ten new ones." if account.codes_left <= FEW_CODES else ""
    return f"Signing in asks for a code from your device. You have {left} left.{few}"


def draw_sessions(actor: Actor) -> None:
    """Draw the browsers in which one is signed in."""
    token = token_of_this_page()
    sessions = list_sessions(current_clinic(), actor, token=token)
    others = [session for session in sessions if not session.is_this]
    # Enter must not end whichever session stands first
    with st.form("sessions", enter_to_submit=False, width=FORM_WIDTH) if others else _card():
        st.header("Where you are signed in", anchor=False)
        passphrase = _ask_passphrase() if others else ""
        for session in sessions:
            _draw_session(actor, session, passphrase)
        if others:
            _draw_end_others(actor, token, passphrase)


def _card() -> DeltaGenerator:
    return st.container(border=True, width=FORM_WIDTH, key="card-sessions")


def _ask_passphrase() -> str:
    st.markdown("To end one of the others, give your passphrase first.")
    key = f"sessions-passphrase-{form_number('sessions')}"
    return st.text_input("Your passphrase", type="password", key=key, autocomplete="current-password")


def _draw_session(actor: Actor, session: OwnSession, passphrase: str) -> None:
    with st.container(key=f"session-{session.session_id}", gap="small"):
        st.html(_session_html(session))
        # the label names the browser: several buttons of one name could not be told apart by ear
        label = f"End this session: {session.browser}, since {_moment(session.began_at)}"
        if not session.is_this and st.form_submit_button(label, key=f"end-{session.session_id}"):
            with saying_why():
                end_session(current_clinic(), actor, session.session_id, passphrase=passphrase)
                done("sessions", "That session has ended.")


def _session_html(session: OwnSession) -> str:
    name = escape(session.browser or "A browser") + (" · this browser" if session.is_this else "")
    about = f"{BY[session.how]}, since {_moment(session.began_at)}, last used {_moment(session.last_seen_at)}"
    where = f", from {escape(session.source)}" if session.source else ""
    return f'<p class="ml-about"><strong>{name}</strong></p><p class="ml-quiet">{about}{where}</p>'


def _moment(at: datetime) -> str:
    here = at.astimezone()
    day = "" if here.date() == current_clinic().today() else f"{day_said(here.date())}, "
    return f"{day}{here:%H:%M}"


def _draw_end_others(actor: Actor, token: str, passphrase: str) -> None:
    if st.form_submit_button("End all other sessions", key="end-others"):
        with saying_why():
            ended = end_other_sessions(current_clinic(), actor, token=token, passphrase=passphrase)
            done("sessions", f"{counted(ended, 'session')} ended. This browser stays signed in.")
