"""Denial of an obvious feeling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._rupture import RuptureKind
from fit.dialogue.markers._marker import Hit, marker
from fit.dialogue.markers._phrases import Phrases
from fit.wording import any_of

if TYPE_CHECKING:
    from fit.dialogue.markers._marker import Scene

FEELING_NAMED = any_of(
    ["<feeling>", "<hard>", "feel*", "felt", "quiet", "silent", "tears", "face", "cry*", "how are you with that", "mean*"]
)
HEARD = Phrases(
    sure="""
(doesn't|didn't|don't|won't) ~ (really)? (bother|affect|upset|hurt|touch) me
(i'm|i am|i was) not ~ (really|at all)? (angry|upset|sad|hurt|annoyed|bothered|cross|disappointed|frustrated|crying|fed up)
i don't ~ (really)? feel (anything|much|angry|upset|hurt|that way)
(it's|it was) (nothing|no big deal|not a big deal|not a problem)
i'm over it
""",
    perhaps="""
(i'm|it's|that's|everything's|i am|it is|it was) ~ (all)? (fine|okay|ok|all right|alright)
no big deal
""",
    unless="""
(i'm|it's|that's) ~ (all)? (fine|okay|ok|all right) ~ (to|with|if|for|when)
""",
)


@marker(
    kind=RuptureKind.WITHDRAWAL,
    definition="Asked about a feeling that lies near, or told that one shows, the client says that there is none.",
    examples=("I'm not upset.", "It doesn't bother me.", "It's nothing."),
    fine_examples=("It's fine to leave the form here.",),
)
def denial(scene: Scene) -> Hit | None:
    """Denial of an obvious feeling."""
    if scene.before is None or not FEELING_NAMED.search(scene.before.shadow.text):
        return None
    return HEARD.hear(scene.said)
