"""Which board a command is about."""

from collections.abc import Sequence

import click

from jobboard.current import boards
from jobboard.errors import ConfigurationError
from jobboard.state import BoardState

_NAME = "jobboard.cli.board"


def choose_board(name: str | None) -> None:
    """Remember what ``--board`` said for the rest of this command."""
    click.get_current_context().meta[_NAME] = name


def current_board() -> BoardState:
    """The board that ``--board`` names, else the first one mounted. Raises ``ConfigurationError``."""
    return chosen_boards()[0]


def chosen_boards() -> Sequence[BoardState]:
    """The board that ``--board`` names, else all that are mounted, which are one or more. Raises
    ``ConfigurationError``."""
    context, mounted = click.get_current_context(silent=True), boards()
    name = context.meta.get(_NAME) if context else None
    if not mounted:
        raise ConfigurationError("No board is mounted in this app. Call JobBoard(app) where the app is made.")
    if name is None:
        return tuple(mounted.values())
    if name not in mounted:
        raise ConfigurationError(f"There is no board {name!r}; there are: {', '.join(mounted)}.")
    return (mounted[name],)
