"""A client is erased: no row, no word in the index, no sound, no byte of the file; and sums are as if never there."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from sqlalchemy import inspect, select, text

from fit.casework import administrator, clinician, machine
from fit.casework._recording_files import files_of
from fit.casework.views import ConsentKind, Erased, ErasureReason
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import erasure
from fit.store.ids import read_id, shown
from fit.store.tables import Base
from tests.fit.casework.sounds import recorded
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.test_withdrawal import decrypted, key_of
from tests.fit.casework.whole_client import MARKERS, TODAY, furnish, words

LINKS = {"client_id", "episode_id", "session_id", "transcript_id", "turn_id", "plan_id", "goal_id", "rating_id"}
"""Columns by which a table says that its rows are of a client."""


def erase(world, episode, code=MARKERS["code"], reason=ErasureReason.ASKED):
    return administrator.erase_client(world.clinic, world.admin, episode, reason=reason, client_code=code)


def all_text(clinic):
    """Everything that any table of the database holds, those of the index of words too, as one text."""
    with clinic.store.read() as connection:
        names = [name for name in inspect(connection).get_table_names() if name != "turn_words"]
        if clinic.store.dialect == "postgresql":
            names.append("turn_words")
        return {name: str(connection.execute(text(f'SELECT * FROM "{name}"')).all()).casefold() for name in names}  # noqa: S608


def holding(clinic):
    """Tables in which one of the marked words stands."""
    return {name for name, said in all_text(clinic).items() if any(word in said for word in words())}


def counts(clinic):
    with clinic.store.read() as connection:
        names = erasure.links_of_a_client()
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar()  # noqa: S608
            for name in names
        }


def test_every_table_refers_to_a_client_by_its_links_or_says_why_not():
    linked, others = set(erasure.links_of_a_client()), set(erasure.NOT_OF_A_CLIENT)
    everything = {table.name for table in Base.metadata.sorted_tables}
    assert linked | others == everything, "say of a new table whose it is: a link to the client's, or why there is none"
    assert linked & others == set()
    for name in others - {"audit"}:  # whose record a line is about stays, a number that nothing refers to any more
        assert not LINKS & set(Base.metadata.tables[name].columns.keys()), name


def test_nothing_of_the_client_is_left_in_any_table(either):
    world = either
    other(world)
    before, sums = counts(world.clinic), grid(world)
    episode = furnish(world)
    furnished = counts(world.clinic)
    assert {name for name, number in furnished.items() if number == before[name]} == set(), "a table without a row"
    assert holding(world.clinic) >= {"client", "turn", "turn_edit", "memory", "client_goal", "comment", "packet"}
    page = administrator.open_keeping(world.clinic, world.admin, episode)
    assert set(page.rows) == set(furnished)
    assert grid(world) != sums
    done = erase(world, episode)
    assert (done.clients, done.rows, done.recordings) == (1, sum(page.rows.values()), 1)
    assert done.log_emptied
    assert holding(world.clinic) == set()
    assert counts(world.clinic) == before
    assert grid(world) == sums
    assert machine.rebuild_all(world.clinic, lambda _: None).wrong == 0, "the sums that are left are true"
    assert files_of(world.clinic.settings).numbers() == ()


def other(world):
    """Another client of the same weeks, who stays."""
    episode = world.begin("C-2")
    for ors, srs in ((20, 36), (25, 38)):
        world.session(episode, ors, srs)
    clinician.record_consent(world.clinic, world.ann, episode, kind=ConsentKind.TRANSCRIPT, given_on=TODAY)
    session = world.page(episode).sessions[0].session_id
    kept = {"session_id": session, "roles": ROLES, "content": vtt(*("The cuckoo clock is wound.",) * 9)}
    clinician.import_transcript(world.clinic, world.ann, episode, **kept)


def grid(world):
    """The clinic's weeks, without those in which nothing is."""
    cell = Base.metadata.tables["alliance_cell"]
    with world.clinic.store.read() as connection:
        rows = connection.execute(select(cell).order_by(cell.c.clinician_id, cell.c.week)).all()
    return [row for row in rows if any(row[3:])]


def test_the_one_who_stays_is_found_and_seen_as_before(either):
    world = either
    other(world)
    seen = world.page(world.episodes["C-2"])
    erase(world, furnish(world))
    assert world.page(world.episodes["C-2"]).sessions == seen.sessions
    assert len(clinician.search_record(world.clinic, world.ann, "cuckoo").hits) == 9
    assert clinician.search_record(world.clinic, world.ann, "quixotic").hits == ()
    with pytest.raises(NotFoundError):
        administrator.find_client(world.clinic, world.admin, MARKERS["code"])


