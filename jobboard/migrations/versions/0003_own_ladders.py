"""A host's own ladder, its changes, and an index of the titles that say no level.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
DOUBTFUL = "ix_jobboard_work_history_doubtful"


def upgrade() -> None:
    """Create both tables and the index."""
    op.create_table(
        "jobboard_ladder_entry",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("function", sa.String(64), nullable=False, comment="empty: every field"),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(400), nullable=False, comment="the phrase as it is compared"),
        sa.Column("phrase", sa.String(120), nullable=False),
        sa.Column("level_rank", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(16), nullable=False, comment="empty: the title's own"),
        sa.Column("label", sa.String(60), nullable=False, comment="what the firm calls the rung"),
        sa.Column("set_by_name", sa.String(200), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.UniqueConstraint("board", "function", "kind", "key"),
    )
    op.create_table(
        "jobboard_ladder_change",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("made_by_id", sa.String(128), nullable=False),
        sa.Column("made_by_name", sa.String(200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("jobs_moved", sa.Integer(), nullable=False),
        sa.Column("lines_moved", sa.Integer(), nullable=False),
        sa.Column("reread_at", MOMENT, comment="when everything it touches had been read anew"),
    )
    op.create_index("ix_jobboard_ladder_change_board", "jobboard_ladder_change", ["board", "id"])
    doubtful = sa.text("level_confidence < 0.6")
    op.create_index(
        DOUBTFUL,
        "jobboard_work_history",
        ["title", "candidate_id"],
        sqlite_where=doubtful,
        postgresql_where=doubtful,
    )


def downgrade() -> None:
    """Take it all away again."""
    op.drop_index(DOUBTFUL, "jobboard_work_history")
    op.drop_table("jobboard_ladder_change")
    op.drop_table("jobboard_ladder_entry")
