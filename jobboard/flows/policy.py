"""The matching policy in force on a board."""

from jobboard.keep_on_file.matching.facts import Policy
from jobboard.state import BoardState

VERSION = 1
"""Raise it with any change of gates, criteria or points: people may then surface anew, explained by the new policy."""


def policy(board: BoardState) -> Policy:
    """Today's policy: our version of the rules with the board's settings."""
    return Policy(
        now=board.now(), version=VERSION, reach=board.config.reach, gates_off=frozenset(board.config.gates_off)
    )
