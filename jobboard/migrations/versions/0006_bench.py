"""The bench: what matching reads of each kept record before it looks at anybody closely.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Every record starts as one that the bench has still to learn of."""
    with op.batch_alter_table("jobboard_kept_candidate") as table:
        table.add_column(sa.Column("benched_at", MOMENT, comment="when the bench learned of it; empty: it must anew"))
    op.create_index("ix_jobboard_kept_candidate_bench", "jobboard_kept_candidate", ["board", "benched_at", "status"])
    _create_bench()
    op.create_table(
        "jobboard_term_count",
        sa.Column("board", sa.String(64), primary_key=True),
        sa.Column("term", sa.String(100), primary_key=True),
        sa.Column("people", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Take it all away again."""
    op.drop_table("jobboard_term_count")
    op.drop_table("jobboard_bench")
    op.drop_index("ix_jobboard_kept_candidate_bench", "jobboard_kept_candidate")
    with op.batch_alter_table("jobboard_kept_candidate") as table:
        table.drop_column("benched_at")


def _create_bench() -> None:
    op.create_table(
        "jobboard_bench",
        sa.Column("board", sa.String(64), primary_key=True),
        sa.Column("function", sa.String(64), primary_key=True),
        sa.Column(
            "kept_id",
            KEY,
            sa.ForeignKey("jobboard_kept_candidate.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("min_level", sa.Integer(), nullable=False),
        sa.Column("max_level", sa.Integer(), nullable=False),
        sa.Column("better_from", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, comment="when the consent ends"),
        sa.Column("ranks", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("evidence_on", sa.String(10), nullable=False),
        sa.Column("pay", sa.String(40), nullable=False),
        sa.Column("free_from", sa.String(10), nullable=False),
        sa.Column("whereabouts", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_jobboard_bench_kept_id", "jobboard_bench", ["kept_id"])
    op.create_index("ix_jobboard_bench_candidate_id", "jobboard_bench", ["candidate_id"])
