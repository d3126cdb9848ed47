"""What became of reading a résumé: why its text is missing, and whether it holds words that nobody sees.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE = "jobboard_resume_version"


def upgrade() -> None:
    """Nothing is said of the files that are there: only plain text was read of them."""
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("hidden_text", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("unread", sa.String(200), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("unread")
        table.drop_column("hidden_text")
