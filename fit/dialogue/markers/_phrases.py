"""A marker that is heard in phrases: one <id>.toml, with the phrases that mean it surely, perhaps, and not at all."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import Hit, Marker
from fit.errors import in_file
from fit.wording import any_of, listed

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from fit.dialogue._said import Said
    from fit.dialogue.markers._marker import Scene
    from fit.wording import AnyOf, Sentence

__all__ = ["load_marker"]

SURE, PERHAPS = 0.8, 0.5
# Confidence of words that mean it nearly always, and of words that often do. A clinic's own labels of moments say more.

LIGHT = 0.6
# What is left of it where the turn is spoken laughing.

_LAUGHING = re.compile(r"\[(?:[^\]]*\b)?(?:laugh|chuckl)|^\s*ha\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Phrases:
    """Phrases of one marker. What somebody else said or was told never counts."""

    families: tuple[tuple[AnyOf, float], ...]
    not_meant: AnyOf
    after: AnyOf | None
    """What must have been said just before; None: anything."""

    def find(self, scene: Scene) -> Hit | None:
        """Surest place in a turn; None when nothing is heard."""
        if self.after and not (scene.before and self.after.search(scene.before.shadow.text)):
            return None
        light = LIGHT if _LAUGHING.search(scene.said.turn.text) else 1.0
        found = (_place(scene.said, pattern, surely, self) for pattern, surely in self.families)
        place, surely = next((one for one in found if one), ("", 0.0))
        return Hit(confidence=round(surely * light, 2), evidence=place) if place else None


def _place(said: Said, pattern: AnyOf, surely: float, phrases: Phrases) -> tuple[str, float] | None:
    for sentence in said.sentences:
        found = _in_sentence(sentence, pattern, phrases)
        if found and not said.is_quoting(sentence.start + found.start()):
            return said.quoted(sentence.start + found.start(), sentence.start + found.end()), surely
    return None


def _in_sentence(sentence: Sentence, pattern: AnyOf, phrases: Phrases) -> re.Match[str] | None:
    found = pattern.search(sentence.text)
    return None if found is None or phrases.not_meant.search(sentence.text) else found


def load_marker(path: Traversable) -> Marker:
    """Read a marker that is heard in phrases; its id is the file's name.

    Raises
    ------
    DefinitionError
        when a key is missing or a phrase cannot be read; names the file.
    """
    with in_file(path.name):
        return _marker(path.name.removesuffix(".toml"), tomllib.loads(path.read_text("utf-8")))


def _marker(marker_id: str, table: dict[str, Any]) -> Marker:
    return Marker(
        id=marker_id,
        version=table["version"],
        kind=RuptureKind(table["kind"]),
        title=table["title"],
        definition=table["definition"],
        examples=tuple(table["examples"]),
        fine_examples=tuple(table["fine_examples"]),
        source=table["source"],
        not_assessable="",
        tells_kind=True,
        unanswered=False,
        find=_phrases(table).find,
    )


def _phrases(table: dict[str, Any]) -> Phrases:
    """Sentences about other people do not count either, unless `others_too` says that the phrases are safe there."""
    families = ((table["sure"], SURE), (table.get("perhaps", ""), PERHAPS))
    about_others = [] if table.get("others_too") else ["<someone>"]
    return Phrases(
        families=tuple((any_of(listed(phrases)), surely) for phrases, surely in families if phrases),
        not_meant=any_of([*listed(table.get("unless", "")), "<reported>", *about_others]),
        after=any_of(listed(table["after"])) if "after" in table else None,
    )
