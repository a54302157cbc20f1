"""Who may do what with whose client: every use case, tried by every role on every relation.

The table below is what the clinic was promised. A use case without a row fails.
"""

from __future__ import annotations

import inspect
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fit.casework import Role, access, administrator, client, clinician, director, supervisor
from fit.casework._permission import GRANTS
from fit.casework.views import (
    AlertState,
    Asked,
    AskedGrid,
    CaseloadFilter,
    ConsentKind,
    ErasureReason,
    EventKind,
    FormulationSection,
    GoalState,
    GridRows,
    MomentVerdict,
    NoteWords,
    PacketWritten,
    SeenHow,
    SharedKind,
    SkipReason,
    Way,
)
from fit.errors import AccessDeniedError, ConflictError, NotFoundError, TranscriptError
from fit.interop.anonymity import LEAST
from fit.ratings import Ending, Mode
from fit.repair import Dimension, KindSeen, PlanState, Step
from fit.scales import AgeBand
from fit.service.alliance_grid import Measure, Period
from fit.service.grid_order import Order
from fit.store import audit, care, comments, factors, notes
from fit.store.ids import new_id, read_id, shown
from fit.store.tables import FormulationStatement, columns_of
from fit.transcripts import read_transcript
from tests.fit.casework.asked import report_of_ones_own
from tests.fit.casework.audited import AUDITED, NOT_AUDITED, NOT_TRIED_TO_THE_END
from tests.fit.casework.factors import enrol, whole_sign_in, with_sign_on
from tests.fit.casework.sounds import recorded
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.world import PASSPHRASE, as_it_was, csv, in_a_copy, keep, spread
from tests.fit.reports.forms import printed

MODULES = (access, client, clinician, supervisor, director, administrator)

