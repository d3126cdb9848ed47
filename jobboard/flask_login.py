"""An identity adapter for hosts that use Flask-Login; the host says what role each of its users has."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_login import current_user

from jobboard.access import STRANGER, Actor, Role

RoleOf = Callable[[Any], Role]


class FlaskLoginIdentity:
    """Reads ``current_user``. ``role_of`` maps a user to a ``Role``; a user needs ``get_id()`` and ``name``.

    ``staff`` lists the users who can be picked as interviewers; ``login_endpoint`` is the host's login page, which
    must read ``next`` and keep it on this host.
    """

    def __init__(
        self,
        *,
        role_of: RoleOf,
        staff: Callable[[], Iterable[Any]] = tuple,
        login_endpoint: str = "login",
    ) -> None:
        self._role_of, self._staff, self._login_endpoint = role_of, staff, login_endpoint

    def current(self) -> Actor:
        """The logged-in user as an actor, or a stranger."""
        return self._actor(current_user) if current_user.is_authenticated else STRANGER

    def login_url(self, next_path: str) -> str:
        """The host's login page with the way back."""
        return f"{url_for(self._login_endpoint)}?{urlencode({'next': next_path})}"

    def staff(self) -> Sequence[Actor]:
        """The host's people, in its order."""
        return [self._actor(user) for user in self._staff()]

    def email(self, actor_id: str) -> str | None:
        """The user's ``email``, if they have one."""
        found = (user for user in self._staff() if str(user.get_id()) == actor_id)
        return next((getattr(user, "email", None) for user in found), None)

    def _actor(self, user: Any) -> Actor:
        return Actor(str(user.get_id()), str(user.name), self._role_of(user))
