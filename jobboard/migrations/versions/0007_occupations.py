"""The occupation that a title is a name of, where a host installed occupation data.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("jobboard_job", "jobboard_work_history")


def upgrade() -> None:
    """Add the columns."""
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(
                sa.Column("occupation", sa.String(10), comment="SOC code, where occupation data is installed")
            )


def downgrade() -> None:
    """Take them away again."""
    for name in reversed(TABLES):
        with op.batch_alter_table(name) as table:
            table.drop_column("occupation")
