"""Who may do what with whose client: every use case, tried by every role on every relation.

The table below is what the clinic was promised. A use case without a row fails.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, fields, replace
from datetime import date
from io import BytesIO

import pytest

from fit.casework import Role, access, administrator, client, clinician, director, supervisor
from fit.casework._permission import GRANTS
from fit.casework.views import (
    AlertState,
    Asked,
    CaseloadFilter,
    ConsentKind,
    EventKind,
    GoalState,
    MomentVerdict,
    PacketWritten,
    SkipReason,
    Way,
)
from fit.errors import AccessDeniedError, ConflictError, NotFoundError, TranscriptError
from fit.interop.anonymity import LEAST
from fit.ratings import Ending, Mode
from fit.repair import Dimension, KindSeen, PlanState, Step
from fit.scales import AgeBand
from fit.service.alliance_grid import Period
from fit.store.ids import new_id
from fit.transcripts import read_transcript
from tests.fit.casework.sounds import recorded
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.world import PASSPHRASE, csv, spread
from tests.fit.reports.forms import printed

MODULES = (access, client, clinician, supervisor, director, administrator)

# use case          | clinician | supervisor     | director | administrator
#   own: own client; supervisee: a supervisee's; other: a colleague's; here: about no single client; token: no role
PROMISED = """
sign_in             | token
actor_of            | token
sign_out            | token
open_form           | token
record_rating       | token
skip_rating         | token
begin_form          | token
redeem_code         | token
take_back           | token
resume_form         | token
create_clinic       | token
open_account        | here      | here           | here     | here
change_passphrase   | here      | here           | here     | here
set_pin             | here      | here           | here     | here
revoke_all          | here      | here           | here     | here
begin_episode       | here      | here           |          |
open_caseload       | here      | here           |          |
open_client         | own       | own supervisee |          |
open_together       | own       | own            |          |
start_session       | own       | own            |          |
set_language        | own       | own            |          |
hand_over           | own       | own            |          |
invite              | own       | own            |          |
withdraw_invitation | own       | own            |          |
open_invitations    | own       | own            |          |
skip_in_room        | own       | own            |          |
record_in_room      | own       | own            |          |
supersede_rating    | own       | own            |          |
mark_alert          | own       | own            |          |
open_scale          | here      | here           |          |
blank_form          | here      | here           |          |
snooze_alert        | own       | own            |          |
wake_alert          | own       | own            |          |
add_tag             | own       | own            |          |
remove_tag          | own       | own            |          |
save_view           | here      | here           |          |
remove_view         | here      | here           |          |
open_digest         | here      | here           |          |
open_urgent         | here      | here           |          |
read_digest         | here      | here           |          |
add_event           | own       | own            |          |
remove_event        | own       | own            |          |
compare_episodes    | own       | own supervisee |          |
export_course       | own       | own supervisee |          |
open_record         | own       | own supervisee |          |
check_transcript    | own       | own            |          |
import_transcript   | own       | own            |          |
keep_transcript     | own       | own            |          |
open_transcript     | own       | own supervisee |          |
edit_turn           | own       | own            |          |
remove_transcript   | own       | own            |          |
export_transcript   | own       | own supervisee |          |
search_record       | own       | own supervisee |          |
put_recording       | own       | own            |          |
open_recordings     | own       | own supervisee |          |
cancel_recording    | own       | own            |          |
retry_recording     | own       | own            |          |
remove_recording    | own       | own            |          |
check_written       | own       | own            |          |
take_written        | own       | own            |          |
listen_recording    | own       | own supervisee |          |
open_reading        | own       | own supervisee |          |
show_excerpt        | own       | own            |          |
write_memory        | own       | own            |          |
label_moment        | own       | own            |          |
open_patterns       | own       | own supervisee |          |
open_own_patterns   | here      | here           |          |
open_repair         | own       | own supervisee |          |
open_repair_tasks   | here      | here           |          |
save_reading        | own       | own            |          |
save_words          | own       | own            |          |
save_private_note   | own       | own            |          |
share_private_note  | own       | own            |          |
make_plan           | own       | own            |          |
record_talk         | own       | own            |          |
set_plan_state      | own       | own            |          |
comment_on_plan     | own       | own supervisee |          |
open_packet         | own       | own supervisee |          |
save_packet         | own       | own            |          |
export_packet       | own       | own            |          |
share_packet        | own       | own            |          |
open_shared_packets |           | here           |          |
open_supervised_plans |         | here           |          |
open_goals          | own       | own supervisee |          |
add_goal            | own       | own            |          |
change_goal         | own       | own            |          |
rate_goal           | own       | own            |          |
end_goal            | own       | own            |          |
open_debrief        | own       | own            |          |
save_debrief        | own       | own            |          |
open_learning       | here      | here           |          |
add_learning_point  | own       | own            |          |
mark_learning_point | here      | here           |          |
share_learning_point | here     | here           |          |
remove_learning_point | here    | here           |          |
open_repairs        | here      | here           |          |
open_team_repairs   |           | here           |          |
open_clinic_repairs |           |                | here     |
open_outcomes       | here      | here           |          |
open_team_outcomes  |           | here           |          |
open_clinic_outcomes |          |                | here     |
open_team_board     |           | here           |          |
open_board          |           |                | here     |
open_service_report |           |                | here     |
make_service_report |           |                | here     |
extract_records     |           |                | here     |
open_supervision    |           | here           |          |
open_flagged_sessions |         | here           |          |
open_overview       |           |                | here     |
open_alliance_grid  | here      | here           | here     |
list_users          |           |                |          | here
add_user            |           |                |          | here
set_active          |           |                |          | here
reset_passphrase    |           |                |          | here
add_supervision     |           |                |          | here
end_supervision     |           |                |          | here
check_import        |           |                |          | here
import_ratings      |           |                |          | here
list_unassigned     |           |                |          | here
find_episode        |           |                |          | here
open_audit          |           |                |          | here
verify_audit        |           |                |          | here
open_wording        |           |                |          | here
confirm_licence     |           |                |          | here
add_client          | here      | here           |          | here
assign_episode      |           |                |          | other
open_consents       | own       | own            |          | other
record_consent      | own       | own            |          | other
withdraw_consent    | own       | own            |          | other
close_episode       | own       | own            |          | other
"""

FILE = csv("E1,adult,1,ors,20.0,2026-01-05")
CALLS = {
    "change_passphrase": lambda w, a, _: access.change_passphrase(w.clinic, a, PASSPHRASE, PASSPHRASE),
    "open_account": lambda w, a, _: access.open_account(w.clinic, a),
    "set_pin": lambda w, a, _: access.set_pin(w.clinic, a, "1357"),
    "revoke_all": lambda w, a, _: access.revoke_all(w.clinic, a, a.user_id),
    "begin_episode": lambda w, a, _: clinician.begin_episode(
        w.clinic, a, code=f"of-{a.user_id}", age_band=AgeBand.ADULT
    ),
    "open_caseload": lambda w, a, _: clinician.open_caseload(w.clinic, a),
    "open_client": lambda w, a, t: clinician.open_client(w.clinic, a, t.episode),
    "open_together": lambda w, a, t: clinician.open_together(w.clinic, a, t.episode),
    "set_language": lambda w, a, t: clinician.set_language(w.clinic, a, t.episode, "de"),
    "start_session": lambda w, a, t: clinician.start_session(w.clinic, a, t.episode),
    "hand_over": lambda w, a, t: clinician.hand_over(w.clinic, a, asked(t), web_session_token="x"),
    "invite": lambda w, a, t: clinician.invite(w.clinic, a, asked(t), way=Way.CODE),
    "withdraw_invitation": lambda w, a, t: clinician.withdraw_invitation(w.clinic, a, t.invitation),
    "open_invitations": lambda w, a, t: clinician.open_invitations(w.clinic, a, t.episode),
    "skip_in_room": lambda w, a, t: clinician.skip_in_room(
        w.clinic, a, t.episode, scale_id="srs", reason=SkipReason.NO_TIME, idempotency_key=f"skip-{t.episode}"
    ),
    "record_in_room": lambda w, a, t: clinician.record_in_room(
        w.clinic,
        a,
        t.episode,
        scale_id="ors",
        answers=spread("ors", 20),
        mode=Mode.ORAL,
        line_length_px=None,
        calibrated=False,
        idempotency_key=t.episode,
    ),
    "supersede_rating": lambda w, a, t: clinician.supersede_rating(w.clinic, a, t.rating, "wrong client"),
    "mark_alert": lambda w, a, t: clinician.mark_alert(w.clinic, a, t.alert, AlertState.SEEN),
    "open_scale": lambda w, a, _: clinician.open_scale(w.clinic, a, "ors", "en"),
    "blank_form": lambda w, a, _: clinician.blank_form(w.clinic, a, "ors", language="en", printed=printed),
    "snooze_alert": lambda w, a, t: clinician.snooze_alert(w.clinic, a, t.alert),
    "wake_alert": lambda w, a, t: clinician.wake_alert(w.clinic, a, t.alert),
    "add_tag": lambda w, a, t: clinician.add_tag(w.clinic, a, t.episode, "group"),
    "remove_tag": lambda w, a, t: clinician.remove_tag(w.clinic, a, t.episode, "group"),
    "save_view": lambda w, a, _: clinician.save_view(w.clinic, a, "mine", CaseloadFilter()),
    "remove_view": lambda w, a, _: remove_own_view(w, a),
    "open_urgent": lambda w, a, _: clinician.open_urgent(w.clinic, a),
    "open_digest": lambda w, a, _: clinician.open_digest(w.clinic, a),
    "read_digest": lambda w, a, _: clinician.read_digest(w.clinic, a, w.clock.moment),
    "add_event": lambda w, a, t: clinician.add_event(
        w.clinic, a, t.episode, kind=EventKind.NOTE, said="moved house", meeting=1
    ),
    "remove_event": lambda w, a, t: clinician.remove_event(w.clinic, a, t.event, "wrong client"),
    "compare_episodes": lambda w, a, t: clinician.compare_episodes(w.clinic, a, t.episode),
    "export_course": lambda w, a, t: clinician.export_course(w.clinic, a, t.episode),
    "open_record": lambda w, a, t: clinician.open_record(w.clinic, a, t.episode),
    "check_transcript": lambda w, a, t: clinician.check_transcript(w.clinic, a, t.episode, vtt("another file")),
    "import_transcript": lambda w, a, t: clinician.import_transcript(
        w.clinic, a, t.episode, session_id=t.session, content=vtt("another file"), roles=ROLES
    ),
    "keep_transcript": lambda w, a, t: clinician.keep_transcript(
        w.clinic, a, t.episode, session_id=t.session, transcript=read_transcript(vtt("made here"), "x"), roles=ROLES
    ),
    "open_transcript": lambda w, a, t: clinician.open_transcript(w.clinic, a, t.episode, t.transcript),
    "edit_turn": lambda w, a, t: clinician.edit_turn(w.clinic, a, t.episode, t.turn, version=1, text="said otherwise"),
    "remove_transcript": lambda w, a, t: clinician.remove_transcript(w.clinic, a, t.episode, t.transcript),
    "export_transcript": lambda w, a, t: clinician.export_transcript(w.clinic, a, t.episode, t.transcript),
    "search_record": lambda w, a, t: clinician.search_record(w.clinic, a, "walk", episode_id=t.episode),
    "put_recording": lambda w, a, t: refused_in_words(
        lambda: clinician.put_recording(w.clinic, a, t.episode, t.session, BytesIO(b"no sound"))
    ),
    "open_recordings": lambda w, a, t: clinician.open_recordings(w.clinic, a, t.episode),
    "cancel_recording": lambda w, a, t: clinician.cancel_recording(w.clinic, a, t.episode, t.written),
    "retry_recording": lambda w, a, t: clinician.retry_recording(w.clinic, a, t.episode, t.written),
    "remove_recording": lambda w, a, t: clinician.remove_recording(w.clinic, a, t.episode, t.written),
    "check_written": lambda w, a, t: clinician.check_written(w.clinic, a, t.episode, t.written),
    "take_written": lambda w, a, t: clinician.take_written(w.clinic, a, t.episode, t.written, roles=ROLES),
    "listen_recording": lambda w, a, t: clinician.listen_recording(w.clinic, a, t.episode, t.kept).file.close(),
    "open_reading": lambda w, a, t: clinician.open_reading(w.clinic, a, t.episode, t.session),
    "show_excerpt": lambda w, a, t: clinician.show_excerpt(w.clinic, a, t.episode, t.transcript, 0),
    "write_memory": lambda w, a, t: clinician.write_memory(w.clinic, a, t.episode, t.session, "It was quiet."),
    "label_moment": lambda w, a, t: clinician.label_moment(w.clinic, a, t.episode, t.moment, MomentVerdict.RIGHT),
    "open_patterns": lambda w, a, t: clinician.open_patterns(w.clinic, a, t.episode),
    "open_own_patterns": lambda w, a, _: clinician.open_own_patterns(w.clinic, a),
    "open_repair": lambda w, a, t: clinician.open_repair(w.clinic, a, t.episode, session_id=t.strained),
    "open_repair_tasks": lambda w, a, _: clinician.open_repair_tasks(w.clinic, a),
    "save_reading": lambda w, a, t: clinician.save_reading(
        w.clinic, a, t.episode, t.strained, kind=KindSeen.BOTH, dimension=Dimension.NOT_SURE, version=1
    ),
    "save_words": lambda w, a, t: clinician.save_words(w.clinic, a, t.plan, step=Step.VALIDATE, words="Thank you."),
    "save_private_note": lambda w, a, t: clinician.save_private_note(
        w.clinic, a, t.plan, felt="thrown", tells="I wanted to be liked", version=1
    ),
    "share_private_note": lambda w, a, t: clinician.share_private_note(w.clinic, a, t.plan, shared=True, version=1),
    "make_plan": lambda w, a, t: clinician.make_plan(w.clinic, a, t.plan, version=1, check_by="the session rating"),
    "record_talk": lambda w, a, t: clinician.record_talk(w.clinic, a, t.plan, version=1, happened="I asked."),
    "set_plan_state": lambda w, a, t: clinician.set_plan_state(
        w.clinic, a, t.plan, PlanState.SET_ASIDE, version=1, reason="moved away"
    ),
    "comment_on_plan": lambda w, a, t: clinician.comment_on_plan(w.clinic, a, t.plan, "Shall we look at it?"),
    "open_packet": lambda w, a, t: clinician.open_packet(w.clinic, a, t.episode, packet_id=t.packet),
    "save_packet": lambda w, a, t: clinician.save_packet(
        w.clinic, a, t.episode, t.strained, plan_id=t.plan, written=PacketWritten(question="What do I miss?"), version=2
    ),
    "export_packet": lambda w, a, t: clinician.export_packet(w.clinic, a, t.episode, plan_id=t.plan),
    "share_packet": lambda w, a, t: clinician.share_packet(w.clinic, a, t.packet, shared=False, version=2),
    "open_shared_packets": lambda w, a, _: supervisor.open_shared_packets(w.clinic, a),
    "open_supervised_plans": lambda w, a, _: supervisor.open_supervised_plans(w.clinic, a),
    "open_goals": lambda w, a, t: clinician.open_goals(w.clinic, a, t.episode),
    "add_goal": lambda w, a, t: clinician.add_goal(w.clinic, a, t.episode, words="sleep through"),
    "change_goal": lambda w, a, t: clinician.change_goal(w.clinic, a, t.goal, words="sleep until five"),
    "rate_goal": lambda w, a, t: clinician.rate_goal(w.clinic, a, t.goal, mark=4),
    "end_goal": lambda w, a, t: clinician.end_goal(w.clinic, a, t.goal, state=GoalState.REACHED),
    "open_debrief": lambda w, a, t: refused_in_words(lambda: clinician.open_debrief(w.clinic, a, t.episode)),
    "save_debrief": lambda w, a, t: refused_in_words(
        lambda: clinician.save_debrief(w.clinic, a, t.episode, earlier="ask sooner")
    ),
    "open_learning": lambda w, a, _: clinician.open_learning(w.clinic, a),
    "add_learning_point": lambda w, a, t: clinician.add_learning_point(w.clinic, a, "ask sooner", episode_id=t.episode),
    "mark_learning_point": lambda w, a, _: with_own_point(
        w, a, lambda point: clinician.mark_learning_point(w.clinic, a, point, tried=True)
    ),
    "share_learning_point": lambda w, a, _: with_own_point(
        w, a, lambda point: clinician.share_learning_point(w.clinic, a, point, shared=True)
    ),
    "remove_learning_point": lambda w, a, _: with_own_point(
        w, a, lambda point: clinician.remove_learning_point(w.clinic, a, point)
    ),
    "open_repairs": lambda w, a, _: clinician.open_repairs(w.clinic, a),
    "open_team_repairs": lambda w, a, _: supervisor.open_team_repairs(w.clinic, a),
    "open_clinic_repairs": lambda w, a, _: director.open_clinic_repairs(w.clinic, a),
    "open_outcomes": lambda w, a, _: clinician.open_outcomes(w.clinic, a),
    "open_team_outcomes": lambda w, a, _: supervisor.open_team_outcomes(w.clinic, a),
    "open_clinic_outcomes": lambda w, a, _: director.open_clinic_outcomes(w.clinic, a),
    "open_team_board": lambda w, a, _: supervisor.open_team_board(w.clinic, a),
    "open_board": lambda w, a, _: director.open_board(w.clinic, a),
    "open_service_report": lambda w, a, _: director.open_service_report(w.clinic, a),
    "make_service_report": lambda w, a, _: director.make_service_report(w.clinic, a, date(2026, 2, 1)),
    "extract_records": lambda w, a, _: extracted(w, a),
    "open_supervision": lambda w, a, _: supervisor.open_supervision(w.clinic, a),
    "open_flagged_sessions": lambda w, a, _: supervisor.open_flagged_sessions(
        w.clinic, a, w.ann.user_id, begins=date(2026, 3, 2), period=Period.WEEK
    ),
    "open_overview": lambda w, a, _: director.open_overview(w.clinic, a),
    "open_alliance_grid": lambda w, a, _: director.open_alliance_grid(w.clinic, a),
    "list_users": lambda w, a, _: administrator.list_users(w.clinic, a),
    "add_user": lambda w, a, _: administrator.add_user(
        w.clinic, a, sign_in_name="new", display_name="New", role=Role.CLINICIAN, passphrase=PASSPHRASE
    ),
    "set_active": lambda w, a, _: administrator.set_active(w.clinic, a, w.ben.user_id, active=False),
    "reset_passphrase": lambda w, a, _: administrator.reset_passphrase(w.clinic, a, w.ben.user_id, PASSPHRASE),
    "add_supervision": lambda w, a, _: administrator.add_supervision(w.clinic, a, w.sue.user_id, w.ben.user_id),
    "end_supervision": lambda w, a, _: administrator.end_supervision(w.clinic, a, w.sue.user_id, w.ann.user_id),
    "check_import": lambda w, a, _: administrator.check_import(w.clinic, a, "f.csv", FILE),
    "import_ratings": lambda w, a, _: administrator.import_ratings(w.clinic, a, "f.csv", FILE),
    "list_unassigned": lambda w, a, _: administrator.list_unassigned(w.clinic, a),
    "find_episode": lambda w, a, _: administrator.find_episode(w.clinic, a, "imported"),
    "open_audit": lambda w, a, _: administrator.open_audit(w.clinic, a),
    "verify_audit": lambda w, a, _: administrator.verify_audit(w.clinic, a),
    "open_wording": lambda w, a, _: administrator.open_wording(w.clinic, a),
    "confirm_licence": lambda w, a, _: administrator.confirm_licence(w.clinic, a, "ors", statement_version="2026-11"),
    "add_client": lambda w, a, _: administrator.add_client(
        w.clinic, a, code="new", age_band=AgeBand.ADULT, clinician_id=w.ben.user_id
    ),
    "assign_episode": lambda w, a, t: administrator.assign_episode(w.clinic, a, t.episode, w.ben.user_id),
    "open_consents": lambda w, a, t: administrator.open_consents(w.clinic, a, t.episode),
    "record_consent": lambda w, a, t: administrator.record_consent(
        w.clinic, a, t.episode, kind=ConsentKind.RECORDING, given_on=date(2026, 3, 1)
    ),
    "withdraw_consent": lambda w, a, t: administrator.withdraw_consent(
        w.clinic, a, t.episode, kind=ConsentKind.RATINGS, withdrawn_on=date(2026, 3, 9)
    ),
    "close_episode": lambda w, a, t: administrator.close_episode(
        w.clinic, a, t.episode, closed_on=date(2026, 6, 1), ending=Ending.PLANNED
    ),
}


def refused_in_words(work):
    """Do what only the missing recogniser, or the sound itself, stands in the way of."""
    with pytest.raises((ConflictError, TranscriptError)):
        work()


def with_own_point(world, actor, work):
    """One's own learning point, if one may have any."""
    may = actor.role in {Role.CLINICIAN, Role.SUPERVISOR}
    work(clinician.add_learning_point(world.clinic, actor, "ask sooner") if may else "0" * 13)