# use case          | clinician | supervisor     | director | administrator
#   own: own client; supervisee: a supervisee's; other: a colleague's; opened: a colleague's, opened with a reason
#   here: about no single client; token: no role
PROMISED = """
sign_in             | token
actor_of            | token
sign_out            | token
sign_in_elsewhere   | token
note_broken_sign_on | token
half_way            | token
leave_sign_in       | token
choose_passphrase   | token
give_code           | token
begin_enrolment     | token
confirm_enrolment   | token
session_left        | token
keep_draft          | token
find_draft          | token
drop_draft          | token
ask_enrolment       | here      | here           | here     | here
list_sessions       | here      | here           | here     | here
end_session         | here      | here           | here     | here
end_other_sessions  | here      | here           | here     | here
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
set_shortcuts       | here      | here           | here     | here
has_shortcuts       | here      | here           | here     | here
revoke_all          | here      | here           | here     | here
begin_episode       | here      | here           |          |
open_caseload       | here      | here           |          |
find_in_care        | here      | here           |          |
open_client         | own opened  | own supervisee opened |         |
open_together       | own       | own            |          |
start_session       | own       | own            |          |
set_language        | own       | own            |          |
list_programmes     | here      | here           |          | here
set_programme       | own       | own            |          | other
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
compare_episodes    | own opened  | own supervisee opened |         |
export_course       | own       | own supervisee |          |
export_client       | own       | own            |          | other
export_own_report   | own       | own            |          |
open_documentation  | own       | own supervisee |          |
export_documentation | own      | own supervisee |          |
export_progress_report | own    | own supervisee |          |
open_record         | own opened  | own supervisee opened |         |
check_transcript    | own       | own            |          |
import_transcript   | own       | own            |          |
keep_transcript     | own       | own            |          |
open_transcript     | own opened  | own supervisee opened |         |
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
open_reading        | own opened  | own supervisee opened |         |
show_excerpt        | own       | own            |          |
write_memory        | own       | own            |          |
label_moment        | own       | own            |          |
open_patterns       | own opened  | own supervisee opened |         |
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
comment_on_alert    | own       | own supervisee |          |
comment_on_plan     | own       | own supervisee |          |
open_notes          | own opened  | own supervisee opened |         |
open_note           | own opened  | own supervisee opened |         |
save_note           | own       | own            |          |
bring_back_note     | own       | own            |          |
take_back_comment   | own       | own supervisee |          |
open_formulation    | own opened  | own supervisee opened |         |
save_statement      | own       | own supervisee |          |
set_aside_statement | own       | own supervisee |          |
open_packet         | own       | own supervisee |          |
save_packet         | own       | own            |          |
export_packet       | own       | own            |          |
share_packet        | own       | own            |          |
open_shared_packets |           | here           |          |
open_supervised_plans |         | here           |          |
open_goals          | own opened  | own supervisee opened |         |
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
open_with_a_reason  | other opened | other opened  |          |
list_openings       | here      | here           |          |
acknowledge_opening | here      | here           |          |
who_looked          | own       | own            |          | other
open_team_outcomes  |           | here           |          |
open_clinic_outcomes |          |                | here     |
open_team_board     |           | here           |          |
open_board          |           |                | here     |
open_service_report |           |                | here     |
make_service_report |           |                | here     |
ask_for_service_report |        |                | here     |
list_service_reports |          |                | here     |
take_service_report |           |                | here     |
extract_records     |           |                | here     |
open_supervision    |           | here           |          |
open_flagged_sessions |         | here           |          |
open_overview       |           |                | here     |
export_alliance     | here      | here           | here     |
open_alliance_grid  | here      | here           | here     |
list_users          |           |                |          | here
add_user            |           |                |          | here
change_person       |           |                |          | here
set_active          |           |                |          | here
reset_passphrase    |           |                |          | here
reset_second_factor |           |                |          | here
link_sign_on        |           |                |          | here
add_supervision     |           |                |          | here
end_supervision     |           |                |          | here
add_programme       |           |                |          | here
rename_programme    |           |                |          | here
set_programme_active |          |                |          | here
check_import        |           |                |          | here
import_ratings      |           |                |          | here
list_unassigned     |           |                |          | here
find_episode        |           |                |          | here
open_audit          |           |                |          | here
verify_audit        |           |                |          | here
last_audit_check    |           |                |          | here
export_audit        |           |                |          | here
open_wording        |           |                |          | here
confirm_licence     |           |                |          | here
find_client         |           |                |          | here
open_retention      |           |                |          | here
apply_retention     |           |                |          | here
open_keeping        |           |                |          | other
set_hold            |           |                |          | other
lift_hold           |           |                |          | other
erase_client        |           |                |          | other
add_client          | here      | here           |          | here
assign_episode      |           |                |          | other
open_consents       | own       | own            |          | other
record_consent      | own       | own            |          | other
withdraw_consent    | own       | own            |          | other
close_episode       | own       | own            |          | other
open_closing        | own       | own            |          | other
reopen_episode      | own       | own            |          | other
transfer_episode    | own       | own supervisee |          | other
acknowledge_transfer | own      | own            |          |
list_colleagues     | here      | here           |          | here
list_handed_over    | here      | here           |          |
list_held           |           |                |          | here
change_client       | own       | own            |          |
begin_shared_case   | own       | own            |          |
join_shared_case    | own       | own            |          |
leave_shared_case   | own       | own            |          |
open_shared_cases   | here      | here           |          |
open_shared_case    | here      | here           |          |
rename_shared_case  | here      | here           |          |
"""

