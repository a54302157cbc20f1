"""Comments on an alert, on the pages of clinician and supervisor."""

from __future__ import annotations

import pytest

from fit.casework import clinician
from tests.dashboard.pages.looking import html, labels, links, look_at, said, unfolded

CLIENT = "FALLING-ALLIANCE"
ASKED = "What did you notice <b>before</b> it fell?"


@pytest.fixture
def look(signed_in_as, episode_of):
    def one(name="clinician.one", page="client"):
        signed_in_as(name)
        return look_at(page, {"episode": episode_of(CLIENT)} if page == "client" else None)

    return one


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def alert_of(clinic, actor, episode):
    page = clinician.open_client(clinic, actor, episode)
    return next(alert.alert_id for alert in page.alerts if alert.state.is_open and alert.kind == "alliance")


def test_the_supervisor_writes_and_the_clinician_is_told_reads_and_answers(look):
    theirs = unfolded(look("supervisor.one"), "Comment, for the clinician")
    next(area for area in theirs.text_area if area.label.startswith("A few words about this")).set_value(ASKED)
    press(theirs, "Send")
    assert ASKED in said(theirs).replace("&lt;", "<").replace("&gt;", ">")

    caseload = look(page="caseload")
    assert "Your supervisor wrote on 1 alert" in caseload.expander[0].label
    mine = look()
    assert "Supervisor One (supervisor)" in said(mine)
    assert "<b>before</b>" not in html(mine)
    assert "1 comment, the last from Supervisor One" in [one.label for one in mine.expander]
    fields = [area for area in mine.text_area if area.label == "A few words about this, for your supervisor and you"]
    fields[0].set_value("She went quiet.")
    press(mine, "Send")

    supervision = look("supervisor.one", page="supervision")
    assert "A clinician wrote on 1 alert" in supervision.expander[0].label
    assert "2 comments, the last from Clinician One" in [one.label for one in supervision.expander]
    assert "She went quiet." in said(supervision)


def test_one_takes_back_what_one_wrote_and_nothing_else(look, clinic, people, episode_of):
    alert = alert_of(clinic, people["clinician.one"], episode_of(CLIENT))
    clinician.comment_on_alert(clinic, people["supervisor.one"], alert, "Forget this.")
    assert "Take back" not in labels(look())
    theirs = look("supervisor.one")
    press(theirs, "Take back")
    assert "Forget this." not in said(theirs)
    assert "Taken back on" in said(theirs)
    assert "Taken back on" in said(look())


def test_an_empty_comment_is_not_sent(look, clinic, people, episode_of):
    page = unfolded(look(), "Comment, for your supervisor")
    press(page, "Send")
    assert [one.value for one in page.error] == ["The comment is empty. Write what you want to say."]
    mine = clinician.open_client(clinic, people["clinician.one"], episode_of(CLIENT))
    assert [alert.comments for alert in mine.alerts if alert.comments] == []


def test_comments_stay_with_an_alert_that_is_closed(look, clinic, people, episode_of):
    actor = people["clinician.one"]
    page = clinician.open_client(clinic, actor, episode_of(CLIENT))
    clinician.comment_on_alert(clinic, actor, alert_of(clinic, actor, episode_of(CLIENT)), "We spoke about it.")
    for alert in page.alerts:
        if alert.state.is_open:
            clinician.mark_alert(clinic, actor, alert.alert_id, alert.state.CLOSED, "talked through")
    assert "We spoke about it." in said(look())


def test_the_digest_leads_to_the_thread(look, clinic, people, episode_of):
    alert = alert_of(clinic, people["clinician.one"], episode_of(CLIENT))
    clinician.comment_on_alert(clinic, people["supervisor.one"], alert, "And then?")
    page = look(page="caseload")
    page.session_state["digest"] = True
    page.run()
    assert "Supervisor One (supervisor) wrote on the alert of session 6" in said(page)
    assert ("client", f"episode={episode_of(CLIENT)}&session=6") in [(where, query) for _, where, query in links(page)]
