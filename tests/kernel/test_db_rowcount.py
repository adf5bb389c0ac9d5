"""An insert says how many rows it added: stores tell by it whether somebody was faster."""

from sqlalchemy import BigInteger, Column, MetaData, Table
from sqlalchemy.dialects.postgresql import insert

from sightline.kernel.db import Database, Role


def test_an_insert_that_meets_a_conflict_counts_none(dsn: str) -> None:
    database = Database(dsn)
    table = Table("counted", MetaData(), Column("id", BigInteger, primary_key=True, autoincrement=False))
    with database.transaction(Role.OWNER) as connection:
        table.create(connection)
        one, many = insert(table).values(id=1), insert(table).values([{"id": 1}, {"id": 2}, {"id": 3}])
        counts = [connection.execute(each.on_conflict_do_nothing()).rowcount for each in (one, one, many)]
    database.close()
    assert counts == [1, 0, 2]
