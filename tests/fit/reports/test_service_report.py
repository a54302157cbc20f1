"""The monthly service report: the same bytes, every figure explained, readable colours, cells that say little."""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from fit.errors import InputError
from fit.reports._bar_chart import bar_chart
from fit.reports._fonts import font_of
from fit.reports._heat_chart import WHITE_ON_DARK, _luminance, colours_of, heat_chart
from fit.reports._service_appendix import in_sentences
from fit.reports._service_sections import BENCHMARKED, CELLS, SHOWN
from fit.reports._service_told import told_of
from fit.reports._service_words import in_words, said_of
from fit.reports._sheets import WIDTH
from fit.reports.service_report import MEASURES, service_report
from fit.service.alliance_grid import GridView, Measure
from fit.service.clinic_spread import Spread
from fit.service.definitions import definition, definitions
from fit.service.episodes import State
from fit.service.explained import RULES, explained_rounded
from fit.service.explained_grid import explained_cell
from fit.service.figure import NotAssessable
from fit.service.suppression import TOO_FEW, Few, Rounded, Withheld
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
    assert "In short Too few clients to say: Clients in care in these twelve months; Mean gain of those" in said
    assert "14 of 14 figures are too few to tell in these twelve months. Too few clients to say: Clients;" in said


@pytest.mark.parametrize("clinicians", [1, 52, 53, 120])
def test_any_number_of_clinicians_fits_the_pages_and_all_are_named(clinicians):
    made = a_report(some_episodes(60, 3), some_cells(clinicians, 3_000), clinicians)
    pages = PdfReader(io.BytesIO(service_report(made))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
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
         "about 42 % (33 to 51 %) of about 120 episodes"),
        (Few(definition="recovered", n=35, upper=0.2666), "fewer than 8 (up to 27 %) of about 35 episodes"),
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


def exact(measure, value):
    """A cell of so many that it has one number."""
    one = np.array([[value]])
    return GridView(
        measure=measure, value=one, n=np.array([[200]]), lower=one, upper=one, uncertain=one > 99, least=one, most=one
    )


def test_a_range_on_paper_has_the_colour_that_all_of_it_bears_out():
    colours = colours_of(Measure.MEAN, LINE)
    ranged = replace(exact(Measure.MEAN, 39.1), n=np.array([[40]]), least=np.array([[38.3]]), most=np.array([[39.9]]))
    assert colours.of(ranged, (0, 0)) == colours.colours[4], "its middle has the deepest"


@pytest.mark.parametrize(
    ("points", "place"), [(32.9, 0), (33.0, 1), (34.5, 2), (35.9, 2), (36.0, 3), (37.5, 4), (39.0, 5)]
)
def test_the_colours_of_means_change_at_the_line_which_belongs_to_the_better_side(points, place):
    colours = colours_of(Measure.MEAN, LINE)
    assert colours.of(exact(Measure.MEAN, points), (0, 0)) == colours.colours[place]


@pytest.mark.parametrize(
    ("share", "place"), [(0.0, 0), (0.0999, 0), (0.10, 1), (0.2999, 2), (0.3, 3), (0.5, 4), (1.0, 5)]
)
def test_the_colours_of_shares_change_at_their_steps(share, place):
    colours = colours_of(Measure.BELOW_LINE, LINE)
    assert colours.of(exact(Measure.BELOW_LINE, share), (0, 0)) == colours.colours[place]


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


def one_cell(value, n, *, uncertain, half=0.1):
    cells = {"value": value, "n": n, "lower": value - half, "upper": value + half, "uncertain": uncertain}
    cells |= {"least": value, "most": value}
    if np.isnan(value) and n:
        cells |= {"lower": 0.0, "upper": 0.234}
    view = GridView(measure=Measure.BELOW_LINE, **{name: np.array([[one]]) for name, one in cells.items()})
    chart = heat_chart(
        ["A"], [date(2026, 1, 1)], view, colours_of(Measure.BELOW_LINE, LINE), width=200, font=font_of("en"), at=0
    )
    kinds = [type(shape).__name__ for shape in chart.contents]
    return [shape.text for shape in chart.contents if hasattr(shape, "text")][3:], kinds.count("Line")


@pytest.mark.parametrize(
    ("value", "n", "uncertain", "said", "hatched"),
    [
        (0.25, 20, False, ["25 (20)", "15\N{EN DASH}35"], False),
        (0.5, 5, True, ["50 (5)", "40\N{EN DASH}60"], True),
        (np.nan, 20, False, ["few", "up to 23"], False),
        (np.nan, 0, True, [], False),
    ],
)
def test_a_cell_says_its_number_and_interval_is_hatched_where_it_rests_on_few_and_empty_where_hidden(
    value, n, uncertain, said, hatched
):
    texts, lines = one_cell(value, n, uncertain=uncertain)
    assert (texts, lines > 0) == (said, hatched)