def extracted(world, actor):
    """The extract of a clinic whose clients have company."""
    if actor.role is Role.DIRECTOR:
        for number in range(LEAST):
            world.begin(f"company {number}")
    director.extract_records(world.clinic, actor, world.clinic.settings.folder / f"extract-{new_id()}")


def remove_own_view(world, actor):
    """One's own view, if one may have any."""
    if actor.role in {Role.CLINICIAN, Role.SUPERVISOR}:
        clinician.save_view(world.clinic, actor, "mine", CaseloadFilter())
    clinician.remove_view(world.clinic, actor, "mine")


@dataclass
class Target:
    """A client somewhere, with a rating and an open alert."""

    episode: str
    rating: str
    alert: str
    invitation: str
    event: str
    session: str
    transcript: str
    turn: str
    moment: str
    written: str
    kept: str
    strained: str
    plan: str
    packet: str
    goal: str


def promised():
    rows = [[cell.strip() for cell in line.split("|")] for line in PROMISED.strip().splitlines()]
    return {use_case: [set(cell.split()) for cell in cells] for use_case, *cells in rows}


def target(world, holder, admin):
    """A client of this person."""
    episode = world.begin(f"of-{holder.name}", who=holder)
    administrator.record_consent(world.clinic, admin, episode, kind=ConsentKind.RATINGS, given_on=date(2026, 3, 1))
    for ors, srs in ((20, 38), (21, 35)):
        world.session(episode, ors, srs, who=holder)
    page = world.page(episode, who=holder)
    open_one = next(alert for alert in page.alerts if alert.state.is_open)
    event = clinician.add_event(world.clinic, holder, episode, kind=EventKind.LIFE_EVENT, said="new job", meeting=2)
    session = page.sessions[0].session_id
    administrator.record_consent(world.clinic, admin, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 3, 1))
    transcript = clinician.import_transcript(
        world.clinic, holder, episode, session_id=session, content=vtt(*SAID), roles=ROLES
    )
    administrator.record_consent(world.clinic, admin, episode, kind=ConsentKind.RECORDING, given_on=date(2026, 3, 1))
    written, to_keep = (recorded(world.clinic, holder, episode, session, words) for words in ("Heard.", "And kept."))
    keeping = replace(world.clinic, settings=replace(world.clinic.settings, keep_recordings=True))
    kept = clinician.take_written(keeping, holder, episode, to_keep, roles=ROLES, keep=True)
    strained = page.sessions[1].session_id
    reading = {"kind": KindSeen.NOT_SURE, "dimension": Dimension.NOT_SURE}
    plan = clinician.save_reading(world.clinic, holder, episode, strained, **reading).plan_id
    clinician.save_private_note(world.clinic, holder, plan, felt="tired", tells="it was a long day")
    saved = clinician.save_packet(
        world.clinic, holder, episode, strained, plan_id=plan, written=PacketWritten(question="Why do I hurry?")
    )
    clinician.share_packet(world.clinic, holder, saved.packet_id, shared=True, version=saved.version)
    return Target(
        packet=saved.packet_id,
        strained=strained,
        plan=plan,
        written=written,
        kept=kept,
        goal=clinician.add_goal(world.clinic, holder, episode, words="walk again"),
        session=session,
        transcript=transcript,
        moment=clinician.open_reading(world.clinic, holder, episode, session, transcript).moments[0].turn_id,
        turn=clinician.open_transcript(world.clinic, holder, episode, transcript).turns[0].turn_id,
        episode=episode,
        rating=page.sessions[0].ratings[0].rating_id,
        alert=open_one.alert_id,
        invitation=world.invite(episode, "srs", who=holder).handover_id,
        event=event,
    )


