"""Rules, runs and policies of keeping on file; the bench that matching reads; a host's own ladders.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

TABLES = (
    "jobboard_surfacing_run",
    "jobboard_dismissal_rule",
    "jobboard_matching_policy",
)


def upgrade() -> None:
    """Create what is new, in an order that foreign keys allow."""
    _create_runs()
    _extend_what_is_there()
    _create_rules()
    _carry_dismissals_over()


def downgrade() -> None:
    """Take it all away again."""
    with op.batch_alter_table("jobboard_surfacing") as table:
        table.drop_constraint("fk_jobboard_surfacing_run_id_jobboard_surfacing_run", type_="foreignkey")
        for column in ("run_id", "facts", "overridden", "seen_by", "snoozed_for"):
            table.drop_column(column)
    with op.batch_alter_table("jobboard_kept_candidate") as table:
        table.drop_column("reconfirm_asked_at")
        table.drop_column("reconfirmed_at")
    with op.batch_alter_table("jobboard_hiring_organization") as table:
        table.drop_column("evidence_wall")
    for name in reversed(TABLES):
        op.drop_table(name)


def _create_runs() -> None:
    op.create_table(
        "jobboard_surfacing_run",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("why_now", sa.String(300), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("policy", JSON, nullable=False),
        sa.Column("job_facts", JSON, nullable=False),
        sa.Column("considered", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("surfaced", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.String(128), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("ran_at", MOMENT, nullable=False),
    )
    op.create_index("ix_jobboard_surfacing_run_job", "jobboard_surfacing_run", ["job_id", "ran_at"])
    op.create_table(
        "jobboard_matching_policy",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("backtest", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("adopted_by_id", sa.String(128), nullable=False),
        sa.Column("adopted_by_name", sa.String(200), nullable=False),
        sa.Column("adopted_at", MOMENT, nullable=False),
        sa.UniqueConstraint("board", "version"),
    )


def _extend_what_is_there() -> None:
    with op.batch_alter_table("jobboard_surfacing") as table:
        table.add_column(sa.Column("run_id", KEY))
        table.create_foreign_key(None, "jobboard_surfacing_run", ["run_id"], ["id"], ondelete="SET NULL")
        table.add_column(sa.Column("facts", JSON, nullable=False, server_default="{}"))
        table.add_column(sa.Column("overridden", JSON, nullable=False, server_default="[]"))
        table.add_column(sa.Column("seen_by", sa.String(200), nullable=False, server_default=""))
        table.add_column(
            sa.Column(
                "snoozed_for",
                JSON,
                nullable=False,
                server_default="{}",
                comment="the event that wakes it: level_rank, function, place; empty for a day",
            )
        )
    with op.batch_alter_table("jobboard_kept_candidate") as table:
        table.add_column(sa.Column("reconfirm_asked_at", MOMENT))
        table.add_column(sa.Column("reconfirmed_at", MOMENT, comment="the person said that all this still holds"))
    with op.batch_alter_table("jobboard_hiring_organization") as table:
        table.add_column(
            sa.Column(
                "evidence_wall",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="what was learned in this client's interviews stays with this client",
            )
        )


def _create_rules() -> None:
    op.create_table(
        "jobboard_dismissal_rule",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("surfacing_id", KEY, sa.ForeignKey("jobboard_surfacing.id", ondelete="SET NULL")),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id", ondelete="CASCADE")),
        sa.Column("level_rank", sa.Integer()),
        sa.Column("function", sa.String(64)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, comment="empty: until somebody ends it"),
        sa.Column("made_by_id", sa.String(128), nullable=False),
        sa.Column("made_by_name", sa.String(200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_by_name", sa.String(200), nullable=False),
    )
    op.create_index("ix_jobboard_dismissal_rule_candidate", "jobboard_dismissal_rule", ["candidate_id", "ended_at"])


def _carry_dismissals_over() -> None:
    """Every “not for this” so far becomes a rule that can be seen and ended."""
    surfacing = sa.table(
        "jobboard_surfacing",
        *(sa.column(name) for name in ("id", "board", "kept_id", "job_id", "status", "dismissal_scope")),
        *(sa.column(name) for name in ("dismissal_reason", "decided_by", "decided_at", "public_id", "surfaced_at")),
    )
    kept = sa.table("jobboard_kept_candidate", sa.column("id"), sa.column("candidate_id"))
    job = sa.table("jobboard_job", sa.column("id"), sa.column("level_rank"), sa.column("function"))
    rule = sa.table(
        "jobboard_dismissal_rule",
        *(sa.column(name) for name in ("public_id", "board", "version", "candidate_id", "surfacing_id", "scope")),
        *(sa.column(name) for name in ("job_id", "level_rank", "function", "reason", "made_by_id", "made_by_name")),
        *(sa.column(name) for name in ("made_at", "ended_by_name")),
    )
    scope = sa.func.coalesce(surfacing.c.dismissal_scope, "job")
    rows = (
        sa.select(
            surfacing.c.public_id,
            surfacing.c.board,
            sa.literal(1),
            kept.c.candidate_id,
            surfacing.c.id,
            scope,
            sa.case((scope == "job", surfacing.c.job_id)),
            sa.case((scope == "level", job.c.level_rank)),
            sa.case((scope == "function", job.c.function)),
            surfacing.c.dismissal_reason,
            sa.literal(""),
            surfacing.c.decided_by,
            sa.func.coalesce(surfacing.c.decided_at, surfacing.c.surfaced_at),
            sa.literal(""),
        )
        .select_from(surfacing.join(kept, kept.c.id == surfacing.c.kept_id).join(job, job.c.id == surfacing.c.job_id))
        .where(surfacing.c.status == "dismissed")
    )
    op.execute(rule.insert().from_select([column.name for column in rule.columns], rows))
