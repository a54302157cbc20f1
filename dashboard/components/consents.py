"""What a client agreed to, each kind in its words; noting it, and withdrawing it with all that follows."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import done, form_number, saying_why
from dashboard.dates import day_said
from dashboard.record_words import CONSENT, CONSENT_MEANS
from dashboard.sentences import counted
from fit.casework.clinician import record_consent, withdraw_consent

if TYPE_CHECKING:
    from fit.casework.views import ConsentKind, ConsentRow, RecordPage

__all__ = ["draw_consents"]

REMOVED = (
    "This removes, at once and for good, every recording and transcript of this client with all that was made from "
    "them, in all episodes. Ratings stay. Backups made before keep them until they run out."
)
HEAD = ("Consent", "Agreed", "Noted by", "On form", "Withdrawn")
HELD = (
    "This record is under a legal hold: nothing of it is removed until an administrator lifts the hold. Your "
    "administrator can say why."
)
WITHHELD = (
    "This closes, at once, every recording and transcript of this client: nobody reads or hears them any more, in no "
    "episode. Because of the legal hold they are removed for good only when the hold is lifted. Ratings stay."
)


def draw_consents(record: RecordPage) -> None:
    """Draw the two consents of the record beside each other, then their history."""
    st.header("Consent", anchor=False)
    with st.container(key="consents", horizontal=True, gap="medium"):
        for kind in CONSENT:
            with st.container(border=True, height="stretch", key=f"consent-{kind.value}"):
                _draw_one(record, kind)
    if record.held:
        st.info(HELD)
    if record.consents:
        with st.expander("All that was agreed and withdrawn"):
            st.html(_history(record))


def _draw_one(record: RecordPage, kind: ConsentKind) -> None:
    st.html(f'<h3 class="ml-part">{CONSENT[kind]}</h3><p>{_stands(record, kind)}</p>')
    st.html(f'<p class="ml-quiet">{CONSENT_MEANS[kind]}</p>')
    if not record.can_change:
        return
    if record.stands.get(kind):
        _draw_withdrawing(record, kind)
    else:
        _draw_noting(record, kind)


def _stands(record: RecordPage, kind: ConsentKind) -> str:
    rows = [row for row in record.consents if row.kind is kind]
    if not rows:
        return (
            '<span class="ml-status ml-tone-unknown"><i class="ml-shape ml-shape-circle-open"></i>Not asked yet</span>'
        )
    if record.stands[kind]:
        given = next(row for row in reversed(rows) if row.withdrawn_on is None)
        said = f"Agreed on {day_said(given.given_on)}{_by(given.recorded_by)}"
        return f'<span class="ml-status ml-tone-good"><i class="ml-shape ml-shape-circle"></i>{said}</span>'
    last = rows[-1]
    said = f"Withdrawn on {day_said(last.withdrawn_on)}{_by(last.withdrawn_by)}"
    return f'<span class="ml-status ml-tone-calm"><i class="ml-shape ml-shape-diamond"></i>{said}</span>'


def _by(name: str) -> str:
    return f", noted by {escape(name)}" if name else ""


def _draw_noting(record: RecordPage, kind: ConsentKind) -> None:
    number = form_number(f"consent-{kind.value}")
    with st.form(f"consent-{kind.value}-{number}", border=False):
        day = st.date_input(
            "The client agreed on",
            record.as_of,
            max_value=record.as_of,
            format="DD.MM.YYYY",
            key=f"consent-{kind.value}-day-{number}",
            width=200,
        )
        form = st.text_input(
            "On which form (if your clinic numbers them)", key=f"consent-{kind.value}-form-{number}", max_chars=60
        )
        if st.form_submit_button("Note the consent"):
            with saying_why():
                place = (current_clinic(), current_actor(), record.episode_id)
                record_consent(*place, kind=kind, given_on=day, form_version=form)
                done(f"consent-{kind.value}", "The consent is noted.")


def _draw_withdrawing(record: RecordPage, kind: ConsentKind) -> None:
    with st.expander("The client withdraws"), st.form(f"withdraw-{kind.value}", border=False):
        st.markdown(WITHHELD if record.held else REMOVED)
        sure = st.checkbox("Close them now" if record.held else "Remove them now", key=f"withdraw-{kind.value}-sure")
        if st.form_submit_button("Withdraw the consent"):
            if not sure:
                st.error("Tick the box first: what is removed cannot be brought back.")
                return
            with saying_why():
                _withdraw(record, kind)


def _withdraw(record: RecordPage, kind: ConsentKind) -> None:
    place = (current_clinic(), current_actor(), record.episode_id)
    erased = withdraw_consent(*place, kind=kind, withdrawn_on=record.as_of)
    if erased.withheld:
        done(
            f"consent-{kind.value}", "The consent is withdrawn. Recordings and transcripts are closed to everybody now."
        )
    gone = f"{counted(erased.transcripts, 'transcript')} and {counted(erased.recordings, 'recording')}"
    done(f"consent-{kind.value}", f"The consent is withdrawn. {gone} removed.")


def _history(record: RecordPage) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in HEAD)
    rows = "".join(_row(row) for row in record.consents)
    return (
        '<div class="ml-table-frame ml-table-named" tabindex="0" role="region" '
        'aria-label="All that was agreed and withdrawn">'
        f'<table class="ml-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(row: ConsentRow) -> str:
    withdrawn = f"{day_said(row.withdrawn_on)}{_by(row.withdrawn_by)}" if row.withdrawn_on else "it stands"
    form = escape(row.form_version) or "not noted"
    cells = (day_said(row.given_on), escape(row.recorded_by) or "not kept", form, withdrawn)
    told = "".join(f'<td data-label="{name}">{cell}</td>' for name, cell in zip(HEAD[1:], cells, strict=True))
    return f'<tr><th scope="row">{CONSENT[row.kind]}</th>{told}</tr>'
