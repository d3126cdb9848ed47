"""The firm's own list of people who may log in. Jobboard never sees this table, only the id of who acts."""

from collections.abc import Iterable
from functools import cache
from secrets import token_hex

from flask_login import UserMixin
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker
from werkzeug.security import check_password_hash, generate_password_hash

from example_site.seed.story import StaffMember


class Base(DeclarativeBase):
    """The site's own tables, apart from Jobboard's."""


class User(UserMixin, Base):
    """One person with a login. ``role`` is recruiter, admin, hiring_manager or interviewer."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    password_hash: Mapped[str]


@cache
def _nobodys_hash() -> str:
    return generate_password_hash(token_hex())


class StaffList:
    """The users in the database at ``url``. Creates its table if it is not there."""

    def __init__(self, url: str) -> None:
        engine = create_engine(url)
        Base.metadata.create_all(engine)
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    def get(self, user_id: str) -> User | None:
        """The user with this id, or None."""
        with self._sessions() as session:
            return session.get(User, user_id)

    def everybody(self) -> list[User]:
        """All users by name."""
        with self._sessions() as session:
            return list(session.scalars(select(User).order_by(User.name)))

    def recognise(self, email: str, password: str) -> User | None:
        """The user with this e-mail (in any case) and this password, or None. An unknown address takes as
        long as a wrong password, so that nobody learns who works here."""
        with self._sessions() as session:
            user = session.scalar(select(User).where(User.email == email.strip().lower()))
        known = check_password_hash(user.password_hash if user else _nobodys_hash(), password)
        return user if known else None

    def add_missing(self, members: Iterable[StaffMember], *, password: str) -> None:
        """Adds those whose id is not on the list yet, all with ``password``. Changes nobody who is."""
        with self._sessions() as session:
            known = set(session.scalars(select(User.id)))
        new = [member for member in members if member["id"] not in known]
        if new:
            self._add(new, generate_password_hash(password))

    def _add(self, members: Iterable[StaffMember], password_hash: str) -> None:
        with self._sessions() as session:
            session.add_all(
                User(**{**member, "email": member["email"].lower()}, password_hash=password_hash) for member in members
            )
            try:
                session.commit()
            except IntegrityError:  # another process that started at the same moment has added them
                session.rollback()
