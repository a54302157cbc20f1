"""Finds the scales: every <id>.toml in this folder is one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fit.errors import UnknownNameError, in_file
from fit.scales._people import AgeBand, Informant
from fit.scales._scale import Better, Choice, Cutoff, Item, Layout, Norm, Scale, ScaleKind
from fit.scales._score import Score

if TYPE_CHECKING:
    from collections.abc import Mapping

Table = dict[str, Any]


@cache
def scales() -> Mapping[str, Scale]:
    """All scales that Mendline knows, by id."""
    tables = {
        path.name: tomllib.loads(path.read_text("utf-8"))
        for path in files(__package__).iterdir()
        if path.name.endswith(".toml")
    }
    return {name.removesuffix(".toml"): _with_lines(name, table, tables) for name, table in sorted(tables.items())}


def scale_ids() -> tuple[str, ...]:
    """Ids of all scales, in alphabetical order."""
    return tuple(scales())


def scale(scale_id: str) -> Scale:
    """Return the scale of that id.

    Raises
    ------
    UnknownNameError
        when there is none.
    """
    try:
        return scales()[scale_id]
    except KeyError:
        raise UnknownNameError(f"There is no scale {scale_id!r}. Known: {', '.join(scale_ids())}.") from None


def leading_pair(age_band: AgeBand) -> tuple[str, str]:
    """Ids of the outcome and the alliance scale that clients of this age fill in themselves at every session."""
    return ("cors", "csrs") if age_band is AgeBand.CHILD else ("ors", "srs")


def load_scale(name: str, table: Table) -> Scale:
    """Build a scale from its table; `name` is the file it came from.

    Raises
    ------
    DefinitionError
        when a key is missing or has an impossible value; names file and key.
    """
    with in_file(name):
        return _scale(name.removesuffix(".toml"), table)


def _with_lines(name: str, table: Table, tables: Mapping[str, Table]) -> Scale:
    """Members of a family share the published lines of its head, so that each stands once."""
    head = tables.get(f"{table.get('family', '')}.toml", {})
    shared = ("cutoffs", "norms") if table.get("scored", True) else ()
    lines: Table = {key: head[key] for key in shared if key in head}
    return load_scale(name, {**lines, **table})


def _scale(scale_id: str, table: Table) -> Scale:
    items = tuple(_item(item, table) for item in table["items"])
    return Scale(
        id=scale_id,
        version=table["version"],
        title=table["title"],
        kind=ScaleKind(table["kind"]),
        family=table.get("family", scale_id),
        about=table["about"],
        better=Better(table["better"]),
        maximum=Score(sum(item.maximum.tenths for item in items)),
        items=items,
        age_bands=frozenset(AgeBand(band) for band in table["age_bands"]),
        cutoffs=tuple(_cutoff(cutoff) for cutoff in table.get("cutoffs", [])),
        norms=tuple(_norm(norm) for norm in table.get("norms", [])),
        clinical_at_line=table.get("clinical_at_line"),
        reliable_change=Score.of(table["reliable_change"]) if "reliable_change" in table else None,
        wording=table["wording"],
        intro=table.get("intro", ""),
        copyright=table.get("copyright", ""),
        source=table["source"],
        reviewed_on=table["reviewed_on"],
        layout=_layout(table, items),
        scored=table.get("scored", True),
    )


def _layout(table: Table, items: tuple[Item, ...]) -> Layout:
    if "layout" in table:
        return Layout(table["layout"])
    return Layout.CHOICES if items[0].choices else Layout.LINES


def _item(item: Table, table: Table) -> Item:
    choices = _faces(item) or _choices(table.get("choices", []), is_reversed=item.get("reversed", False))
    maximum = max(choice.score for choice in choices) if choices else Score.of(table["item_maximum"])
    return Item(
        id=item["id"],
        prompt=item["prompt"],
        low=item.get("low", ""),
        high=item.get("high", ""),
        maximum=maximum,
        choices=choices,
        risk=item.get("risk", False),
        asked_of=tuple((Informant(who), prompt) for who, prompt in item.get("asked_of", {}).items()),
    )


def _choices(texts: list[str], *, is_reversed: bool) -> tuple[Choice, ...]:
    """Give each answer its points: from 0 up, or down to 0 on an item that is scored the other way round."""
    places = range(len(texts))
    points = reversed(places) if is_reversed else places
    return tuple(Choice(score=Score.of(score), text=text) for score, text in zip(points, texts, strict=True))


def _faces(item: Table) -> tuple[Choice, ...]:
    faces = enumerate(item.get("faces", []))
    return tuple(Choice(score=Score.of(place), text=face["text"], id=face["id"]) for place, face in faces)


def _cutoff(cutoff: Table) -> Cutoff:
    return Cutoff(
        age_band=AgeBand(cutoff["age_band"]),
        informants=frozenset(Informant(informant) for informant in cutoff.get("informants", [])),
        score=Score.of(cutoff["score"]),
        source=cutoff["source"],
        status=cutoff["status"],
    )


def _norm(norm: Table) -> Norm:
    return Norm(
        group=norm["group"],
        age_band=AgeBand(norm["age_band"]) if "age_band" in norm else None,
        mean=norm.get("mean"),
        sd=norm.get("sd"),
        reliability=norm.get("reliability"),
        source=norm["source"],
        status=norm["status"],
    )