SAID = ("I did not go.", "Mm.", "To be honest this isn't helping me, and you don't listen to me.")


def asked(one):
    return [Asked(episode_id=one.episode, scale_ids=("ors",))]


def tried(world, use_case, actor, one):
    try:
        CALLS[use_case](world, actor, one)
    except (AccessDeniedError, NotFoundError) as refusal:
        return type(refusal)
    return "done"


def public_use_cases():
    return [name for module in MODULES for name in module.__all__]


def test_every_use_case_has_a_row_and_every_row_a_use_case():
    assert set(promised()) == set(public_use_cases())
    assert set(GRANTS) == set(promised())


def test_every_public_function_of_a_role_is_a_use_case():
    for module in MODULES:
        own = {
            name
            for name, found in vars(module).items()
            if inspect.isfunction(found) and not name.startswith("_") and found.__module__ == module.__name__
        }
        told = set(module.__all__)
        assert own - told <= HELPERS, (module.__name__, own - told)


HELPERS = {"begin_web_session", "end_web_session"}
"""Parts that other use cases share; they take a connection, which nobody outside has."""


@pytest.mark.parametrize("use_case", [name for name, cells in promised().items() if cells == [{"token"}]])
def test_what_asks_for_a_token_asks_for_no_actor(use_case):
    assert not GRANTS[use_case]
    function = next(getattr(module, use_case) for module in MODULES if use_case in module.__all__)
    assert "actor" not in inspect.signature(function).parameters


