"""Session notes and one case formulation at the first desk of the demo clinic, in words of our own: simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework import clinician
from fit.casework.views import EvidenceKind, EvidenceRef, FormulationSection, NoteWords
from fit.repair import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.casework.views import FormulationPage

NOTES = (
    NoteWords(
        talked_about="The week, then the evening on which nobody answered the phone.",
        observed="Spoke fast at first, then long pauses. Looked at the door twice.",
        assessment="Waiting to be let down again, perhaps also here.",
        plan="Ask what the pauses are for.",
    ),
    NoteWords(
        talked_about="What changed since we put the goals in order.",
        observed="Smiled when naming the one thing that had worked.",
        assessment="More say in the order of things seems to help.",
        plan="Keep the first ten minutes open.",
    ),
    NoteWords(
        talked_about="How to tell the family about a free Sunday.",
        observed="Sat back, asked two questions of their own.",
        assessment="The worry is about being a burden, not about the Sunday.",
    ),
)
"""Of the last sessions, the oldest first."""
ADDED = "Try the sentence here before it is said at home."
"""A plan that was written later, as a second version of the newest note."""
STATEMENTS = (
    (FormulationSection.PRESENTING, "Came because of the nights, and speaks most of the days.", None),
    (FormulationSection.HYPOTHESES, "Says yes when something is too much; the marks say it first.", EvidenceKind.ALERT),
    (FormulationSection.HELPED, "Being asked what comes first, and having it written down.", EvidenceKind.REPAIR),
    (FormulationSection.STRENGTHS, "A sister who rings on Sundays. Humour, also about this room.", None),
    (
        FormulationSection.FOCUS,
        "Practise one sentence for the family, and look at the mark together.",
        EvidenceKind.NOTE,
    ),
)
SUPERVISORS = (FormulationSection.HYPOTHESES, "Who else was always busy? Only a question, for the next supervision.")
GUESS, WHY_NOT = "The nights are about work alone.", "The nights stayed as they were over a free week."


def bring_in_notes(clinic: Clinic, actor: Actor, supervisor: Actor, episode_ids: Sequence[str]) -> None:
    """Write notes and a formulation of the first episode whose repair worked; what is there already stays."""
    for episode_id in episode_ids:
        found = clinician.open_formulation(clinic, actor, episode_id)
        if any(row.follow_up is not None and row.follow_up.answer is Answer.REPAIRED for row in found.plans):
            if not found.statements:
                _notes(clinic, actor, found)
                _formulation(clinic, actor, supervisor, episode_id)
            return


def _notes(clinic: Clinic, actor: Actor, found: FormulationPage) -> None:
    place = (clinic, actor, found.client.episode.episode_id)
    for session, words in zip(found.client.sessions[-len(NOTES) :], NOTES, strict=False):
        saved = clinician.save_note(*place, session.session_id, words=words, based_on=0)
    newest = NoteWords(
        talked_about=words.talked_about, observed=words.observed, assessment=words.assessment, plan=ADDED
    )
    clinician.save_note(*place, saved.session_id, words=newest, based_on=saved.version)


def _formulation(clinic: Clinic, actor: Actor, supervisor: Actor, episode_id: str) -> None:
    choices = clinician.open_formulation(clinic, actor, episode_id).choices
    for section, words, kind in STATEMENTS:
        evidence: EvidenceRef | None = next((row.ref for row in choices if row.ref.kind is kind), None)
        clinician.save_statement(clinic, actor, episode_id, section=section, words=words, evidence=evidence)
    section, words = SUPERVISORS
    clinician.save_statement(clinic, supervisor, episode_id, section=section, words=words)
    guess = clinician.save_statement(clinic, actor, episode_id, section=FormulationSection.HYPOTHESES, words=GUESS)
    about = (clinic, actor, episode_id, guess.statement_id)
    clinician.set_aside_statement(*about, reason=WHY_NOT, based_on=guess.version)
