"""Mails that left stand in the history of whom they were written to.

Revision ID: 0022
Revises: 0021
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tell of those that left before this was written down as it happens."""
    op.execute("""
        INSERT INTO jobboard_history
            (board, at, actor_id, actor_name, what, subject_type, subject_id, about, before, after, why)
        SELECT board, sent_at, author_id, author_name, 'mail_sent', 'CandidateMessage', public_id, candidate_id, '', '',
            subject
        FROM jobboard_candidate_message WHERE sent_at IS NOT NULL
    """)


def downgrade() -> None:
    """Nobody told of them before."""
    op.execute("DELETE FROM jobboard_history WHERE what IN ('mail_sent', 'mail_not_sent')")
