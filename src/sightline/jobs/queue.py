"""The job queue: Procrastinate on the same PostgreSQL. A job is enqueued in the transaction of the act that wants it.

A job may run twice (a killed worker's jobs are taken up again), so every job skips what is already done.
Who is alive is not guessed from silence: a worker holds a lock in the database, which the server takes back the moment
the worker's connection is gone. A machine under load was seen silent for eight seconds, and lost nothing but time.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker
from psycopg_pool import PoolTimeout
from sqlalchemy import Connection, text
from typing_extensions import override

from sightline.jobs.alive import Alive
from sightline.kernel.errors import Conflict, Unavailable

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 1.0
LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 60.0
"""How long a job, and a worker that is not to stay for ever, wait for a database or a disk to come back."""
ATTEMPTS = 4
_LOST = (ConnectorException, psycopg.Error, PoolTimeout, OSError)

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

    def __init__(self, dsn: str, role: str, revive: Callable[[], object] | None = None) -> None:
        """revive: starts the database's server again when it is gone."""
        self._dsn = dsn
        self._role = role
        self._revive = revive
        self._sync = App(connector=SyncPsycopgConnector(conninfo=dsn))

    def put(
        self,
        connection: Connection,
        name: str,
        arguments: list[dict[str, Any]],
        *,
        alone: bool = False,
        lock: str | None = None,
    ) -> None:
        """Enqueue one job for each of `arguments`, in the caller's transaction.

        alone: jobs of this name never run two at once, and one that waits already is enough: no other is enqueued.
        lock: jobs with one lock never run two at once, in the order they came; that of `alone` is the job's name.
        """
        if alone and self._waits(connection, name):
            return
        raw = connection.connection.driver_connection
        lock = name if alone else lock
        jobs = [
            # A queue of its own for each kind of job: a machine that can do only some kinds listens to these.
            Job(id=None, queue=name, lock=lock, queueing_lock=None, task_name=name, task_kwargs=one)
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

        Jobs that a killed worker left running are taken up again within seconds. A database that stops is waited for:
        `PATIENCE_SECONDS`, or for ever. Raises `Unavailable` when it does not come back, or when the machine lacks
        something that a job needs; that job waits as if it had not been tried.
        """
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
        asyncio.run(self._work(_Shift(handlers=handlers, concurrency=concurrency, forever=forever)))

    async def _work(self, shift: _Shift) -> None:
        if shift.forever:
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, shift.ask_to_stop)
        while not shift.stopped:
            try:
                await self._work_connected(shift)
                shift.stopped = True
            except _LOST as lost:
                logger.warning("the database is away: %s", lost)
                if not shift.forever and time.monotonic() - shift.seen > PATIENCE_SECONDS:
                    raise Unavailable("The database does not come back. Start it; the work goes on then.") from lost
                await asyncio.sleep(LOOK_SECONDS)
                await asyncio.to_thread(self._try_to_revive)

    def _try_to_revive(self) -> None:
        if self._revive is not None:
            try:
                self._revive()
            except Unavailable as still:
                logger.warning("%s", still)

    async def _work_connected(self, shift: _Shift) -> None:
        async with Alive(self._dsn, self._role) as alive:
            connector = PsycopgConnector(conninfo=self._dsn, kwargs={"options": f"-c role={self._role}"}, timeout=10.0)
            app = App(connector=connector)
            app.job_manager = alive.jobs(connector)
            for name, handler in shift.handlers.items():
                _register(app, name, handler, shift)
            async with app.open_async():
                while True:
                    shift.seen = time.monotonic()
                    await alive.take_up_abandoned()
                    await self._run_worker(app, alive, shift)
                    if shift.lacking is not None:
                        await alive.excuse(shift.excused)
                        raise shift.lacking
                    if shift.stopped or not (shift.forever or await self._unfinished(app, list(shift.handlers))):
                        return
                    await asyncio.sleep(0.5)

    async def _run_worker(self, app: App, alive: Alive, shift: _Shift) -> None:
        """One run of Procrastinate's worker, until nothing is due, it is stopped, or it loses the database."""
        worker = Worker(
            app=app,
            queues=list(shift.handlers),
            concurrency=shift.concurrency,
            wait=shift.forever,
            listen_notify=shift.forever,
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=float(10**9),  # who is alive is asked of the locks, not of the heartbeats
            fetch_job_polling_interval=1.0,
        )
        shift.stop = worker.stop
        if shift.stopped:
            return
        watching = asyncio.create_task(self._watch(alive, worker, shift))
        try:
            await worker.run()
        finally:
            shift.stop = None
            watching.cancel()
            lost = (await asyncio.gather(watching, return_exceptions=True))[0]
        if isinstance(lost, _LOST):
            raise lost

    async def _watch(self, alive: Alive, worker: Worker, shift: _Shift) -> None:
        """While the worker runs, take up what others left."""
        try:
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                await alive.take_up_abandoned()
                shift.seen = time.monotonic()
        except _LOST:
            worker.stop()
            raise

    async def _unfinished(self, app: App, kinds: list[str]) -> bool:
        row = await app.connector.execute_query_one_async(
            "SELECT count(*) AS jobs FROM procrastinate_jobs WHERE queue_name = ANY(%(kinds)s) AND"
            " (status = 'doing' OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at < now() + %(near)s)))",
            near=timedelta(minutes=1),
            kinds=kinds,
        )
        return bool(row["jobs"])


@dataclass(slots=True, kw_only=True)
class _Shift:
    """One call of `work`: what it runs, when it last saw the database, and why it has to end."""

    handlers: Mapping[str, Handler]
    concurrency: int
    forever: bool
    seen: float = field(default_factory=time.monotonic)
    lacking: Unavailable | None = None
    excused: list[int] = field(default_factory=list)
    stopped: bool = False
    stop: Callable[[], None] | None = None

    def ask_to_stop(self) -> None:
        """End when the job that runs is done."""
        self.stopped = True
        if self.stop is not None:
            self.stop()


class _Again(BaseRetryStrategy):
    """A job is tried `ATTEMPTS` times; what the machine lacked does not count."""

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= ATTEMPTS and not isinstance(exception, Unavailable):
            return None
        return RetryDecision(retry_in={"seconds": 1})


def _register(app: App, name: str, handler: Handler, shift: _Shift) -> None:
    @app.task(name=name, pass_context=True, retry=_Again())
    def _run(context: JobContext, **arguments: Any) -> None:
        try:
            outlast(lambda: handler(Task(name=name, arguments=arguments, attempts=context.job.attempts)))
        except Unavailable as lacking:
            shift.lacking = lacking
            shift.excused.append(context.job.id or 0)
            if shift.stop is not None:
                shift.stop()
            raise
        except Exception:
            # The worker is one of the four doors: the queue takes the job up again, and the reason is not lost.
            logger.exception("job %s %s failed", name, context.job.id)
            raise


def outlast(act: Callable[[], None], patience: float = PATIENCE_SECONDS) -> None:
    """Do `act`; while the machine lacks something for it, or another act is in the way, wait and do it again."""
    deadline = time.monotonic() + patience
    pause = 0.25
    while True:
        try:
            return act()
        except (Unavailable, Conflict) as lacking:
            if time.monotonic() > deadline:
                raise
            logger.warning("waiting: %s", lacking)
        threading.Event().wait(pause)
        pause = min(2 * pause, 5.0)
