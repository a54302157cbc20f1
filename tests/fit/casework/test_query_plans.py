"""No query of a page grows with the number of other people's clients: SQLite searches by key, it never scans."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import event

from fit.casework import access, administrator, client, clinician, director, supervisor
from fit.casework.views import (
    AskedGrid,
    AuditAsked,
    AuditKind,
    CaseloadFilter,
    ConsentKind,
    EvidenceKind,
    EvidenceRef,
    FormulationSection,
    GridRows,
    MomentVerdict,
    NoteWords,
    PacketWritten,
    SharedKind,
)
from fit.errors import NotFoundError
from fit.ratings import Ending
from fit.repair import Dimension, KindSeen, PlanState, Step
from fit.service.alliance_grid import Measure, Period
from fit.service.grid_order import Order
from fit.store.ids import new_id
from tests.fit.casework.asked import report_that_is_made
from tests.fit.casework.factors import SOURCE, enrol
from tests.fit.casework.sounds import recorded
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.world import PASSPHRASE, as_it_was, csv, in_a_copy, keep

SMALL = {"supervision", "clinic_user", "clinic", "audit_head", "programme"}
"""Tables with a row for each colleague, programme or clinic, not for each client."""


@pytest.fixture
def plans(world):
    """A world with thirty clients of ann's, asked as below."""
    with_thirty_clients(world)
    return plans_of(world)


def with_thirty_clients(world):
    rows = [
        f"E{number},adult,{m},{s},30.0,2026-02-0{m}" for number in range(30) for m in (1, 2) for s in ("ors", "srs")
    ]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name="ann")


def plans_of(world):
    """Do something and tell how SQLite goes about each of its queries."""

    def told(look):
        asked = []
        store = world.clinic.store
        engines = (store._engine, store._writes._engine)

        def note(connection, cursor, statement, parameters, context, executemany):
            if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
                asked.append((statement, parameters[0] if executemany else parameters))

        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        look()
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
        with store.read() as connection:
            cursor = connection.connection.driver_connection.cursor()
            return [
                (statement, [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)])
                for statement, parameters in asked
            ]

    return told


WHOLE_CLINIC = re.compile(r"\((clinic_id=\?)\)$")
"""A search by the clinic alone: it reads everybody's rows."""


WORDS = re.compile(r"SCAN turn_words VIRTUAL TABLE INDEX \d*:M")
"""A search in the index of words by the words that are asked for: SQLite calls every virtual table a scan."""


def scans(plan):
    whole = [step for step in plan if step.startswith("SCAN") or WHOLE_CLINIC.search(step)]
    whole = [step for step in whole if not WORDS.match(step)]
    return [step for step in whole if step.split()[1] not in SMALL]


LOOKS = [
    "open_caseload",
    "open_closed",
    "open_digest",
    "open_audit",
    "open_audit_of_a_client",
    "last_audit_check",
    "who_looked",
    "open_with_a_reason",
    "list_openings",
    "open_urgent",
    "list_handed_over",
    "acknowledge_transfer",
    "list_held",
    "open_closing",
    "close_episode",
    "reopen_episode",
    "open_shared_case",
    "open_shared_cases",
    "join_shared_case",
    "leave_shared_case",
    "open_client",
    "open_supervision",
    "export_alliance",
    "open_alliance_grid",
    "open_alliance_grid_of_all",
    "open_alliance_grid_of_programmes",
    "open_alliance_grid_within",
    "open_flagged_sessions",
    "set_programme",
    "actor_of",
    "sign_in",
    "list_sessions",
    "end_other_sessions",
    "give_code",
    "record_rating",
    "start_session",
    "mark_alert",
    "snooze_alert",
    "add_tag",
    "save_view",
    "read_digest",
    "open_record",
    "import_transcript",
    "open_transcript",
    "edit_turn",
    "search_record",
    "open_recordings",
    "take_written",
    "listen_recording",
    "withdraw_consent",
    "open_reading",
    "show_excerpt",
    "write_memory",
    "label_moment",
    "open_patterns",
    "open_own_patterns",
    "open_repair",
    "open_repair_tasks",
    "open_supervised_plans",
    "save_reading",
    "save_words",
    "save_private_note",
    "share_private_note",
    "make_plan",
    "record_talk",
    "set_plan_state",
    "comment_on_plan",
    "open_notes",
    "open_note",
    "save_note",
    "bring_back_note",
    "comment_on_alert",
    "take_back_comment",
    "open_digest_of_a_supervisor",
    "open_calm_supervision",
    "find_in_care",
    "find_in_supervision",
    "open_formulation",
    "save_statement",
    "set_aside_statement",
    "open_packet",
    "open_own_packet",
    "save_packet",
    "share_packet",
    "export_packet",
    "export_client",
    "open_documentation",
    "export_documentation",
    "export_own_report",
    "export_progress_report",
    "open_shared_packets",
    "open_goals",
    "rate_goal",
    "change_goal",
    "open_debrief",
    "save_debrief",
    "open_learning",
    "open_shared",
    "open_repairs",
    "open_team_repairs",
    "open_clinic_repairs",
    "open_outcomes",
    "open_team_outcomes",
    "open_clinic_outcomes",
    "open_team_board",
    "open_board",
    "open_service_report",
    "make_service_report",
    "ask_for_service_report",
    "list_service_reports",
    "take_service_report",
    "extract_records",
    "find_client",
    "open_keeping",
    "set_hold",
    "lift_hold",
]