FILE = csv("E1,adult,1,ors,20.0,2026-01-05")
PLAIN_GRID = AskedGrid(measure=Measure.MEAN, rows=GridRows.CLINICIANS, period=Period.MONTH, order=Order.NAME)
CALLS = {
    "change_passphrase": lambda w, a, _: access.change_passphrase(w.clinic, a, PASSPHRASE, PASSPHRASE),
    "open_account": lambda w, a, _: access.open_account(w.clinic, a),
    "set_pin": lambda w, a, _: access.set_pin(w.clinic, a, "1357", passphrase=PASSPHRASE),
    "set_shortcuts": lambda w, a, _: access.set_shortcuts(w.clinic, a, on=False),
    "has_shortcuts": lambda w, a, _: access.has_shortcuts(w.clinic, a),
    "ask_enrolment": lambda w, a, _: access.ask_enrolment(w.clinic, a, PASSPHRASE, source="here"),
    "list_sessions": lambda w, a, _: access.list_sessions(w.clinic, a, token=""),
    "end_session": lambda w, a, _: end_own_session(w, a),
    "end_other_sessions": lambda w, a, _: access.end_other_sessions(w.clinic, a, token="", passphrase=PASSPHRASE),
    "revoke_all": lambda w, a, _: access.revoke_all(w.clinic, a, a.user_id),
    "begin_episode": lambda w, a, _: clinician.begin_episode(
        w.clinic, a, code=f"of-{a.user_id}", age_band=AgeBand.ADULT
    ),
    "find_in_care": lambda w, a, _: clinician.find_in_care(w.clinic, a, "c"),
    "open_caseload": lambda w, a, _: clinician.open_caseload(w.clinic, a),
    "open_client": lambda w, a, t: clinician.open_client(w.clinic, a, t.episode),
    "open_together": lambda w, a, t: clinician.open_together(w.clinic, a, t.episode),
    "set_language": lambda w, a, t: clinician.set_language(w.clinic, a, t.episode, "de"),
    "list_programmes": lambda w, a, _: clinician.list_programmes(w.clinic, a),
    "set_programme": lambda w, a, t: clinician.set_programme(w.clinic, a, t.episode, None),
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
    "export_client": lambda w, a, t: clinician.export_client(
        w.clinic, a, t.episode, into=BytesIO(), told=lambda row: row.action, page=str
    ),
    "open_documentation": lambda w, a, t: clinician.open_documentation(w.clinic, a, t.episode),
    "export_documentation": lambda w, a, t: clinician.export_documentation(w.clinic, a, t.episode),
    "export_own_report": lambda w, a, t: clinician.export_own_report(w.clinic, a, t.episode),
    "export_progress_report": lambda w, a, t: clinician.export_progress_report(w.clinic, a, t.episode),
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
    "comment_on_alert": lambda w, a, t: clinician.comment_on_alert(w.clinic, a, t.alert, "Shall we look at it?"),
    "take_back_comment": lambda w, a, t: clinician.take_back_comment(w.clinic, a, comment_of(w, a, t)),
    "comment_on_plan": lambda w, a, t: clinician.comment_on_plan(w.clinic, a, t.plan, "Shall we look at it?"),
    "open_notes": lambda w, a, t: clinician.open_notes(w.clinic, a, t.episode),
    "open_note": lambda w, a, t: clinician.open_note(w.clinic, a, t.episode, t.session),
    "save_note": lambda w, a, t: clinician.save_note(
        w.clinic, a, t.episode, t.session, words=NoteWords(observed="calmer"), based_on=2
    ),
    "bring_back_note": lambda w, a, t: clinician.bring_back_note(w.clinic, a, t.episode, t.session, 1, based_on=2),
    "open_formulation": lambda w, a, t: clinician.open_formulation(w.clinic, a, t.episode),
    "save_statement": lambda w, a, t: clinician.save_statement(
        w.clinic, a, t.episode, section=FormulationSection.STRENGTHS, words="A sister who rings."
    ),
    "set_aside_statement": lambda w, a, t: clinician.set_aside_statement(
        w.clinic, a, t.episode, like_it(w, t.statement), reason="it was a guess", based_on=1
    ),
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
    "ask_for_service_report": lambda w, a, _: director.ask_for_service_report(w.clinic, a, date(2026, 2, 1)),
    "list_service_reports": lambda w, a, _: director.list_service_reports(w.clinic, a),
    "take_service_report": lambda w, a, _: director.take_service_report(w.clinic, a, report_of_ones_own(w, a)),
    "extract_records": lambda w, a, _: extracted(w, a),
    "open_supervision": lambda w, a, _: supervisor.open_supervision(w.clinic, a),
    "open_flagged_sessions": lambda w, a, _: supervisor.open_flagged_sessions(
        w.clinic, a, w.ann.user_id, begins=date(2026, 3, 2), period=Period.WEEK
    ),
    "open_overview": lambda w, a, _: director.open_overview(w.clinic, a),
    "export_alliance": lambda w, a, _: director.export_alliance(w.clinic, a, PLAIN_GRID),
    "open_alliance_grid": lambda w, a, _: director.open_alliance_grid(w.clinic, a),
    "list_users": lambda w, a, _: administrator.list_users(w.clinic, a),
    "add_user": lambda w, a, _: administrator.add_user(
        w.clinic, a, sign_in_name="new", display_name="New", role=Role.CLINICIAN
    ),
    "change_person": lambda w, a, _: administrator.change_person(
        w.clinic, a, w.ben.user_id, display_name="North ben", team="", role=Role.CLINICIAN
    ),
    "set_active": lambda w, a, _: administrator.set_active(w.clinic, a, w.ben.user_id, active=False),
    "reset_passphrase": lambda w, a, _: administrator.reset_passphrase(w.clinic, a, w.ben.user_id),
    "reset_second_factor": lambda w, a, _: reset_factor_of_ben(w, a),
    "link_sign_on": lambda w, a, _: administrator.link_sign_on(
        with_sign_on(w.clinic), a, w.ben.user_id, email="ben@clinic.example"
    ),
    "add_supervision": lambda w, a, _: administrator.add_supervision(w.clinic, a, w.sue.user_id, w.ben.user_id),
    "end_supervision": lambda w, a, _: administrator.end_supervision(w.clinic, a, w.sue.user_id, w.ann.user_id),
    "add_programme": lambda w, a, _: administrator.add_programme(w.clinic, a, "Couples"),
    "rename_programme": lambda w, a, _: administrator.rename_programme(w.clinic, a, programme(w), "Pairs"),
    "set_programme_active": lambda w, a, _: administrator.set_programme_active(w.clinic, a, programme(w), active=False),
    "check_import": lambda w, a, _: administrator.check_import(w.clinic, a, "f.csv", FILE),
    "import_ratings": lambda w, a, _: administrator.import_ratings(w.clinic, a, "f.csv", FILE),
    "list_unassigned": lambda w, a, _: administrator.list_unassigned(w.clinic, a),
    "find_episode": lambda w, a, _: administrator.find_episode(w.clinic, a, "imported"),
    "open_audit": lambda w, a, _: administrator.open_audit(w.clinic, a),
    "verify_audit": lambda w, a, _: administrator.verify_audit(w.clinic, a),
    "last_audit_check": lambda w, a, _: administrator.last_audit_check(w.clinic, a),
    "export_audit": lambda w, a, _: list(administrator.export_audit(w.clinic, a)),
    "who_looked": lambda w, a, t: clinician.who_looked(w.clinic, a, t.episode),
    "open_with_a_reason": lambda w, a, t: clinician.open_with_a_reason(
        w.clinic, a, code=t.code, reason="the client stands at the door"
    ),
    "list_openings": lambda w, a, _: clinician.list_openings(w.clinic, a),
    "acknowledge_opening": lambda w, a, _: seen_by(w, a),
    "open_wording": lambda w, a, _: administrator.open_wording(w.clinic, a),
    "confirm_licence": lambda w, a, _: administrator.confirm_licence(w.clinic, a, "ors", statement_version="2026-11"),
    "find_client": lambda w, a, _: administrator.find_client(w.clinic, a, "imported"),
    "open_retention": lambda w, a, _: administrator.open_retention(w.clinic, a),
    "apply_retention": lambda w, a, _: administrator.apply_retention(w.clinic, a),
    "open_keeping": lambda w, a, t: administrator.open_keeping(w.clinic, a, t.episode),
    "set_hold": lambda w, a, t: administrator.set_hold(w.clinic, a, t.episode, reason="a court"),
    "lift_hold": lambda w, a, t: lift_if_held(w, a, t.episode),
    "erase_client": lambda w, a, t: refused_in_words(
        lambda: administrator.erase_client(w.clinic, a, t.episode, reason=ErasureReason.ASKED, client_code="not this")
    ),
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
        w.clinic, a, t.episode, closed_on=w.clinic.today(), ending=Ending.PLANNED
    ),
    "open_closing": lambda w, a, t: administrator.open_closing(w.clinic, a, t.episode),
    "reopen_episode": lambda w, a, t: after_closing(
        w, t.episode, lambda: clinician.reopen_episode(w.clinic, a, t.episode, reason="closed by mistake")
    ),
    "transfer_episode": lambda w, a, t: and_back(w, a, t, note="The line goes up."),
    "acknowledge_transfer": lambda w, a, t: clinician.acknowledge_transfer(w.clinic, a, t.episode),
    "list_colleagues": lambda w, a, _: clinician.list_colleagues(w.clinic, a),
    "list_handed_over": lambda w, a, _: clinician.list_handed_over(w.clinic, a),
    "list_held": lambda w, a, _: administrator.list_held(w.clinic, a, w.ben.user_id),
    "change_client": lambda w, a, t: clinician.change_client(
        w.clinic,
        a,
        t.episode,
        code=code_of(w, t.episode),
        display_name="",
        birth_year=1990,
        birth_date=None,
        contact="",
    ),
    "begin_shared_case": lambda w, a, t: clinician.begin_shared_case(
        w.clinic, a, t.episode, kind=SharedKind.COUPLE, name="C7"
    ),
    "join_shared_case": lambda w, a, t: clinician.join_shared_case(w.clinic, a, t.episode, own_case(w, a)),
    "leave_shared_case": lambda w, a, t: leaves(w, a, t.episode),
    "open_shared_cases": lambda w, a, _: clinician.open_shared_cases(w.clinic, a),
    "open_shared_case": lambda w, a, _: clinician.open_shared_case(w.clinic, a, own_case(w, a)),
    "rename_shared_case": lambda w, a, _: clinician.rename_shared_case(
        w.clinic, a, own_case(w, a), kind=SharedKind.FAMILY, name="F7"
    ),
}


