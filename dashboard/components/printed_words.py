"""What is printed around a scale on a blank form, in each language of the client's form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dashboard.components import form_words
from fit.reports.blank_form import PrintedForm
from fit.scales import Informant, Layout, WordingSource

if TYPE_CHECKING:
    from fit.scales import AgeBand, Choice, Item, Scale, Wording

__all__ = ["PRINTED", "Printed", "printed_form"]


class Printed(NamedTuple):
    """Names of the three fields on top, and how to answer with a pen."""

    code: str
    date: str
    session: str
    mark_lines: str
    tick_boxes: str
    tick_face: str


PRINTED: Final = {
    "en": Printed(
        "Code",
        "Date",
        "Session",
        "Put a cross on each line where it feels right.",
        "Tick one box in each row.",
        "Put a cross on one face.",
    ),
    "de": Printed(
        "Code",
        "Datum",
        "Sitzung",
        "Machen Sie auf jeder Linie ein Kreuz, wo es sich richtig anfühlt.",
        "Kreuzen Sie in jeder Zeile ein Kästchen an.",
        "Mach ein Kreuz auf ein Gesicht.",
    ),
    "es": Printed(
        "Código",
        "Fecha",
        "Sesión",
        "Ponga una cruz en cada línea, donde sienta que corresponde.",
        "Marque una casilla en cada fila.",
        "Pon una cruz en una cara.",
    ),
    "fr": Printed(
        "Code",
        "Date",
        "Séance",
        "Mettez une croix sur chaque ligne, là où cela vous semble juste.",
        "Cochez une case par ligne.",
        "Mets une croix sur un visage.",
    ),
    "da": Printed(
        "Kode",
        "Dato",
        "Samtale",
        "Sæt et kryds på hver linje, hvor det føles rigtigt.",
        "Sæt kryds i én boks i hver række.",
        "Sæt et kryds på ét ansigt.",
    ),
    "nl": Printed(
        "Code",
        "Datum",
        "Sessie",
        "Zet op elke lijn een kruisje waar het goed voelt.",
        "Kruis in elke rij één vakje aan.",
        "Zet een kruisje op één gezicht.",
    ),
    "ar": Printed(
        "الرمز",
        "التاريخ",
        "الجلسة",
        "ضع علامة على كل خط في المكان الذي تشعر أنه مناسب.",
        "ضع علامة في مربع واحد في كل صف.",
        "ضع علامة على وجه واحد.",
    ),
    "zh-Hans": Printed(
        "编号",
        "日期",
        "会谈次数",
        "请在每条线上您觉得合适的位置画一个叉。",
        "请在每一行勾选一个方框。",
        "请在一个表情上画一个叉。",
    ),
}


def printed_form(wording: Wording, age_band: AgeBand, informant: Informant = Informant.CLIENT) -> PrintedForm:
    """Put the words of its language around a scale, as they are printed on a blank form."""
    # neutral prompts speak the language that the catalogues have; a pack and a free scale speak their own
    own = wording.source is not WordingSource.NEUTRAL
    language = wording.language if own else form_words.spoken(wording.language)
    words = PRINTED.get(language, PRINTED[form_words.FALLBACK])
    opening, _ = form_words.opening(wording.scale, informant, language, age_band)
    return PrintedForm(
        scale=_as_shown(wording.scale, language, informant),
        language=language,
        right_to_left=form_words.direction(language) == "rtl",
        opening=_for_paper(opening),
        how=_how(wording.scale.layout, words),
        small_print=_for_paper(form_words.small_print(wording.scale, language)),
        code=words.code,
        date=words.date,
        session=words.session,
    )


def _for_paper(text: str) -> str:
    """Without the marks of direction that only a screen reads: no font has letters for them."""
    return text.translate(dict.fromkeys(map(ord, "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}")))


def _how(layout: Layout, words: Printed) -> str:
    by_layout = {Layout.LINES: words.mark_lines, Layout.CHOICES: words.tick_boxes, Layout.FACES: words.tick_face}
    return by_layout[layout]


def _as_shown(scale: Scale, language: str, informant: Informant) -> Scale:
    """The scale with the prompts that the form on the tablet has, and its answers in the same order."""
    content = form_words.form_content(scale, language, informant=informant)
    shown = {item["id"]: item for item in content["items"]}
    return replace(scale, items=tuple(_item(item, shown[item.id]) for item in scale.items))


def _item(item: Item, shown: dict[str, Any]) -> Item:
    answers = shown.get("faces") or shown["choices"]
    return replace(
        item,
        prompt=shown["prompt"],
        low=shown["low"],
        high=shown["high"],
        choices=tuple(_choice(item, there) for there in answers),
    )


def _choice(item: Item, shown: dict[str, str]) -> Choice:
    own = next(choice for choice in item.choices if str(choice.score) == shown["score"])
    return replace(own, text=shown["text"])
