"""The matching policy in force on a board: what was last switched on, or before that its configuration."""

from sqlalchemy.orm import Session

from jobboard.config import Config
from jobboard.errors import ConfigurationError, InvalidInput
from jobboard.keep_on_file import policies
from jobboard.keep_on_file.matching.facts import Policy
from jobboard.keep_on_file.policies import Settings
from jobboard.state import BoardState

FIRST = 1
"""The version of a board that has switched nothing on and runs on its configuration."""


def policy(board: BoardState, session: Session | None = None) -> Policy:
    """The policy in force now. One statement."""
    version, settings = settings_in_force(board, session)
    return settings.in_force(version=version, now=board.now())


def settings_in_force(board: BoardState, session: Session | None = None) -> tuple[int, Settings]:
    """The version that is on and what it says. One statement."""
    on = policies.newest(session or board.session(), board.name)
    if on is None:
        return FIRST, starting_settings(board.config)
    return on.version, Settings.from_json(on.settings)


def settings_at(board: BoardState, session: Session, version: int) -> Settings:
    """What a version said, whether or not it is still on. One statement."""
    then = policies.at_version(session, board.name, version)
    return starting_settings(board.config) if then is None else Settings.from_json(then.settings)


def starting_settings(config: Config) -> Settings:
    """What the configuration says. Raises ``ConfigurationError`` for a gate that is unknown or always on, and for a
    reach out of bounds."""
    try:
        return Settings(reach=config.reach, gates_off=frozenset(config.gates_off)).checked()
    except InvalidInput as problem:
        field, said = next(iter(problem.errors.items()))
        raise ConfigurationError(
            f"JOBBOARD_{field.upper()}: {' '.join(said)} docs/configuration.md says more."
        ) from None
