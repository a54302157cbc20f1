"""Every argument of every use case, tried with what it must not be: refused in words, and nothing is written."""

from __future__ import annotations

import inspect
import shutil
from dataclasses import fields, is_dataclass, replace

import pytest
from sqlalchemy import select

from fit.casework import Settings, administrator, open_clinic
from fit.errors import InputError, MendlineError, StoreError
from fit.store._base import Base
from fit.transcripts import Transcript
from tests.fit.casework.test_access_table import CALLS, MODULES, PERSON, RELATIONS, promised, target
from tests.fit.casework.world import Clock, World, csv
from tests.fit.store.postgres import fresh_database, name_of

MILLION = "a" * 1_000_000
NUL, HALF = "a\0b", "a\ud800b"
LONG = "a" * 20_000
OTHER_KINDS = (7, b"a", ["a"], {"a": "b"})
MAY_HAVE_A_LINE = {"audit", "audit_head", "attempt"}
"""Where a refusal may be noted."""

MAY_BE_LONG = {
    ("edit_turn", "text"),
    ("show_excerpt", "remembered"),
    ("write_memory", "text"),
    ("search_record", "words"),
}
"""Where twenty thousand letters are what somebody said or remembers, or are looked for and found nowhere."""

ONLY_COMPARED = {
    ("list_sessions", "token"): "its hash marks one's own session in the list",
    ("end_other_sessions", "token"): "the session of this hash goes on",
    ("hand_over", "web_session_token"): "it is kept as a hash",
    ("hand_over", "device"): "it is kept as a hash",
    ("open_transcript", "turn_id"): "without such a turn the page begins at the beginning",
    ("add_client", "clinician_id"): "for clinicians it is themselves, whatever is said",
}
"""Where anything may stand, because it is never kept as it came."""


class SeenError(Exception):
    """What a use case would have been called with."""


def people_of(world):
    """A client of each, as in the table of who may do what."""
    administrator.import_ratings(
        world.clinic, world.admin, "f.csv", csv("imported,adult,1,ors,20.0,2026-01-05"), clinician_sign_in_name="ben"
    )
    return {name: target(world, world.people[name], world.admin) for name in ("ann", "ben", "sue")}


@pytest.fixture(scope="module")
def clients(founded, tmp_path_factory):
    folder, people = founded
    own = shutil.copytree(folder, tmp_path_factory.mktemp("taken-in") / "clinic")
    clock = Clock()
    world = World(open_clinic(Settings(folder=own), clock=clock), clock, people)
    yield world, people_of(world)
    world.clinic.close()


@pytest.fixture(scope="module")
def clients_on_postgresql(founded_on_postgresql, tmp_path_factory):
    url, people = founded_on_postgresql
    clock = Clock()
    kept = Settings(folder=tmp_path_factory.mktemp("taken-in") / "clinic", database_url=fresh_database(name_of(url)))
    world = World(open_clinic(kept, clock=clock), clock, people)
    yield world, people_of(world)
    world.clinic.close()


def everything(world):
    """All that the clinic keeps, but the lines of refusals."""
    with world.clinic.store.read() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)).all()))
            for name, table in Base.metadata.tables.items()
            if name not in MAY_HAVE_A_LINE
        }


def function_of(use_case):
    return next(getattr(module, use_case) for module in MODULES if use_case in module.__all__)


def given_to(use_case, world, clients, monkeypatch):
    """What the table of who may do what gives to a use case, by somebody who may."""

    def seen(*given, **named):
        raise SeenError(given, named)

    role, cell = next((role, cell) for role, cell in zip(PERSON, promised()[use_case], strict=True) if cell)
    holder = "ben" if "here" in cell else RELATIONS[PERSON[role]][min(cell - {"opened"})]
    function = function_of(use_case)
    with monkeypatch.context() as patch:
        for module in MODULES:
            if use_case in module.__all__:
                patch.setattr(module, use_case, seen)
        with pytest.raises(SeenError) as caught:
            CALLS[use_case](world, world.people[PERSON[role]], clients[holder])
    given, named = caught.value.args
    return function, inspect.signature(function).bind(*given, **named)


@pytest.fixture(scope="module")
def calls(clients):
    """Every use case with what it is given by somebody who may."""
    with pytest.MonkeyPatch.context() as patch:
        return [(one, *given_to(one, *clients, patch)) for one in CALLS]


