"""Who could not be brought in because somebody has their address already is told who that is.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

REJECT = "jobboard_import_reject"


def upgrade() -> None:
    """Add whose address it is."""
    comment = "public id of who has their address already, if anybody"
    with op.batch_alter_table(REJECT) as table:
        table.add_column(sa.Column("person", sa.String(26), nullable=False, server_default="", comment=comment))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table(REJECT) as table:
        table.drop_column("person")
