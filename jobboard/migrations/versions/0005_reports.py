"""Indexes from which the promise ledger and the bench are counted without reading the rows.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CONSENT = "ix_jobboard_consent_candidate_purpose"


def upgrade() -> None:
    """Add the indexes; the one on consents grows."""
    op.create_index(
        "ix_jobboard_kept_candidate_reports",
        "jobboard_kept_candidate",
        [
            *("board", "promised_at", "status", "candidate_id", "expires_at", "min_level", "max_level"),
            *("owner_id", "owner_name", "target_functions"),
        ],
    )
    op.create_index("ix_jobboard_surfacing_kept", "jobboard_surfacing", ["kept_id", "status"])
    op.create_index("ix_jobboard_candidate_do_not_contact", "jobboard_candidate", ["board", "do_not_contact"])
    op.drop_index(_CONSENT, "jobboard_consent")
    op.create_index(_CONSENT, "jobboard_consent", ["candidate_id", "purpose", "id", "withdrawn_at", "expires_at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index(_CONSENT, "jobboard_consent")
    op.create_index(_CONSENT, "jobboard_consent", ["candidate_id", "purpose", "id"])
    op.drop_index("ix_jobboard_candidate_do_not_contact", "jobboard_candidate")
    op.drop_index("ix_jobboard_surfacing_kept", "jobboard_surfacing")
    op.drop_index("ix_jobboard_kept_candidate_reports", "jobboard_kept_candidate")
