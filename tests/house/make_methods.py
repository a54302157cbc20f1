"""Makes docs/methods.md: our words in docs/methods_in_words.md, facts from the registries and docstrings.

`python -m tests.house.make_methods` writes it; a test holds that it is what would be written.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from fit.alerts import rules
from fit.change import significance
from fit.policies import Line, Policy, policy, policy_ids
from fit.scales import Scale, scales

DOCS = Path(__file__).parents[2] / "docs"
WORDS, METHODS = DOCS / "methods_in_words.md", DOCS / "methods.md"
LINES = {
    "reliable change": "reliable_change",
    "session rating, total": "alliance_total",
    "session rating, one line": "alliance_item",
    "fall of the session rating": "alliance_drop",
    "high start": "high_start",
    "wide swing": "sawtooth_move",
    "sharp fall": "sharp_fall",
    "sudden change": "sudden_change",
}


def methods() -> str:
    """The whole page."""
    text = WORDS.read_text("utf-8")
    parts = {"policies": policies(), "scales": scale_table(), "rules": rule_list(), "indices": index_list()}
    for name, part in parts.items():
        text = text.replace(f"<!-- {name} -->\n", part)
    return "<!-- Made by python -m tests.house.make_methods from methods_in_words.md; change that file. -->\n\n" + text


def policies() -> str:
    chosen = [policy(one) for one in policy_ids()]
    head = ["| line | " + " | ".join(f"`{one.id}` {one.version}" for one in chosen) + " | source |"]
    rows = [_line_row(name, [getattr(one, field) for one in chosen]) for name, field in LINES.items()]
    side = " | ".join(_side(one) for one in chosen)
    return "\n".join([*head, "|---" * (len(chosen) + 2) + "|", *rows, f"| clinical range | {side} | the policy |", ""])


def _line_row(name: str, lines: list[Line]) -> str:
    sources = "; ".join(dict.fromkeys(line.source for line in lines))
    return f"| {name} | " + " | ".join(f"{line} points" for line in lines) + f" | {sources} |"


def _side(one: Policy) -> str:
    return "at or below the cutoff" if one.clinical_at_line else "below the cutoff"


def scale_table() -> str:
    head = ["| scale | about | range | better | cutoffs | source |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *map(_scale_row, scales().values()), ""])


def _scale_row(one: Scale) -> str:
    cutoffs = ", ".join(
        f"{cutoff.score} {cutoff.age_band}{_who(cutoff.informants)}{_doubt(cutoff.status)}" for cutoff in one.cutoffs
    )
    runs, better = (f"0 to {one.maximum}", one.better) if one.scored else ("not scored", "")
    return f"| `{one.id}` | {one.about} | {runs} | {better} | {cutoffs or 'none'} | {one.source} |"


def _who(informants: frozenset[str]) -> str:
    return f" rated by {', '.join(sorted(informants))}" if informants else ""


def _doubt(status: str) -> str:
    return "" if status == "confirmed" else " (unconfirmed)"


def rule_list() -> str:
    by_policy = [policy(one) for one in policy_ids()]
    return "\n".join(
        f"**{rule.title}** (`{rule.id}`, {rule.kind}, "
        f"{' / '.join(dict.fromkeys(one.severity(rule.id).value for one in by_policy))}). "
        f"{rule.formula[:1].upper()}{rule.formula[1:]}. *Source:* {rule.source}. *Usual next step:* {rule.next_step}\n"
        for rule in rules()
    )


def index_list() -> str:
    return "\n".join(
        _function(name) for name in significance.__all__ if inspect.isfunction(getattr(significance, name))
    )


def _function(name: str) -> str:
    text = inspect.getdoc(getattr(significance, name)) or ""
    said, _, references = text.partition("References\n----------\n")
    said = re.split(r"\n(?:Raises|Parameters|Returns)\n-+\n", said)[0].strip()
    cited = "; ".join(re.findall(r"^\d+\. (.+)$", references, flags=re.MULTILINE))
    return f"**`{name}`**. {said}" + (f"\n\n*{cited}*" if cited else "") + "\n"


if __name__ == "__main__":
    METHODS.write_text(methods(), "utf-8")
