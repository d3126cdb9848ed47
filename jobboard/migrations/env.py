"""Run by Alembic for every command; ``runner`` hands over a connection whose transaction it owns."""

from alembic import context

from jobboard.migrations.runner import context_options

connection = context.config.attributes["connection"]
context.configure(connection=connection, **context_options(connection))
with context.begin_transaction():
    context.run_migrations()
