"""Blocks of the bench: many of its rows turned on their side, so that they are looked through together.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPLIED = "ix_jobboard_application_job_status"


def upgrade() -> None:
    """The bench holds nothing that it cannot learn again, so it starts anew with its new columns. Who applied for a job
    is read from an index alone."""
    _index_by_job("job_id", "status", "stage", "candidate_id")
    _start_anew(
        sa.Column("held_in", sa.Text(), nullable=False),
        sa.Column("block_id", KEY, comment="the block it was turned into; empty: it is loose"),
    )
    loose = sa.text("block_id IS NULL")
    op.create_index(
        "ix_jobboard_bench_loose",
        "jobboard_bench",
        ["block_id", "function"],
        sqlite_where=loose,
        postgresql_where=loose,
    )
    op.create_table(
        "jobboard_bench_block",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("function", sa.String(64), nullable=False),
    )
    op.create_index("ix_jobboard_bench_block_function", "jobboard_bench_block", ["board", "function"])
    op.create_table(
        "jobboard_bench_block_part",
        sa.Column(
            "block_id",
            KEY,
            sa.ForeignKey("jobboard_bench_block.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take it all away again; the bench has to learn once more."""
    op.drop_table("jobboard_bench_block_part")
    op.drop_table("jobboard_bench_block")
    _start_anew(sa.Column("ranks", sa.Integer(), nullable=False))
    _index_by_job("job_id", "status", "stage")


def _index_by_job(*columns: str) -> None:
    op.drop_index(APPLIED, "jobboard_application")
    op.create_index(APPLIED, "jobboard_application", list(columns))


def _start_anew(*columns: sa.Column[object]) -> None:
    op.drop_table("jobboard_bench")
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
        sa.Column("until", sa.DateTime(timezone=True), comment="when the consent ends"),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("evidence_on", sa.String(10), nullable=False),
        sa.Column("pay", sa.String(40), nullable=False),
        sa.Column("free_from", sa.String(10), nullable=False),
        sa.Column("whereabouts", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        *columns,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_jobboard_bench_kept_id", "jobboard_bench", ["kept_id"])
    op.create_index("ix_jobboard_bench_candidate_id", "jobboard_bench", ["candidate_id"])
    op.execute("UPDATE jobboard_kept_candidate SET benched_at = NULL")