@pytest.fixture(scope="module")
def prepared(founded, tmp_path_factory):
    """Everything that is looked at, made once: its world, what is done there, and the folder as it was then."""
    kept = tmp_path_factory.mktemp("prepared") / "kept"
    with in_a_copy(founded, tmp_path_factory.mktemp("looked") / "clinic") as world:
        with_thirty_clients(world)
        doors = doors_of(world)
        keep(world, kept)
        yield world, doors, kept


@pytest.mark.parametrize("look", LOOKS)
def test_pages_and_ratings_search_by_key(prepared, look):
    world, doors, kept = prepared
    with as_it_was(world, kept):
        found = plans_of(world)(doors[look])
    assert found
    for statement, plan in found:
        assert not scans(plan), (statement, plan)


def doors_of(world):
    """Each look, and all that it is about."""
    episode = world.caseload().rows[0].episode_id
    signed_in = world.sign_in()
    handed, _ = world.hand_over(world.caseload().rows[1].episode_id)
    alert = next(alert for alert in world.page(episode).alerts if alert.state.is_open)
    couples = administrator.add_programme(world.clinic, world.admin, "Couples").programme_id
    recorded = with_a_transcript(world, world.caseload().rows[2].episode_id)
    return {
        **of_the_record(world, *recorded),
        **of_a_repair(world, world.caseload().rows[3].episode_id),
        **of_notes(world, episode),
        **of_a_formulation(world, recorded[0], recorded[1], recorded[3]["session_id"]),
        **of_a_packet(world, recorded[0], recorded[3]["session_id"]),
        **of_goals_and_learning(world, episode, world.caseload().rows[3].episode_id),
        **of_ruptures(world),
        **of_the_audit(world, episode),
        **of_keeping(world, episode),
        **of_episodes(world, episode),
        "open_caseload": lambda: clinician.open_caseload(world.clinic, world.ann),
        "open_closed": lambda: clinician.open_caseload(world.clinic, world.ann, closed=True),
        "open_digest": lambda: clinician.open_digest(world.clinic, world.ann),
        **of_comments(world, alert.alert_id),
        "find_in_care": lambda: clinician.find_in_care(world.clinic, world.ann, "e7"),
        "find_in_supervision": lambda: clinician.find_in_care(world.clinic, world.sue),
        "open_calm_supervision": lambda: supervisor.open_supervision(world.clinic, world.sue, calm=True),
        "open_urgent": lambda: clinician.open_urgent(world.clinic, world.ann),
        "open_client": lambda: clinician.open_client(world.clinic, world.ann, episode),
        "open_supervision": lambda: supervisor.open_supervision(world.clinic, world.sue),
        "export_alliance": lambda: director.export_alliance(
            world.clinic,
            world.dan,
            AskedGrid(measure=Measure.MEAN, rows=GridRows.TEAMS, period=Period.QUARTER, order=Order.NAME),
        ),
        "open_alliance_grid": lambda: director.open_alliance_grid(world.clinic, world.sue),
        "open_alliance_grid_of_all": lambda: director.open_alliance_grid(world.clinic, world.dan),
        "open_alliance_grid_of_programmes": lambda: director.open_alliance_grid(
            world.clinic, world.dan, rows=GridRows.PROGRAMMES
        ),
        "open_alliance_grid_within": lambda: director.open_alliance_grid(
            world.clinic, world.dan, programme="No programme"
        ),
        "set_programme": lambda: clinician.set_programme(world.clinic, world.ann, episode, couples),
        "open_flagged_sessions": lambda: supervisor.open_flagged_sessions(
            world.clinic, world.sue, world.ann.user_id, begins=date(2026, 2, 2), period=Period.WEEK
        ),
        "actor_of": lambda: access.actor_of(world.clinic, signed_in.token),
        **of_signing_in(world, signed_in.token),
        "record_rating": lambda: (client.open_form(world.clinic, handed.token), world.send(handed.token)),
        "start_session": lambda: clinician.start_session(world.clinic, world.ann, episode),
        "mark_alert": lambda: clinician.mark_alert(world.clinic, world.ann, alert.alert_id, alert.state.SEEN),
        "snooze_alert": lambda: clinician.snooze_alert(world.clinic, world.ann, alert.alert_id),
        "add_tag": lambda: clinician.add_tag(world.clinic, world.ann, episode, "group"),
        "save_view": lambda: clinician.save_view(world.clinic, world.ann, "mine", CaseloadFilter()),
        "read_digest": lambda: clinician.read_digest(world.clinic, world.ann, world.clock.moment),
    }


