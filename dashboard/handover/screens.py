"""The client's screens as HTML: every text escaped, no script or style in the page, no number, no name but a turn's."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from dashboard.components import form_words
from dashboard.handover import parts
from fit.casework.views import FormState, Way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fit.casework.views import ClientForm, FormPart

__all__ = ["begin_screen", "client_screen", "code_screen", "not_handed_over", "nothing_here"]

HIDDEN = " hidden"


def client_screen(form: ClientForm, token: str, *, pin_notice: str = "") -> str:
    """Draw what this form shows now: its next scale, a thank-you, or a word that it is closed.

    `pin_notice` is one of the texts about PINs, shown in the open PIN pad after a try without script.
    """
    on_tablet = form.way is Way.TABLET
    is_open = form.state is FormState.OPEN
    content = [_part(part, form.crisis) for part in form.open_parts] if is_open else []
    return _screen(
        form.open_parts[0].language if is_open else form.language,
        state=_shown(form.state),
        own_device=not on_tablet,
        elsewhere=form.state is FormState.ELSEWHERE,
        content=content,
        clinician=_clinician(form.language, token, pin_notice) if on_tablet else "",
    )


def nothing_here(language: str = form_words.FALLBACK) -> str:
    """Draw the calm page for an address that is no form, or none any more."""
    link = f'<a class="for-clinician" href="/session/sign-in">{escape(form_words.form_words(language)["sign_in"])}</a>'
    return _screen(language, state="closed", own_device=True, elsewhere=False, content=[], clinician=link)


def begin_screen(form: ClientForm, token: str, *, notice: str = "") -> str:
    """Draw the step before a form that was given out: one button, and the agreed word where one is asked for."""
    words = form_words.form_words(form.language)
    title, told = ("word_title", "begin") if form.asks_word else ("begin_title", "begin")
    field = _template("word.html").substitute(_escaped(words)) if form.asks_word else ""
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


def _part(part: FormPart, crisis: tuple[str, str] | None) -> dict[str, Any]:
    """One scale as the page's script shows it."""
    language = part.language
    words = form_words.form_words(language)
    ask, how = form_words.opening(part.scale, part.informant, language, part.age_band)
    turn = {name: words[name].format(who=part.who) for name in ("turn_title", "turn")} if part.who else None
    return {
        "place": part.place,
        "ask": ask,
        "ask_language": form_words.spoken(language if form_words.is_translated(part.scale, language) else ""),
        "how": how,
        "small_print": form_words.small_print(part.scale, language),
        "turn": turn and turn | {"turn_begin": words["turn_begin"], "who": part.who},
        "form": form_words.form_content(
            part.scale,
            language,
            age_band=part.age_band,
            informant=part.informant,
            crisis=crisis or (words["crisis_title"], words["crisis"]),
        ),
    }


def _screen(
    language: str, *, state: str, own_device: bool, elsewhere: bool, content: list[dict[str, Any]], clinician: str
) -> str:
    words = form_words.form_words(language)
    own = "_own_device" if own_device else ""
    closed = "elsewhere" if elsewhere else f"closed{own}"
    idle = "idle_own" if own_device else "idle"
    titles = {"open": words["page_title"], "thanks": words["thanks_title"], "closed": words[f"{closed}_title"]}
    first = content[0] if content else {"ask": "", "how": "", "small_print": ""}
    return _template("screen.html").substitute(
        _escaped(words)
        | {name: escape(first[name]) for name in ("ask", "how", "small_print")}
        | {
            "thanks": escape(words[f"thanks{own}"]),
            "closed_title": escape(titles["closed"] if state == "closed" else words[f"{closed}_title"]),
            "closed": escape(words[closed]),
            "idle_title": escape(words[f"{idle}_title"]),
            "idle": escape(words[idle]),
        },
        idle_button="" if clinician else _template("continue.html").substitute(_escaped(words)),
        language=form_words.spoken(language),
        direction=form_words.direction(language),
        title=escape(titles[state]),
        assets=parts.address(),
        fonts=_sheets(parts.font_styles, [language, *(part["form"]["language"] for part in content)]),
        rest_of_fonts=_sheets(parts.rest_of_font, [language, *(part["form"]["language"] for part in content)]),
        worker=f"/k/worker.js?v={parts.version()}",
        state=state,
        way="own" if own_device else "tablet",
        content=escape(json.dumps(content, ensure_ascii=False, separators=(",", ":"))),
        form_hidden="" if state == "open" else HIDDEN,
        thanks_hidden="" if state == "thanks" else HIDDEN,
        closed_hidden="" if state == "closed" else HIDDEN,
        clinician=clinician,
    )


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


def _clinician(language: str, token: str, pin_notice: str) -> str:
    words = form_words.form_words(language)
    return _template("clinician.html").substitute(
        _escaped(words),
        action=f"/k/{escape(token)}/take-back",
        open=" open" if pin_notice else "",
        pin_notice=escape(words[pin_notice]) if pin_notice else "",
    )


def _escaped(words: dict[str, str]) -> dict[str, str]:
    return {name: escape(text) for name, text in words.items()}


@cache
def _template(name: str) -> Template:
    return Template((files("dashboard.handover") / "templates" / name).read_text("utf-8"))
