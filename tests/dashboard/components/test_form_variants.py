"""Every kind of form in every size: seen whole, big enough to touch, right in the accessibility tree, clean by axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.dashboard.components.variants import HIGH, PROMPTS

pytestmark = pytest.mark.browser

LANDSCAPE, PORTRAIT, PHONE = (1024, 690), (768, 1024), (390, 844)
"""The first as much as a browser leaves of 1024x768."""
ROOM = {LANDSCAPE: 515, PORTRAIT: 850, PHONE: 660}
"""[CSS px] What the page around it leaves for the form: heading above, clinician's button below."""
VOICE = [{"lang": lang, "name": lang, "localService": True} for lang in ("en-GB", "ar-SA")]
KINDS = {
    "adult": ("ors", {}),
    "arabic": ("ors", {"language": "ar"}),
    "child": ("cors", {"child": True}),
    "arabic child": ("cors", {"child": True, "language": "ar"}),
    "faces": ("faces", {"child": True}),
    "questions": ("phq9", {}),
}
LINES = {name: kind for name, kind in KINDS.items() if name not in {"faces", "questions"}}
WISHES = {
    "usual": "",
    "strong": """localStorage["mendline.reading"] = '{"size": 0, "strong": true}'""",
    "largest": """localStorage["mendline.reading"] = '{"size": 2, "strong": false}'""",
}


def opened(open_form, kind, size, **how):
    scale_id, variant = KINDS[kind]
    return open_form(scale_id, size=size, below=0, voices=VOICE, variant=variant, **how)


@pytest.mark.parametrize("size", ROOM)
@pytest.mark.parametrize("kind", LINES)
def test_all_lines_and_buttons_are_seen_at_once(open_form, kind, size):
    form = opened(open_form, kind, size)
    box = form.page.locator(".mendline-form").bounding_box()

    assert box["height"] <= ROOM[size]
    assert form.page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", ROOM)
@pytest.mark.parametrize("kind", KINDS)
def test_everything_to_be_touched_is_44_pixels_or_more(open_form, kind, size):
    form = opened(open_form, kind, size)
    form.open_help()
    boxes = form.page.evaluate(
        """() => [...document.querySelectorAll("button, .line-target, .choice")].map((one) => {
             const { width, height } = one.getBoundingClientRect();
             return [one.className, width, height];
           })"""
    )

    assert len(boxes) >= 10
    assert [box for box in boxes if min(box[1:]) < 44] == []


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_to_mend(open_form, kind, wish):
    form = opened(open_form, kind, PORTRAIT, before=WISHES[wish], reduced_motion="reduce")
    found = {"new": form.violations()}
    form.send()
    found["pointed at"] = form.violations()
    form.open_help()
    found["help"] = form.violations()
    form.page.keyboard.press("Escape")
    form.page.locator(".speak").first.tap()
    found["read aloud"] = form.violations()
    form.page.locator(".skip").tap()
    found["skip"] = form.violations()

    assert {name: ids for name, ids in found.items() if ids} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_a_phone_with_a_dark_system(open_form, kind):
    form = opened(open_form, kind, PHONE, reduced_motion="reduce", color_scheme="dark")

    assert form.violations() == []


