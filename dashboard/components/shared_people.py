"""The people of a couple, a family or a group beside each other: each with their own verdict in words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.links import page_link
from dashboard.components.status import status_html
from dashboard.dates import day_said
from dashboard.row_sentences import row_look, row_reason, row_when
from dashboard.sentences import counted, signed
from dashboard.words import AGE_BAND, CHANGE, ENDING, TRACK
from fit.casework.views import Attention
from fit.scales import scale
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import Apart, CaseloadRow, SharedPage, SharedPerson

__all__ = ["draw_apart", "draw_people"]

BESIDE = 2
APART_MEANS = (
    "How far apart they are is a fact and no verdict: there is no published line for it. People may live one session "
    "differently, and each rating is read by its own line. It can be worth asking both how it was for them."
)
COLUMNS = ("Day", "Form", "Ratings", "Apart")


def draw_people(page: SharedPage) -> None:
    """Draw everybody whom the reader may see, side by side; of the others, only how many there are."""
    here = [one for one in page.people if one.is_here]
    for first in range(0, len(here), BESIDE):
        columns = st.columns(BESIDE)
        for column, person in zip(columns, here[first : first + BESIDE], strict=False):
            with column:
                _draw(person)
    if page.others:
        one = "One more person, seen by a colleague." if page.others == 1 else ""
        many = f"{page.others} more people, seen by colleagues."
        st.html(f'<p class="ml-quiet">{one or many}</p>')
    gone = [one for one in page.people if not one.is_here]
    if gone:
        with st.expander("Who was part of it before"):
            for person in gone:
                st.html(f"<p>{_gone(person)}</p>")
                page_link(f"Open {person.row.client_label}", "client", {"episode": person.row.episode_id})


def _draw(person: SharedPerson) -> None:
    row = person.row
    with st.container(border=True, height="stretch", key=f"person-{row.episode_id}", gap="small"):
        page_link(row.client_label, "client", {"episode": row.episode_id}, icon=":material/person:")
        about = [AGE_BAND[row.age_band], counted(row.sessions, "session"), row_when(row)]
        about += [] if person.own else [f"seen by {row.clinician_name}"]
        about += [] if row.may_be_rated else ["no consent to ratings"]
        st.html(
            f'<div class="ml-person"><p class="ml-quiet">{escape(" · ".join(about))}</p>'
            f"{_attention(row)}"
            f"<p>Since the first {escape(row.outcome_title)}: {status_html(CHANGE[row.change])}</p>"
            f"{_track(row)}"
            f"<p>{escape(_numbers(row))}</p>"
            f"<p>{escape(_today(person))}</p></div>"
        )


def _attention(row: CaseloadRow) -> str:
    """What to look at first, where there is something; else the verdicts below say it all."""
    if row.attention is Attention.NOTHING:
        return ""
    return f"<p>{status_html(row_look(row))} {escape(row_reason(row))}</p>"


def _track(row: CaseloadRow) -> str:
    """The path by its name: somebody may be on it still, and have fallen from their best."""
    if row.track is Track.NOT_ASSESSABLE:
        return ""
    return f"<p>Against the expected path: {status_html(TRACK[row.track])}</p>"


def _numbers(row: CaseloadRow) -> str:
    if row.outcome_latest is None and row.alliance_latest is None:
        return "No rating yet."
    gain = f" ({signed(row.gain)} since the first)" if row.gain is not None else ""
    said = [f"{row.outcome_title} {row.outcome_latest}{gain}"] if row.outcome_latest is not None else []
    said += [f"{row.alliance_title} {row.alliance_latest}"] if row.alliance_latest is not None else []
    alerts = f"; {counted(row.open_alerts, 'open alert')}" if row.open_alerts else "; no open alert"
    return f"{', '.join(said)}{alerts}."


def _today(person: SharedPerson) -> str:
    """Say which of the two forms this person has filled in today."""
    given = [scale(one).title for one in person.pair if one in person.given_today]
    missing = [scale(one).title for one in person.pair if one not in person.given_today]
    if not missing:
        return f"Today: {' and '.join(given)} given."
    return f"Today: {' and '.join(given)} given, {missing[0]} not yet." if given else "Today: no rating yet."


def _gone(person: SharedPerson) -> str:
    row = person.row
    until = f"until {day_said(person.left_on)}" if person.left_on else ""
    if row.closed_on is not None:
        how = ENDING[row.ending].lower() if row.ending else "closed"
        until = f"{until}, " if until else until
        until = f"{until}episode {how} on {day_said(row.closed_on)}"
    return f"<strong>{escape(row.client_label)}</strong>, since {day_said(person.joined_on)}, {escape(until)}"


def draw_apart(rows: Sequence[Apart]) -> None:
    """Draw how the same day's sessions were rated by each, and how far apart that is."""
    if not rows:
        return
    st.header("The same session, rated by each", anchor=False)
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    lines = "".join(_line(row) for row in rows)
    st.html(
        '<div class="ml-table-frame ml-table-named" tabindex="0" role="region" aria-label="The same session, rated by '
        f'each"><table class="ml-table"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
    )
    st.caption(APART_MEANS)


def _line(row: Apart) -> str:
    marks = ", ".join(f"{escape(name)} {score}" for name, score in row.marks)
    cells = (row.scale_title, marks, f"{row.points} points")
    told = "".join(f'<td data-label="{name}">{cell}</td>' for name, cell in zip(COLUMNS[1:], cells, strict=True))
    return f'<tr><th scope="row">{day_said(row.day)}</th>{told}</tr>'
