"""Files of people are brought in on the recruiters' pages.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
IMPORT, REJECT, REMARK = "jobboard_file_import", "jobboard_import_reject", "jobboard_import_remark"
COUNTS = ("total", "taken", "added", "updated", "unchanged", "rejected")


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        IMPORT,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(64), nullable=False),
        sa.Column("columns", JSON, nullable=False, comment="column to field; empty: left out"),
        sa.Column("dates", sa.String(32), comment="null: as the file tells"),
        sa.Column("tag", sa.String(64), nullable=False, comment="everybody of the file bears it"),
        sa.Column("status", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("made_by_id", sa.String(128), nullable=False),
        sa.Column("made_by_name", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_jobboard_file_import_board", IMPORT, ["board", "id"])
    op.create_index("ix_jobboard_file_import_storage_key", IMPORT, ["storage_key"])
    _said_of_lines(REJECT, sa.Column("reason", sa.Text(), nullable=False))
    _said_of_lines(
        REMARK, sa.Column("said", sa.Text(), nullable=False), sa.Column("people", sa.Integer(), nullable=False)
    )


def _said_of_lines(name: str, *columns: "sa.Column[object]") -> None:
    whole = sa.ForeignKey(f"{IMPORT}.id", ondelete="CASCADE")
    op.create_table(
        name,
        sa.Column("id", KEY, primary_key=True),
        sa.Column("import_id", KEY, whole, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        *columns,
    )
    op.create_index(f"ix_{name}_import_id", name, ["import_id"])


def downgrade() -> None:
    """Forget them."""
    for name in (REMARK, REJECT, IMPORT):
        op.drop_table(name)