def test_the_file_and_its_log_hold_no_byte_of_it(world, tmp_path):
    other(world)
    episode = furnish(world)
    folder = world.clinic.settings.folder
    shutil.copytree(folder, tmp_path / "before")
    there = decrypted(tmp_path / "before" / "clinic.db", key_of(tmp_path / "before")).lower()
    stored = [word for word in words() if word.encode() in there]
    assert len(stored) > 20, "the search itself must find what is there"
    erase(world, episode)
    left = decrypted(folder / "clinic.db", key_of(folder)).lower()
    assert [word for word in stored if word.encode() in left] == []
    assert b"cuckoo" in left
    assert [path.name for path in (folder / "recordings").iterdir() if path.suffix in {".recording", ".key"}] == []


def test_the_audit_says_that_it_was_done_and_why_in_a_word_of_ours(either):
    world = either
    episode = furnish(world)
    client = client_of(world, episode)
    erase(world, episode, reason=ErasureReason.MISTAKE)
    (line,) = [one for one in administrator.open_audit(world.clinic, world.admin) if one.action.startswith("erase")]
    assert (line.action, line.subject_kind, line.actor_name) == (
        "erase_client: entered_by_mistake",
        "client",
        world.admin.name,
    )
    assert line.subject_id == shown(client)
    assert administrator.verify_audit(world.clinic, world.admin).is_whole


def client_of(world, episode):
    table = Base.metadata.tables["episode"]
    with world.clinic.store.read() as connection:
        return connection.execute(select(table.c.client_id).where(table.c.id == read_id(episode))).scalar()


@pytest.mark.parametrize("code", ["", "KLX-7734", "klx-77341", "C-2"])
def test_another_code_than_the_clients_erases_nothing(world, code):
    other(world)
    episode = furnish(world)
    before = counts(world.clinic)
    with pytest.raises(ConflictError, match="not this client's code"):
        erase(world, episode, code=code)
    assert counts(world.clinic) == before
    assert len(files_of(world.clinic.settings).numbers()) == 1


# a form for several people


def test_a_form_for_two_stays_for_the_other_one(world):
    from fit.casework.views import Asked, Way

    first, second = world.begin("C-1"), world.begin("C-2")
    clinician.invite(
        world.clinic,
        world.ann,
        [Asked(episode_id=first, scale_ids=("ors",)), Asked(episode_id=second, scale_ids=("ors",))],
        way=Way.CODE,
    )
    erase(world, first, code="C-1")
    assert forms(world) == (1, 1)
    erase(world, second, code="C-2")
    assert forms(world) == (0, 0)


def forms(world):
    with world.clinic.store.read() as connection:
        return tuple(
            connection.execute(text(f"SELECT count(*) FROM {name}")).scalar()  # noqa: S608
            for name in ("handover", "handover_part")
        )


# legal hold


@pytest.fixture
def held(either):
    """A client with a transcript, a waiting recording and one that is written down, under a legal hold."""
    world = either
    episode = world.begin("C-1")
    world.session(episode, 18, 37)
    for kind in (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT):
        clinician.record_consent(world.clinic, world.ann, episode, kind=kind, given_on=TODAY)
    session = world.page(episode).sessions[0].session_id
    kept = {"session_id": session, "roles": ROLES, "content": vtt("The cuckoo clock is wound.")}
    clinician.import_transcript(world.clinic, world.ann, episode, **kept)
    recorded(world.clinic, world.ann, episode, session)
    administrator.set_hold(world.clinic, world.admin, episode, reason="A court asked for it")
    return world


def test_under_a_hold_nothing_is_erased_by_anybody(held):
    world, episode = held, held.episodes["C-1"]
    place = (world.clinic, world.ann, episode)
    before, numbers = counts(world.clinic), files_of(world.clinic.settings).numbers()
    transcript = clinician.open_record(*place).sessions[0].transcripts[0].transcript_id
    sound = clinician.open_recordings(*place).recordings[0].recording_id
    for refused in (
        lambda: erase(world, episode, code="C-1"),
        lambda: clinician.remove_transcript(*place, transcript),
        lambda: clinician.remove_recording(*place, sound),
    ):
        with pytest.raises(ConflictError, match="under a legal hold"):
            refused()
    assert counts(world.clinic) == before
    assert files_of(world.clinic.settings).numbers() == numbers
    assert clinician.open_record(*place).held


