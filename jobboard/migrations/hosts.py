"""For hosts that run Flask-Migrate or plain Alembic against the database we share with them."""

from collections.abc import Mapping

from jobboard.db.base import TABLE_PREFIX


def include_name(name: str | None, type_: str, parent_names: Mapping[str, str | None]) -> bool:
    """Whether the host's autogenerate should look at a thing: all but our tables and what hangs on them.

    Give it to ``Migrate(app, db, include_name=include_name)`` or to ``context.configure`` in ``env.py``.
    Without it a host's autogenerate proposes to drop our tables, because the host's models do not name them.
    """
    table = name if type_ == "table" else parent_names.get("table_name")
    return not (table or "").startswith(TABLE_PREFIX)
