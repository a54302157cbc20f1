"""Using the repair guide in tests: pressing, writing, choosing, and ratings that come in."""

from __future__ import annotations

from datetime import date, timedelta

from fit.casework import clinician
from fit.ratings import Mode
from fit.repair import Dimension, Listener, Setting, Step, script
from fit.scales import Score

DEFENSIVE = "Change takes time, and that is quite normal."
RECEIVING = "Thank you for telling me. It makes sense that you are disappointed in me."
MENU = """
import streamlit as st
from dashboard.pages import repair

def elsewhere():
    st.title("Elsewhere")

pages = [st.Page(repair.page, title="Here", url_path="repair", default=True)]
names = ("client", "caseload", "supervision", "reading", "rehearse", "card")
pages += [st.Page(elsewhere, title=name, url_path=name) for name in names]
st.navigation(pages, position="hidden").run()
"""


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def write(page, label, words, place=0):
    [field for field in page.text_area if field.label == label][place].set_value(words).run()
    assert not page.exception, page.exception


def choose(page, question, value):
    next(radio for radio in page.radio if radio.label == question).set_value(value).run()
    assert not page.exception, page.exception


def opened(clinic, actor, strained):
    return clinician.open_repair(clinic, actor, strained[0], session_id=strained[1])


def rated_low_on_the_relationship(clinic, actor, episode):
    """Two session ratings in a row: as ever yesterday, and today one line far lower."""
    rate(clinic, actor, episode, first=9.5, day=date.today() - timedelta(days=1))  # noqa: DTZ011
    rate(clinic, actor, episode, first=4.0, day=date.today())  # noqa: DTZ011
    return episode


def rate(clinic, actor, episode, *, first, day, others=9.4):
    session = clinician.start_session(clinic, actor, episode, day)
    marks = {"relationship": first, "goals": others, "approach": others, "overall": others}
    clinician.record_in_room(
        clinic,
        actor,
        episode,
        scale_id="srs",
        answers={item: Score.of(mark) for item, mark in marks.items()},
        mode=Mode.PAPER,
        line_length_px=None,
        calibrated=False,
        idempotency_key=f"rated-{day}",
        session_id=session,
    )


def sentences(kind, step=Step.VALIDATE, dimension=Dimension.RELATIONAL_BREACH, language="en"):
    return script(kind).say(step, dimension, Listener.ADULT, Setting.INDIVIDUAL, language=language)
