"""Alembic runs the files of `versions/` on the connection that `kernel.db.Database.migrate` hands over."""

from alembic import context

from sightline.kernel.db import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