def after_closing(world, episode, work):
    """Do something with an episode that is closed, and leave it open."""
    holder = holder_of(world, episode)
    if holder is not None and world.page(episode, who=holder).episode.closed_on is None:
        closing = {"closed_on": world.clinic.today(), "ending": Ending.PLANNED}
        administrator.close_episode(world.clinic, admin_of(world, episode), episode, **closing)
    work()


def and_back(world, actor, one, note):
    """Hand a client to a colleague; an administrator then gives the client back."""
    before = holder_of(world, one.episode)
    to = next(person for person in (world.ann, world.ben) if person != before)
    clinician.transfer_episode(world.clinic, actor, one.episode, to.user_id, note=note)
    assert before is not None
    administrator.assign_episode(world.clinic, admin_of(world, one.episode), one.episode, before.user_id)


def facts_of(world, episode):
    """The episode as it is kept, of whichever clinic; None when there is none."""
    with world.clinic.store.read() as connection:
        clinics = (read_id(admin.clinic_id) for admin in (world.admin, world.other_admin))
        found = (care.episode_facts(connection, clinic_id, read_id(episode)) for clinic_id in clinics)
        return next((one for one in found if one is not None), None)


def holder_of(world, episode):
    found = facts_of(world, episode)
    people = world.people.values() if found is not None else ()
    return next((person for person in people if read_id(person.user_id) == found.clinician_id), None)


