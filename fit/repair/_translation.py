"""A script in another language: a file of sentences alone, in the places of the English script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.errors import DefinitionError
from fit.repair._places import PLACES, SAY, Path, Table, leaves, refuse_missing, refuse_unknown, whole_sentences
from fit.repair._words import SPOKEN_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_HEAD: Final[tuple[Path, ...]] = (("language",), ("kind",), ("based_on",), ("reviewed_on",), ("source",))


def translated(table: Table, *, language: str, kind: str, english: Table) -> Table:
    """Return the sentences of a file that comes with Mendline, in the shape of the English script.

    Raises
    ------
    DefinitionError
        when the file is of another language or kind, or has not the places of the English script.
    """
    _refuse_another(table["language"], language, "language", f"the folder {language!r}")
    _refuse_another(table["kind"], kind, "kind", f"a file {kind}.toml")
    needed = [path[:-2] for path, _ in leaves(english) if path[-2:] == (SAY, "en")]
    told = dict(_said(table, needed))
    refuse_missing(told, needed, language)
    return _in_shape(told, language)


def adapted(table: Table) -> Table:
    """Return a clinic's own sentences in one language, in the shape of the English script.

    Raises
    ------
    DefinitionError
        when the language is none of Mendline's, or a key is not known.
    """
    if table["language"] not in SPOKEN_LANGUAGES:
        raise DefinitionError(f"Mendline does not speak {table['language']!r}. Known: {', '.join(SPOKEN_LANGUAGES)}.")
    return {"based_on": table["based_on"], **_in_shape(dict(_said(table, PLACES)), table["language"])}


def _refuse_another(found: str, expected: str, key: str, where: str) -> None:
    if found != expected:
        raise DefinitionError(
            f"the {key} is {found!r}, which does not belong into {where}. Correct it or move the file."
        )


def _said(table: Table, places: Iterable[Path]) -> Iterator[tuple[Path, list[str]]]:
    known = {*places}
    refuse_unknown((path for path, _ in leaves(table)), {*known, *_HEAD})
    return ((path, [*whole_sentences(path, said)]) for path, said in leaves(table) if path in known)


def _in_shape(told: Mapping[Path, list[str]], language: str) -> Table:
    shaped: Table = {}
    for path, said in told.items():
        inner = shaped
        for key in (*path, SAY):
            inner = inner.setdefault(key, {})
        inner[language] = said
    return shaped
