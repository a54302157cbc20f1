"""One client as an administrator sees them: how much is kept, what was agreed, the legal hold, and erasing it all."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, draw_done, form_number, say_next, saying_why
from dashboard.components.client_export import draw_export
from dashboard.components.kept_episodes import draw_kept_episodes
from dashboard.components.links import go_to
from dashboard.components.status import status_html
from dashboard.dates import day_said, moment_said
from dashboard.keeping_words import AGREED_TO, CAREFULLY, HELD, NOT_HELD, REASON, kept_said
from dashboard.sentences import counted
from fit.casework.administrator import erase_client, lift_hold, set_hold
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fit.casework.views import ConsentRow, HoldRow, KeepingPage, WholeErasure

__all__ = ["draw_kept_client"]


def draw_kept_client(kept: KeepingPage) -> None:
    """Draw what is kept of a client, and what an administrator can do with it."""
    name = f"{kept.client_code} · {kept.client_name}" if kept.client_name else kept.client_code
    st.title(name, anchor=False)
    draw_done()
    st.html(status_html(HELD if kept.held else NOT_HELD))
    st.html(f"<p>{escape(kept_said(kept))} {escape(_ended(kept))}</p>")
    _draw_consents(kept.consents)
    draw_kept_episodes(kept)
    draw_export(kept.episode_id)
    _draw_hold(kept)
    _draw_erasing(kept)


def _ended(kept: KeepingPage) -> str:
    if kept.open_episodes:
        return f"{counted(kept.open_episodes, 'episode')} still open."
    return f"The last episode ended on {day_said(kept.last_ended_on, 'a day that nobody noted')}."


def _draw_consents(rows: Sequence[ConsentRow]) -> None:
    st.header("What was agreed and withdrawn", anchor=False)
    if not rows:
        st.markdown("No consent is noted here.")
        return
    st.html(_table("What was agreed and withdrawn", ("Consent", "Agreed", "On form", "Withdrawn"), map(_consent, rows)))


def _consent(row: ConsentRow) -> tuple[str, ...]:
    withdrawn = f"{day_said(row.withdrawn_on)}, {row.withdrawn_by or 'not kept'}" if row.withdrawn_on else "it stands"
    agreed = f"{day_said(row.given_on)}, {row.recorded_by or 'not kept'}"
    return AGREED_TO[row.kind], agreed, row.form_version or "not noted", withdrawn


def _hold(row: HoldRow) -> tuple[str, ...]:
    lifted = f"{moment_said(row.lifted_at)}, {row.lifted_by}: {row.lifted_reason}" if row.lifted_at else "it stands"
    return row.reason, f"{moment_said(row.set_at)}, {row.set_by}", lifted


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    names = "".join(f'<th scope="col">{one}</th>' for one in head)
    lines = "".join(_line(row, head) for row in rows)
    return (
        f'<div class="ml-table-frame ml-table-named" tabindex="0" role="region" aria-label="{name}">'
        f'<table class="ml-table"><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table></div>'
    )


def _line(cells: Sequence[str], head: Sequence[str]) -> str:
    first, *others = map(escape, cells)
    told = "".join(f'<td data-label="{name}">{cell}</td>' for name, cell in zip(head[1:], others, strict=True))
    return f'<tr><th scope="row">{first}</th>{told}</tr>'


def _draw_hold(kept: KeepingPage) -> None:
    st.header("Legal hold", anchor=False)
    st.markdown(
        "Nothing of a client under a legal hold is erased, by nobody and by no rule. What the client withdraws then is"
        " closed to everybody at once, and erased when the hold is lifted."
    )
    if kept.holds:
        st.html(_table("Legal holds", ("Why", "Set", "Lifted"), map(_hold, kept.holds)))
    number = form_number("hold")
    with st.form(f"hold-{number}", width=FORM_WIDTH):
        why = st.text_input(
            "Why it is lifted" if kept.held else "Why nothing may be erased", key=f"hold-why-{number}", max_chars=500
        )
        if st.form_submit_button("Lift the legal hold" if kept.held else "Set a legal hold"):
            with saying_why():
                _change_hold(kept, why)


def _change_hold(kept: KeepingPage, why: str) -> None:
    place = (current_clinic(), current_actor(), kept.episode_id)
    if not kept.held:
        set_hold(*place, reason=why)
        done("hold", "The legal hold is set. Nothing of this client is erased until it is lifted.")
    erased = lift_hold(*place, reason=why)
    gone = f"{counted(erased.transcripts, 'transcript')} and {counted(erased.recordings, 'recording')}"
    waited = f" What the client had withdrawn is erased now: {gone}." if erased.transcripts or erased.recordings else ""
    done("hold", f"The legal hold is lifted.{waited}")


def _draw_erasing(kept: KeepingPage) -> None:
    st.header("Erase everything of this client", anchor=False)
    if kept.held:
        st.markdown("Not while the legal hold stands. Lift it first.")
        return
    st.markdown(CAREFULLY)
    with st.form("erase", width=FORM_WIDTH):
        reason = st.selectbox("Why", list(REASON), index=None, format_func=REASON.__getitem__)
        code = st.text_input("Write the client's code, to be sure whose records these are", autocomplete="off")
        if st.form_submit_button("Erase everything for good"):
            with saying_why():
                if reason is None:
                    raise InputError("Choose why first.")
                found = erase_client(
                    current_clinic(), current_actor(), kept.episode_id, reason=reason, client_code=code
                )
                say_next(_gone(found))
                go_to("keeping")


def _gone(found: WholeErasure) -> str:
    said = (
        f"Everything of this client is erased: {counted(found.rows, 'row')} of the database and "
        f"{counted(found.recordings, 'recording')}."
    )
    if found.log_emptied:
        return said
    return f"{said} The database's log could not be emptied while somebody was reading; restarting the server does it."