@pytest.mark.parametrize(("half", "hatched"), [(0.12, False), (0.125, False), (0.13, True), (0.24, True)])
def test_a_share_of_an_interval_wider_than_a_colour_is_hatched_on_paper_as_on_the_screen(half, hatched):
    _, lines = one_cell(0.75, 15, uncertain=False, half=half)
    assert (lines > 0) is hatched


@pytest.mark.parametrize(
    ("least", "most", "said", "marked"),
    [
        (35.7, 36.1, "35.9 (80)", False),
        (37.5, 40.0, "37\N{EN DASH}40 (80)", False),
        (33.1, 35.9, "34.5 (80)", True),
        (34.2, 36.2, "35.2 (80)", False),
    ],
)
def test_a_mean_on_paper_says_what_rounding_leaves_and_claims_no_side_beyond_it(least, most, said, marked):
    value = (least + most) / 2
    cells = {"value": value, "n": 80, "lower": least - 2, "upper": most + 2, "uncertain": False}
    cells |= {"least": least, "most": most}
    view = GridView(measure=Measure.MEAN, **{name: np.array([[one]]) for name, one in cells.items()})
    chart = heat_chart(
        ["A"], [date(2026, 1, 1)], view, colours_of(Measure.MEAN, 36.0), width=200, font=font_of("en"), at=0
    )
    assert [shape.text for shape in chart.contents if hasattr(shape, "text")][3] == said
    assert any(type(shape).__name__ == "Polygon" for shape in chart.contents) is marked


def test_a_report_of_no_month_or_without_a_state_is_not_built(report):
    with pytest.raises(InputError, match="is no month"):
        replace(report, month=date(2026, 10, 2))
    with pytest.raises(InputError, match="no outcomes of unplanned episodes"):
        replace(report, outcomes={state: found for state, found in report.outcomes.items() if state != State.UNPLANNED})
    with pytest.raises(InputError, match="has not"):
        replace(report.clinicians, rows=report.clinicians.rows[:-1])


@pytest.mark.parametrize(("upper", "told"), [(0.9, True), (0.98, False)])
def test_a_share_of_nearly_none_or_nearly_all_is_said_in_words_and_not_drawn(upper, told):
    found = Few(definition="reliably_better", n=10, upper=upper)
    chart = bar_chart({"reliably_better": found}, ("reliably_better",), width=480, font=font_of("en"), others=False)
    texts = [shape.text for shape in chart.contents if hasattr(shape, "text")]
    assert any("cannot be told of about 10" in one for one in texts) is not told
    nothing = bar_chart({"reliably_better": TOO_FEW}, ("reliably_better",), width=480, font=font_of("en"), others=False)
    assert (len(chart.contents) > len(nothing.contents)) is told


INSIDE_WORDS = ("docs/", ".md", "this file", "`", "(unconfirmed)", "not seen", "the list:", "The list:", "board for")


@pytest.fixture(scope="module", params=[(400, 6, 900), (120, 6, 60), (30, 2, 20), (4, 1, 3)])
def any_size(request):
    """Reports of services of every size, the smallest of which tell nearly nothing."""
    episodes, clinicians, sessions = request.param
    names = [f"Clinician {one} of a Rather Long Family Name-Compound" for one in range(clinicians)]
    made = a_report(some_episodes(episodes, clinicians), some_cells(clinicians, sessions), clinicians)
    named = replace(made, clinicians=replace(made.clinicians, rows=tuple(names)))
    return [page.extract_text() for page in PdfReader(io.BytesIO(service_report(named))).pages]


def test_each_page_has_content_and_no_text_is_cut_off(any_size):
    for page in any_size:
        content = [line for line in page.splitlines() if line.strip() and "Made on 2 November 2026 with" not in line]
        assert len(content) > 2, page
        assert "\N{HORIZONTAL ELLIPSIS}" not in page
        assert "..." not in page


def test_a_report_has_the_words_of_its_readers_not_of_the_program(any_size):
    said = " ".join(" ".join(any_size).split())
    assert [word for word in INSIDE_WORDS if word in said] == []


def test_what_cannot_be_told_is_left_out_and_named_in_one_line():
    made = a_report(some_episodes(60, 3), some_cells(3, 40), 3)
    figures = made.outcomes[State.CLOSED].figures
    said = text(PdfReader(io.BytesIO(service_report(made))))
    assert not any(isinstance(figures[name], Rounded) for name in ("reliably_worse", "deteriorated", "harmed"))
    left = "5 of 11 figures are too few to tell in these twelve months. Fewer than 8, perhaps none: "
    parts = "Reliably worse, same side of the cutoff; Reliably worse, into the clinical range;"
    assert f"{left}Reliably worse (all); {parts}" in said
    assert "too few to say: for so few" not in said