def test_what_is_withdrawn_under_a_hold_is_nobodys_to_read_and_goes_when_it_is_lifted(held):
    world, episode = held, held.episodes["C-1"]
    place = (world.clinic, world.ann, episode)
    transcript = clinician.open_record(*place).sessions[0].transcripts[0].transcript_id
    session = world.page(episode).sessions[0].session_id
    done = clinician.withdraw_consent(*place, kind=ConsentKind.TRANSCRIPT, withdrawn_on=date(2026, 3, 9))
    assert done == Erased(transcripts=0, recordings=0, withheld=True)
    page = clinician.open_record(*place)
    assert (page.sessions[0].transcripts, page.stands[ConsentKind.TRANSCRIPT]) == ((), False)
    assert clinician.open_recordings(*place).recordings == ()
    assert clinician.search_record(world.clinic, world.ann, "cuckoo").hits == ()
    assert clinician.open_reading(*place, session).facts is None
    for look in (clinician.open_transcript, clinician.export_transcript, clinician.listen_recording):
        with pytest.raises(NotFoundError):
            look(*place, transcript)
    assert "cuckoo" in str(all_text(world.clinic)["turn"]), "it is kept"
    assert len(files_of(world.clinic.settings).numbers()) == 1
    machine.resume_recordings(world.clinic)
    assert len(files_of(world.clinic.settings).numbers()) == 1, "a start of the server does not take it for a leftover"
    lifted = administrator.lift_hold(world.clinic, world.admin, episode, reason="The court has closed the case")
    assert lifted == Erased(transcripts=1, recordings=1)
    assert [name for name, said in all_text(world.clinic).items() if "cuckoo" in said] == []
    assert files_of(world.clinic.settings).numbers() == ()
    assert erase(world, episode, code="C-1").clients == 1


def test_lifting_a_hold_leaves_what_nobody_withdrew(held):
    world, episode = held, held.episodes["C-1"]
    assert administrator.lift_hold(world.clinic, world.admin, episode, reason="Done") == Erased(
        transcripts=0, recordings=0
    )
    assert len(clinician.search_record(world.clinic, world.ann, "cuckoo").hits) == 1
    with pytest.raises(ConflictError, match="no legal hold"):
        administrator.lift_hold(world.clinic, world.admin, episode, reason="Again")


def test_a_hold_says_who_when_and_why_and_there_is_one_at_a_time(held):
    world, episode = held, held.episodes["C-1"]
    with pytest.raises(ConflictError, match="already"):
        administrator.set_hold(world.clinic, world.admin, episode, reason="Again")
    with pytest.raises(InputError, match="Say why"):
        administrator.lift_hold(world.clinic, world.admin, episode, reason="  ")
    (row,) = administrator.open_keeping(world.clinic, world.admin, episode).holds
    assert (row.reason, row.set_by, row.set_at, row.lifted_at) == (
        "A court asked for it",
        world.admin.name,
        world.clock.moment,
        None,
    )
    administrator.lift_hold(world.clinic, world.admin, episode, reason="Closed")
    administrator.set_hold(world.clinic, world.admin, episode, reason="Opened again")
    rows = administrator.open_keeping(world.clinic, world.admin, episode).holds
    assert [(one.reason, one.lifted_reason) for one in rows] == [
        ("A court asked for it", "Closed"),
        ("Opened again", ""),
    ]


def test_sound_under_a_hold_stays_when_its_words_are_taken_over(held):
    world, episode = held, held.episodes["C-1"]
    session = world.page(episode).sessions[0].session_id
    written = recorded(world.clinic, world.ann, episode, session, "It thawed at noon.")
    clinician.take_written(world.clinic, world.ann, episode, written, roles=ROLES)
    assert len(files_of(world.clinic.settings).numbers()) == 2


def test_consents_say_who_when_and_on_which_form(world):
    episode = world.begin("C-1")
    clinician.record_consent(
        world.clinic, world.ann, episode, kind=ConsentKind.TRANSCRIPT, given_on=TODAY, form_version=" Form 3, 2026 "
    )
    clinician.withdraw_consent(
        world.clinic, world.ann, episode, kind=ConsentKind.TRANSCRIPT, withdrawn_on=date(2026, 3, 2)
    )
    for rows in (
        clinician.open_record(world.clinic, world.ann, episode).consents,
        administrator.open_keeping(world.clinic, world.admin, episode).consents,
    ):
        assert [
            (row.form_version, row.given_on, row.recorded_by, row.withdrawn_on, row.withdrawn_by) for row in rows
        ] == [("Form 3, 2026", TODAY, world.ann.name, date(2026, 3, 2), world.ann.name)]
    with pytest.raises(InputError, match="longer than 60"):
        clinician.record_consent(
            world.clinic, world.ann, episode, kind=ConsentKind.RATINGS, given_on=TODAY, form_version="x" * 61
        )
