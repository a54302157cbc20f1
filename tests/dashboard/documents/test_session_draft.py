"""The draft of a session's documentation: recorded facts and own words, each in its place, and nothing else."""

from __future__ import annotations

import pytest

from dashboard.documents._work_sections import in_one_line
from dashboard.documents.session_draft import NOTHING, Order, as_document, as_text, session_draft
from dashboard.verdict_words import verdicts_of
from fit.casework import clinician
from fit.casework.views import NoteWords
from fit.errors import NotFoundError
from fit.reports.document import document
from tests.dashboard.documents.conftest import AGREED, CODE, MARKS, NAME, reader_of, text_of

WORDS = NoteWords(
    talked_about="The move.\n\nAnd the sister.",
    observed="Spoke softly.",
    assessment="The pace was mine, not theirs.",
    plan="Ask first what matters.",
)
HEADINGS = {
    Order.DAP: ["Data", "Assessment", "Plan"],
    Order.SOAP: ["Subjective", "Objective", "Assessment", "Plan"],
}


@pytest.fixture(scope="module")
def noted(world, told):
    """The third session with a note: its alliance had fallen."""
    session = told.page.sessions[2].session_id
    clinician.save_note(world.clinic, world.ann, told.episode, session, words=WORDS, based_on=0)
    return clinician.open_documentation(world.clinic, world.ann, told.episode, session)


def part(draft, name):
    """What stands in a line, wherever it is."""
    return next(said for one in draft.parts for label, said in one.lines if label == name)


@pytest.mark.parametrize("order", list(Order))
def test_the_parts_stand_in_the_order_asked_for_with_every_line_once(noted, order):
    draft = session_draft(noted, order, with_empty=True)
    assert [one.heading for one in draft.parts] == HEADINGS[order]
    lines = [name for one in draft.parts for name, _ in one.lines]
    other = [name for one in session_draft(noted, Order.DAP, with_empty=True).parts for name, _ in one.lines]
    assert sorted(lines) == sorted(other)
    assert len(set(lines)) == len(lines) == 14


def test_in_dap_order_what_was_talked_about_is_data_in_soap_it_is_the_clients(noted):
    def where(order):
        return next(
            one.heading
            for one in session_draft(noted, order).parts
            if "What was talked about" in [name for name, _ in one.lines]
        )

    assert (where(Order.DAP), where(Order.SOAP)) == ("Data", "Subjective")


def test_the_clinicians_words_are_taken_as_they_are(noted):
    draft = session_draft(noted, Order.DAP)
    assert part(draft, "What was talked about") == ("The move.", "And the sister.")
    assert part(draft, "What was seen and heard") == ("Spoke softly.",)
    assert part(draft, "How the clinician understands it") == ("The pace was mine, not theirs.",)
    assert part(draft, "Plan") == ("Ask first what matters.",)


def test_facts_are_those_of_the_session_and_verdicts_as_they_stood_then(noted):
    draft = session_draft(noted, Order.DAP)
    ors, srs = MARKS[2]
    assert part(draft, "Date and attendance") == ("Session 3, 16 Mar 2026.", "Rated by: client.")
    assert part(draft, "Scores") == (f"ORS {ors} (client)", f"SRS {srs} (client)")
    assert part(draft, "Since the last rating") == (
        f"ORS: {MARKS[1][0]} at session 2, {ors} now",
        f"SRS: {MARKS[1][1]} at session 2, {srs} now",
    )
    said = " ".join(part(draft, "What the ratings say"))
    assert f"+2.7 points since the first rating ({MARKS[0][0]} to {ors})" in said
    assert "28.6" not in said, "a later session"
    assert [each.sentence in said for each in verdicts_of(noted.strands[0])] == [True] * 3
    assert part(draft, "Agreed in a repair")[0].startswith("About session 3.")
    assert AGREED in part(draft, "Agreed in a repair")[0]
    alerts = part(draft, "Alerts of this session")
    assert any(one.startswith(f"The session rating is low: session rating {srs}, line ") for one in alerts)
    assert not any("Talk about it" in one or one.endswith("New.") for one in alerts)


def test_a_talk_stands_in_the_session_in_which_it_was(world, told):
    last = clinician.open_documentation(world.clinic, world.ann, told.episode)
    draft = session_draft(last, Order.SOAP)
    (talk,) = part(draft, "Talk about the alliance")
    assert talk.startswith(
        "About session 3. What happened: I asked what I had missed. The client said: \u201cYou rushed"
    )
    assert talk.endswith("The change agreed: not noted yet whether it is kept")
    assert part(draft, "Date and attendance")[-1] == "Not given: SRS (no time)."
    assert "ORS 12.5 (client), taken out: read from the wrong sheet" in part(draft, "Scores")
    assert "\u201cWalk to the harbour alone\u201d: rated 7 of 10" in part(draft, "Goals")


