"""The client's screens as HTML: every text escaped, no script or style in the page, no number, no name but a turn's."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, Final

from dashboard.components import form_words
from dashboard.handover import parts
from dashboard.handover.clinician_words import CLINICIAN_WORDS, SHARED_WORDS
from dashboard.handover.content import content, words_around
from fit.casework.views import FormState, Way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from fit.casework.views import ClientForm

__all__ = ["begin_screen", "client_screen", "code_screen", "not_handed_over", "nothing_here"]

HIDDEN = " hidden"
FIRST: Final = ("ask", "how", "small_print", "step", "ask_language", "ask_direction")


def client_screen(form: ClientForm, token: str, *, pin_notice: str = "", is_shared: bool = False) -> str:
    """Draw what this form shows now: its next scale, a thank-you, or a word that it is closed.

    `pin_notice` is what a try without script is answered, shown in the open PIN pad; `is_shared` whether it began
    from the page of several people, who look on when the tablet is taken back.
    """
    on_tablet = form.way is Way.TABLET
    is_open = form.state is FormState.OPEN
    return _screen(
        form.open_parts[0].language if is_open else form.language,
        state=_shown(form.state),
        way="tablet" if on_tablet else "own",
        elsewhere=form.state is FormState.ELSEWHERE,
        skipped=form.ended_by_skipping,
        shown=content(form) if is_open else [],
        clinician=_clinician(token, pin_notice, is_shared=is_shared) if on_tablet else "",
    )


def nothing_here(language: str = form_words.FALLBACK) -> str:
    """Draw the calm page for an address that is no form, or none any more."""
    link = f'<a class="for-clinician" lang="en" href="/session/sign-in">{CLINICIAN_WORDS["sign_in"]}</a>'
    return _screen(language, state="closed", clinician=link)


def begin_screen(form: ClientForm, token: str, *, notice: str = "", typed: str = "") -> str:
    """Draw the step before a form that was given out: one button, and the agreed word where one is asked for.

    After a word that did not fit, `notice` names what is said about it, and `typed` is left to be corrected.
    """
    words = form_words.form_words(form.language)
    title, told = ("word_title", "begin") if form.asks_word else ("begin_title", "begin")
    field = _template("word.html").substitute(_escaped({**words, "typed": typed})) if form.asks_word else ""
    return _small_form(
        form.language, f"/k/{token}/begin", words[title], words[told], field, words["begin_button"], notice
    )


def code_screen(language: str, *, notice: str = "") -> str:
    """Draw the field for six digits."""
    words = form_words.form_words(language)
    field = _template("code.html").substitute(_escaped(words))
    return _small_form(language, "/k/code", words["code_title"], "", field, words["code_open"], notice)


def not_handed_over(why: str, back: str) -> str:
    """Tell the clinician, who is still signed in, why the form was not started."""
    return _template("refused.html").substitute(why=escape(why), back=escape(back))


def _shown(state: FormState) -> str:
    return {FormState.OPEN: "open", FormState.DONE: "thanks"}.get(state, "closed")


def _screen(
    language: str,
    *,
    state: str,
    way: str = "own",
    elsewhere: bool = False,
    skipped: bool = False,
    shown: Sequence[dict[str, Any]] = (),
    clinician: str,
) -> str:
    words = form_words.form_words(language)
    spoken = [language, *(part["form"]["language"] for part in shown)]
    around = words_around(spoken, own_device=way == "own")
    said = around[form_words.spoken(language)]
    first = shown[0] if shown else dict.fromkeys(FIRST, "")
    titles = {"open": words["page_title"], "thanks": words["thanks_title"]}
    closed = {"closed_title": words["elsewhere_title"], "closed": words["elsewhere"]} if elsewhere else {}
    thanks = {"thanks_title": said["skipped_title"], "thanks": said["skipped"]} if skipped else {}
    told = {**said, **closed, **thanks, **{name: first[name] for name in FIRST}}
    return _template("screen.html").substitute(
        _escaped({**words, **told}),
        idle_button="" if clinician else _template("continue.html").substitute(_escaped(words)),
        language=form_words.spoken(language),
        title=escape(titles.get(state, told["closed_title"])),
        assets=parts.address(),
        fonts=_sheets(parts.font_styles, spoken),
        rest_of_fonts=_sheets(parts.rest_of_font, spoken),
        worker=f"/k/worker.js?v={parts.version()}",
        state=state,
        way=way,
        content=_as_json(shown),
        around=_as_json(around),
        form_hidden="" if state == "open" else HIDDEN,
        thanks_hidden="" if state == "thanks" else HIDDEN,
        closed_hidden="" if state == "closed" else HIDDEN,
        clinician=clinician,
    )


def _as_json(told: object) -> str:
    return escape(json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def _sheets(address_of: Callable[[str], str | None], languages: Iterable[str]) -> str:
    """Link the letters that these languages need and a device may lack."""
    addresses = dict.fromkeys(map(address_of, languages))
    return "".join(f'<link rel="stylesheet" href="{address}">\n' for address in addresses if address)


def _small_form(  # noqa: PLR0917  the parts of one small page, in the order in which they stand on it
    language: str, action: str, title: str, told: str, field: str, button: str, notice: str
) -> str:
    words = form_words.form_words(language)
    return _template("small_form.html").substitute(
        language=form_words.spoken(language),
        direction=form_words.direction(language),
        assets=parts.address(),
        fonts=_sheets(parts.font_styles, [language]),
        action=escape(action),
        page_title=escape(words["page_title"]),
        title=escape(title),
        told=escape(told),
        field=field,
        button=escape(button),
        notice=escape(words[notice]) if notice else "",
    )


def _clinician(token: str, pin_notice: str, *, is_shared: bool) -> str:
    return _template("clinician.html").substitute(
        _escaped(CLINICIAN_WORDS | (SHARED_WORDS if is_shared else {})),
        action=f"/k/{escape(token)}/take-back",
        open=" open" if pin_notice else "",
        pin_notice=escape(pin_notice),
    )


def _escaped(words: Mapping[str, str]) -> dict[str, str]:
    return {name: escape(text) for name, text in words.items()}


@cache
def _template(name: str) -> Template:
    return Template((files("dashboard.handover") / "templates" / name).read_text("utf-8"))
