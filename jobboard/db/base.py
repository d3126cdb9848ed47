"""The declarative base every table of ours hangs on, its column types, and the mix-ins most rows share.

Our own metadata, so that a host's models and migrations never meet ours by accident; it works unchanged on a host's
Flask-SQLAlchemy session and on a plain ``scoped_session``.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Double, Enum, Integer, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator
from ulid import ULID

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
TABLE_PREFIX = "jobboard_"

BigId = BigInteger().with_variant(Integer, "sqlite")  # SQLite autoincrements only INTEGER keys
Json = JSON().with_variant(JSONB(), "postgresql")

PERSONAL: dict[str, Any] = {"personal": True}
"""``info=`` of a column that holds personal data: erasure walks these, and a test fails on one it does not reach."""


def new_public_id() -> str:
    """A ULID: 80 random bits, sortable by the millisecond it was made."""
    return str(ULID())


class UTCDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, also on SQLite, which stores no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime: nobody could say which moment it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive datetime was given where an aware one is needed.")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put UTC back on."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(kind: type[StrEnum]) -> "Enum":
    """A column type for a ``StrEnum``, stored as its value in text, so that a new member needs no migration."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda members: [m.value for m in members])


class Base(DeclarativeBase):
    """Base of every Jobboard table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime(),
        float: Double(),  # SQLAlchemy 2.0 would make it a Float, which on PostgreSQL migrates as another type
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
    }


class Keyed:
    """An internal integer key, which never leaves the process."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)


class Public:
    """The id that appears in URLs and files."""

    public_id: Mapped[str] = mapped_column(String(26), default=new_public_id, unique=True)


class OnBoard:
    """Rows of several boards share the tables; every query is scoped to one."""

    board: Mapped[str] = mapped_column(String(64))


class Versioned:
    """Optimistic locking: a second writer who read the old version gets ``StaleDataError``."""

    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
