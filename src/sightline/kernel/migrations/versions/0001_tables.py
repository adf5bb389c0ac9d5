"""All tables, and the job queue's own."""

from pathlib import Path

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text().replace("%", "%%"))
    connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
