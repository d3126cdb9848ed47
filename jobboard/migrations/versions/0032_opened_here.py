"""Jobs remember when they opened here, which the day that an imported one was posted does not say.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

JOB, INDEX = "jobboard_job", "ix_jobboard_job_opened_here"


def upgrade() -> None:
    """Add the moment. Jobs that are there get the one they were published at, so that none of them becomes news."""
    with op.batch_alter_table(JOB) as table:
        comment = "when it last opened here, whatever its dates say"
        table.add_column(sa.Column("opened_here_at", sa.DateTime(timezone=True), comment=comment))
    job = sa.table(JOB, sa.column("published_at"), sa.column("opened_here_at"))
    op.execute(job.update().values(opened_here_at=job.c.published_at))
    op.create_index(INDEX, JOB, ["board", "status", "opened_here_at"])
    _describe_published_at("when it last opened, here or where it came from")


def downgrade() -> None:
    """Forget it."""
    _describe_published_at("when it last opened here")
    op.drop_index(INDEX, JOB)
    with op.batch_alter_table(JOB) as table:
        table.drop_column("opened_here_at")


def _describe_published_at(comment: str) -> None:
    if op.get_bind().dialect.supports_comments:
        moment = sa.DateTime(timezone=True)
        op.alter_column(JOB, "published_at", comment=comment, existing_type=moment, existing_nullable=True)
