"""Looking at many rows in processes beside the one that writes: what only reads need not wait for one processor."""

from __future__ import annotations

import gc
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from fit.store._trouble import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection, Engine

    from fit.store.database import Database

__all__ = ["Look", "looking"]

A = TypeVar("A")
F = TypeVar("F")


class Look(Protocol):
    """How it is looked."""

    def __call__(self, work: Callable[[Connection, A], F], asked: Iterable[A]) -> Iterator[F]:
        """Look at each of what is asked, by a function of a connection; gives what was found in the same order."""


@contextmanager
def looking(store: Database, processes: int) -> Iterator[Look]:
    """Give a way to look with so many processes; with one, it is this one.

    A process sees what was written before it looked. What looks wrong to it may have been put right since: whoever
    writes looks again in the transaction of the writing.
    """
    if processes < 2:  # noqa: PLR2004  one is this one
        yield partial(_in_this_process, store)
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(store.opened,))
    try:
        yield partial(_in_those, pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_this_process(store: Database, work: Callable[[Connection, A], F], asked: Iterable[A]) -> Iterator[F]:
    for one in asked:
        with store.read() as connection:
            found = work(connection, one)
        yield found


def _in_those(pool: ProcessPoolExecutor, work: Callable[[Connection, A], F], asked: Iterable[A]) -> Iterator[F]:
    return pool.map(partial(_look, work), asked)


def _begin(opened: Callable[[], Engine]) -> None:
    """Begin a process: open the database for reading, and end when the one that asks has ended, however it did."""
    _here["engine"] = opened()
    gc.disable()  # it ends soon; looking for rings among rows took a third of the time
    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


_here: dict[str, Engine] = {}


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _look(work: Callable[[Connection, A], F], one: A) -> F:
    with in_words(), _here["engine"].connect() as connection:
        return work(connection, one)
