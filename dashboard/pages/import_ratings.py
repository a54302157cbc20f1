"""Past ratings from a file: checked first, bad rows listed by line, and never half of a file by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.import_help import draw_import_help
from dashboard.components.links import page_link
from dashboard.differing import DIFFERING, differing
from dashboard.plain_text import plain
from dashboard.sentences import counted
from fit.casework.actor import Role
from fit.casework.administrator import check_import, import_ratings, list_users
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from fit.casework.views import ImportReport

__all__ = ["page"]

PROBLEMS_SHOWN = 200
"""Nobody mends more at once, and the page stays light."""
FIX_FIRST, TAKE_GOOD = "Fix the file first, and take nothing now", "Take the good rows now, and leave the bad ones out"
NOBODY = "Leave them unassigned for now"


def page() -> None:
    """Ask for a file, check it, and take it when the administrator says so."""
    st.title("Import past ratings", anchor=False)
    st.html('<p class="ml-lead">Choose a file. It is checked first; nothing is stored until you say so.</p>')
    file = st.file_uploader("A CSV file of ratings", type="csv", key=f"file-{st.session_state.get('files', 0)}")
    if file is None:
        draw_import_help(expanded=True)
        st.stop()
    done = st.session_state.get(f"done-{file.file_id}")
    if done is not None:
        _draw_done(done)
        st.stop()
    report = _checked(file)
    _draw_findings(report)
    _draw_choice(file, report)
    draw_import_help(expanded=False)


def _checked(file: UploadedFile) -> ImportReport:
    """Check a file once; later runs of the page show what was found."""
    key = f"checked-{file.file_id}"
    if key not in st.session_state:
        with_progress = _progress("Checking")
        st.session_state[key] = _or_say_why(
            lambda: check_import(current_clinic(), current_actor(), file.name, file.getvalue(), progress=with_progress)
        )
    report: ImportReport = st.session_state[key]
    return report


def _progress(doing: str) -> Callable[[float, str], None]:
    bar = st.progress(0.0, text=doing)

    def tell(share: float, what: str) -> None:
        if share < 1.0:
            bar.progress(max(share, 0.0), text=what.capitalize())
        else:
            bar.empty()

    return tell


def _or_say_why(work: Callable[[], ImportReport]) -> ImportReport:
    try:
        return work()
    except InputError as wrong:
        st.error(plain(str(wrong)))
        st.stop()


def _draw_findings(report: ImportReport) -> None:
    numbers = (
        ("Good rows", report.rows_good),
        ("Bad rows", report.rows_bad_count),
        ("New ratings", report.new_ratings),
        ("Already here", report.known_ratings),
        ("New episodes", report.new_episodes),
    )
    with st.container(horizontal=True, gap="large", key="import-numbers"):
        for name, number in numbers:
            st.metric(name, f"{number:,}", width="content")
    if report.differing_lines:
        st.warning(f"{differing(report.differing_lines)} {DIFFERING}")
    if report.rows_bad:
        _draw_problems(report)


def _draw_problems(report: ImportReport) -> None:
    st.header("Rows that cannot be taken", anchor=False)
    shown = report.rows_bad[:PROBLEMS_SHOWN]
    rows = [{"Line": row.line, "What is wrong": row.what, "What to do": row.remedy} for row in shown]
    widths = {"Line": st.column_config.NumberColumn(width="small", format="%d")}
    alt = "Bad rows: line, what is wrong, what to do"
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=widths, alt=alt)
    if report.rows_bad_count > len(shown):
        st.caption(f"The first {len(shown)} are shown. Mend these and check the file again.")


def _draw_choice(file: UploadedFile, report: ImportReport) -> None:
    if report.new_ratings == 0:
        st.info("There is nothing new in this file." if report.rows_good else "No row of this file can be taken.")
        return
    take_good = _whether_to_take_good() if report.rows_bad else False
    if report.rows_bad and not take_good:
        st.markdown("Correct the rows above in your file, then choose it again here.")
        return
    clinician = _whose() if report.unassigned_episodes else None
    if st.button(f"Import {counted(report.new_ratings, 'rating')}", type="primary"):
        _import(file, take_good=take_good, clinician=clinician)


def _whether_to_take_good() -> bool:
    choices = (FIX_FIRST, TAKE_GOOD)
    return st.radio("What shall happen?", choices, key="import-bad-rows") == TAKE_GOOD


def _whose() -> str | None:
    """Ask for whom the episodes are whose file names no clinician."""
    users = list_users(current_clinic(), current_actor())
    names = {user.sign_in_name: user.display_name for user in users if user.role == Role.CLINICIAN and user.active}
    chosen = st.selectbox(
        "Whose clients are those without a clinician in the file?",
        [None, *names],
        format_func=lambda name: names.get(name, NOBODY),
        key="import-clinician",
        width=420,
    )
    return chosen or None


def _import(file: UploadedFile, *, take_good: bool, clinician: str | None) -> None:
    with_progress = _progress("Importing")
    st.session_state[f"done-{file.file_id}"] = _or_say_why(
        lambda: import_ratings(
            current_clinic(),
            current_actor(),
            file.name,
            file.getvalue(),
            take_good_rows=take_good,
            clinician_sign_in_name=clinician,
            progress=with_progress,
        )
    )
    st.rerun()


def _draw_done(report: ImportReport) -> None:
    left_out = f" {counted(report.rows_bad_count, 'bad row')} left out." if report.rows_bad else ""
    new = f"{counted(report.new_ratings, 'rating')} imported, {counted(report.new_episodes, 'new episode')}."
    if report.stored:
        st.success(f"{new}{left_out}")
    else:
        st.warning("Nothing was taken.")
    if report.stored and report.unassigned_episodes:
        st.info(f"{counted(report.unassigned_episodes, 'episode')} without a clinician. Assign them next.")
        page_link("Assign them", "people", icon=":material/badge:")
    st.button("Import another file", on_click=_next_file)


def _next_file() -> None:
    st.session_state["files"] = st.session_state.get("files", 0) + 1
