"""The supervision packet: no identity in the file, at most four pages, nothing over the margin, numbers as given."""

from __future__ import annotations

import io
import re
import string
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from fit.deidentify import Added, Choices, Kind, KnownNames
from fit.errors import InputError
from fit.reports._flow import paragraph
from fit.reports._sheets import MARGIN
from fit.reports.deidentified import DeidentifiedPacket, deidentified
from fit.reports.packet import Comment, Course, CoursePoint, HeldTalk, NamedValue, Packet, PacketExcerpt, PacketTurn
from fit.reports.supervision_packet import HEIGHT, MOST_PAGES, fitting_pages, supervision_packet
from fit.scales import ScaleKind, Score
from fit.transcripts import Role
from tests.fit.reports.packets import IDENTITIES, KNOWN, NOT_KNOWN, TALK, courses, excerpt, packet, scores

A4 = (595.3, 841.9)
# [points], ISO 216


def pdf_of(one, known=KNOWN, **changed):
    return supervision_packet(deidentified(one, known, **changed))


def pages(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def text(pdf):
    return " ".join(" ".join(page.extract_text() for page in pages(pdf)).split())


def leaks(said):
    """Identities that can be read in a text, in any case, also where a line or a blank stands inside of them."""
    low = said.casefold()
    without = re.sub(r"\s", "", low)
    return [one for one in IDENTITIES if one in low or one.replace(" ", "") in without]


@pytest.fixture(scope="module")
def pdf():
    return pdf_of(packet())


def test_the_text_of_the_file_holds_no_identity(pdf):
    assert leaks(text(pdf)) == []


@pytest.mark.parametrize("case", [str.upper, str.lower, str.title, str.swapcase])
def test_nor_does_it_hold_what_the_data_knows_in_any_case(case):
    said = text(pdf_of(recased(packet(), case)))
    assert set(leaks(said)) <= set(NOT_KNOWN)
    assert "[Client]" in said


def recased(value, case):
    """The same packet with every text in another case; labels of roles and scales too."""
    if isinstance(value, str) and type(value) is str:
        return case(value)
    if isinstance(value, tuple):
        return tuple(recased(one, case) for one in value)
    if is_dataclass(value):
        changed = {one.name: recased(getattr(value, one.name), case) for one in fields(value) if not one.metadata}
        return replace(value, **changed)
    return value


def test_a_packet_full_of_identities_would_leak_if_it_were_not_for_the_rules():
    said = " ".join(one.text for one in packet().texts())
    assert len(leaks(said)) >= 10


def test_nothing_of_an_identity_stands_outside_of_the_text_either(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata.title == "Supervision packet, de-identified"
    assert (reader.metadata.author, reader.metadata.subject) == ("Mendline", "")
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert leaks(str(reader.metadata)) == []
    assert leaks(pdf.decode("latin-1")) == []


def test_every_text_of_a_packet_is_read_but_what_the_product_publishes():
    marked, expected = numbered(packet())
    seen = {one.text for one in marked.texts()}
    assert {one for one in expected if one not in seen} == {marked.alert.formula, marked.alert.source}


def numbered(value):
    """The same packet with a text of its own in every place, and these texts."""
    count = iter(range(1_000))
    made = []

    def walk(one):
        if type(one) is str:
            made.append(f"text {next(count)}")
            return made[-1]
        if isinstance(one, tuple):
            return tuple(walk(part) for part in one)
        if is_dataclass(one):
            return replace(one, **{field.name: walk(getattr(one, field.name)) for field in fields(one)})
        return one

    return walk(value), made


def test_a_packet_that_still_has_its_names_is_refused():
    with pytest.raises(InputError, match="printed only without identities"):
        supervision_packet(packet())
    with pytest.raises(InputError, match="de-identified by `deidentified` alone"):
        DeidentifiedPacket(
            packet=packet(), before=(), found=(), replacements=(), doubtful=(), warnings=(), made_by=object()
        )


def test_a_ready_packet_cannot_be_given_back_its_names():
    ready = deidentified(packet(), KNOWN)
    with pytest.raises(InputError, match="de-identified by `deidentified` alone"):
        replace(ready, packet=packet())


def test_where_each_replacement_stands_is_told_in_words():
    ready = deidentified(packet(), KNOWN)
    told = {(ready.before[one.text].where, one.words, one.label) for one in ready.replacements}
    assert ("Question", "Zoë", "[Client]") in told
    assert ("Excerpt 1, turn 7", "ZOË LINDQVIST", "[Client]") in told
    assert ("Plan, when", "12 December 2026", "[a date]") in told
    assert ("Comment 1", "Priya", "[Clinician]") in told


def test_a_person_has_one_label_in_all_parts_of_the_packet(pdf):
    said = text(pdf)
    labels = re.findall(r"My mother, (\[Person \w\]), rang|at home asks me that, (\[Person \w\]) least", said)
    assert len({one or other for one, other in labels}) == 1


def test_additions_are_printed_and_what_was_undone_is_warned_of(pdf):
    ready = deidentified(packet(), KNOWN)
    priya = [one for one in ready.replacements if one.words == "Priya"]
    choices = Choices(added=(Added(words="teacher", label="job"),), undone=frozenset(one.id for one in priya))
    again = deidentified(packet(), KNOWN, choices=choices)
    said = text(supervision_packet(again))
    assert "a [job]" in said
    assert "Priya's card" in said
    assert "1 known name was left in by choice" in said
    assert "left in by choice" not in text(pdf)
    assert [one.words for one in again.warnings] == ["Priya"]


def test_what_was_replaced_is_counted_on_paper():
    ready = deidentified(packet(), KNOWN)
    assert ready.counts[Kind.CLIENT] == 11
    assert "What was replaced client 11, clinician 5," in text(supervision_packet(ready))


def test_the_parts_stand_in_their_order_and_the_graph_is_first(pdf):
    said = text(pdf)
    order = [
        "The course", "Why session 6", "My question", "What was said, 1", "What was said, 2", "How I read it",
        "What I want to say", "Plan", "After the talk", "What the next ratings say", "Comments", "What was replaced",
    ]  # fmt: skip
    places = [said.index(one) for one in order]
    assert places == sorted(places)
    assert drawn_paths(pdf)[0] == "page 1"


def drawn_paths(pdf):
    """Pages on which a chart is drawn: its dots are curves, which nothing else is."""
    return [f"page {number}" for number, page in enumerate(pages(pdf), 1) if b" c\n" in page.get_contents().get_data()]


def test_memory_stands_beside_the_record_with_role_and_time(pdf):
    said = text(pdf)
    assert "How I remember it What the record says" in said
    for part in (
        "Clinician 10:04",
        "Client 10:31",
        "Nothing. I don't know.",
        "She seemed upset",
        "It went by quickly.",
    ):
        assert part in said


def test_scores_are_told_as_given_and_a_missing_one_is_no_zero(pdf):
    said = text(pdf)
    assert "1: 17.2, 2: 19.8, 3: no rating, 4: 21.4, 5: 22.0, 6: 18.3, 7: 20.6." in said
    assert "SRS: before 28.9, after 35.0; ORS: before 18.3, after no rating" in said
    assert "The session rating fell" in said


def dots(pdf):
    """Centres of the dots of the outcome [points of the page]: each is four curves that begin and end at its right."""
    found = re.findall(rb"n\n([\d.]+) ([\d.]+) m\n[\d. ]+ c\n", pages(pdf)[0].get_contents().get_data())
    return [(float(x), float(y)) for x, y in found]


def test_a_rating_is_drawn_as_high_as_it_is_and_a_missing_one_not_at_all():
    chart = replace(courses()[0], points=scores("0.0", "10.0", None, "40.0"), path=(), cutoff=None)
    found = dots(pdf_of(packet(courses=(chart,), alert=None)))
    assert len(found) == 3
    heights = [y for _, y in found]
    # a quarter of the scale is a quarter of the height
    assert (heights[1] - heights[0]) / (heights[2] - heights[0]) == pytest.approx(0.25, abs=0.01)
    across = [x for x, _ in found]
    assert (across[1] - across[0]) / (across[2] - across[0]) == pytest.approx(1 / 3, abs=0.01)


def test_pages_are_a4_and_numbered_and_dated():
    found = pages(pdf_of(packet()))
    for number, page in enumerate(found, 1):
        assert [float(one) for one in page.mediabox[2:]] == pytest.approx(A4, abs=0.1)
        foot = " ".join(page.extract_text().split())
        assert (
            f"Supervision packet, de-identified. Made on 29 Nov 2026 with Mendline. Page {number} of {len(found)}"
            in foot
        )


def test_the_same_packet_is_the_same_file():
    assert pdf_of(packet()) == pdf_of(packet())


def test_an_empty_packet_says_that_there_is_nothing():
    said = text(pdf_of(Packet(made_on=date(2026, 11, 29), courses=())))
    assert "My question Not written yet." in said
    assert "Nothing was found to replace." in said
    empty = replace(courses()[0], points=(), path=())
    assert "No ratings yet." in text(pdf_of(Packet(made_on=date(2026, 11, 29), courses=(empty,))))


def test_a_long_excerpt_is_shortened_around_its_moment_and_says_so():
    long = excerpt(tuple((Role.CLIENT, f"number {n} of what was said") for n in range(300)), focus=150)
    said = text(pdf_of(packet(excerpts=(long,))))
    assert "number 150 of what was said" in said
    before, after = (int(one) for one in re.findall(r"\u2026 (\d+) turns left out", said))
    shown = [int(one) for one in re.findall(r"number (\d+) of", said)]
    assert (before, after) == (shown[0], 299 - shown[-1])
    assert shown == list(range(shown[0], shown[-1] + 1))


def test_long_texts_are_cut_between_words_and_say_how_many_are_left_out():
    words = [f"w{number}" for number in range(9_000)]
    said = text(pdf_of(packet(question=" ".join(words))))
    left = int(re.search(r"(\d+) words left out", said)[1])
    shown = re.search(r"My question (.*?) \u2026", said)[1].split()
    assert shown == words[: len(shown)]
    assert len(shown) + left == len(words)


def test_what_fits_is_not_shortened(pdf):
    assert "left out" not in text(pdf)
    assert len(pages(pdf)) == 2


def test_other_writings_are_printed_and_a_letter_that_no_font_has_is_marked():
    turns = (
        PacketTurn(role=Role.CLIENT, start=None, text="我觉得很累。"),
        PacketTurn(role=Role.OTHER, start=None, text="Gr\u00fc\u00dfe \U0001f600\U0001f600 und Ende"),
        PacketTurn(role=None, start=None, text="أنا متعب"),
    )
    one = PacketExcerpt(meeting=1, reason="r", fact="f", turns=turns)
    said = text(pdf_of(packet(excerpts=(one,)), language="zh-Hans"))
    assert "我觉得很累。" in said
    assert "Grüße [?] und Ende" in said
    assert "Unknown" in said


def placed(pdf):
    """Every text of the file: page, left end, right end, height [points]."""
    found = []
    for number, page in enumerate(pages(pdf)):

        def seen(said, moved, at, font, size, number=number):
            if said.strip():
                found.append((number, moved[4] + at[4], moved[5] + at[5], said))

        page.extract_text(visitor_text=seen)
    return found


def test_no_text_begins_outside_of_the_margins(pdf):
    for _, left, height, said in placed(pdf):
        assert MARGIN - 1 <= left <= A4[0] - MARGIN, said
        assert MARGIN - 1 <= height <= A4[1] - MARGIN, said


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
LONG = st.one_of(
    WORDS,
    st.builds(lambda word, times: (word + " ") * times, WORDS, st.integers(1, 1_500)),
    st.builds(lambda letter, times: letter * times, st.sampled_from("Wm.国ا☂é"), st.integers(1, 3_000)),
)
TURNS = st.lists(
    st.builds(lambda text: PacketTurn(role=Role.CLIENT, start=0, text=text), LONG), min_size=1, max_size=60
)
EXCERPTS = st.lists(
    st.builds(
        lambda turns, memory, reason: PacketExcerpt(
            meeting=3, turns=tuple(turns), focus=len(turns) - 1, memory=memory, reason=reason, fact=reason
        ),
        TURNS, LONG, LONG,
    ),
    max_size=3,
)  # fmt: skip


@settings(deadline=None, max_examples=10)
@given(EXCERPTS, LONG, LONG, st.lists(LONG, max_size=40))
def test_whatever_is_written_takes_four_pages_at_most_and_stays_inside(excerpts, question, other, many):
    one = packet(
        excerpts=tuple(excerpts),
        question=question,
        talk=HeldTalk(what_happened=other, client_said=question, change_kept=other),
        comments=tuple(Comment(role=other, text=text) for text in many),
        alert=replace(
            packet().alert, title=other, formula=other, source=question,
            values=tuple(NamedValue(name=text, value=text) for text in many),
        ),
    )  # fmt: skip
    ready = deidentified(one, KnownNames())
    assert len(pages(supervision_packet(ready))) <= MOST_PAGES
    for rows in fitting_pages(ready):
        assert sum(row.height for row in rows) <= HEIGHT
        for piece in (piece for row in rows for piece in row.pieces):
            assert piece.type.width(piece.text) <= piece.right - piece.left + 0.01
            assert 0 <= piece.left < piece.right <= A4[0] - 2 * MARGIN


@settings(deadline=None, max_examples=30)
@given(st.lists(st.one_of(st.none(), st.integers(0, 400)), max_size=200), st.integers(1, 60))
def test_any_course_is_drawn_inside_of_its_frame(totals, first):
    points = tuple(CoursePoint(meeting=first + n, total=None if t is None else Score(t)) for n, t in enumerate(totals))
    course = Course(name="SRS", kind=ScaleKind.ALLIANCE, highest=Score(400), points=points, verdict="v")
    found = pages(pdf_of(packet(courses=(course,), excerpts=())))
    assert len(found) <= MOST_PAGES
    numbers = re.findall(rb"(-?[\d.]+) (-?[\d.]+) [ml]\b", found[0].get_contents().get_data())
    assert all(0 <= float(x) <= A4[0] for x, _ in numbers)


@pytest.mark.parametrize("points", [scores("40.1"), (*scores("1.0"), *scores("2.0"))])
def test_a_course_that_cannot_be_is_refused(points):
    with pytest.raises(InputError, match=r"not between 0 and 40\.0|not in order"):
        replace(courses()[0], points=points)


def test_a_packet_is_small_and_an_excerpt_has_turns():
    with pytest.raises(InputError, match="3 excerpts and 2 courses at most"):
        packet(excerpts=(excerpt(),) * 4)
    with pytest.raises(InputError, match="focus is one of them"):
        PacketExcerpt(meeting=1, reason="", fact="", turns=())
    with pytest.raises(InputError, match="focus is one of them"):
        replace(excerpt(TALK), focus=7)


def test_words_that_are_wider_than_a_column_are_cut():
    rows = paragraph(string.ascii_letters * 9, 9.5, 0, 200)
    assert len(rows) > 5
    assert "".join(piece.text for row in rows for piece in row.pieces) == string.ascii_letters * 9