@pytest.mark.parametrize("size", [(512, 345), (384, 512)])
@pytest.mark.parametrize("kind", KINDS)
def test_at_double_zoom_nothing_is_lost_sideways(open_form, kind, size):
    form = opened(open_form, kind, size)

    assert form.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    form.page.locator(".skip").scroll_into_view_if_needed()
    expect(form.page.locator(".skip")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", ROOM)
@pytest.mark.parametrize("kind", KINDS)
def test_with_text_twice_as_large_nothing_is_cut_or_lost_sideways(open_form, kind, size):
    form = opened(open_form, kind, size)
    form.page.evaluate("document.documentElement.style.fontSize = '200%'")
    cut = form.page.evaluate(
        """() => [...document.querySelectorAll(".prompt, .line-word, .choices .choice, .send, .skip")]
             .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
             .map((one) => one.textContent)"""
    )

    assert cut == []
    assert form.page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_reader_meets_named_lines_with_words_for_their_places(open_form):
    form = opened(open_form, "adult", PORTRAIT)
    form.tap(1, 0.5)
    tree = form.spoken_tree()
    sliders = [name for role, name in tree if role == "slider"]
    buttons = [name for role, name in tree if role == "button"]

    assert (len(sliders), sliders[3]) == (4, "My life right now, all in all")
    # this browser keeps aria-valuetext out of the tree it shows to tests
    assert [form.spoken(number) for number in range(3)] == ["not marked yet", "in the middle", "not marked yet"]
    assert "Read aloud: My life right now, all in all" in buttons
    # the tree comes level by level; these three stand on one level, in the order in which they are met
    steps = ["Send my answers", "I would rather not answer today", "Reading help"]
    assert [name for name in buttons if name in steps] == steps


def test_a_reader_of_arabic_hears_arabic(open_form):
    form = opened(open_form, "arabic", PORTRAIT)
    form.tap(0, 0.0)
    tree = form.spoken_tree()
    sliders = [name for role, name in tree if role == "slider"]

    assert sliders == list(PROMPTS)
    assert form.spoken(0) == f"عند الطرف تمامًا: {HIGH}"
    assert form.page.locator("form").get_attribute("lang") == "ar"


def test_a_reader_meets_questions_as_groups_of_native_radios(open_form):
    form = opened(open_form, "questions", PORTRAIT)
    tree = form.spoken_tree()
    groups = [name for role, name in tree if role == "radiogroup"]

    assert groups[0] == "Little interest or pleasure in doing things"
    assert len(groups) == 9
    assert [name for role, name in tree if role == "radio"][:4] == [
        "Not at all",
        "Several days",
        "More than half the days",
        "Nearly every day",
    ]


def test_a_reader_hears_what_is_pointed_at(open_form):
    form = opened(open_form, "adult", PORTRAIT)
    form.send()

    hint = form.line(0).get_attribute("aria-describedby")
    assert form.page.locator(f"#{hint}").inner_text() == "This line is still waiting for your mark."
    assert form.page.get_by_role("status").inner_text() == "One more look: something is still open."


@pytest.mark.parametrize("kind", ["child", "arabic child"])
def test_a_childs_line_has_a_sad_face_at_the_low_end_and_a_glad_one_at_the_high_end(open_form, kind):
    form = opened(open_form, kind, PORTRAIT)
    faces = form.page.locator(".item").first.locator(".face")
    low, high = (faces.nth(number).bounding_box() for number in range(2))
    track = form.page.locator(".line-track").first.bounding_box()

    assert faces.count() == 2
    left, right = (high, low) if kind == "arabic child" else (low, high)
    assert left["x"] + left["width"] <= track["x"]
    assert right["x"] >= track["x"] + track["width"]
    form.tap(0, 0.25)
    assert form.value(0) == ("7.5" if kind == "arabic child" else "2.5")
    words = ("سيّئ", "رائع") if kind == "arabic child" else ("bad", "great")
    assert tuple(form.page.locator(".item").first.locator(".line-word").all_inner_texts()) == words


def test_a_child_has_larger_type_and_a_larger_target(open_form):
    sizes = [
        opened(open_form, kind, PORTRAIT).page.evaluate(
            """() => [parseFloat(getComputedStyle(document.querySelector(".prompt")).fontSize),
                      document.querySelector(".line-target").clientHeight]"""
        )
        for kind in ("adult", "child")
    ]

    assert all(child > adult for adult, child in zip(*sizes, strict=True))


@pytest.mark.parametrize("size", ROOM)
def test_one_of_five_faces_is_sent_as_its_place_which_is_no_score(open_form, size):
    form = opened(open_form, "faces", size)
    faces = form.page.get_by_role("radio")
    assert faces.count() == 5
    faces.nth(0).check()
    form.page.locator(".choice").nth(3).tap()
    form.send()

    (filled,) = form.sent()
    assert (filled["answers"], filled["line_length_px"]) == ({"face": "1.0"}, None)
    assert form.draft()["answers"] == {"face": 10}


def test_faces_are_chosen_by_keyboard_and_named_for_a_reader(open_form):
    form = opened(open_form, "faces", PORTRAIT)
    form.page.get_by_role("radio").first.focus()
    for _ in range(2):
        form.page.keyboard.press("ArrowRight")
    form.page.keyboard.press("Enter")
    names = [name for role, name in form.spoken_tree() if role == "radio"]

    assert form.sent()[0]["answers"] == {"face": "2.0"}
    assert names == ["very sad", "sad", "so-so", "happy", "very happy"]


def test_all_faces_have_the_same_colours(open_form):
    form = opened(open_form, "faces", PORTRAIT)
    colours = form.page.evaluate(
        """() => [...document.querySelectorAll(".face")].map((face) => {
             const { stroke } = getComputedStyle(face);
             return stroke + getComputedStyle(face.querySelector("circle")).fill;
           })"""
    )

    assert len(colours) == 5
    assert len(set(colours)) == 1


def test_an_unchosen_face_is_pointed_at_and_a_draft_is_found_again(open_form):
    form = opened(open_form, "faces", PORTRAIT)
    form.send()
    assert form.page.locator(".is-waiting .hint").is_visible()
    form.page.locator(".choice").nth(1).tap()
    form.reload()

    expect(form.page.get_by_role("radio").nth(1)).to_be_checked()


def test_a_long_form_keeps_its_button_and_how_far_it_is_in_sight(open_form):
    form = opened(open_form, "questions", PHONE)
    done = form.page.locator(".progress")
    before = done.evaluate("one => parseFloat(getComputedStyle(one, '::after').width)")
    form.page.locator(".choice").nth(1).tap()
    form.page.wait_for_timeout(400)

    expect(form.page.locator(".send")).to_be_in_viewport(ratio=1)
    width = done.bounding_box()["width"]
    after = done.evaluate("one => parseFloat(getComputedStyle(one, '::after').width)")
    assert (before, after) == (0, pytest.approx(width / 9, abs=1))


def test_choosing_by_finger_brings_the_next_question_into_sight(open_form):
    form = opened(open_form, "questions", PHONE, reduced_motion="reduce")
    fourth = form.page.locator(".item").nth(3)
    expect(fourth).not_to_be_in_viewport(ratio=1)
    form.page.locator(".item").nth(2).locator(".choice").first.tap()

    expect(fourth).to_be_in_viewport(ratio=1)


def test_a_focused_answer_is_never_under_the_button(open_form):
    form = opened(open_form, "questions", PHONE)
    form.page.get_by_role("radio").first.focus()
    for _ in range(8):
        form.page.keyboard.press("Space")
        form.page.keyboard.press("Tab")
        form.page.keyboard.press("Tab")
        focused, foot = (form.page.locator(where).bounding_box() for where in (".choice:has(:focus)", ".foot"))
        assert focused["y"] + focused["height"] <= foot["y"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_stop_of_the_tab_key_is_seen(open_form, kind):
    form = opened(open_form, kind, PORTRAIT, reduced_motion="reduce")
    stops = []
    for _ in range(40):
        form.page.keyboard.press("Tab")
        name, outline = form.page.evaluate(
            """() => {
              const at = document.activeElement;
              const shown = at.matches("input") ? at.parentElement : at;
              const ring = at.matches(".line-target") ? getComputedStyle(at, "::after").borderTopWidth
                : getComputedStyle(shown).outlineWidth;
              return [at.className || at.type || at.tagName, ring];
            }"""
        )
        if name == "BODY":
            break
        stops.append(name)
        assert outline == "3px", name

    assert stops[-3:] == ["send", "quiet skip", "quiet opener"] or stops[-3][:4] == "send"
