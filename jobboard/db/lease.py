"""Who alone may do something until when, agreed on through the database by every process of a board."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import String, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from jobboard.db.base import Base
from jobboard.db.transaction import transaction
from jobboard.errors import Conflict


class Lease(Base):
    """One holder of one name. A lease that is over may be taken by anybody."""

    __tablename__ = "jobboard_lease"

    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]


def take(session: Session, name: str, *, now: datetime, lasts: timedelta) -> str | None:
    """Take the lease and return its new holder, or None at once, after one read, while it is somebody's."""
    until = session.scalar(select(Lease.expires_at).where(Lease.name == name))
    if until is not None and until >= now:
        return None
    holder = uuid4().hex
    try:
        with transaction(session, owned=True):
            session.execute(delete(Lease).where(Lease.name == name, Lease.expires_at < now))
            session.execute(insert(Lease).values(name=name, holder=holder, expires_at=now + lasts))
    except Conflict:
        return None
    return holder


def renew(session: Session, name: str, holder: str, *, until: datetime) -> bool:
    """Hold on until ``until``, in the caller's transaction. False when somebody else has it by now."""
    mine = update(Lease).where(Lease.name == name, Lease.holder == holder).values(expires_at=until)
    return session.scalar(mine.returning(Lease.name)) is not None


def release(session: Session, name: str, holder: str) -> None:
    """Let go of it. One that is somebody else's by now is left alone."""
    with transaction(session, owned=True):
        session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))