@pytest.fixture
def everybodys(world):
    """A client of each: ann's (sue supervises her), ben's, sue's own, and one of another clinic."""
    administrator.import_ratings(
        world.clinic, world.admin, "f.csv", csv("imported,adult,1,ors,20.0,2026-01-05"), clinician_sign_in_name="ben"
    )
    pairs = {"ann": world.admin, "ben": world.admin, "sue": world.admin, "other_ann": world.other_admin}
    return {name: target(world, world.people[name], admin) for name, admin in pairs.items()}


RELATIONS = {
    # role's person: the client's clinician by relation
    "ann": {"own": "ann", "other": "ben", "elsewhere": "other_ann"},
    "sue": {"own": "sue", "supervisee": "ann", "other": "ben", "elsewhere": "other_ann"},
    "dan": {"other": "ben", "elsewhere": "other_ann"},
    "admin": {"other": "ben", "elsewhere": "other_ann"},
}
PERSON = {Role.CLINICIAN: "ann", Role.SUPERVISOR: "sue", Role.DIRECTOR: "dan", Role.ADMINISTRATOR: "admin"}


@pytest.mark.parametrize("use_case", CALLS)
def test_everybody_may_do_what_was_promised_and_nothing_else(world, everybodys, use_case):
    about_a_client = any(cell & {"own", "supervisee", "other"} for cell in promised()[use_case])
    for role, allowed in zip(Role, promised()[use_case], strict=True):
        actor = world.people[PERSON[role]]
        relations = RELATIONS[PERSON[role]] if about_a_client else {"here": "ben"}
        for relation, holder in relations.items():
            outcome = tried(world, use_case, actor, everybodys[holder])
            expected = {"done"} if relation in allowed else {AccessDeniedError, NotFoundError}
            assert outcome in expected, (use_case, role.value, relation, outcome)
            if outcome != "done":
                assert last_action(world).startswith(f"{use_case}: "), (use_case, role.value, relation)


