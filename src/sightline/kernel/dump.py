"""The whole database into one file and back, by the server's own programs from the installed wheel.

A dump is one snapshot: what was committed before it began is in it, and nothing after. People go on working meanwhile.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from sightline.kernel.db import MIGRATIONS
from sightline.kernel.errors import Conflict, IntegrityError, Unavailable
from sightline.kernel.postgres import programs

ROLES = MIGRATIONS / "versions" / "0002_row_security.sql"


def dump(dsn: str, into: Path) -> None:
    """Write the database at `dsn` into the file `into`. Raises `Unavailable` with the reason when it cannot be."""
    _run("pg_dump", dsn, "--format=custom", "--compress=1", "--no-owner", f"--file={into}")


def check(path: Path) -> None:
    """Read the table of contents of a dump. Raises `IntegrityError` when it is none, or cut."""
    try:
        said = _run("pg_restore", "", "--list", str(path))
    except Unavailable as fault:
        raise IntegrityError(f"{path} is no dump that can be read; take another backup. ({fault})") from fault
    if "custody_entry" not in said:
        raise IntegrityError(f"{path} holds no custody log; it is no backup of Sightline.")


def load(path: Path, dsn: str) -> None:
    """Fill the empty database at `dsn` from a dump, all of it or nothing.

    Raises `Conflict` when it is not empty, `Unavailable` with the reason when it cannot be filled.
    """
    engine = create_engine(make_url(dsn).set(drivername="postgresql+psycopg"), hide_parameters=True)
    try:
        with engine.begin() as connection:
            if connection.execute(text("SELECT to_regclass('custody_entry') IS NOT NULL")).scalar_one():
                raise Conflict("The database holds a workspace already; restore into an empty one.")
            # Roles belong to the server and are not in a dump; the statements that make them come first in their file.
            made = ROLES.read_text(encoding="utf-8").partition("GRANT SELECT")[0]
            connection.exec_driver_sql(made.replace("%", "%%"))
    except DBAPIError as fault:
        raise Unavailable(
            "The database cannot be prepared; see that it runs and that its owner may make roles."
        ) from fault
    finally:
        engine.dispose()
    _run("pg_restore", dsn, "--no-owner", "--single-transaction", "--exit-on-error", str(path))


def _run(program: str, dsn: str, *arguments: str) -> str:
    """Run one of the server's programs. The password goes by the environment, where other users cannot read it."""
    environment = {"LC_ALL": "C"}
    line = [str(programs() / program), *arguments]
    if dsn:
        url = make_url(dsn)
        if url.password:
            environment["PGPASSWORD"] = str(url.password)
        address = url.set(password=None, drivername="postgresql").render_as_string()
        line.append(f"--dbname={address}")
    ran = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own line
    if ran.returncode:
        said = ran.stderr.strip().splitlines()
        why = (
            said[0].removeprefix(f"{program}: ").removeprefix("error: ") if said else f"it ended with {ran.returncode}"
        )
        raise Unavailable(f"The database was not copied: {why}.")
    return ran.stdout