def code_of(world, episode):
    """The code that a client has already: set again, it changes nothing."""
    found = facts_of(world, episode)
    return "nobody" if found is None else found.code


def admin_of(world, episode):
    return next(
        admin for admin in (world.admin, world.other_admin) if admin.clinic_id == holder_of(world, episode).clinic_id
    )


def own_case(world, actor):
    """A couple of one's own, with a client beside those who are tried; none for who holds no clients."""
    if actor.role not in {Role.CLINICIAN, Role.SUPERVISOR}:
        return "0" * 13
    episode = world.begin(f"beside {new_id()}", who=actor)
    return clinician.begin_shared_case(world.clinic, actor, episode, kind=SharedKind.COUPLE, name="C8")


def leaves(world, actor, episode):
    """Let a client leave a couple that its own clinician began."""
    holder, case = holder_of(world, episode), "0" * 13
    if holder is not None and world.page(episode, who=holder).can_share:
        case = clinician.begin_shared_case(world.clinic, holder, episode, kind=SharedKind.COUPLE, name="C9")
    clinician.leave_shared_case(world.clinic, actor, episode, case, left_on=world.clinic.today())


def programme(world):
    """A programme of the clinic, made when it is first asked for."""
    known = {one.name: one.programme_id for one in administrator.list_programmes(world.clinic, world.admin)}
    return (
        known.get("Outpatients") or administrator.add_programme(world.clinic, world.admin, "Outpatients").programme_id
    )


