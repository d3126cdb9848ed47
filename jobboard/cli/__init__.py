"""``flask jobboard``: everything an operator does from a terminal. ``register`` adds it to the host's commands."""

from jobboard.cli.group import register

__all__ = ["register"]
