"""Telephone numbers are compared by their last digits, however they are written.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLE, INDEX = "jobboard_candidate_phone", "ix_jobboard_candidate_phone_key"
DIGITS = 9
BATCH = 5_000


def upgrade() -> None:
    """Add the column and work it out for the numbers that are there."""
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("key", sa.String(DIGITS), nullable=False, server_default=""))
    _fill()
    op.create_index(INDEX, TABLE, ["key"])


def downgrade() -> None:
    """Forget it."""
    op.drop_index(INDEX, TABLE)
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("key")


def _fill() -> None:
    phone = sa.table(TABLE, sa.column("id"), sa.column("number"), sa.column("key"))
    connection, last = op.get_bind(), 0
    change = sa.update(phone).where(phone.c.id == sa.bindparam("row")).values(key=sa.bindparam("digits"))
    while True:
        wanted = sa.select(phone.c.id, phone.c.number).where(phone.c.id > last).order_by(phone.c.id).limit(BATCH)
        rows = connection.execute(wanted).all()
        if not rows:
            return
        last = rows[-1].id
        connection.execute(change, [{"row": row.id, "digits": _key(row.number)} for row in rows])


def _key(number: str) -> str:
    digits = "".join(char for char in number if char.isdecimal())
    return digits[-DIGITS:] if len(digits) >= DIGITS - 2 else ""