def last_action(world):
    with world.clinic.store.read() as connection:
        from fit.store import audit
        from fit.store.ids import read_id

        return audit.newest(connection, read_id(world.admin.clinic_id), 1)[0].action


@pytest.mark.parametrize("use_case", [name for name, cells in promised().items() if cells != [{"token"}]])
def test_every_use_case_that_asks_for_an_actor_is_tried(use_case):
    assert use_case in CALLS


@pytest.mark.parametrize(
    "use_case", [name for name, cells in promised().items() if any(cell & {"own", "other"} for cell in cells)]
)
def test_another_clinic_gives_the_same_answer_as_no_client_at_all(world, everybodys, use_case):
    nothing = Target(**{field.name: "0" * 13 for field in fields(Target)})
    for role, allowed in zip(Role, promised()[use_case], strict=True):
        if allowed:
            actor = world.people[PERSON[role]]
            for one in (everybodys["other_ann"], nothing):
                with pytest.raises(NotFoundError):
                    CALLS[use_case](world, actor, one)


@pytest.mark.parametrize(
    "use_case", ["set_active", "reset_passphrase", "add_supervision", "end_supervision", "assign_episode"]
)
def test_an_administrator_reaches_nobody_of_another_clinic(world, everybodys, use_case):
    with pytest.raises((NotFoundError, AccessDeniedError)):
        CALLS[use_case](world, world.other_admin, everybodys["ben"])


