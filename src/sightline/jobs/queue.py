"""The job queue: Procrastinate on the same PostgreSQL. A job is enqueued in the transaction of the act that wants it.

A job may run twice (a killed worker's jobs are taken up again), so every job skips what is already done.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import procrastinate
from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.jobs import Job
from sqlalchemy import Connection, text

from sightline.kernel.clock import now

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 1.0
STALLED_SECONDS = 15.0  # a living worker on a machine under load was seen silent for 8
ATTEMPTS = 4

Handler = Callable[["Task"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One job as its handler sees it: which kind, with what, and how often it was tried before."""

    name: str
    arguments: Mapping[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many jobs wait, run, are done and failed for good."""

    waiting: int
    running: int
    done: int
    failed: int


class Queue:
    """The queue in one database. `dsn` is a libpq connection string; `role` is what its connections work as."""

    def __init__(self, dsn: str, role: str) -> None:
        self._dsn = dsn
        self._options = f"-c role={role}"
        self._sync = App(connector=SyncPsycopgConnector(conninfo=dsn))

    def put(self, connection: Connection, name: str, arguments: list[dict[str, Any]], *, alone: bool = False) -> None:
        """Enqueue one job for each of `arguments`, in the caller's transaction.

        alone: jobs of this name never run two at once, and one that waits already is enough: no other is enqueued.
        """
        if alone and self._waits(connection, name):
            return
        raw = connection.connection.driver_connection
        lock = name if alone else None
        jobs = [
            Job(id=None, queue="default", lock=lock, queueing_lock=None, task_name=name, task_kwargs=one)
            for one in arguments
        ]
        self._sync.job_manager.batch_defer_jobs(jobs, connection=raw)

    def _waits(self, connection: Connection, name: str) -> bool:
        waiting = text("SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE task_name = :name AND status = 'todo')")
        return bool(connection.execute(waiting, {"name": name}).scalar_one())

    def counts(self, connection: Connection) -> Counts:
        """Where the jobs stand."""
        rows = connection.execute(text("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"))
        found = {str(row[0]): int(row[1]) for row in rows}
        return Counts(
            waiting=found.get("todo", 0),
            running=found.get("doing", 0),
            done=found.get("succeeded", 0),
            failed=found.get("failed", 0) + found.get("aborted", 0),
        )

    def work(self, handlers: Mapping[str, Handler], *, concurrency: int, forever: bool = False) -> None:
        """Run what is due with `concurrency` jobs at once; return when nothing is left, unless `forever`.

        Jobs that a killed worker left running are taken up again once its heartbeat is `STALLED_SECONDS` old.
        """
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
        asyncio.run(self._work(handlers, concurrency, forever=forever))

    async def _work(self, handlers: Mapping[str, Handler], concurrency: int, *, forever: bool) -> None:
        connector = PsycopgConnector(conninfo=self._dsn, kwargs={"options": self._options})
        app = App(connector=connector)
        for name, handler in handlers.items():
            _register(app, name, handler)
        async with app.open_async():
            while True:
                await self._retry_stalled(app)
                await app.run_worker_async(
                    concurrency=concurrency,
                    wait=forever,
                    listen_notify=forever,
                    install_signal_handlers=forever,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                    fetch_job_polling_interval=1.0,
                )
                if forever or not await self._unfinished(app):
                    return
                await asyncio.sleep(0.5)

    async def _retry_stalled(self, app: App) -> None:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            await app.job_manager.retry_job(job, retry_at=now())

    async def _unfinished(self, app: App) -> bool:
        row = await app.connector.execute_query_one_async(
            "SELECT count(*) AS jobs FROM procrastinate_jobs"
            " WHERE status = 'doing' OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at < now() + %(near)s))",
            near=timedelta(minutes=1),
        )
        return bool(row["jobs"])


def _register(app: App, name: str, handler: Handler) -> None:
    @app.task(name=name, pass_context=True, retry=RetryStrategy(max_attempts=ATTEMPTS, wait=1))
    def _run(context: procrastinate.JobContext, **arguments: Any) -> None:
        try:
            handler(Task(name=name, arguments=arguments, attempts=context.job.attempts))
        except Exception:
            # The worker is one of the four doors: the queue takes the job up again, and the reason is not lost.
            logger.exception("job %s %s failed", name, context.job.id)
            raise
