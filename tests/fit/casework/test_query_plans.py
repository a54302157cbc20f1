"""No query of a page grows with the number of other people's clients: SQLite searches by key, it never scans."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import event

from fit.casework import access, administrator, client, clinician, director, supervisor
from fit.casework.views import CaseloadFilter, ConsentKind, MomentVerdict, PacketWritten
from fit.errors import NotFoundError
from fit.ratings import Ending
from fit.repair import Dimension, KindSeen, PlanState, Step
from fit.service.alliance_grid import Period
from fit.store.ids import new_id
from tests.fit.casework.sounds import recorded
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.world import csv

SMALL = {"supervision", "clinic_user", "clinic", "audit_head"}
"""Tables with a row for each colleague or clinic, not for each client."""


@pytest.fixture
def plans(world):
    """Do something and tell how SQLite goes about each of its queries."""
    rows = [
        f"E{number},adult,{m},{s},30.0,2026-02-0{m}" for number in range(30) for m in (1, 2) for s in ("ors", "srs")
    ]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name="ann")

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
    "open_urgent",
    "open_client",
    "open_supervision",
    "open_alliance_grid",
    "open_alliance_grid_of_all",
    "open_flagged_sessions",
    "actor_of",
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
    "open_packet",
    "open_own_packet",
    "save_packet",
    "share_packet",
    "export_packet",
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
    "extract_records",
]


@pytest.mark.parametrize("look", LOOKS)
def test_pages_and_ratings_search_by_key(world, plans, look):
    episode = world.caseload().rows[0].episode_id
    signed_in = world.sign_in()
    handed, _ = world.hand_over(world.caseload().rows[1].episode_id)
    alert = next(alert for alert in world.page(episode).alerts if alert.state.is_open)
    recorded = with_a_transcript(world, world.caseload().rows[2].episode_id)
    doors = {
        **of_the_record(world, *recorded),
        **of_a_repair(world, world.caseload().rows[3].episode_id),
        **of_a_packet(world, recorded[0], recorded[3]["session_id"]),
        **of_goals_and_learning(world, episode, world.caseload().rows[3].episode_id),
        **of_ruptures(world),
        "open_caseload": lambda: clinician.open_caseload(world.clinic, world.ann),
        "open_closed": lambda: clinician.open_caseload(world.clinic, world.ann, closed=True),
        "open_digest": lambda: clinician.open_digest(world.clinic, world.ann),
        "open_urgent": lambda: clinician.open_urgent(world.clinic, world.ann),
        "open_client": lambda: clinician.open_client(world.clinic, world.ann, episode),
        "open_supervision": lambda: supervisor.open_supervision(world.clinic, world.sue),
        "open_alliance_grid": lambda: director.open_alliance_grid(world.clinic, world.sue),
        "open_alliance_grid_of_all": lambda: director.open_alliance_grid(world.clinic, world.dan),
        "open_flagged_sessions": lambda: supervisor.open_flagged_sessions(
            world.clinic, world.sue, world.ann.user_id, begins=date(2026, 2, 2), period=Period.WEEK
        ),
        "actor_of": lambda: access.actor_of(world.clinic, signed_in.token),
        "record_rating": lambda: (client.open_form(world.clinic, handed.token), world.send(handed.token)),
        "start_session": lambda: clinician.start_session(world.clinic, world.ann, episode),
        "mark_alert": lambda: clinician.mark_alert(world.clinic, world.ann, alert.alert_id, alert.state.SEEN),
        "snooze_alert": lambda: clinician.snooze_alert(world.clinic, world.ann, alert.alert_id),
        "add_tag": lambda: clinician.add_tag(world.clinic, world.ann, episode, "group"),
        "save_view": lambda: clinician.save_view(world.clinic, world.ann, "mine", CaseloadFilter()),
        "read_digest": lambda: clinician.read_digest(world.clinic, world.ann, world.clock.moment),
    }
    found = plans(doors[look])
    assert found
    for statement, plan in found:
        assert not scans(plan), (statement, plan)


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
        assert one == thirty <= 5
