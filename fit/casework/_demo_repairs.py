"""Repairs at the first desk of the demo clinic: one that the ratings answered, one that did not work, one waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.alliance import Repair
from fit.casework import clinician
from fit.casework._demo_lives import FIRST_CLINICIAN
from fit.casework.views import PacketWritten
from fit.repair import Dimension, KindSeen, PlanState, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fit.casework._clinic import Clinic
    from fit.casework._demo_cast import DemoEpisode
    from fit.casework.actor import Actor
    from fit.casework.views import ClientPage, SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTalkHeld:
    """How a repairing talk went."""

    happened: str
    client_said: str
    agreed_change: str
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRepair:
    """A plan of the demo clinic, about a dip that the ratings answered in this way."""

    answer: Repair
    kind: KindSeen
    dimension: Dimension
    words: Mapping[Step, str]
    check_by: str
    felt: str = ""
    tells: str = ""
    talk: DemoTalkHeld | None = None
    comments: tuple[str, ...] = ()
    """Of the supervisor and the clinician in turn."""
    question: str = ""
    """For supervision: with one, a packet is shared."""


REPAIRS = (
    DemoRepair(
        answer=Repair.NOT_YET,
        kind=KindSeen.WITHDRAWAL,
        dimension=Dimension.RELATIONAL_BREACH,
        words={
            Step.VALIDATE: "Thank you for marking it lower last time. It helps me to know that something was off.",
            Step.META: "I have wondered since whether I hurried past what you said about your brother.",
        },
        check_by="The first line of the session rating, and whether there is more than yes and fine.",
        felt="Heavy, and a little bored. I filled the silences.",
        tells="Perhaps it was not safe enough to say what was missing.",
        talk=DemoTalkHeld(
            happened="I said that the mark was lower and asked what I had missed. A long pause, then a shrug.",
            client_said="It's fine. You have a lot of people to see.",
            agreed_change="ten minutes for whatever comes up before we go on",
            kept=True,
        ),
        comments=(
            "When you hear \u201cyou have a lot of people to see\u201d, what do you notice in yourself?",
            "That I wanted to say it is not so. I will ask about it instead.",
        ),
        question="After the talk it went on falling. What am I not hearing?",
    ),
    DemoRepair(
        answer=Repair.UNKNOWN,
        kind=KindSeen.CONFRONTATION,
        dimension=Dimension.GOALS_OR_METHOD,
        words={
            Step.VALIDATE: "It takes courage to say that the sheets do not help. I am glad that you said it.",
            Step.RENEGOTIATE: "What would you most like to be different by the spring?",
        },
        check_by="The third line of the session rating, and her own word at the end.",
    ),
    DemoRepair(
        answer=Repair.REPAIRED,
        kind=KindSeen.CONFRONTATION,
        dimension=Dimension.GOALS_OR_METHOD,
        words={
            Step.VALIDATE: "You told me straight that we were off course. Thank you.",
            Step.RENEGOTIATE: "Shall we look together at what you came for?",
        },
        check_by="The second line of the session rating.",
        talk=DemoTalkHeld(
            happened="We put the goals of the first session on the table and struck one out.",
            client_said="I didn't know I could just say that.",
            agreed_change="first the nights, the family later",
            kept=True,
        ),
    ),
)
"""In the order in which they look for a dip; each has an episode of its own."""


def may_have_a_plan(one: DemoEpisode) -> bool:
    """Whether an episode goes on at the first desk."""
    return one.clinician == FIRST_CLINICIAN and one.closed_on is None and not one.ratings_withdrawn


def bring_in_repairs(clinic: Clinic, actor: Actor, supervisor: Actor, episode_ids: Sequence[str]) -> None:
    """Let plans be made about dips in these episodes, which are the actor's own; what is there already stays."""
    pages = [clinician.open_client(clinic, actor, episode_id) for episode_id in episode_ids]
    for one in REPAIRS:
        found = next(((page, place) for page in pages for place in _dips(page, one.answer)), None)
        if found is not None:
            page, place = found
            pages.remove(page)
            _bring_in(clinic, actor, supervisor, page, place, one)


def _dips(page: ClientPage, answer: Repair) -> Iterator[int]:
    """Places of the sessions at which the alliance dipped and was answered so, the newest first; not the intake."""
    one = page.assessment
    meetings = () if one is None else one.meetings
    places = {session.meeting: place for place, session in enumerate(page.sessions)}
    for meeting, repair in zip(meetings[::-1], () if one is None else one.repairs[::-1], strict=True):
        if repair is answer and meeting > 1:
            yield places[meeting]


def _bring_in(clinic: Clinic, actor: Actor, supervisor: Actor, page: ClientPage, place: int, one: DemoRepair) -> None:
    episode_id, session_id = page.episode.episode_id, page.sessions[place].session_id
    if clinician.open_repair(clinic, actor, episode_id, session_id=session_id).plan is not None:
        return
    plan = clinician.save_reading(clinic, actor, episode_id, session_id, kind=one.kind, dimension=one.dimension)
    for step, words in one.words.items():
        clinician.save_words(clinic, actor, plan.plan_id, step=step, words=words)
    if one.felt:
        clinician.save_private_note(clinic, actor, plan.plan_id, felt=one.felt, tells=one.tells)
    plan = clinician.make_plan(clinic, actor, plan.plan_id, version=plan.version, check_by=one.check_by)
    if one.talk is not None:
        _talk(clinic, actor, plan.plan_id, plan.version, page.sessions[place + 1], one.talk)
    if one.question:
        written = PacketWritten(question=one.question)
        packet = clinician.save_packet(clinic, actor, episode_id, session_id, plan_id=plan.plan_id, written=written)
        clinician.share_packet(clinic, actor, packet.packet_id, shared=True, version=packet.version)
    for who, said in zip((supervisor, actor), one.comments, strict=False):
        clinician.comment_on_plan(clinic, who, plan.plan_id, said)


def _talk(clinic: Clinic, actor: Actor, plan_id: str, version: int, session: SessionRow, talk: DemoTalkHeld) -> None:
    talked = clinician.record_talk(
        clinic,
        actor,
        plan_id,
        version=version,
        happened=talk.happened,
        client_said=talk.client_said,
        agreed_change=talk.agreed_change,
        session_id=session.session_id,
    )
    state = PlanState.CHANGE_KEPT if talk.kept else PlanState.CHANGE_NOT_KEPT
    clinician.set_plan_state(clinic, actor, plan_id, state, version=talked.version)