def of_comments(world, alert):
    mine = clinician.comment_on_alert(world.clinic, world.sue, alert, "What do you make of it?")
    return {
        "comment_on_alert": lambda: clinician.comment_on_alert(world.clinic, world.ann, alert, "I do not know."),
        "take_back_comment": lambda: clinician.take_back_comment(world.clinic, world.sue, mine),
        "open_digest_of_a_supervisor": lambda: clinician.open_digest(world.clinic, world.sue),
    }


def of_the_audit(world, episode):
    code, admin = world.page(episode).episode.client_code, (world.clinic, world.admin)
    kind = AuditAsked(kind=AuditKind.SEEN, user_id=world.ann.user_id, begins=date(2026, 3, 1), ends=date(2026, 3, 9))
    return {
        "open_audit": lambda: administrator.open_audit(*admin, kind, count=50),
        "open_audit_of_a_client": lambda: administrator.open_audit(*admin, AuditAsked(client_code=code), count=50),
        "last_audit_check": lambda: administrator.last_audit_check(*admin),
        "who_looked": lambda: clinician.who_looked(world.clinic, world.ann, episode, count=50),
        "open_with_a_reason": lambda: clinician.open_with_a_reason(
            world.clinic, world.ben, code=code, reason="at the door, in danger"
        ),
        "list_openings": lambda: clinician.list_openings(world.clinic, world.ann),
    }


def of_episodes(world, episode):
    """Handed over, ended, opened again, and seen together with somebody else's."""
    place, rows = (world.clinic, world.ann), world.caseload().rows
    ends, partner, third = (rows[number].episode_id for number in (5, 6, 7))
    clinician.transfer_episode(*place, rows[8].episode_id, world.ben.user_id, note="The line goes up.")
    case = clinician.begin_shared_case(*place, episode, kind=SharedKind.COUPLE, name="C7")
    clinician.join_shared_case(*place, partner, case)
    closing = {"closed_on": world.clinic.today(), "ending": Ending.PLANNED}
    return {
        "list_handed_over": lambda: clinician.list_handed_over(world.clinic, world.ben),
        "acknowledge_transfer": lambda: clinician.acknowledge_transfer(world.clinic, world.ben, rows[8].episode_id),
        "list_held": lambda: administrator.list_held(world.clinic, world.admin, world.ann.user_id),
        "open_closing": lambda: clinician.open_closing(*place, ends),
        "close_episode": lambda: clinician.close_episode(*place, ends, **closing),
        "reopen_episode": lambda: (
            clinician.close_episode(*place, ends, **closing),
            clinician.reopen_episode(*place, ends, reason="closed by mistake"),
        ),
        "open_shared_case": lambda: clinician.open_shared_case(*place, case),
        "open_shared_cases": lambda: clinician.open_shared_cases(*place),
        "join_shared_case": lambda: clinician.join_shared_case(*place, third, case),
        "leave_shared_case": lambda: clinician.leave_shared_case(*place, partner, case, left_on=world.clinic.today()),
    }


