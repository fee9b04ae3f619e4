"""Alembic's entry: runs the migrations in the transaction that `Database` has opened for them."""

from alembic import context

from plugin.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
