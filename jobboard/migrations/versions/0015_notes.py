"""Notes about people, and the colleagues they mention.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _create_note()
    _create_mention()


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("jobboard_mention")
    op.drop_table("jobboard_note")


def _create_note() -> None:
    op.create_table(
        "jobboard_note",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("application_id", KEY, sa.ForeignKey("jobboard_application.id", ondelete="SET NULL")),
        sa.Column("author_id", sa.String(128), nullable=False),
        sa.Column("author_name", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT),
        sa.Column("deleted_at", MOMENT),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_jobboard_note_candidate", "jobboard_note", ["candidate_id", "deleted_at", "written_at"])
    op.create_index("ix_jobboard_note_deleted", "jobboard_note", ["board", "deleted_at"])


def _create_mention() -> None:
    op.create_table(
        "jobboard_mention",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("note_id", KEY, sa.ForeignKey("jobboard_note.id", ondelete="CASCADE"), nullable=False),
        sa.Column("actor_id", sa.String(128), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.UniqueConstraint("note_id", "actor_id"),
    )
    op.create_index("ix_jobboard_mention_waiting", "jobboard_mention", ["board", "actor_id", "seen_at"])
