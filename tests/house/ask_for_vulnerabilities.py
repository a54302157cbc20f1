"""Ask whether a known vulnerability is in what the lock pins: `make audit-dependencies`, and part of `make check`.

pip-audit ends well when its service knows nothing of a package or leaves it out: that is no answer. Here only a package
that was really asked about counts, and what could not be asked is said.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
WELL, VULNERABLE, NOT_ASKED = 0, 1, 3
LONGEST_S = 120


def answer(lock: Path) -> dict[str, list[dict[str, object]]] | None:
    """Return pip-audit's answer; None when no service could be asked."""
    command = [
        BIN / "pip-audit",
        "-r",
        lock,
        "--disable-pip",
        "--require-hashes",
        "-f",
        "json",
        "--progress-spinner=off",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST_S)
        found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return found


def judged(name: str, found: dict[str, list[dict[str, object]]] | None) -> tuple[int, list[str]]:
    """Return exit code and what to say of one lock."""
    if found is None:
        return NOT_ASKED, [f"{name}: NOT ASKED: no vulnerability service can be reached from here."]
    packages = found["dependencies"]
    bad = [one for one in packages if one.get("vulns")]
    if bad:
        return VULNERABLE, [f"{name}: {one['name']} {one['version']}: {_ids(one)}" for one in bad]
    left_out = [str(one["name"]) for one in packages if "skip_reason" in one]
    if left_out or not packages:
        number = f"{len(left_out)} of {len(packages)} packages"
        return NOT_ASKED, [f"{name}: NOT ASKED about {number}: the registry here answers no such question."]
    return WELL, [f"{name}: {len(packages)} packages, no known vulnerability."]


def _ids(one: dict[str, object]) -> str:
    vulnerabilities = one["vulns"]
    assert isinstance(vulnerabilities, list)
    return ", ".join(
        f"{each['id']} (mended in {', '.join(each['fix_versions']) or 'no version'})" for each in vulnerabilities
    )


def main(arguments: list[str]) -> int:
    """Ask about both locks. With --when-reachable, what could not be asked is said and does not stop the check."""
    results = [judged(lock, answer(ROOT / lock)) for lock in LOCKS]
    for _, said in results:
        print("\n".join(said), flush=True)  # noqa: T201  it is a command
    code = VULNERABLE if any(one == VULNERABLE for one, _ in results) else max(one for one, _ in results)
    if code == NOT_ASKED:
        print("This is no all-clear. Ask again where PyPI or OSV can be reached: make audit-dependencies")  # noqa: T201
        return WELL if "--when-reachable" in arguments else NOT_ASKED
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
