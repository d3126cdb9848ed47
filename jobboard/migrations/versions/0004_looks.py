"""Whom each look found and by what they were judged; changes of policy that are being looked back on.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """The facts move from the surfacing, which changes, to the look, which does not."""
    with op.batch_alter_table("jobboard_surfacing") as table:
        table.drop_column("facts")
    with op.batch_alter_table("jobboard_surfacing_run") as table:
        table.add_column(sa.Column("rules", sa.Integer(), nullable=False, server_default="1"))
    _create_entries()
    _create_proposals()


def downgrade() -> None:
    """Take it all away again."""
    op.drop_table("jobboard_policy_proposal")
    op.drop_table("jobboard_surfacing_run_entry")
    with op.batch_alter_table("jobboard_surfacing_run") as table:
        table.drop_column("rules")
    with op.batch_alter_table("jobboard_surfacing") as table:
        table.add_column(sa.Column("facts", JSON, nullable=False, server_default="{}"))


def _create_entries() -> None:
    name = "jobboard_surfacing_run_entry"
    op.create_table(
        name,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("run_id", KEY, sa.ForeignKey("jobboard_surfacing_run.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kept_id", KEY, sa.ForeignKey("jobboard_kept_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("surfacing_id", KEY, sa.ForeignKey("jobboard_surfacing.id", ondelete="SET NULL")),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("overridden", JSON, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.UniqueConstraint("run_id", "kept_id"),
    )
    op.create_index("ix_jobboard_surfacing_run_entry_kept", name, ["kept_id"])
    op.create_index("ix_jobboard_surfacing_run_entry_surfacing", name, ["surfacing_id"])


def _create_proposals() -> None:
    op.create_table(
        "jobboard_policy_proposal",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False, comment="how many past openings are looked back on"),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.Column("proposed_by_id", sa.String(128), nullable=False),
        sa.Column("proposed_by_name", sa.String(200), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("adopted_version", sa.Integer()),
    )
    op.create_index("ix_jobboard_policy_proposal_board", "jobboard_policy_proposal", ["board", "proposed_at"])
