"""Every use case is done with marked words by everybody, and fails in every way: nothing of a client is in any log."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager, suppress
from dataclasses import fields
from types import CodeType

import pytest
import structlog
from prometheus_client import generate_latest
from sqlalchemy import event

from dashboard.logs import keep_texts_out, place_of
from dashboard.operator.meters import REGISTRY
from fit.casework import access
from fit.casework.watching import STORE_METERS, obstacles
from fit.errors import MendlineError, SignInError
from tests.fit.casework import test_access_table
from tests.fit.casework.test_access_table import CALLS, PERSON, RELATIONS, SAID, Target
from tests.fit.casework.whole_client import MARKERS, furnish, words
from tests.fit.casework.world import PASSPHRASE, PIN, as_it_was

prepared = test_access_table.prepared
WRONG = "wrong words by a lantern"
SCORE = "13.7"
OWN_WORDS = re.compile(r"[a-z_]+|.{0,5}", re.DOTALL)
"""Names of kinds and of fields, and what is too short to be told from anything else."""


def literals(code):
    """Every text that stands in a piece of code."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from literals(one)
        elif isinstance(one, str):
            yield one


STATEMENT = "2026-11"
"""The version of a statement of Mendline's own, and every log has the month in it."""
TYPED = {text for call in CALLS.values() for text in literals(call.__code__) if not OWN_WORDS.fullmatch(text)}
TYPED -= {STATEMENT}
"""What is typed in the use cases: notes, reasons, goals, codes."""


@pytest.fixture
def overheard(tmp_path, capfd):
    """All that this process writes on its streams and into logs, at the level at which a server writes and below."""
    factory, root = logging.getLogRecordFactory(), logging.getLogger()
    handler = logging.FileHandler(tmp_path / "log")
    level = root.level
    keep_texts_out()
    root.addHandler(handler)
    root.setLevel(logging.INFO)

    def heard():
        handler.flush()
        streams = capfd.readouterr()
        figures = generate_latest(REGISTRY) + generate_latest(STORE_METERS)
        return (tmp_path / "log").read_text() + streams.out + streams.err + figures.decode()

    yield heard
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()
    logging.setLogRecordFactory(factory)


@pytest.fixture
def world(prepared):
    with as_it_was(prepared[0], prepared[2]) as made:
        yield made


def as_a_server_logs(error):
    """Write down a failure as routes and pages do."""
    structlog.get_logger("mendline.server").error("page failed", error=type(error).__name__, place=place_of(error))
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=error)


def everybody_does_everything(world, clients, *, holders=4):
    """Return how many were done and how many failed, each of them written down."""
    done = failed = 0
    for call in CALLS.values():
        for name in PERSON.values():
            for holder in list(RELATIONS[name].values())[:holders]:
                try:
                    call(world, world.people[name], clients[holder])
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  whatever it is, its text must not be written down
                    as_a_server_logs(error)
                    failed += 1
                else:
                    done += 1
    return done, failed


@contextmanager
def writes_refused(world):
    """The disk takes no writes: the database's own errors name the row that it could not write."""
    writer = world.clinic.store._writes._writer
    world.clinic.store.write(lambda connection: set_query_only(connection, "ON"))
    event.listen(writer._engine, "connect", refuse_writes)
    try:
        yield
    finally:
        event.remove(writer._engine, "connect", refuse_writes)
        writer._let_go()  # nobody writes now: the next one that does gets a connection that may


def set_query_only(connection, how):
    connection.connection.driver_connection.execute(f"PRAGMA query_only = {how}")


def refuse_writes(driver, _record):
    driver.execute("PRAGMA query_only = ON")


def marked(world, clients):
    """Every word that stands for a client, a person, or what somebody said or typed."""
    ids = {getattr(one, name) for one in clients.values() for name in (field.name for field in fields(Target))}
    people = {actor.name for actor in world.people.values()} | {"North admin", "South admin"}
    said = {*SAID, *words(), *MARKERS.values(), *TYPED, *ids, *people, PASSPHRASE, WRONG, SCORE}
    return {one.lower() for one in said if len(one) > 3}


def found_in(text, wanted):
    return {word for word in wanted if word in text.lower()} | ({PIN} & set(re.findall(r"\b\d{4}\b(?!-)", text)))


def test_no_use_case_writes_a_word_of_a_client_into_a_log_whoever_does_it_and_however_it_fails(
    world,
    prepared,
    overheard,
):
    clients = prepared[1]
    world.rate(world.begin("KLX-13"), "ors", float(SCORE))
    furnish(world)
    done, failed = everybody_does_everything(world, clients)
    assert done > 200
    assert failed > 200
    with writes_refused(world):
        assert everybody_does_everything(world, clients, holders=1)[1] > 400
    for name, passphrase in (("ann", WRONG), (MARKERS["name"], PASSPHRASE)):
        with suppress(SignInError):
            access.sign_in(world.clinic, name, passphrase, source="127.0.0.1")
    obstacles(world.clinic)
    said = overheard()
    assert "page failed" in said
    assert "OperationalError" in said
    assert "mendline_database_errors_total" in said
    assert found_in(said, marked(world, clients)) == set()


def test_the_search_would_find_a_word_that_was_written_down(world, prepared, overheard):
    wanted = marked(world, prepared[1])
    assert {"moved house", "sleep through", "of-north ann", PASSPHRASE, "zephyrine quillfeather", SCORE} <= wanted
    episode = prepared[1]["ann"].episode
    logging.getLogger("fit.store").warning("could not save %s of %s", "moved house", episode)
    structlog.get_logger("mendline.server").info("rated", total=SCORE, by=MARKERS["name"], pin=PIN)
    with suppress(MendlineError):
        raise MendlineError("never written")
    assert found_in(overheard(), wanted) >= {"moved house", episode, SCORE, "zephyrine", "quillfeather", PIN}
