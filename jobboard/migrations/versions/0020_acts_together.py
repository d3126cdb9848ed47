"""Which changes were one act about several, so that one undo takes them back.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE, INDEX = "jobboard_history", "ix_jobboard_history_together"


def upgrade() -> None:
    """Add the column, empty for what was done before."""
    said = "the act about several that it was part of"
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("together", sa.String(26), nullable=False, server_default="", comment=said))
    part = sa.text("together != ''")
    op.create_index(INDEX, TABLE, ["together"], sqlite_where=part, postgresql_where=part)


def downgrade() -> None:
    """Take it away again."""
    op.drop_index(INDEX, TABLE)
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("together")
