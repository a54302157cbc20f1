"""Walks a client of any language through every screen that a client can meet, by touch or by keyboard alone.

The tests look at each screen on the way; `make pictures` takes a picture of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dashboard.components.form_words import form_words
from fit.casework import administrator, clinician
from fit.casework.views import Asked, Way
from fit.scales import AgeBand, Informant

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.dashboard.handover.served import Served

    Look = Callable[[str, Page], None]

PAUSE_MS: Final = 5 * 60 * 1000 + 1000
WORD: Final = "heron"
WRONG_PIN: Final = "135790"
SHARES: Final = (0.1, 0.4, 0.75, 1.0)
"""Where on the lines the marks are made, from the left edge of the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One client on one kind of device. `look` is called on every screen with its name."""

    browser: Browser
    served: Served
    language: str
    size: tuple[int, int]
    look: Look
    by_keyboard: bool = False

    def all(self) -> None:
        """Meet every screen once."""
        self.code_then_lines_then_skipping()
        self.word_then_questions_then_crisis()
        self.stopping_after_the_crisis_text()
        self.in_turn_on_a_tablet()
        self.put_away_and_taken_back()
        self.server_away()
        self.closed()

    def code_then_lines_then_skipping(self) -> None:
        """Six digits, the lines of two scales, the second left out with a reason."""
        given = self._invite("code", Way.CODE, "ors", "srs")
        page = self._page("/k")
        self.look("code", page)
        self._type(page.locator("#code"), "000000")
        page.get_by_role("alert").filter(has_text=self._words("code_wrong")).wait_for()
        self.look("code-wrong", page)
        self._type(page.locator("#code"), given.code)
        self._ready(page)
        self.look("lines", page)
        self._press(page.locator(".send"))
        page.locator(".is-waiting").first.wait_for()
        self.look("lines-missing", page)
        self._press(page.locator(".opener"))
        self.look("reading-help", page)
        self._press(page.locator(".opener"))
        self._mark_all(page)
        self.look("lines-marked", page)
        self._press(page.locator(".send"))
        page.locator("[role=slider].is-marked").first.wait_for(state="detached")
        self.look("lines-second", page)
        self._press(page.locator(".skip"))
        self.look("skip", page)
        self._press(page.get_by_role("button", name=self._words("skip_no_time")))
        self._arrived(page)
        self.look("thanks-skipped", page)
        page.context.close()

    def word_then_questions_then_crisis(self) -> None:
        """A link with a word, the questions, and what somebody in danger is told."""
        given = self._invite("link", Way.LINK, "phq9", word=WORD)
        page = self._page(f"/k/{given.token}")
        self.look("word", page)
        self._type(page.locator("#word"), "egret")
        page.get_by_role("alert").filter(has_text=self._words("word_wrong")).wait_for()
        self.look("word-wrong", page)
        self._type(page.locator("#word"), WORD)
        self._ready(page)
        self.look("questions", page)
        self._answer_all(page)
        self.look("crisis", page)
        self._press(page.get_by_role("button", name=self._words("crisis_go_on")))
        self._arrived(page)
        self.look("thanks-link", page)
        again = self._page(f"/k/{given.token}")
        self.look("used-link", again)
        for one in (page, again):
            one.context.close()

    def stopping_after_the_crisis_text(self) -> None:
        """More questions were to come; somebody who is in danger need not go on."""
        asked = [Asked(episode_id=self._client("stopping"), scale_ids=("phq9", "gad7"))]
        page = self._page(f"/k/{self._hand_over(asked)}")
        self._ready(page)
        self._answer_all(page)
        self._press(page.get_by_role("button", name=self._words("crisis_go_on")))
        stop = page.get_by_role("button", name=self._words("stop_here"))
        stop.wait_for()
        self.look("stop-or-go-on", page)
        self._press(stop)
        page.locator("main[data-state=idle]").wait_for()
        self.look("stopped", page)
        page.context.close()

    def in_turn_on_a_tablet(self) -> None:
        """A child and the caregiver take turns; then a young child's faces."""
        child = self._client("turns", AgeBand.CHILD)
        asked = [
            Asked(episode_id=child, scale_ids=("cors",)),
            Asked(episode_id=child, scale_ids=("cors",), informant=Informant.CAREGIVER),
        ]
        page = self._page(f"/k/{self._hand_over(asked)}")
        self._take_turn(page)
        self.look("child", page)
        self._mark_all(page)
        self._press(page.locator(".send"))
        page.locator("#turn-begin").wait_for()
        self.look("turn", page)
        self._take_turn(page)
        self.look("caregiver", page)
        page.context.close()
        young = self._client("young", AgeBand.CHILD)
        page = self._page(f"/k/{self._hand_over([Asked(episode_id=young, scale_ids=('ycors',))])}")
        self._ready(page)
        self.look("faces", page)
        page.context.close()

    def put_away_and_taken_back(self) -> None:
        """Nobody touches the form for long; the clinician's PIN, first a wrong one."""
        asked = [Asked(episode_id=self._client("idle"), scale_ids=("ors",))]
        page = self._new_context().new_page()
        page.clock.install()
        page.goto(f"/k/{self._hand_over(asked)}")
        self._ready(page)
        page.locator("#for-clinician").wait_for()
        page.clock.fast_forward(PAUSE_MS)
        page.locator("main[data-state=idle]").wait_for()
        self.look("idle", page)
        self._press(page.locator("#for-clinician"))
        self.look("pin", page)
        for digit in WRONG_PIN:
            self._press(page.locator(f"#pad button[value='{digit}']"))
        self._press(page.locator(".pin-ways .open"))
        page.locator("#pin-notice:not(:empty)").wait_for()
        self.look("pin-wrong", page)
        page.context.close()

    def server_away(self) -> None:
        """The network goes while somebody answers, and comes back."""
        asked = [Asked(episode_id=self._client("offline"), scale_ids=("ors",))]
        page = self._page(f"/k/{self._hand_over(asked)}")
        self._ready(page)
        page.context.set_offline(True)
        page.locator("#notice:not(:empty)").wait_for()
        self.look("offline", page)
        self._mark_all(page)
        self._press(page.locator(".send"))
        page.locator("main[data-state=waiting]").wait_for()
        self.look("waiting", page)
        page.context.set_offline(False)
        self._arrived(page)
        self.look("thanks", page)
        page.context.close()

    def closed(self) -> None:
        """A form that its clinician withdrew."""
        given = self._invite("withdrawn", Way.LINK, "ors", word=WORD)
        clinician.withdraw_invitation(self.served.clinic, self.served.actor, given.handover_id)
        page = self._page(f"/k/{given.token}")
        self.look("closed", page)
        page.context.close()

    def _words(self, key: str) -> str:
        return form_words(self.language)[key]

    def _client(self, name: str, band: AgeBand = AgeBand.ADULT) -> str:
        code = f"{name}-{self.language}-{self.size[0]}-{self.by_keyboard}"
        return administrator.add_client(
            self.served.clinic, self.served.actor, code=code, age_band=band, language=self.language
        )

    def _invite(self, name: str, way: Way, *scales: str, word: str = "") -> ...:
        asked = [Asked(episode_id=self._client(name), scale_ids=scales)]
        return clinician.invite(self.served.clinic, self.served.actor, asked, way=way, word=word)

    def _hand_over(self, asked: list[Asked]) -> str:
        handed = clinician.hand_over(
            self.served.clinic, self.served.actor, asked, web_session_token=self.served.web_session()
        )
        return handed.token

    def _new_context(self) -> BrowserContext:
        width, height = self.size
        return self.browser.new_context(
            base_url=self.served.url,
            viewport={"width": width, "height": height},
            has_touch=not self.by_keyboard,
            locale=self.language,
            reduced_motion="reduce",
        )

    def _page(self, address: str) -> Page:
        page = self._new_context().new_page()
        page.goto(address)
        return page

    def _ready(self, page: Page) -> None:
        page.wait_for_selector("main[data-ready]")

    def _arrived(self, page: Page) -> None:
        page.wait_for_selector("main[data-state=thanks]")

    def _take_turn(self, page: Page) -> None:
        if page.locator("main[data-state=turn]").count():
            self._press(page.locator("#turn-begin"))
        page.locator("#form .send").wait_for()

    def _press(self, button: Locator) -> None:
        if self.by_keyboard:
            button.focus()
            button.press("Enter")
        else:
            button.tap()

    def _type(self, field: Locator, text: str) -> None:
        field.fill(text)
        if self.by_keyboard:
            field.press("Enter")
        else:
            field.page.locator("button[type=submit]").tap()

    def _mark_all(self, page: Page) -> None:
        for number, line in enumerate(page.get_by_role("slider").all()):
            if self.by_keyboard:
                line.focus()
                line.press("Home")
                for _ in range(number + 1):
                    line.press("PageUp")
            else:
                track = page.locator(".line-track").nth(number)
                box = track.bounding_box()
                assert box is not None
                page.touchscreen.tap(box["x"] + SHARES[number] * box["width"], box["y"] + box["height"] / 2)

    def _answer_all(self, page: Page) -> None:
        for group in page.get_by_role("radiogroup").all():
            self._choose(group, 1)
        self._press(page.locator(".send"))
        page.get_by_role("button", name=self._words("crisis_go_on")).wait_for()

    def _choose(self, group: Locator, number: int) -> None:
        radio = group.get_by_role("radio").nth(number)
        if self.by_keyboard:
            group.get_by_role("radio").first.focus()
            group.page.keyboard.press("Space")
            for _ in range(number):
                group.page.keyboard.press("ArrowDown")
        else:
            radio.tap()