def of_keeping(world, episode):
    """Erasing is not here: before a session or an alert goes, SQLite looks for rows that name it without an index."""
    place = (world.clinic, world.admin)
    administrator.set_hold(*place, world.caseload().rows[4].episode_id, reason="a court")
    return {
        "find_client": lambda: administrator.find_client(*place, "E7"),
        "open_keeping": lambda: administrator.open_keeping(*place, episode),
        "set_hold": lambda: administrator.set_hold(*place, episode, reason="a court"),
        "lift_hold": lambda: administrator.lift_hold(*place, world.caseload().rows[4].episode_id, reason="closed"),
    }


def with_a_transcript(world, episode):
    agreed = {"kind": ConsentKind.TRANSCRIPT, "given_on": date(2026, 3, 2)}
    clinician.record_consent(world.clinic, world.ann, episode, **agreed)
    session = world.page(episode).sessions[0].session_id
    kept = {"session_id": session, "roles": ROLES}
    transcript = clinician.import_transcript(world.clinic, world.ann, episode, content=vtt(*RAINED), **kept)
    turn = clinician.open_transcript(world.clinic, world.ann, episode, transcript).turns[0]
    return episode, transcript, turn, kept


def of_the_record(world, episode, transcript, turn, kept):
    place = (world.clinic, world.ann, episode)
    agreed = {"kind": ConsentKind.RECORDING, "given_on": date(2026, 3, 2)}
    clinician.record_consent(*place, **agreed)
    written = recorded(world.clinic, world.ann, episode, kept["session_id"], "It thawed.")
    gone = {"kind": ConsentKind.TRANSCRIPT, "withdrawn_on": date(2026, 3, 2)}
    return {
        "open_record": lambda: clinician.open_record(*place),
        "import_transcript": lambda: clinician.import_transcript(*place, content=vtt("It snowed."), **kept),
        "open_transcript": lambda: clinician.open_transcript(*place, transcript, turn_id=turn.turn_id),
        "edit_turn": lambda: clinician.edit_turn(*place, turn.turn_id, version=turn.version, text="It hailed."),
        "search_record": lambda: clinician.search_record(world.clinic, world.sue, 'rained "it r*"'),
        "open_recordings": lambda: clinician.open_recordings(*place),
        "take_written": lambda: clinician.take_written(*place, written, roles=ROLES),
        "listen_recording": lambda: refused(lambda: clinician.listen_recording(*place, transcript)),
        **of_readings(world, place, transcript, kept["session_id"]),
        "withdraw_consent": lambda: clinician.withdraw_consent(*place, **gone),
    }


RAINED = ("It rained.", "Mm.", "To be honest this isn't helping me, and you don't listen to me.")


def of_readings(world, place, transcript, session):
    moment = clinician.open_reading(*place, session).moments[0]
    return {
        "open_reading": lambda: clinician.open_reading(*place, session),
        "show_excerpt": lambda: clinician.show_excerpt(*place, transcript, moment.moment.turn, remembered="Rain."),
        "write_memory": lambda: clinician.write_memory(*place, session, "It rained."),
        "label_moment": lambda: clinician.label_moment(*place, moment.turn_id, MomentVerdict.RIGHT),
        "open_patterns": lambda: clinician.open_patterns(*place),
        "open_own_patterns": lambda: clinician.open_own_patterns(world.clinic, world.ann),
    }


def of_a_repair(world, episode):
    session = world.page(episode).sessions[1].session_id
    place, reading = (world.clinic, world.ann), {"kind": KindSeen.BOTH, "dimension": Dimension.NOT_SURE}
    plan = clinician.save_reading(*place, episode, session, **reading).plan_id
    clinician.save_private_note(*place, plan, felt="tired", tells="a long day")
    return {
        "open_repair": lambda: clinician.open_repair(*place, episode, session_id=session),
        "open_repair_tasks": lambda: clinician.open_repair_tasks(*place),
        "open_supervised_plans": lambda: supervisor.open_supervised_plans(world.clinic, world.sue),
        "save_reading": lambda: clinician.save_reading(*place, episode, session, **reading, version=1),
        "save_words": lambda: clinician.save_words(*place, plan, step=Step.META, words="I wonder."),
        "save_private_note": lambda: clinician.save_private_note(*place, plan, felt="", tells="", version=1),
        "share_private_note": lambda: clinician.share_private_note(*place, plan, shared=True, version=1),
        "make_plan": lambda: clinician.make_plan(*place, plan, version=1, check_by="the rating"),
        "record_talk": lambda: clinician.record_talk(*place, plan, version=1, happened="I asked."),
        "set_plan_state": lambda: clinician.set_plan_state(
            *place, plan, PlanState.SET_ASIDE, version=1, reason="moved away"
        ),
        "comment_on_plan": lambda: clinician.comment_on_plan(*place, plan, "And then?"),
    }


