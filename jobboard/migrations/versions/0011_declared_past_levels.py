"""The level of a past role can be declared by somebody who knows better than its title.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All levels so far were read from titles."""
    with op.batch_alter_table("jobboard_work_history") as table:
        table.add_column(sa.Column("level_declared", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Nobody can tell any more which were declared."""
    with op.batch_alter_table("jobboard_work_history") as table:
        table.drop_column("level_declared")