def refused_in_words(work):
    """Do what only the missing recogniser, or the sound itself, stands in the way of."""
    with pytest.raises((ConflictError, TranscriptError)):
        work()


def seen_by(world, actor):
    """Somebody opened a client of this person, who says that it was seen; who holds none has nothing to see."""
    if actor.role not in {Role.CLINICIAN, Role.SUPERVISOR}:
        return clinician.acknowledge_opening(world.clinic, actor, "0" * 13)
    clinician.open_with_a_reason(world.clinic, world.ben, code=f"of-{actor.name}", reason="the client is at the door")
    return clinician.acknowledge_opening(
        world.clinic, actor, clinician.list_openings(world.clinic, actor)[0].opening_id
    )


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


def end_own_session(world, actor):
    """One's own session, begun before."""
    mine = whole_sign_in(world.clinic, next(name for name, one in world.people.items() if one == actor))
    session = next(one for one in access.list_sessions(world.clinic, actor, token=mine.token) if one.is_this)
    access.end_session(world.clinic, actor, session.session_id, passphrase=PASSPHRASE)


def comment_of(world, actor, target):
    """A comment on the target's alert: this person's own, or that of somebody of the clinic whose client it is."""
    row = {"id": new_id(), "episode_id": read_id(target.episode), "alert_id": read_id(target.alert), "plan_id": None}
    row |= {"said": "Shall we?", "said_at": world.clock.moment, "taken_back_at": None}
    for author in (actor, world.ann, world.other_ann):
        by = {"clinic_id": read_id(author.clinic_id), "author_id": read_id(author.user_id)}
        with suppress(IntegrityError):
            world.clinic.store.write(lambda connection, by=by: comments.add_comment(connection, row | by))
            break
    return shown(row["id"])


def lift_if_held(world, actor, episode):
    """Lift a hold where one stands."""
    with suppress(ConflictError):
        administrator.lift_hold(world.clinic, actor, episode, reason="closed")


def give_ben_a_factor(world):
    """A colleague who has a second factor."""
    with world.clinic.store.read() as connection:
        has = factors.factor_of(connection, read_id(world.admin.clinic_id), read_id(world.ben.user_id)) is not None
    if not has:
        step = access.ask_enrolment(world.clinic, world.ben, PASSPHRASE, source="here")
        enrol(world.clinic, step)


def reset_factor_of_ben(world, actor):
    give_ben_a_factor(world)
    administrator.reset_second_factor(world.clinic, actor, world.ben.user_id, seen=SeenHow.IN_PERSON)


