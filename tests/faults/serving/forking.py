"""Begin servers again and again without importing everything each time: each is a process of its own, made by fork.

It reads a port a line, begins a server that listens there, and writes its process id. What is imported before the fork
holds no data; the clinic is opened in the new process, as `mendline serve` does it. Run as
`python -m tests.faults.serving.forking MODULE LOG`; MODULE has `serve(port)`.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import signal
import sys
import traceback

import dashboard.pages
import dashboard.server


def main(module: str, log: str) -> None:
    serve = importlib.import_module(module).serve
    for name in (*dashboard.server.IMPORTED_EARLY, "dashboard.api", "dashboard.handover", "uvicorn", "websockets"):
        importlib.import_module(name)
    for page in pkgutil.iter_modules(dashboard.pages.__path__, "dashboard.pages."):
        importlib.import_module(page.name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that were killed
    _tell("ready")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _serve(serve, int(line), log)
        _tell(str(child))


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _serve(serve, port: int, log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    code = 1
    try:
        serve(port)
        code = 0
    except BaseException:  # noqa: BLE001  the end of a process: it must never go on as the one that forked it
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])