def test_a_supervisor_sees_a_supervisee_only_while_supervising(world, everybodys):
    page = clinician.open_client(world.clinic, world.sue, everybodys["ann"].episode)
    assert not page.can_hand_over
    assert not page.can_mark_alerts
    administrator.end_supervision(world.clinic, world.admin, world.sue.user_id, world.ann.user_id)
    with pytest.raises(AccessDeniedError):
        clinician.open_client(world.clinic, world.sue, everybodys["ann"].episode)


def test_a_client_who_changes_hands_is_gone_for_the_one_and_there_for_the_other(world, everybodys):
    administrator.assign_episode(world.clinic, world.admin, everybodys["ann"].episode, world.ben.user_id)
    with pytest.raises(AccessDeniedError):
        clinician.open_client(world.clinic, world.ann, everybodys["ann"].episode)
    assert clinician.open_client(world.clinic, world.ben, everybodys["ann"].episode).can_hand_over


def test_refusals_do_not_change_anything(world, everybodys):
    before = world.page(everybodys["ben"].episode, who=world.ben)
    for use_case in ("mark_alert", "supersede_rating", "record_in_room", "close_episode", "start_session"):
        assert tried(world, use_case, world.ann, everybodys["ben"]) is AccessDeniedError
    assert world.page(everybodys["ben"].episode, who=world.ben) == before
