"""What the diary keeps, and what it never does."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from sightline.kernel import diary
from sightline.kernel.db import Database, Role

SECRETS = (
    "AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGP",
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA",
    "postgresql://owner:geheim123@db.example/sightline",
    "host=db password=geheim123 user=owner",
    'PGPASSWORD="geheim123"',
    "Authorization: Bearer geheim123456",
    "Cookie: sightline_session=geheim123; other=1",
    "aws_secret_access_key=geheim123",
    '{"passphrase": "geheim123"}',
    "otpauth://totp/sightline?secret=GEHEIM123",
)


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before = list(root.handlers)
    yield diary.keep(tmp_path)
    root.handlers = before


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _fail_with(secret: str) -> None:
    raise ValueError(f"wrong: {secret}")


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_is_written(path: Path, secret: str) -> None:
    with pytest.raises(ValueError, match="wrong") as raised:
        _fail_with(secret)
    diary.tell(f"while using {secret}", raised.value)
    text = path.read_text(encoding="utf-8").lower()
    assert "geheim" not in text
    assert "mc4caqaw" not in text
    assert "1qqpqyqs" not in text
    assert "[taken out]" in text


def test_a_line_is_a_line_whatever_is_in_it(path: Path) -> None:
    hostile = 'one\n{"level": "forged"}\r\nthree \udcff'
    record = logging.LogRecord("a", logging.WARNING, "", 1, hostile, None, None)
    (own,) = (one for one in logging.getLogger().handlers if isinstance(one, diary._Diary))
    own.handle(record)  # to it alone: pytest's own could not pass it on between processes
    (line,) = _lines(path)
    assert line["level"] == "warning"
    assert path.stat().st_mode & 0o777 == 0o600


def test_values_given_to_the_database_are_not_written(path: Path, dsn: str) -> None:
    database = Database(dsn)
    value = {"name": "a name of somebody"}
    with pytest.raises(ProgrammingError) as raised, database.transaction(Role.OWNER) as connection:
        connection.execute(text("SELECT no_such_thing(:name)"), value)
    diary.tell("failed", raised.value)
    database.close()
    assert "no_such_thing" in path.read_text(encoding="utf-8")
    assert "somebody" not in path.read_text(encoding="utf-8")


def test_a_diary_that_has_grown_is_set_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diary, "LARGEST", 10)
    logging.getLogger("a").error("a first line")
    diary.keep(path.parent.parent)
    logging.getLogger("a").error("a second line")
    assert [one["message"] for one in _lines(path)] == ["a second line"]
    assert (path.parent / f"{path.name}.1").exists()


def test_a_full_disk_does_not_make_the_diary_one_more_failure(path: Path) -> None:
    path.parent.mkdir()
    path.mkdir()  # a folder in its place: it cannot be opened
    logging.getLogger("a").error("lost")
    assert path.is_dir()