def test_answers_about_risk_are_facts_also_when_nothing_was_marked(world):
    episode = world.begin("RISK")
    clinician.start_session(world.clinic, world.ann, episode)
    world.rate(episode, "phq9", 0)
    found = clinician.open_documentation(world.clinic, world.ann, episode)
    (answer,) = part(session_draft(found, Order.DAP), "Answers about risk")
    assert answer.startswith("Thoughts of being better off dead, or of hurting oneself:")
    assert "(0 of 3)" in answer
    world.clock.forward(weeks=1)
    clinician.start_session(world.clinic, world.ann, episode)
    world.rate(episode, "phq9", 27)
    found = clinician.open_documentation(world.clinic, world.ann, episode)
    assert "(3 of 3)" in part(session_draft(found, Order.DAP), "Answers about risk")[0]


def test_where_no_risk_was_asked_about_it_says_so_and_which_scale_asks(world):
    episode = world.begin("UNASKED")
    clinician.start_session(world.clinic, world.ann, episode)
    world.rate(episode, "ors", 20)
    found = clinician.open_documentation(world.clinic, world.ann, episode)
    unasked, scales = part(session_draft(found, Order.SOAP), "Answers about risk")
    assert unasked == "No scale given at this session asks about risk."
    assert "PHQ-9" in scales
    assert "CORE-10" in scales
    assert "ORS" not in scales
    for text in (
        as_text(session_draft(found, Order.DAP)),
        text_of(document(as_document(session_draft(found, Order.DAP)))),
    ):
        assert unasked in text
        assert NOTHING not in text


def test_where_nothing_is_recorded_it_says_so_and_makes_nothing_up(world):
    episode = world.begin("BARE")
    clinician.start_session(world.clinic, world.ann, episode)
    found = clinician.open_documentation(world.clinic, world.ann, episode)
    assert [one.heading for one in session_draft(found, Order.DAP).parts] == ["Data"]
    draft = session_draft(found, Order.DAP, with_empty=True)
    empty = [name for one in draft.parts for name, said in one.lines if not said]
    assert len(empty) == 12
    text = as_text(draft)
    assert text.count(f": {NOTHING}") == 12
    assert "No rating." in text
    assert text_of(document(as_document(draft))).count(NOTHING) == 12


def test_before_the_first_session_there_is_none(world):
    found = clinician.open_documentation(world.clinic, world.ann, world.begin("NEW"))
    assert (found.session, found.strands, found.note) == (None, (), None)


def test_a_session_of_another_client_is_not_there(world, told):
    other = world.begin("OTHER")
    with pytest.raises(NotFoundError):
        clinician.open_documentation(world.clinic, world.ann, other, told.page.sessions[0].session_id)


def test_it_is_marked_as_a_draft_of_today_in_text_and_on_paper(noted):
    draft = session_draft(noted, Order.DAP)
    marked = f"Draft, made from recorded facts on {noted.page.as_of.day} Apr 2026."
    assert as_text(draft).splitlines()[1].startswith(marked)
    pdf = document(as_document(draft))
    reader = reader_of(pdf)
    assert marked in text_of(pdf)
    for page in reader.pages:
        assert "Draft, made from recorded facts on" in page.extract_text()
    assert reader.metadata.title == "Session documentation (DAP)"
    assert [one.title for one in reader.outline] == ["Session documentation (DAP)", *HEADINGS[Order.DAP]]
    assert document(as_document(draft)) == pdf


def test_by_code_only_no_name_is_put_in(noted):
    named, coded = (as_text(session_draft(noted, Order.DAP, named=named)) for named in (True, False))
    assert NAME in named
    assert "North ann" in named
    assert NAME not in coded
    assert "North ann" not in coded
    assert CODE in coded


def test_each_file_is_in_the_audit(world, told):
    before = world.actions().count("export_documentation")
    for _ in range(2):
        clinician.export_documentation(world.clinic, world.ann, told.episode)
    assert world.actions().count("export_documentation") == before + 2


def test_what_somebody_wrote_with_a_full_stop_is_followed_by_a_sentence():
    assert in_one_line(["what happened: A shrug.", "the client said: \u201cIt's fine.\u201d", "the change: kept"]) == (
        "what happened: A shrug. The client said: \u201cIt's fine.\u201d The change: kept"
    )
    assert in_one_line(["planned", "agreed: \u201cten minutes\u201d"]) == "planned; agreed: \u201cten minutes\u201d"
