"""The monthly service report: the same bytes, every figure explained, readable colours, cells that say little."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from pypdf import PdfReader

from fit.errors import InputError
from fit.reports._heat_chart import WHITE_ON_DARK, _luminance, colours_of, heat_chart
from fit.reports._service_sections import BENCHMARKED, SHOWN
from fit.reports._service_words import in_words, said_of
from fit.reports.service_report import MEASURES, service_report
from fit.service.alliance_grid import GridView, Measure
from fit.service.definitions import definition, definitions
from fit.service.episodes import State
from fit.service.figure import NotAssessable
from fit.service.suppression import Few, Rounded, Withheld
from tests.fit.reports.services import a_report, some_cells, some_episodes

LINE = 36.0
AA = 4.5
# WCAG 2.2, 1.4.3


@pytest.fixture(scope="module")
def report():
    return a_report(some_episodes(400, 6), some_cells(6, 900), 6)


@pytest.fixture(scope="module")
def pdf(report):
    return service_report(report)


@pytest.fixture(scope="module")
def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


def text(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_same_report_is_the_same_file(report, pdf):
    assert service_report(report) == pdf


def test_on_another_day_only_the_day_differs(report, pdf):
    later = PdfReader(io.BytesIO(service_report(replace(report, made_on=date(2026, 12, 24)))))
    assert text(later).replace("24 December 2026", "2 November 2026") == text(PdfReader(io.BytesIO(pdf)))


def test_the_file_says_its_title_and_its_language(reader):
    assert reader.metadata.title == "Service report October 2026: Harbour Clinic"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_each_page_says_which_of_how_many_it_is(reader):
    for number, page in enumerate(reader.pages, 1):
        assert f"Page {number} of {len(reader.pages)}" in page.extract_text()


def test_every_section_stands_in_the_readers_list_of_contents(reader):
    assert [one.title for one in reader.outline] == [
        "Cover",
        "Key figures",
        "Alliance across the caseload",
        "Outcomes",
        "Ruptures and repairs",
        "How complete the ratings are",
        "What others found",
        "How the figures are worked out",
    ]


def test_every_figure_is_explained_and_every_benchmark_named_with_its_source(reader):
    said = text(reader)
    assert [name for name in SHOWN if definition(name).title not in said] == []
    for one in BENCHMARKED:
        assert " ".join(one.source.split()[:3]) in said


def test_no_median_is_shown_since_it_is_somebodys_own_value():
    assert {"sessions_median", "days_median"} & set(SHOWN) == set()
    assert set(SHOWN) <= set(definitions())


def test_a_small_service_tells_no_figure_of_fewer_than_five():
    few = a_report(some_episodes(4, 1), some_cells(1, 30), 1)
    said = text(PdfReader(io.BytesIO(service_report(few))))
    assert "Clients in care in these twelve months: not told: fewer than 5." in said
    assert "Mean gain of those rated again: not told: fewer than 5 clients." in said


@pytest.mark.parametrize("clinicians", [1, 52, 53, 120])
def test_any_number_of_clinicians_fits_the_pages_and_all_are_named(clinicians):
    made = a_report(some_episodes(60, 3), some_cells(clinicians, 3_000), clinicians)
    pages = PdfReader(io.BytesIO(service_report(made))).pages
    said = " ".join(page.extract_text() for page in pages)
    assert [one for one in made.clinicians.rows if one not in said] == []


def test_a_service_without_a_session_has_a_report_too():
    nothing = some_cells(1, 0)
    empty = {name: getattr(nothing, name)[:0] for name in nothing.__slots__}
    made = a_report(some_episodes(10, 1), type(nothing)(**empty), 0)
    assert service_report(made).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Rounded(definition="recovered", value=0.4166, n=120, lower=0.333, upper=0.506),
         "about 42 % (33 to 51 %) of about 120"),
        (Few(definition="recovered", n=35, upper=0.2666), "fewer than 5 (up to 27 %) of about 35"),
        (Withheld(reason="fewer than 5 clients"), "not told: fewer than 5 clients"),
        (NotAssessable(reason="nobody to be counted"), "not told: nobody to be counted"),
    ],
)  # fmt: skip
def test_a_figure_is_said_with_its_interval_and_number_or_with_the_reason_why_not(found, said):
    assert in_words("recovered", found) == said


def test_points_days_and_effect_sizes_are_said_in_their_units():
    def value(name, number):
        return said_of(name, Rounded(definition=name, value=number, n=10)).value

    assert value("gain_mean", 6.349) == "about 6.3 points"
    assert value("days_mean", 148.4) == "about 148 days"
    assert value("raw_effect_size", -0.0449) == "about -0.04 SD"
    assert value("episodes", 1_205) == "about 1,205"


@pytest.mark.parametrize(
    ("points", "place"), [(31.9, 0), (32.0, 1), (35.9, 2), (36.0, 3), (36.1, 3), (37.0, 4), (40.0, 5)]
)
def test_the_colours_of_means_change_at_the_line_which_belongs_to_the_better_side(points, place):
    colours = colours_of(Measure.MEAN, LINE)
    assert colours.of(points) == colours.colours[place]


@pytest.mark.parametrize(("share", "place"), [(0.0, 0), (0.0999, 0), (0.10, 1), (0.3499, 2), (0.35, 3), (1.0, 4)])
def test_the_colours_of_shares_change_at_their_steps(share, place):
    colours = colours_of(Measure.BELOW_LINE, LINE)
    assert colours.of(share) == colours.colours[place]


@pytest.mark.parametrize("measure", MEASURES)
def test_numbers_in_cells_can_be_read_on_every_colour(measure):
    ink = _luminance(colour("#1f2a2e"))
    for one in colours_of(measure, LINE).colours:
        ground = _luminance(one)
        contrast = 1.05 / (ground + 0.05) if ground < WHITE_ON_DARK else (ground + 0.05) / (ink + 0.05)
        assert contrast >= AA, one


@pytest.mark.parametrize("measure", [Measure.BELOW_LINE, Measure.REPAIRED])
def test_colours_of_shares_are_told_apart_by_lightness_alone(measure):
    light = [_luminance(one) for one in colours_of(measure, LINE).colours]
    assert light == sorted(light, reverse=True)
    assert min(a - b for a, b in itertools.pairwise(light)) > 0.05


def colour(text):
    from reportlab.lib.colors import HexColor

    return HexColor(text)


def one_cell(value, n, *, uncertain):
    cells = {"value": value, "n": n, "lower": np.nan, "upper": np.nan, "uncertain": uncertain}
    view = GridView(measure=Measure.BELOW_LINE, **{name: np.array([[one]]) for name, one in cells.items()})
    chart = heat_chart(["A"], [date(2026, 1, 1)], view, colours_of(Measure.BELOW_LINE, LINE), width=200, font="F", at=0)
    kinds = [type(shape).__name__ for shape in chart.contents]
    return [shape.text for shape in chart.contents if hasattr(shape, "text")][3:], kinds.count("Line")


@pytest.mark.parametrize(
    ("value", "n", "uncertain", "said", "hatched"),
    [
        (0.25, 20, False, ["25"], False),
        (0.5, 5, True, ["50"], True),
        (np.nan, 20, False, ["few"], False),
        (np.nan, 0, True, [], False),
    ],
)
def test_a_cell_says_its_number_is_hatched_where_it_rests_on_few_and_empty_where_hidden(
    value, n, uncertain, said, hatched
):
    texts, lines = one_cell(value, n, uncertain=uncertain)
    assert (texts, lines > 0) == (said, hatched)


def test_a_report_of_no_month_or_without_a_state_is_not_built(report):
    with pytest.raises(InputError, match="is no month"):
        replace(report, month=date(2026, 10, 2))
    with pytest.raises(InputError, match="no outcomes of unplanned episodes"):
        replace(report, outcomes={state: found for state, found in report.outcomes.items() if state != State.UNPLANNED})
    with pytest.raises(InputError, match="has not"):
        replace(report.clinicians, rows=report.clinicians.rows[:-1])
