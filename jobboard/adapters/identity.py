"""Who is asking, according to the host. We store an actor's opaque id and name, never a foreign key to its users."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jobboard.access import STRANGER, Actor, Role


class Identity(Protocol):
    """The host's users as Jobboard sees them."""

    def current(self) -> Actor:
        """Who makes the current request; ``STRANGER`` when nobody is logged in."""
        ...

    def login_url(self, next_path: str) -> str:
        """Where to send somebody who must log in first, coming back to ``next_path`` on this host."""
        ...

    def staff(self) -> Sequence[Actor]:
        """Everybody who works here, in the order to show them: whom one can pick as an interviewer or mention in a
        note."""
        ...

    def email(self, actor_id: str) -> str | None:
        """The actor's address for mails from us, or None."""
        ...


@dataclass(frozen=True)
class NobodyIdentity:
    """The default: everybody is a stranger, so only the public pages answer."""

    def current(self) -> Actor:
        """A stranger."""
        return STRANGER

    def login_url(self, next_path: str) -> str:
        """The front page: without an identity adapter there is nowhere to log in."""
        return "/"

    def staff(self) -> Sequence[Actor]:
        """Nobody."""
        return ()

    def email(self, actor_id: str) -> str | None:
        """Nobody has an address."""
        return None


@dataclass
class MemoryIdentity:
    """The twin for tests: is whoever ``actor`` says."""

    actor: Actor = STRANGER
    team: tuple[Actor, ...] = (Actor("judith", "Judith Amaro-Kell", Role.RECRUITER),)

    def current(self) -> Actor:
        """Whoever was set."""
        return self.actor

    def login_url(self, next_path: str) -> str:
        """A fixed path that carries the way back."""
        return f"/login?next={next_path}"

    def staff(self) -> Sequence[Actor]:
        """The team that was set."""
        return self.team

    def email(self, actor_id: str) -> str | None:
        """An address in a reserved domain."""
        return f"{actor_id}@example.org"
