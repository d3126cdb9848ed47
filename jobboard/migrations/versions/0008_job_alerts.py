"""Saved searches, the alerts and mails they bring, and allowances for strangers.

Revision ID: 0008
Revises: 0007
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
TABLES = ("quota", "subscriber", "alert", "alert_request", "alert_key", "alert_mail", "alert_match")


def upgrade() -> None:
    """Create the tables."""
    _create_quota()
    _create_subscriber()
    _create_alert()
    _create_request()
    _create_key()
    _create_mail()
    _create_match()


def downgrade() -> None:
    """Take them away again."""
    for name in reversed(TABLES):
        op.drop_table(f"jobboard_{name}")


def _public() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
    )


def _belongs_to(column: str, table: str, **more: Any) -> sa.Column[Any]:
    return sa.Column(column, KEY, sa.ForeignKey(f"jobboard_{table}.id", ondelete="CASCADE"), **more)


def _index(table: str, name: str, *columns: str) -> None:
    op.create_index(f"ix_jobboard_{table}_{name}", f"jobboard_{table}", columns)


def _create_quota() -> None:
    op.create_table(
        "jobboard_quota",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
    )
    _index("quota", "began_at", "began_at")


def _create_subscriber() -> None:
    op.create_table(
        "jobboard_subscriber",
        *_public(),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("address_key", sa.String(320), nullable=False),
        sa.Column("access_key", sa.String(43), nullable=False, unique=True, comment="only ever mailed to them"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("board", "address_key"),
    )


def _create_alert() -> None:
    op.create_table(
        "jobboard_alert",
        *_public(),
        _belongs_to("subscriber_id", "subscriber", nullable=False),
        sa.Column("search", JSON, nullable=False),
        sa.Column("search_key", sa.String(64), nullable=False, comment="one a search, however it was put"),
        sa.Column("title", sa.String(400), nullable=False, comment="in the words of the page it began on"),
        sa.Column("frequency", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False, comment="when the owner of the address pressed the button"),
        sa.Column("news_since", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("reminded_at", MOMENT, comment="when the mail about its end was written down"),
        sa.Column("due_at", MOMENT),
        sa.Column("filed_as", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("subscriber_id", "search_key"),
    )
    _index("alert", "filed", "board", "filed_as")
    _index("alert", "expires", "board", "expires_at")


def _create_request() -> None:
    op.create_table(
        "jobboard_alert_request",
        *_public(),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("address_key", sa.String(320), nullable=False),
        sa.Column("search", JSON, nullable=False),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("frequency", sa.String(32), nullable=False),
        _belongs_to("alert_id", "alert"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("mailed_at", MOMENT, comment="when its mail was handed over; set before it is"),
    )
    _index("alert_request", "alert_id", "alert_id")
    _index("alert_request", "expires", "board", "expires_at")
    _index("alert_request", "address", "board", "address_key")


def _create_key() -> None:
    op.create_table(
        "jobboard_alert_key",
        sa.Column("board", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(80), primary_key=True),
        _belongs_to("alert_id", "alert", primary_key=True, autoincrement=False),
    )
    _index("alert_key", "alert_id", "alert_id")


def _create_mail() -> None:
    op.create_table(
        "jobboard_alert_mail",
        *_public(),
        _belongs_to("subscriber_id", "subscriber", nullable=False),
        _belongs_to("alert_id", "alert", comment="of a reminder: what ends"),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("jobs", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT),
        sa.Column("sent_at", MOMENT),
    )
    _index("alert_mail", "alert_id", "alert_id")
    _index("alert_mail", "subscriber", "subscriber_id", "left_at")
    _index("alert_mail", "created", "board", "created_at")


def _create_match() -> None:
    op.create_table(
        "jobboard_alert_match",
        _belongs_to("alert_id", "alert", primary_key=True, autoincrement=False),
        _belongs_to("job_id", "job", primary_key=True, autoincrement=False),
        sa.Column("matched_at", MOMENT, nullable=False),
        _belongs_to("mail_id", "alert_mail"),
    )
    for column in ("job_id", "matched_at", "mail_id"):
        _index("alert_match", column, column)
