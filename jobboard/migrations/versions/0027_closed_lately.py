"""Applications are found by when they ended.

Revision ID: 0027
Revises: 0026
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_jobboard_application_board_closed", "jobboard_application"


def upgrade() -> None:
    """Create the index."""
    op.create_index(NAME, TABLE, ["board", "closed_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index(NAME, TABLE)