def texts(function):
    """Names of the arguments that are words."""
    return [
        name for name, one in inspect.signature(function).parameters.items() if "str" in str(one.annotation).split()
    ]


def put(bound, name, value):
    """The same call with another value in one place."""
    return dict(bound.arguments) | {name: value}


def outcome(function, arguments):
    """What became of a call: the error that refused it, or what it gave."""
    try:
        given = function(**arguments)
    except MendlineError as refused:
        return type(refused)
    except Exception as broken:  # noqa: BLE001 - what nobody meant to raise is what is looked for
        return f"broke with {broken!r:.80}"
    return f"gave {given!r:.60}"


def is_refused(found):
    return isinstance(found, type) and not issubclass(found, StoreError)


def wrongly(tried, right):
    """What was not refused as it must be."""
    found = {case: outcome(function, arguments) for case, function, arguments in tried}
    return {case: one for case, one in found.items() if not right(one)}


def test_no_use_case_takes_words_that_cannot_be_kept(clients, calls):
    tried = [
        ((use_case, name, value[:3], len(value)), function, put(bound, name, value))
        for use_case, function, bound in calls
        for name in texts(function)
        if (use_case, name) not in ONLY_COMPARED
        for value in (MILLION, NUL, HALF, LONG)
        if (use_case, name) not in MAY_BE_LONG or value is not LONG
    ]
    before = everything(clients[0])
    assert len(tried) > 500
    assert wrongly(tried, is_refused) == {}
    assert everything(clients[0]) == before


def test_no_use_case_takes_a_value_of_another_kind(clients, calls):
    tried = [
        ((use_case, name, repr(value)), function, put(bound, name, value))
        for use_case, function, bound in calls
        for name, kind in kinds(function).items()
        for value in (*OTHER_KINDS, object(), True, *(() if "str" in kind else ("a",)))
        if not fits(value, kind)
    ]
    before = everything(clients[0])
    assert len(tried) > 1000
    assert wrongly(tried, lambda found: found is InputError) == {}
    assert everything(clients[0]) == before


def test_no_form_holds_words_that_cannot_be_kept(clients, calls):
    tried = [
        ((use_case, name, place), function, put(bound, name, changed))
        for use_case, function, bound in calls
        for name, form in bound.arguments.items()
        if name in kinds(function)
        for place, changed in enumerate(spoilt(form))
    ]
    before = everything(clients[0])
    assert len(tried) >= 40
    assert wrongly(tried, is_refused) == {}
    assert everything(clients[0]) == before


def test_postgresql_is_never_asked_to_keep_nul(clients_on_postgresql):
    with pytest.MonkeyPatch.context() as patch:
        calls = [(one, *given_to(one, *clients_on_postgresql, patch)) for one in CALLS]
    tried = [
        ((use_case, name), function, put(bound, name, NUL))
        for use_case, function, bound in calls
        for name in texts(function)
        if (use_case, name) not in ONLY_COMPARED
    ]
    assert wrongly(tried, is_refused) == {}


def kinds(function):
    """Names of the arguments that people give, with their kinds."""
    known = {name: str(one.annotation) for name, one in inspect.signature(function).parameters.items()}
    own = ("Clinic", "Actor", "Callable", "BinaryIO", "Progress")
    return {name: kind for name, kind in known.items() if not kind.startswith(own)}


def fits(value, kind):
    """Whether a value is of the very kind that is asked for."""
    asked = {one.partition("[")[0] for one in kind.split(" | ")}
    own = {int: {"int", "float"}, bytes: {"bytes"}, list: {"Sequence"}, dict: {"Mapping"}, bool: {"bool"}}
    return bool(asked & own.get(type(value), set()))


def spoilt(form):
    """A form, a map or a row of forms with something odd in each place that holds words."""
    if isinstance(form, dict):
        yield from (dict.fromkeys([odd], next(iter(form.values()))) for odd in (MILLION, NUL, HALF, 7))
    elif isinstance(form, list):
        yield from ([one, *form[1:]] for one in spoilt(form[0]))
    elif is_dataclass(form) and not isinstance(form, Transcript):
        for field in fields(form):
            if "str" in str(field.type) and field.init:
                rows = "tuple" in str(field.type) or "frozenset" in str(field.type)
                for odd in (MILLION, NUL, HALF, 7):
                    if "Mapping" not in str(field.type):
                        yield replace(form, **{field.name: frozenset({odd}) if rows else odd})
