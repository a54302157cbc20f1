"""Write the bill of materials (CycloneDX, JSON) of what is installed with Mendline: `make sbom`.

The same lock gives the same file, byte for byte; it names no registry.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
FILE = ROOT / "sbom.cdx.json"


def write_sbom(file: Path, lock: Path = ROOT / "requirements.lock") -> None:
    """Write the file; cyclonedx-py checks it against the schema before."""
    command = [BIN / "cyclonedx-py", "requirements", lock, "--pyproject", ROOT / "pyproject.toml"]
    command += [
        "--mc-type",
        "application",
        "--output-reproducible",
        "--sv",
        "1.6",
        "--of",
        "JSON",
        "--validate",
        "-o",
        "-",
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    bill = json.loads(made)
    for component in bill["components"]:
        component.pop("description", None)  # the line of the lock once more
        references = component.get("externalReferences", [])
        component["externalReferences"] = [_of_no_registry(one, component["purl"]) for one in references]
    file.write_text(json.dumps(bill, indent=2, sort_keys=True) + "\n", "utf-8")


def _of_no_registry(reference: dict[str, object], purl: str) -> dict[str, object]:
    """Keep the hashes; where a package comes from is each machine's own affair."""
    return reference | {"url": purl} if reference.get("type") == "distribution" else reference


if __name__ == "__main__":
    write_sbom(FILE)