def like_it(world, statement_id):
    """Another statement like that one, which nobody has set aside yet; the id itself where there is no such."""
    table, copied = columns_of(FormulationStatement), new_id()

    def work(connection):
        row = connection.execute(select(table).where(table.c.id == read_id(statement_id))).first()
        if row is None:
            return statement_id
        notes.add_statement(connection, row._asdict() | {"id": copied, "statement_id": copied})
        return shown(copied)

    return world.clinic.store.write(work)


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
    statement: str
    code: str


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
    for based_on, words in enumerate((NoteWords(plan="ask"), NoteWords(plan="ask again"))):
        clinician.save_note(world.clinic, holder, episode, session, words=words, based_on=based_on)
    hypothesis = {"section": FormulationSection.HYPOTHESES, "words": "Too much at once."}
    return Target(
        statement=clinician.save_statement(world.clinic, holder, episode, **hypothesis).statement_id,
        code=f"of-{holder.name}",
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


@pytest.fixture(scope="session")
def prepared(founded, tmp_path_factory):
    """The world with a client of each: ann's (sue supervises her), ben's, sue's own, and one of another clinic."""
    kept = tmp_path_factory.mktemp("prepared") / "kept"
    with in_a_copy(founded, tmp_path_factory.mktemp("tried") / "clinic") as world:
        administrator.import_ratings(
            world.clinic,
            world.admin,
            "f.csv",
            csv("imported,adult,1,ors,20.0,2026-01-05"),
            clinician_sign_in_name="ben",
        )
        pairs = {"ann": world.admin, "ben": world.admin, "sue": world.admin, "other_ann": world.other_admin}
        clients = {name: target(world, world.people[name], admin) for name, admin in pairs.items()}
        keep(world, kept)
        yield world, clients, kept


@pytest.fixture
def world(prepared):
    """All of it, as it was prepared."""
    with as_it_was(prepared[0], prepared[2]) as made:
        yield made


@pytest.fixture
def everybodys(prepared):
    """Whose client is which."""
    return prepared[1]


RELATIONS = {
    # role's person: the client's clinician by relation
    "ann": {"own": "ann", "other": "ben", "elsewhere": "other_ann"},
    "sue": {"own": "sue", "supervisee": "ann", "other": "ben", "elsewhere": "other_ann"},
    "dan": {"other": "ben", "elsewhere": "other_ann"},
    "admin": {"other": "ben", "elsewhere": "other_ann"},
}
ABOUT = {"own", "supervisee", "other"}
PERSON = {Role.CLINICIAN: "ann", Role.SUPERVISOR: "sue", Role.DIRECTOR: "dan", Role.ADMINISTRATOR: "admin"}


@pytest.mark.parametrize("use_case", CALLS)
def test_everybody_may_do_what_was_promised_and_nothing_else(world, everybodys, use_case):
    about_a_client = any(cell & {"own", "supervisee", "other"} for cell in promised()[use_case])
    for role, allowed in zip(Role, promised()[use_case], strict=True):
        actor = world.people[PERSON[role]]
        relations = RELATIONS[PERSON[role]] if about_a_client else {"here": "ben"}
        for relation, holder in relations.items():
            before = newest_line(world).sequence
            world.clinic.viewed.clear()  # a look of a moment ago had its line then
            outcome = tried(world, use_case, actor, everybodys[holder])
            expected = {"done"} if relation in allowed else {AccessDeniedError, NotFoundError}
            assert outcome in expected, (use_case, role.value, relation, outcome)
            if outcome == "done" and use_case not in {**NOT_TRIED_TO_THE_END, **NOT_AUDITED}:
                assert use_case in actions_since(world, before), (use_case, role.value, relation)
            if outcome != "done":
                assert last_action(world).startswith(f"{use_case}: "), (use_case, role.value, relation)


def newest_lines(world, count):
    with world.clinic.store.read() as connection:
        return audit.newest(connection, read_id(world.admin.clinic_id), count)


def newest_line(world):
    return newest_lines(world, 1)[0]


def last_action(world):
    return newest_line(world).action


def actions_since(world, sequence):
    return {line.action for line in newest_lines(world, 50) if line.sequence > sequence}


def test_of_every_use_case_it_is_said_whether_it_is_audited():
    assert AUDITED | set(NOT_AUDITED) == set(GRANTS)
    assert not AUDITED & set(NOT_AUDITED)
    assert all(len(reason.split()) > 5 for reason in NOT_AUDITED.values())


def test_what_is_opened_with_a_reason_is_read_for_a_while_and_nothing_else_is_done_with_it(world, everybodys):
    of_ben = everybodys["ben"]
    about_a_client = {use_case: cells for use_case, cells in promised().items() if any(c & ABOUT for c in cells)}
    for role, name in ((Role.CLINICIAN, "ann"), (Role.SUPERVISOR, "sue")):
        CALLS["open_with_a_reason"](world, world.people[name], of_ben)
        place = list(Role).index(role)
        may = {use_case for use_case, cells in about_a_client.items() if "opened" in cells[place]}
        done = {one for one in about_a_client if tried(world, one, world.people[name], of_ben) == "done"}
        assert done == may, (role.value, done ^ may)
    world.clock.forward(minutes=60)
    left = {one for one in about_a_client if tried(world, one, world.ann, of_ben) == "done"}
    assert left == {"open_with_a_reason"}


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
    "use_case",
    ["change_person", "set_active", "reset_passphrase", "add_supervision", "end_supervision", "assign_episode"],
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
