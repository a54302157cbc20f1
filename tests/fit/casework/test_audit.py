"""What the audit says: every deed has its line, whoever asks gets the lines asked for, and breaks are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from dashboard.audit_words import DEED
from fit.casework import access, administrator, client, clinician, machine
from fit.casework._audit_kinds import BESIDE, NOT_AUDITED, actions_of, kinds_of
from fit.casework._permission import GRANTS
from fit.casework.views import AuditAsked, AuditKind, ConsentKind, SkipReason, Way
from fit.errors import InputError, SignInError
from fit.store import audit
from fit.store.ids import new_id, read_id
from tests.fit.casework.factors import enrol
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.world import PASSPHRASE, PIN

HOME = "10.1.2.3"


def rows(world, asked=AuditAsked(), **how):  # noqa: B008  a frozen value
    return administrator.open_audit(world.clinic, world.admin, asked, **how)


def deeds(world, asked):
    return [row.action for row in rows(world, asked)]


def test_every_line_has_plain_words_and_every_deed_a_kind():
    lines = set(GRANTS) - set(NOT_AUDITED) | set(BESIDE)
    assert set(DEED) == lines
    assert all(kinds_of(one) for one in set(GRANTS) - set(NOT_AUDITED))
    together = frozenset().union(*(actions_of(kind) for kind in AuditKind))
    assert lines <= together
    assert {"open_client: denied", "open_client: not found"} <= actions_of(AuditKind.REFUSED)


def test_the_lines_asked_for_are_told_by_person_kind_day_and_client(either):
    mine, theirs = either.begin("C1"), either.begin("C2", who=either.ben)
    either.page(mine)
    either.clock.forward(days=1)
    either.page(theirs, who=either.ben)
    clinician.export_course(either.clinic, either.ben, theirs)

    assert deeds(either, AuditAsked(user_id=either.ann.user_id)) == ["open_client", "add_client"]
    assert deeds(either, AuditAsked(client_code="C2")) == ["export_course", "open_client", "add_client"]
    assert deeds(either, AuditAsked(kind=AuditKind.TAKEN_OUT)) == ["export_course"]
    of_the_day = AuditAsked(begins=date(2026, 3, 3), ends=date(2026, 3, 3), client_code="C2")
    assert deeds(either, of_the_day) == ["export_course", "open_client"]
    assert [row.client_code for row in rows(either, AuditAsked(client_code="C1"))] == ["C1", "C1"]
    with pytest.raises(InputError, match="no client with this code"):
        rows(either, AuditAsked(client_code="of nobody"))


def test_lines_come_a_page_at_a_time_without_a_gap(world):
    episode = world.begin("C1")
    for _ in range(7):
        clinician.export_course(world.clinic, world.ann, episode)
    asked = AuditAsked(kind=AuditKind.TAKEN_OUT)
    first = rows(world, asked, count=3)
    second = rows(world, asked, before=first[-1].sequence, count=3)
    third = rows(world, asked, before=second[-1].sequence, count=3)
    numbers = [row.sequence for row in (*first, *second, *third)]
    assert numbers == list(range(numbers[0], numbers[0] - 7, -1))


def test_what_is_done_with_parts_of_a_record_is_found_by_its_client(world):
    episode = world.begin("C1")
    world.session(episode, 20, 30)
    alert = next(one for one in world.page(episode).alerts if one.state.is_open)
    clinician.mark_alert(world.clinic, world.ann, alert.alert_id, alert.state.SEEN)
    session = world.page(episode).sessions[0]
    clinician.supersede_rating(world.clinic, world.ann, session.ratings[0].rating_id, "wrong client")
    clinician.record_consent(world.clinic, world.ann, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 3, 1))
    place = (world.clinic, world.ann, episode)
    transcript = clinician.import_transcript(
        *place, session_id=session.session_id, content=vtt("It rained."), roles=ROLES
    )
    clinician.open_transcript(*place, transcript)
    clinician.search_record(world.clinic, world.ann, "rained")
    goal = clinician.add_goal(*place, words="walk again")
    clinician.rate_goal(world.clinic, world.ann, goal, mark=3)
    handed, _ = world.hand_over(episode)
    world.send(handed.token)

    done = set(deeds(world, AuditAsked(client_code="C1")))
    assert {
        "mark_alert",
        "supersede_rating",
        "import_transcript",
        "open_transcript",
        "search_record",
        "rate_goal",
        "record_rating",
    } <= done


def test_who_looked_is_told_to_who_holds_the_client_without_addresses(world):
    episode = world.begin("C1")
    world.page(episode, who=replace(world.sue, source=HOME))
    told = clinician.who_looked(world.clinic, world.ann, episode)
    assert [(row.actor_name, row.action) for row in told if row.action != "who_looked"] == [
        ("North sue", "open_client"),
        ("North ann", "add_client"),
    ]
    assert {row.source for row in told} == {""}
    assert HOME in {row.source for row in administrator.who_looked(world.clinic, world.admin, episode)}


def test_every_way_in_and_out_is_noted_with_its_address(either):
    signed_in = either.sign_in(source=HOME)
    for name in ("ann", "nobody-of-that-name"):
        with pytest.raises(SignInError):
            either.sign_in(name, "not the passphrase", source=HOME)
    access.sign_out(either.clinic, signed_in.token, source=HOME)
    actor = replace(either.ann, source="2001:db8::7")
    clinician.open_caseload(either.clinic, actor)

    found = [(row.action, row.actor_name, row.source) for row in rows(either)][1:4]
    assert found == [
        ("open_caseload", "North ann", "2001:db8::7"),
        ("sign_out", "North ann", HOME),
        ("sign_in: failed", "North ann", HOME),
    ]


def of_no_clinic(world):
    with world.clinic.store.read() as connection:
        return list(audit.rows(connection, audit.OF_NO_CLINIC))


def test_a_name_that_nobody_has_is_noted_without_the_name_and_in_no_clinics_audit(either):
    before = rows(either)[0].sequence
    with pytest.raises(SignInError):
        either.sign_in("four words make one", "ann", source=HOME)  # a passphrase typed in the wrong field
    (line,) = of_no_clinic(either)
    assert (line.action, line.actor_id, line.source) == ("sign_in: unknown name", None, HOME)
    assert "four words" not in repr(line)
    assert rows(either)[0].sequence == before  # the look of a moment ago has its line already
    with either.clinic.store.read() as connection:
        assert audit.verify(connection, audit.OF_NO_CLINIC) is None


def test_too_many_tries_are_noted_too(world):
    for _ in range(7):
        with pytest.raises(SignInError):
            world.sign_in("ann", "not the passphrase", source=HOME)
    refused = deeds(world, AuditAsked(kind=AuditKind.REFUSED))
    assert (refused.count("sign_in: failed"), refused.count("sign_in: made to wait")) == (5, 2)


def test_a_refusal_names_the_client_that_somebody_was_kept_from(world):
    episode = world.begin("C1", who=world.ben)
    with pytest.raises(Exception, match="not one of your clients"):
        world.page(episode)
    (row,) = rows(world, AuditAsked(kind=AuditKind.REFUSED, client_code="C1"))
    assert (row.action, row.actor_name) == ("open_client: denied", "North ann")


def break_the_audit(world):
    clinic_id = read_id(world.admin.clinic_id)
    for statement in (
        "DROP TRIGGER audit_UPDATE",
        "UPDATE audit SET role = 'x' WHERE sequence = 2 AND clinic_id = :one",
    ):
        values = {"one": clinic_id} if ":one" in statement else {}
        world.clinic.store.write(lambda connection, s=statement, v=values: connection.execute(text(s), v))


def test_a_check_says_what_it_found_and_when(world):
    assert administrator.last_audit_check(world.clinic, world.admin) is None
    found = administrator.verify_audit(world.clinic, world.admin)
    assert found.is_whole
    assert found.rows == rows(world)[0].sequence - 1  # reading them is a line of its own
    last = administrator.last_audit_check(world.clinic, world.admin)
    assert (last.at, last.who, last.broken) == (world.clock.moment, "North admin", False)

    break_the_audit(world)
    world.clock.forward(hours=1)
    found = administrator.verify_audit(world.clinic, world.admin)
    assert (found.broken_at, found.what) == (2, "row 2 was changed")
    assert administrator.last_audit_check(world.clinic, world.admin).broken


def test_the_machine_checks_the_audit_of_each_kind_of_database(either):
    either.begin("C1")
    assert all(one.check.is_whole for one in machine.check_audits(either.clinic.settings))


def test_the_machine_checks_every_audit_beside_a_running_server(world):
    with pytest.raises(SignInError):
        world.sign_in("nobody-of-that-name")
    checked = machine.check_audits(world.clinic.settings)
    assert {one.name for one in checked} == {"North", "South", "Sign-ins of no clinic"}
    assert all(one.check.is_whole for one in checked)

    notes = [one.check.end for one in checked]
    world.begin("C1")
    again = machine.check_audits(world.clinic.settings, notes)
    assert all(one.check.is_whole and one.notes == 1 for one in again)

    break_the_audit(world)
    broken = [one.name for one in machine.check_audits(world.clinic.settings) if not one.check.is_whole]
    assert broken == ["North"]


@pytest.mark.parametrize("note", ["", "mendline-audit x 1 ab", "mendline-audit 0000000000000 1 zz", "a b c d"])
def test_what_is_no_note_is_refused(world, note):
    with pytest.raises(InputError, match="no note of the audit"):
        machine.check_audits(world.clinic.settings, [note])


def test_the_export_is_noted_first_and_gives_every_line(world):
    episode = world.begin("C1")
    world.page(episode)
    given = list(administrator.export_audit(world.clinic, world.admin))
    assert [row.action for row in given][:3] == ["export_audit", "open_client", "add_client"]
    assert [row.sequence for row in given] == list(range(len(given), 0, -1))


def test_the_audit_is_checked_beside_a_running_server_on_each_kind_of_database(either):
    either.begin("C1")
    checked = machine.check_audits(either.clinic.settings)
    assert [(one.name, one.check.is_whole) for one in checked] == [("North", True), ("South", True)]
    assert all(one.check.end for one in checked)


def tablet(world):
    return world.hand_over(world.begin(f"T{new_id()}"))[0].token


def by_token(world):
    """What asks for no role, each done once."""
    token = tablet(world)
    clinician.resume_form(world.clinic, token, PIN, source=HOME)
    client.skip_rating(world.clinic, token, SkipReason.NO_TIME, idempotency_key="k", source=HOME)
    back = clinician.take_back(world.clinic, token, PIN, source=HOME)
    access.sign_out(world.clinic, back.token, source=HOME)
    world.send(tablet(world))
    coded = world.invite(world.begin(f"T{new_id()}"))
    client.redeem_code(world.clinic, coded.code, device="a tablet", source=HOME)
    linked = world.invite(world.begin(f"T{new_id()}"), way=Way.LINK, word="river")
    client.begin_form(world.clinic, linked.token, device="a phone", word="river", source=HOME)
    enrol(world.clinic, access.ask_enrolment(world.clinic, world.sue, PASSPHRASE, source="elsewhere"))
    first = administrator.reset_passphrase(world.clinic, world.admin, world.ben.user_id)
    step = world.sign_in("ben", first.words)
    access.choose_passphrase(world.clinic, step.token, "a lantern, two otters, rain", source=HOME)


def test_what_needs_a_token_and_no_role_has_its_line(world):
    by_token(world)
    of_tokens = {use_case for use_case, roles in GRANTS.items() if not roles} - set(NOT_AUDITED)
    assert of_tokens <= set(deeds(world, AuditAsked()))
    here = {row.action for row in rows(world) if row.source == HOME}
    assert here == {
        "resume_form",
        "skip_rating",
        "take_back",
        "sign_out",
        "redeem_code",
        "begin_form",
        "choose_passphrase",
        "sign_in",
    }
