"""Every screen of a client, by touch and by keyboard, in several sizes, left to right and right to left."""

from __future__ import annotations

import pytest

from tests.dashboard.handover.served import violations
from tests.dashboard.handover.walk import Walk

pytestmark = pytest.mark.browser

WALKS = [
    ("en", (1024, 690), True),
    ("en", (390, 844), False),
    ("ar", (1024, 690), False),
    ("ar", (390, 844), True),
]
LOOKED_AT_BY_AXE = {("en", (1024, 690)), ("ar", (390, 844))}
"""Each language and each size once: axe takes as long as all the rest."""
SCREENS = {
    "caregiver", "child", "closed", "code", "code-wrong", "crisis", "faces", "idle", "lines", "lines-marked",
    "lines-missing", "lines-second", "offline", "pin", "pin-wrong", "questions", "reading-help", "skip",
    "stop-or-go-on", "stopped", "thanks", "thanks-link", "thanks-skipped", "turn", "used-link", "waiting", "word",
    "word-wrong",
}  # fmt: skip
FITS = {"lines", "lines-marked", "lines-second", "offline"}
"""Where all must be seen without scrolling."""

LATIN_IN_ARABIC = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const { textContent: text, parentElement: parent } = walker.currentNode;
    const isSeen = parent.checkVisibility({ visibilityProperty: true }) && parent.closest("[lang]").lang === "ar";
    const ours = text.replace(/\u2068[^\u2069]*\u2069/g, ""); // names of scales and people stay as they are
    if (isSeen && /[A-Za-z]{2}/.test(ours)) found.push(text.trim());
  }
  return found;
}"""
WRONG_WAY = """() => [...document.querySelectorAll("h1, p, label, button")]
  .filter((one) => one.checkVisibility() && one.closest("[lang]").lang === "ar")
  .filter((one) => getComputedStyle(one).direction !== "rtl").map((one) => one.textContent.trim())"""
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
BELOW_THE_EDGE = "Math.round(document.querySelector('.send').getBoundingClientRect().bottom - innerHeight)"


@pytest.mark.parametrize(("language", "size", "by_keyboard"), WALKS)
def test_every_screen_of_a_client(browser, served, language, size, by_keyboard):
    faults: list[tuple[str, object]] = []
    seen = set()

    def look(name, page):
        seen.add(name)
        wrong = [f"axe: {fault}" for fault in violations(page)] if (language, size) in LOOKED_AT_BY_AXE else []
        if page.evaluate(TOO_WIDE) > 0:
            wrong.append("scrolls sideways")
        if name in FITS and page.evaluate(BELOW_THE_EDGE) > 0:
            wrong.append("the button is below the edge")
        if language == "ar":
            wrong += [f"not Arabic: {text}" for text in page.evaluate(LATIN_IN_ARABIC)]
            wrong += [f"left to right: {text}" for text in page.evaluate(WRONG_WAY)]
        faults.extend((name, one) for one in wrong)

    Walk(browser=browser, served=served, language=language, size=size, look=look, by_keyboard=by_keyboard).all()

    assert seen == SCREENS
    assert faults == [], "\n".join(f"{name}: {fault}" for name, fault in faults)
    marks = [row for row in served.ratings() if row.scale == "ors"]
    assert {(row.total, row.status) for row in marks if row.total is not None} == {
        (expected(language, by_keyboard=by_keyboard), "active")
    }


def expected(language: str, *, by_keyboard: bool) -> int:
    """Tenths of the total: four marks at .1, .4, .75 and 1.0 from the left edge; keys count from the low end."""
    if by_keyboard:
        return 10 + 20 + 30 + 40
    return 225 if language == "en" else 400 - 225
