"""One's own account: PIN, second factor, passphrase, and the browsers in which one is signed in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, draw_done, form_number, saying_why
from dashboard.components.calibrate_link import CALIBRATE
from dashboard.components.own_keys import draw_own_keys
from dashboard.components.own_sign_ins import draw_second_factor, draw_sessions
from dashboard.door.paths import SIGN_IN
from dashboard.words import ROLE
from fit.casework.access import change_passphrase, open_account, set_pin
from fit.casework.actor import Role
from fit.errors import InputError

if TYPE_CHECKING:
    from fit.casework.actor import Actor
    from fit.casework.views import Account

__all__ = ["page"]

HANDS_OVER = frozenset({Role.CLINICIAN, Role.SUPERVISOR})


def page() -> None:
    """Draw the account of whoever is signed in."""
    actor = current_actor()
    account = open_account(current_clinic(), actor)
    st.title("Your account", anchor=False)
    st.html(f'<p class="ml-quiet">{escape(_about(account))}</p>')
    draw_done()
    if account.role in HANDS_OVER:
        _draw_pin(actor, account)
        st.html(CALIBRATE)
    draw_own_keys(actor)
    draw_second_factor(account)
    _draw_passphrase(actor)
    draw_sessions(actor)


def _about(account: Account) -> str:
    known = (account.display_name, ROLE[account.role], account.team, f"sign-in name {account.sign_in_name}")
    return " · ".join(part for part in known if part)


def _draw_pin(actor: Actor, account: Account) -> None:
    number = form_number("pin")
    with st.form("pin", width=FORM_WIDTH):
        st.header("A new PIN" if account.has_pin else "Set your PIN", anchor=False)
        st.markdown("With your PIN you take the tablet back from a client. 4 to 12 digits that only you know.")
        pin = _hidden("PIN", f"pin-{number}", "off")
        again = _hidden("The same PIN once more", f"pin-again-{number}", "off")
        passphrase = _hidden("Your passphrase, to be sure it is you", f"pin-passphrase-{number}", "current-password")
        if st.form_submit_button("Set the PIN", type="primary"):
            with saying_why():
                set_pin(current_clinic(), actor, _same(pin, again), passphrase=passphrase)
                done("pin", "Your PIN is set.")


def _hidden(label: str, key: str, autocomplete: str) -> str:
    return st.text_input(label, type="password", key=key, autocomplete=autocomplete)


def _same(typed: str, again: str) -> str:
    if typed != again:
        raise InputError("The two are not the same. Type the new one twice.")
    return typed


def _draw_passphrase(actor: Actor) -> None:
    with st.form("passphrase", width=FORM_WIDTH):
        st.header("A new passphrase", anchor=False)
        st.markdown(
            "12 characters or more, any you like; four words make a good one. You sign in again afterwards, everywhere."
        )
        old = _hidden("The passphrase you have now", "passphrase-old", "current-password")
        new = _hidden("New passphrase", "passphrase-new", "new-password")
        again = _hidden("The new passphrase once more", "passphrase-again", "new-password")
        if st.form_submit_button("Change the passphrase", type="primary"):
            with saying_why():
                change_passphrase(current_clinic(), actor, old, _same(new, again))
                _draw_changed()


def _draw_changed() -> None:
    """Drawn in the very run that changed it: the session has ended, and the next run knows nobody any more."""
    st.success("Your new passphrase is set. Your sessions on all devices have ended.")
    # a plain link: a button of Streamlit's would open another tab
    st.html(f'<p class="ml-next"><a href="{SIGN_IN}">Sign in again</a></p>')
