"""Which workers are alive: each holds a lock in the database for as long as its connection stands.

A process that is killed, or a machine that loses power, loses the lock at once or when its connection is found dead
(`tcp_keepalives`); a process that is merely slow keeps it. So a job is taken from a worker that is gone, never from one
that is busy. When the server itself restarts all locks are gone for a moment: the grace period bridges that.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from contextlib import suppress
from importlib.metadata import version
from types import TracebackType
from typing import Self

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.manager import JobManager
from typing_extensions import override

from sightline.kernel.errors import Conflict

logger = logging.getLogger(__name__)

VERSION = version("sightline")
LOCK = 0x51_77  # the class of all workers' locks; the second half of each is the worker's number
VERSION_LOCK = 0x51_78  # shared by all workers of one version of the program; the second half says which
GRACE_SECONDS = 5.0
LOOK_SECONDS = 0.5
_OPTIONS = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"

# Both statements take the lock's class and the grace period; what they add to it is written here.
_GONE = """
    WITH gone AS (
        SELECT id FROM procrastinate_workers w
        WHERE w.last_heartbeat < now() - make_interval(secs => %(grace)s) AND NOT EXISTS (
            SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = %(lock)s
            AND l.objid::bigint = w.id %% 2147483648
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        )
    )
"""
_AGAIN = (
    _GONE  # noqa: S608 - two constants of this file
    + """, abandoned AS (
        SELECT job.id FROM procrastinate_jobs job LEFT JOIN procrastinate_workers w ON w.id = job.worker_id
        WHERE job.status = 'doing' AND (w.id IS NULL OR w.id IN (SELECT id FROM gone)) FOR UPDATE OF job SKIP LOCKED
    )
    SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM abandoned"""
)
_FORGET = _GONE + " DELETE FROM procrastinate_workers WHERE id IN (SELECT id FROM gone)"  # noqa: S608 - likewise


class Alive:
    """One process's connection that holds the locks of its workers. An asynchronous context manager.

    Raises `psycopg.Error` when the server is away.
    """

    def __init__(self, dsn: str, role: str) -> None:
        self._dsn = dsn
        self._role = role
        self._held: set[int] = set()
        self._keeping: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._connection: psycopg.AsyncConnection[tuple[object, ...]] | None = None

    async def __aenter__(self) -> Self:
        """Connect. Raises `Conflict` when workers of another version of the program are at work."""
        self._connection = await self._connect()
        await self._agree(self._connection)
        self._keeping = asyncio.create_task(self._keep())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self._connection is not None:
            with suppress(psycopg.Error):
                await self._connection.close()

    def jobs(self, connector: PsycopgConnector) -> JobManager:
        """The queue's own store of jobs, of which every worker that enters is locked as alive before it gets a job."""
        return _Jobs(connector, self)

    async def hold(self, worker: int) -> None:
        """Show that the worker with this number is alive, from now on."""
        self._held.add(worker)
        async with self._turn:
            await self._lock(worker)

    async def take_up_abandoned(self) -> None:
        """Let the jobs of workers that are gone be fetched again, one attempt older, and forget those workers."""
        async with self._turn:
            connection = self._standing()
            values = {"grace": GRACE_SECONDS, "lock": LOCK}
            await connection.execute(_AGAIN, values)
            await connection.execute(_FORGET, values)

    async def excuse(self, jobs: list[int]) -> None:
        """Take back the attempt of jobs that failed for want of something, not by their own fault."""
        async with self._turn:
            await self._standing().execute(
                "UPDATE procrastinate_jobs SET attempts = attempts - 1"
                " WHERE id = ANY(%(jobs)s) AND status = 'todo' AND attempts > 0",
                {"jobs": jobs},
            )

    def _standing(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        if self._connection is None:
            raise psycopg.OperationalError("the connection is gone")
        return self._connection

    async def _connect(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        options = f"-c role={self._role} {_OPTIONS}"
        return await psycopg.AsyncConnection.connect(self._dsn, autocommit=True, options=options, connect_timeout=10)

    async def _agree(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        """Two versions would each undo what the other's extractors found. Each shows its own before it looks."""
        mine = zlib.crc32(VERSION.encode()) % 2147483648
        await connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", (VERSION_LOCK, mine))
        cursor = await connection.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = %s AND objid::bigint <> %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            (VERSION_LOCK, mine),
        )
        row = await cursor.fetchone()
        if row and row[0]:
            await connection.close()
            raise Conflict(
                f"Workers of another version of this program are at work on this database; this one is {VERSION}. "
                "Let them finish or stop them, and bring every machine to the same version."
            )

    async def _lock(self, worker: int) -> None:
        await self._standing().execute("SELECT pg_advisory_lock(%s, %s)", (LOCK, worker % 2147483648))

    async def _keep(self) -> None:
        """Look whether the connection stands; when it does not, connect and take the locks again while a job goes on."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                async with self._turn:
                    if self._connection is None:
                        self._connection = await self._connect()
                        for worker in self._held:
                            await self._lock(worker)
                    await self._connection.execute("SELECT 1")
            except (psycopg.Error, OSError) as away:
                logger.warning("the lock that shows a worker alive is lost: %s", away)
                self._connection = None


class _Jobs(JobManager):
    def __init__(self, connector: PsycopgConnector, alive: Alive) -> None:
        super().__init__(connector)
        self._alive = alive

    @override
    async def register_worker(self) -> int:
        """Enter a worker and lock it as alive."""
        worker = await super().register_worker()
        await self._alive.hold(worker)
        return worker