def test_what_misleads_alone_is_said_beside_the_number_and_a_simulated_path_is_called_a_guess(report):
    of_own, simulated = (
        text(PdfReader(io.BytesIO(service_report(replace(report, path_is_simulated=one))))) for one in (False, True)
    )
    severity = definition("severity_adjusted_effect_size")
    assert isinstance(report.outcomes[State.ALL].figures[severity.id], Rounded)
    assert f"{severity.title}. {severity.beside}" in of_own
    assert "a first guess and no result" not in of_own
    guess = "first guess and no result: "
    assert f"{guess}Effect size, relative to what was expected." in simulated, "under the key figures"
    assert f"{guess}Reached the session's target; Reached the target of the whole treatment" in simulated


def test_months_that_cannot_be_told_make_no_row_and_the_row_is_named(report):
    mean = report.clinicians.views[Measure.MEAN]
    value = np.full_like(mean.value, 36.5)
    value[2, 2:] = np.nan
    views = dict(report.clinicians.views) | {Measure.MEAN: replace(mean, value=value, least=value, most=value)}
    made = replace(report, clinicians=replace(report.clinicians, views=views))
    said = text(PdfReader(io.BytesIO(service_report(made))))
    assert "1 of 6 rows is left out, with fewer than 3 months that can be told: Clinician 03." in said
    value[2, 2] = 36.5
    said = text(PdfReader(io.BytesIO(service_report(made))))
    assert "1 of 6 rows is left out" not in said


def test_others_stand_beside_the_bars_only_where_the_better_and_the_worse_are_both_told(report):
    caveat = "it is no target, and no mark for this service."
    both = ("recovered", "improved", "reliably_worse")
    assert told_of(report.outcomes[State.CLOSED].figures, both) == both
    assert caveat in text(PdfReader(io.BytesIO(service_report(report))))
    few = dict(report.outcomes[State.CLOSED].figures) | {"reliably_worse": Withheld(reason="few")}
    outcomes = dict(report.outcomes) | {State.CLOSED: replace(report.outcomes[State.CLOSED], figures=few)}
    assert caveat not in text(PdfReader(io.BytesIO(service_report(replace(report, outcomes=outcomes)))))


def test_a_report_without_names_has_no_row_of_a_clinician(report):
    with pytest.raises(InputError, match="without names has rows of clinicians"):
        replace(report, names=False)


CLINICIANS_WORDS = ("Student's t", "of the very episodes counted", "independent sessions", "independent dips")


def test_each_figure_is_explained_as_it_is_worked_out_for_this_reader_and_not_as_for_the_clinician(reader):
    said = text(reader)
    for name in SHOWN:
        told = " ".join(explained_rounded(name, Spread.REPORTED).brief.split())
        told = re.sub(r"`(\w+)`", lambda found: definition(found[1]).title, told)
        assert f"{definition(name).title} {told}" in re.sub(
            r" Service report \w+ \d+: .*? Page \d+ of \d+", "", said
        ), name
    for title, rule in RULES.items():
        assert f"{title} {rule}" in re.sub(r" Service report \w+ \d+: .*? Page \d+ of \d+", "", said)
    assert [one for one in CLINICIANS_WORDS if one in said] == []


def test_every_measure_by_month_is_explained_too(reader):
    said = text(reader)
    for measure, title in CELLS.items():
        assert f"By month: {title} {in_sentences(explained_cell(measure))[:60]}" in said
    assert set(CELLS) == set(MEASURES)


def test_whatever_is_counted_is_named_wherever_a_number_of_it_stands(reader):
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    said = " ".join(pages[: next(at for at, one in enumerate(pages) if "How the figures are worked out" in one)])
    counted = re.findall(r"of about (?:how many )?([\d,]*)\s*([a-z]+)", said)
    assert len(counted) > 40
    assert {noun for _, noun in counted} <= {"episodes", "how", "session", "sessions", "dips"}
    assert re.search(r"Single dips not yet decided: about [\d,]+ dips\.", said)
    for of in ("session ratings", "sessions", "dips"):
        assert f"In brackets: of about how many {of}." in said


def test_words_beside_a_bar_end_within_the_page():
    widest = (
        Rounded(definition="recovered", value=0.25, n=1_600, lower=0.19, upper=0.32),
        Few(definition="recovered", n=1_600, upper=0.27),
    )
    for found in widest:
        chart = bar_chart({"recovered": found}, ("recovered",), width=WIDTH, font=font_of("en"))
        said = [shape for shape in chart.contents if hasattr(shape, "text") and "of about" in shape.text]
        assert [one.x + stringWidth(one.text, one.fontName, one.fontSize) <= WIDTH for one in said] == [True]
