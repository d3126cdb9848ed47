"""Indexes from which the inbox and the lists of kept records are found and counted without reading whole rows.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NEW = {
    "ix_jobboard_surfacing_decided": ("jobboard_surfacing", ["board", "decided_at"]),
    "ix_jobboard_kept_candidate_review": ("jobboard_kept_candidate", ["board", "status", "review_at"]),
    "ix_jobboard_kept_candidate_owner": ("jobboard_kept_candidate", ["board", "owner_id", "owner_name", "status"]),
    "ix_jobboard_dismissal_rule_made": ("jobboard_dismissal_rule", ["board", "made_at"]),
    "ix_jobboard_candidate_name": ("jobboard_candidate", ["board", "name"]),
    "ix_jobboard_consent_ends": ("jobboard_consent", ["purpose", "expires_at"]),
}
CHANGED = {
    "ix_jobboard_surfacing_board_status": (
        "jobboard_surfacing",
        ["board", "status", "score"],
        ["board", "status", "snoozed_until", "kept_id"],
    ),
    "ix_jobboard_surfacing_job": (
        "jobboard_surfacing",
        ["job_id", "status"],
        ["job_id", "status", "snoozed_until", "score", "kept_id", "policy_version"],
    ),
    "ix_jobboard_kept_candidate_board_status": (
        "jobboard_kept_candidate",
        ["board", "status", "min_level", "max_level"],
        ["board", "status", "expires_at"],
    ),
}


def upgrade() -> None:
    """Add the new ones; the others say more, or something else."""
    for name, (table, columns) in NEW.items():
        op.create_index(name, table, columns)
    for name, (table, _before, after) in CHANGED.items():
        op.drop_index(name, table)
        op.create_index(name, table, after)


def downgrade() -> None:
    """As they were."""
    for name, (table, before, _after) in reversed(CHANGED.items()):
        op.drop_index(name, table)
        op.create_index(name, table, before)
    for name, (table, _columns) in reversed(NEW.items()):
        op.drop_index(name, table)
