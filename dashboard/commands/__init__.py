"""The commands of `mendline`, one file each: found by being here.

A command file has one function, `add_to(cli)`, which adds its command (or group) to the Typer application.
Keep imports of heavy packages inside the command: `mendline --help` imports every file here.
"""

from __future__ import annotations
