"""What SQLite knows of the tables' contents when it plans a statement. PostgreSQL finds out by itself."""

from sqlalchemy import Engine

from jobboard.db.base import Base

_ROWS = 400
"""How many rows of an index are looked at, the least that SQLite's documentation recommends for large tables
(https://sqlite.org/lang_analyze.html#approx)."""


def refresh(engine: Engine) -> None:
    """Let SQLite look at our tables, and at nobody else's. Without it every index over the board looks as good as one
    over a job or a person, and a list reads the whole board. A few hundredths of a second, whatever the tables hold."""
    if engine.dialect.name != "sqlite":
        return
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={_ROWS}")
        for table in Base.metadata.tables:
            connection.exec_driver_sql(f"ANALYZE {table}")
