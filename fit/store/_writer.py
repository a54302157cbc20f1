"""One thread that writes to SQLite, in the order of asking, so that nobody starves."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from fit.errors import StoreError
from fit.store import meters

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

MOST_IN_ONE_COMMIT = 16
"""Waiting writes that share a commit: 1.9 times the commits, and the last in the row still waits under 60 ms."""


log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Waiting:
    work: Callable[[Connection], Any]
    answer: Future[Any]
    result: Any = None
    error: BaseException | None = None

    def run(self, connection: Connection) -> None:
        """Do the work in a savepoint of its own: what fails is undone and disturbs nobody else."""
        savepoint = connection.begin_nested()
        try:
            self.result = self.work(connection)
        except Exception as error:  # noqa: BLE001  not swallowed: handed to the thread that asked
            self.error = error
            savepoint.rollback()
        else:
            savepoint.commit()

    def tell(self) -> None:
        """Answer the thread that asked; only called after the commit."""
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(self.result)


class Writer:
    """Takes writes from any thread and answers each only after it is safe on disk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = engine.connect()
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="mendline-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], Any]) -> Future[Any]:
        """Put a write in the row; the future is answered after its commit."""
        if threading.current_thread() is self._thread:
            raise StoreError("A write asked for another write. Do both in one.")
        answer: Future[Any] = Future()
        with self._closing:
            if self._closed:
                raise StoreError("The database is closed. Start the server again.")
            meters.count_write(answer)
            self._queue.put(_Waiting(work, answer))
        return answer

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()
        if self._connection is not None:
            self._connection.close()

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, closing = self._with_those_behind(first)
            self._commit(batch)
            if closing:
                return

    def _with_those_behind(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        batch = [first]
        while len(batch) < MOST_IN_ONE_COMMIT:
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                break
            if waiting is None:
                return batch, True
            batch.append(waiting)
        return batch, False

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            # one that failed may still be in its transaction, or of no use any more: the next write gets a fresh one
            self._connection = self._connection or self._engine.connect()
            with meters.COMMIT_S.time(), self._connection.begin():
                for waiting in batch:
                    waiting.run(self._connection)
        except Exception as error:  # noqa: BLE001  not swallowed: nothing of the batch was kept, and everybody is told
            self._let_go()
            for waiting in batch:
                waiting.error = waiting.error or error
        if any(isinstance(waiting.error, OperationalError) for waiting in batch):
            self._let_go()  # one that was opened on a disk that was read-only would stay so
        for waiting in batch:
            waiting.tell()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.invalidate()
            connection.close()
        except SQLAlchemyError as error:
            # the thread must live: everybody who writes after this waits for it
            log.warning("a connection that failed could not be closed: %s", type(error).__name__)