def of_notes(world, episode):
    session = world.page(episode).sessions[1].session_id
    place, words = (world.clinic, world.ann, episode), NoteWords(observed="calmer")
    for based_on, plan in enumerate(("ask", "ask again")):
        clinician.save_note(*place, session, words=NoteWords(plan=plan), based_on=based_on)
    return {
        "open_notes": lambda: clinician.open_notes(*place),
        "open_note": lambda: clinician.open_note(*place, session),
        "save_note": lambda: clinician.save_note(*place, session, words=words, based_on=2),
        "bring_back_note": lambda: clinician.bring_back_note(*place, session, 1, based_on=2),
    }


def of_a_formulation(world, episode, transcript, session):
    place = (world.clinic, world.ann, episode)
    moment = clinician.open_reading(*place, session).moments[0]
    clinician.label_moment(*place, moment.turn_id, MomentVerdict.RIGHT)
    section = {"section": FormulationSection.HYPOTHESES}
    rests_on = EvidenceRef(kind=EvidenceKind.EXCERPT, evidence_id=transcript, place=moment.moment.turn)
    saved = clinician.save_statement(*place, **section, words="Rain keeps her in.", evidence=rests_on)
    return {
        "open_formulation": lambda: clinician.open_formulation(*place),
        "save_statement": lambda: clinician.save_statement(*place, **section, words="Or snow.", evidence=rests_on),
        "set_aside_statement": lambda: clinician.set_aside_statement(
            *place, saved.statement_id, reason="it thawed", based_on=1
        ),
    }


def of_a_packet(world, episode, session):
    place, written = (world.clinic, world.ann), PacketWritten(question="What do I miss?")
    saved = clinician.save_packet(*place, episode, session, written=written)
    shared = clinician.share_packet(*place, saved.packet_id, shared=True, version=saved.version)
    return {
        "open_packet": lambda: clinician.open_packet(world.clinic, world.sue, episode, packet_id=saved.packet_id),
        "open_own_packet": lambda: clinician.open_packet(*place, episode, session_id=session),
        "save_packet": lambda: clinician.save_packet(*place, episode, session, written=written, version=2),
        "share_packet": lambda: clinician.share_packet(*place, shared.packet_id, shared=False, version=2),
        "export_packet": lambda: clinician.export_packet(*place, episode, session_id=session),
        "export_client": lambda: clinician.export_client(*place, episode, into=BytesIO(), told=str, page=str),
        "open_documentation": lambda: clinician.open_documentation(*place, episode, session),
        "export_documentation": lambda: clinician.export_documentation(*place, episode, session),
        "export_own_report": lambda: clinician.export_own_report(*place, episode),
        "export_progress_report": lambda: clinician.export_progress_report(*place, episode),
        "open_shared_packets": lambda: supervisor.open_shared_packets(world.clinic, world.sue),
    }


def of_goals_and_learning(world, episode, ended):
    place = (world.clinic, world.ann)
    goal = clinician.add_goal(*place, episode, words="walk again")
    administrator.close_episode(*place, ended, closed_on=date(2026, 3, 2), ending=Ending.UNPLANNED)
    clinician.share_learning_point(*place, clinician.add_learning_point(*place, "ask"), shared=True)
    return {
        "open_goals": lambda: clinician.open_goals(*place, episode),
        "rate_goal": lambda: clinician.rate_goal(*place, goal, mark=4),
        "change_goal": lambda: clinician.change_goal(*place, goal, words="walk to the river"),
        "open_debrief": lambda: clinician.open_debrief(*place, ended),
        "save_debrief": lambda: clinician.save_debrief(*place, ended, earlier="ask"),
        "open_learning": lambda: clinician.open_learning(*place),
        "open_shared": lambda: clinician.open_learning(world.clinic, world.sue),
    }


