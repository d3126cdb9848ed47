"""Applicants answer the questions of a job.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
DRAFT, FILE, ANSWER = (
    "jobboard_application_draft",
    "jobboard_application_draft_file",
    "jobboard_screening_answer",
)


def upgrade() -> None:
    """Create the table of answers, and room for them in drafts; drafts that are there have none."""
    with op.batch_alter_table(DRAFT) as table:
        comment = "public id of a screening question to what was typed"
        table.add_column(sa.Column("answers", JSON, nullable=False, server_default="{}", comment=comment))
    op.create_table(
        FILE,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("draft_id", KEY, sa.ForeignKey(f"{DRAFT}.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question_id", sa.String(26), nullable=False),
        sa.Column("storage_key", sa.String(200), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("content_type", sa.String(128), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.UniqueConstraint("draft_id", "question_id"),
    )
    op.create_index(f"ix_{FILE}_storage_key", FILE, ["storage_key"])
    op.create_table(
        ANSWER,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("application_id", KEY, sa.ForeignKey("jobboard_application.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("flag", sa.String(100), nullable=False),
        sa.Column("storage_key", sa.String(200)),
        sa.Column("size_bytes", sa.Integer()),
        sa.Column("content_type", sa.String(128), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("public_id"),
    )
    for column in ("application_id", "storage_key"):
        op.create_index(f"ix_{ANSWER}_{column}", ANSWER, [column])


def downgrade() -> None:
    """Forget both."""
    op.drop_table(ANSWER)
    op.drop_table(FILE)
    with op.batch_alter_table(DRAFT) as table:
        table.drop_column("answers")
