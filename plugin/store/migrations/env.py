"""Alembic's entry: runs the migrations over an engine of its own."""

import sqlalchemy as sa
from alembic import context

from plugin.store.tables import metadata

engine = sa.create_engine(
    context.config.get_main_option("sqlalchemy.url") or "", hide_parameters=True
)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
