"""Who does what is in the queue: a thread of the server, with procrastinate's worker in it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from fit.store.queue import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from procrastinate import App

__all__ = ["QueueWorker", "StoppedError"]

LOOKS_EVERY_S = 5.0
"""The database tells of new jobs at once; this is for what it could not tell, such as a job to be tried again."""
ALIVE_EVERY_S, GONE_AFTER_S = 10.0, 30.0
"""A worker that has said nothing for half a minute was killed: others take up what it had begun."""
MOST_TRIES, WAITS_S = 5, 30
"""A job that fails is tried again after 0, 30, 60, ... seconds. After the fifth time it waits for the next start."""
STOP_SEEN_S = 0.2
"""How long the end of a server waits until this thread sees it, at most."""
CONNECTIONS = 4
"""For fetching, listening, and telling that it is alive, at most."""

log = logging.getLogger(__name__)


class StoppedError(Exception):
    """The server ends: the job goes back to the queue, for another server or the next start."""


class QueueWorker:
    """Takes jobs of some queues, each by the function of its kind, which is told how it learns that it must stop."""

    def __init__(
        self,
        url: str,
        kinds: Mapping[str, Callable[[int, Event], None]],
        queues: Sequence[str],
        *,
        alive_every_s: float = ALIVE_EVERY_S,
        gone_after_s: float = GONE_AFTER_S,
    ) -> None:
        self._url, self._kinds, self._queues = url, kinds, queues
        self._alive_every_s, self._gone_after_s = alive_every_s, gone_after_s
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="background work", daemon=True)

    def start(self) -> None:
        """Begin to take jobs."""
        self._thread.start()

    def is_at_work(self) -> bool:
        """Whether it takes jobs."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Take no more, let functions stop, and wait for them."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        from procrastinate.exceptions import ConnectorException
        from psycopg import OperationalError
        from psycopg_pool import PoolTimeout

        while not self._stopping.is_set():
            try:
                asyncio.run(self._serve())
            except (ConnectorException, OperationalError, PoolTimeout) as error:
                log.warning("the queue cannot be reached (%s); trying again", type(error).__name__)
                self._stopping.wait(LOOKS_EVERY_S)

    async def _serve(self) -> None:
        async with self._app().open_async() as app:
            working = asyncio.create_task(self._work(app))
            looking = asyncio.create_task(self._look(app))
            try:
                await asyncio.wait((working, looking), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for one in (looking, working):
                    one.cancel()
                ended = await asyncio.gather(working, looking, return_exceptions=True)
        for error in ended:
            if isinstance(error, Exception):
                raise error

    async def _work(self, app: App) -> None:
        await app.run_worker_async(
            queues=self._queues,
            concurrency=len(self._kinds),
            fetch_job_polling_interval=LOOKS_EVERY_S,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=self._alive_every_s,
            stalled_worker_timeout=self._gone_after_s,
        )

    async def _look(self, app: App) -> None:
        """Until the server ends: put back what a killed worker had begun."""
        waited = self._gone_after_s
        while not self._stopping.is_set():
            if waited >= self._gone_after_s:
                waited = 0.0
                await self._take_up_again(app)
            await asyncio.sleep(STOP_SEEN_S)
            waited += STOP_SEEN_S

    async def _take_up_again(self, app: App) -> None:
        from procrastinate.exceptions import ConnectorException

        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._gone_after_s):
            if job.queue in self._queues:
                with suppress(ConnectorException):  # another server was faster
                    await app.job_manager.retry_job(job)
                    log.warning("a job that was broken off is taken up again: %s", job.task_name)

    def _app(self) -> App:
        from procrastinate import App, PsycopgConnector, RetryStrategy

        app = App(connector=PsycopgConnector(conninfo=_into_the_schema(self._url), max_size=CONNECTIONS))
        for name, do in self._kinds.items():
            retry = RetryStrategy(max_attempts=MOST_TRIES, linear_wait=WAITS_S)
            app.task(name=name, retry=retry)(self._doing(do))
        return app

    def _doing(self, do: Callable[[int, Event], None]) -> Callable[[int], None]:
        def doing(number: int) -> None:
            do(number, self._stopping)

        return doing


def _into_the_schema(url: str) -> str:
    given: dict[str, Any] = conninfo_to_dict(url.replace("postgresql+psycopg://", "postgresql://"))
    own = f"-c search_path={SCHEMA}"
    return make_conninfo("", **given | {"options": f"{given.get('options', '')} {own}".strip()})
