"""The two blueprints of a board, and what every template of theirs is given.

Feature modules collect their views in a ``Routes`` and know no board: the same views serve each board that is
mounted. ``public.FEATURES`` and ``recruit.FEATURES`` list them. Inside a blueprint use relative endpoints
(``url_for(".job")``); across, ``public_url`` and ``recruit_url``. Import macros that hold forms ``with
context``: they need ``csrf_token``.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]  # it ships no types
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader

from jobboard import current
from jobboard.access import Action
from jobboard.errors import JobboardError
from jobboard.keep_on_file import inbox_queries
from jobboard.state import BoardState
from jobboard.web import due, present, security
from jobboard.web.navigation import Part, parts_for

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

KEYS_COOKIE = "jobboard_keys"
"""Holds “off” for a recruiter who wants no single keys."""

_HERE = Path(__file__).parent
_FILES = FileSystemLoader(_HERE / "templates")


@dataclass
class Routes:
    """A feature's views. An endpoint is its view's name, and must be in ``security``'s table."""

    rules: list[tuple[str, Callable[..., ResponseReturnValue], tuple[str, ...]]] = field(default_factory=list)
    refusals: list[tuple[type[JobboardError], Callable[..., ResponseReturnValue]]] = field(default_factory=list)

    def get(self, rule: str) -> Callable[[View], View]:
        """A page. It never writes."""
        return self._add(rule, "GET")

    def post(self, rule: str) -> Callable[[View], View]:
        """An act: it ends in a redirect, or in the page again with what is wrong."""
        return self._add(rule, "POST")

    def form(self, rule: str) -> Callable[[View], View]:
        """One view that shows a form and takes it in."""
        return self._add(rule, "GET", "POST")

    def refusal(self, of: type[JobboardError]) -> Callable[[View], View]:
        """What any view of the blueprint that raises ``of`` answers with."""

        def remember(view: View) -> View:
            self.refusals.append((of, view))
            return view

        return remember

    def _add(self, rule: str, *methods: str) -> Callable[[View], View]:
        def remember(view: View) -> View:
            self.rules.append((rule, view, methods))
            return view

        return remember


class BoardBlueprint(Blueprint):
    """A blueprint whose templates can also be named with ``jobboard:`` in front, so that a host's template of
    the same name can extend the one it replaces."""

    @property
    def jinja_loader(self) -> BaseLoader:
        """Our templates by their names, and by ``jobboard:`` and their names."""
        return ChoiceLoader([_FILES, PrefixLoader({"jobboard": _FILES}, delimiter=":")])


def mount_public(app: Flask, state: BoardState, features: Iterable[Routes]) -> None:
    """Mount the job seeker's pages, and the static files that both sides use."""
    blueprint = BoardBlueprint(
        state.name,
        __name__,
        url_prefix=state.config.public_prefix.rstrip("/"),
        static_folder=str(_HERE / "static"),
        static_url_path="/static",
    )
    _mount(app, blueprint, features, actions=security.PUBLIC_ACTIONS)


def mount_recruiter(app: Flask, state: BoardState, features: Iterable[Routes]) -> None:
    """Mount the pages of recruiters and interviewers."""
    blueprint = BoardBlueprint(
        state.name + current.RECRUITER_SUFFIX, __name__, url_prefix=state.config.recruiter_prefix.rstrip("/")
    )
    blueprint.context_processor(_to_review)
    blueprint.context_processor(_desk_parts)
    blueprint.context_processor(_keys)
    _mount(app, blueprint, features, actions=security.RECRUITER_ACTIONS)


def _mount(app: Flask, blueprint: Blueprint, features: Iterable[Routes], *, actions: dict[str, Action]) -> None:
    for error, answer in (entry for feature in features for entry in feature.refusals):
        blueprint.register_error_handler(error, answer)
    for rule, view, methods in (entry for feature in features for entry in feature.rules):
        blueprint.add_url_rule(rule, view.__name__, view, methods=methods)
    security.guard(blueprint, actions)
    blueprint.after_request(due.drain_when_due(app))
    blueprint.context_processor(_template_names)
    for name, words in present.FILTERS.items():
        blueprint.add_app_template_filter(words, name)
    app.register_blueprint(blueprint)


def _template_names() -> dict[str, Any]:
    board = current.board()
    return {
        "board": board,
        "actor": current.actor(),
        "firm_name": board.config.firm_name or current_app.name,
        "jobboard_layout": board.config.layout,
        "jobboard_language": board.config.locale.replace("_", "-"),
        "jobboard_asset": asset_url,
        "csrf_token": generate_csrf,
        "public_url": public_url,
        "recruit_url": recruit_url,
    }


def _to_review() -> dict[str, int]:
    if not current.actor().may(Action.REVIEW_KEPT):
        return {}
    board = current.board()
    return {"to_review": inbox_queries.inbox_count(board.session(), current.scope(), now=board.now())}


def _desk_parts() -> dict[str, tuple[Part, ...]]:
    return {"desk_parts": parts_for(current.actor())}


def _keys() -> dict[str, bool]:
    return {"keys_off": request.cookies.get(KEYS_COOKIE) == "off"}


def public_url(endpoint: str, **values: Any) -> str:
    """The path of a job seeker's page of the current board."""
    return url_for(f"{current.board().name}.{endpoint}", **values)


def recruit_url(endpoint: str, **values: Any) -> str:
    """The path of a recruiter's page of the current board."""
    return url_for(f"{current.board().name}{current.RECRUITER_SUFFIX}.{endpoint}", **values)


def absolute_url(path: str) -> str:
    """``path`` on the configured host, or as it is without one: the Host header is a stranger's word."""
    return current.board().config.base_url.rstrip("/") + path


def asset_url(name: str) -> str:
    """A static file's URL with its content's hash in it, so that it may be cached for good."""
    path = _HERE / "static" / name
    return public_url("static", filename=name, v=_digest(path, path.stat().st_mtime_ns))


@cache
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
