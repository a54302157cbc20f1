"""Every figure says what it means, and nothing is defined that nobody works out."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from fit.errors import DefinitionError, InputError, UnknownNameError
from fit.service.benchmarks import benchmarks, benchmarks_of, read_benchmark
from fit.service.definitions import Span, Status, Unit, definition, definitions, read_definition
from fit.service.effect_sizes import Reference
from fit.service.figure import Figure
from fit.service.outcomes import evidence_of
from tests.fit.service.made_up import plain

WORKED_OUT_ELSEWHERE = {
    "informants",
    "time_to_improvement",
    "time_to_unplanned_ending",
    "dose_response",
    "adjusted_gain",
    "on_watch",
    "sessions_with_session_rating",
    "alerts_answered",
    "alerts_never_opened",
    "alerts_new",
    "clinicians_without_ratings",
}
TABLE = {
    "title": "Effect size",
    "unit": "standard deviations",
    "way": "mean",
    "formula": "gain / SD",
    "counted": "all",
    "interval": "none",
    "source": "somebody 1999",
    "status": "own",
    "sd": "of the norm",
}


def test_every_figure_that_is_worked_out_has_a_definition_and_the_other_way_round():
    found = evidence_of(plain(3), Reference(lines={}))
    assert set(found) | WORKED_OUT_ELSEWHERE == set(definitions())
    assert not set(found) & WORKED_OUT_ELSEWHERE


@pytest.mark.parametrize("one", definitions().values(), ids=lambda one: one.id)
def test_every_definition_says_whence_it_comes_and_was_reviewed(one):
    assert all((one.title, one.formula, one.counted, one.interval, one.source))
    assert one.reviewed_on >= date(2026, 11, 1)
    if one.status is Status.CONFIRMED:
        assert re.search(r"doi:|read \d{4}-\d\d-\d\d|the list|OpenFIT", one.source)


def test_every_effect_size_says_which_standard_deviation():
    sizes = [one for one in definitions().values() if one.unit is Unit.STANDARD_DEVIATIONS]
    assert len(sizes) == 3
    assert all(one.sd for one in sizes)
    with pytest.raises(DefinitionError, match="which standard deviation"):
        read_definition("x", TABLE | {"sd": ""}, date(2026, 1, 1))


def test_a_definition_with_a_mistake_is_refused_by_name():
    with pytest.raises(ValueError, match="furlongs"):
        read_definition("x", TABLE | {"unit": "furlongs"}, date(2026, 1, 1))
    with pytest.raises(KeyError, match="source"):
        read_definition("x", {key: value for key, value in TABLE.items() if key != "source"}, date(2026, 1, 1))
    with pytest.raises(DefinitionError, match="order them"):
        Span(low=40, high=0, centre=20, sd=1)
    with pytest.raises(DefinitionError, match="an end or the middle"):
        Span(low=0, high=40, centre=36, sd=1)


def test_an_unknown_figure_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match="raw_effect_size"):
        definition("average happiness")


def test_the_file_says_when_it_was_reviewed():
    for name in ("definitions.toml", "benchmarks.toml"):
        assert tomllib.loads((files("fit.service") / name).read_text("utf-8"))["reviewed_on"] >= date(2026, 11, 1)


def test_the_benchmarks_are_those_that_the_domain_notes_cite():
    (unplanned,) = benchmarks_of("unplanned")
    assert (unplanned.low, unplanned.high, unplanned.status) == (0.197, 0.197, Status.CONFIRMED)
    assert "669 studies" in unplanned.counted
    (target,) = benchmarks_of("reached_session_target")
    assert (target.low, target.high) == (0.64, 0.74)
    assert benchmarks_of("days_median") == ()


@pytest.mark.parametrize("one", benchmarks(), ids=lambda one: one.id)
def test_a_benchmark_that_was_not_read_says_so(one):
    assert (one.page == "not seen") == (one.status is Status.UNCONFIRMED)
    assert "target" not in one.context.split(".")[0] or one.figure == "reached_session_target"


BENCHMARK = {
    "figure": "unplanned",
    "low": 0.2,
    "high": 0.3,
    "context": "some",
    "counted": "some",
    "source": "some",
    "page": "1",
    "status": "own",
}


def test_a_benchmark_in_percent_or_the_wrong_way_round_is_refused():
    with pytest.raises(DefinitionError, match="between 0 and 1"):
        read_benchmark("x", BENCHMARK | {"high": 30}, date(2026, 1, 1))
    with pytest.raises(DefinitionError, match="Exchange them"):
        read_benchmark("x", BENCHMARK | {"low": 0.4}, date(2026, 1, 1))
    with pytest.raises(UnknownNameError, match="no figure 'dropout'"):
        read_benchmark("x", BENCHMARK | {"figure": "dropout"}, date(2026, 1, 1))


def test_a_figure_that_lies_outside_its_interval_or_is_no_number_is_not_built():
    with pytest.raises(InputError, match="does not lie in its interval"):
        Figure(definition="x", value=0.5, n=3, lower=0.6, upper=0.7)
    with pytest.raises(InputError, match="Give both ends"):
        Figure(definition="x", value=0.5, n=3, lower=0.4)
    with pytest.raises(InputError, match="Say NotAssessable"):
        Figure(definition="x", value=float("nan"), n=0)


@pytest.mark.parametrize("one", definitions().values(), ids=lambda one: one.id)
def test_what_is_read_on_the_screen_is_in_readers_words(one):
    shown = f"{one.title} {one.formula} {one.counted} {one.interval} {one.source} {one.sd}"
    assert not re.search(r"docs/|this file|`|unconfirmed|\.py\b|\.toml\b", shown)