def of_ruptures(world):
    return {
        "open_repairs": lambda: clinician.open_repairs(world.clinic, world.ann),
        "open_team_repairs": lambda: supervisor.open_team_repairs(world.clinic, world.sue),
        "open_clinic_repairs": lambda: director.open_clinic_repairs(world.clinic, world.dan),
        "open_outcomes": lambda: clinician.open_outcomes(world.clinic, world.ann),
        "open_team_outcomes": lambda: supervisor.open_team_outcomes(world.clinic, world.sue),
        "open_clinic_outcomes": lambda: director.open_clinic_outcomes(world.clinic, world.dan),
        "open_team_board": lambda: supervisor.open_team_board(world.clinic, world.sue),
        "open_board": lambda: director.open_board(world.clinic, world.dan),
        "open_service_report": lambda: director.open_service_report(world.clinic, world.dan),
        "make_service_report": lambda: director.make_service_report(world.clinic, world.dan, date(2026, 2, 1)),
        "ask_for_service_report": lambda: director.ask_for_service_report(world.clinic, world.dan, date(2026, 2, 1)),
        "list_service_reports": lambda: director.list_service_reports(world.clinic, world.dan),
        "take_service_report": lambda: director.take_service_report(
            world.clinic, world.dan, report_that_is_made(world, world.dan)
        ),
        "extract_records": lambda: director.extract_records(
            world.clinic, world.dan, world.clinic.settings.folder / f"extract-{new_id()}"
        ),
    }


def refused(work):
    with pytest.raises(NotFoundError):
        work()


def colleagues_clients(world, number):
    """So many clients of a colleague, with ratings and with tags."""
    rows = [f"B{one},adult,{m},{s},30.0,2026-02-0{m}" for one in range(number) for m in (1, 2) for s in ("ors", "srs")]
    administrator.import_ratings(world.clinic, world.admin, "b.csv", csv(*rows), clinician_sign_in_name="ben")
    for row in world.caseload(who=world.ben).rows:
        clinician.add_tag(world.clinic, world.ben, row.episode_id, "theirs")


def work_of_sqlite(world, look):
    """Do something and count its statements, and the steps of SQLite's machine that they took."""
    counted, steps = [], [0]
    engine = world.clinic.store._engine

    def note(connection, cursor, statement, parameters, context, executemany):
        counted.append(statement)
        connection.connection.driver_connection.set_progress_handler(step, 1)

    def step():
        steps[0] += 1
        return 0

    event.listen(engine, "before_cursor_execute", note)
    look()
    event.remove(engine, "before_cursor_execute", note)
    return len(counted), steps[0]


def least_work(world, look):
    """The same without what a fresh connection does once: there are eight of them."""
    return min(work_of_sqlite(world, look) for _ in range(10))


@pytest.mark.parametrize("look", ["open_caseload", "open_digest", "open_client"])
def test_neither_statements_nor_steps_grow_with_other_peoples_clients(world, plans, look):
    episode = world.caseload().rows[0].episode_id
    doors = {
        "open_caseload": lambda: clinician.open_caseload(world.clinic, world.ann),
        "open_digest": lambda: clinician.open_digest(world.clinic, world.ann),
        "open_client": lambda: clinician.open_client(world.clinic, world.ann, episode),
    }
    colleagues_clients(world, 3)
    before = least_work(world, doors[look])
    colleagues_clients(world, 300)
    assert before > (1, 100)
    assert least_work(world, doors[look]) == before


def test_a_caseload_and_its_digest_ask_as_many_questions_for_thirty_clients_as_for_one(world, plans):
    administrator.import_ratings(
        world.clinic, world.admin, "b.csv", csv("B1,adult,1,ors,30.0,2026-02-01"), clinician_sign_in_name="ben"
    )
    for look in (clinician.open_caseload, clinician.open_digest):
        look(world.clinic, world.ben)
        look(world.clinic, world.ann)
        one, _ = work_of_sqlite(world, lambda look=look: look(world.clinic, world.ben))
        thirty, _ = work_of_sqlite(world, lambda look=look: look(world.clinic, world.ann))
        assert one == thirty <= 6


def of_signing_in(world, token):
    """Signing in with a second factor, and looking after one's sessions."""
    _, enrolled = enrol(world.clinic, access.ask_enrolment(world.clinic, world.ben, PASSPHRASE, source=SOURCE))
    return {
        "sign_in": lambda: world.sign_in("ben"),
        "give_code": lambda: access.give_code(
            world.clinic, world.sign_in("ben").token, enrolled.codes[0], source=SOURCE
        ),
        "list_sessions": lambda: access.list_sessions(world.clinic, world.ann, token=token),
        "end_other_sessions": lambda: access.end_other_sessions(
            world.clinic, world.ann, token=token, passphrase=PASSPHRASE
        ),
    }
