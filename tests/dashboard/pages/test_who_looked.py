"""Who looked at a client: counted by its own lines, not by the numbers of everybody's audit."""

from __future__ import annotations

import re

from fit.casework.clinician import open_client, who_looked
from tests.dashboard.pages.looking import look_at, said


def test_the_foot_counts_the_lines_that_are_shown(clinic, signed_in_as, episode_of):
    actor, episode = signed_in_as("clinician.one"), episode_of("FALLING-ALLIANCE")
    open_client(clinic, actor, episode)
    page = look_at("who_looked", {"episode": episode})
    lines = who_looked(clinic, actor, episode)
    assert len(lines) > 0
    (foot,) = [one.value for one in page.caption]
    assert foot == f"{len(lines)} line{'s' if len(lines) > 1 else ''}, the newest first"
    assert not re.search(r"Lines? [\d,]+ to", said(page))
