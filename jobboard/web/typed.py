"""What stands in an address, read with patience: an old or mistyped link still shows its page."""

from collections.abc import Callable, Iterable

from jobboard.fit.functions import UnknownFunction
from jobboard.fit.ladder import UnknownLevel
from jobboard.search.query import LONGEST_QUERY

MOST_CHOICES = 20
"""Values of one filter that are read; the others are left out."""


def words_typed(typed: str) -> str:
    """What somebody typed to search for, on one line and bounded."""
    return " ".join("".join(char if char.isprintable() else " " for char in typed[:LONGEST_QUERY]).split())


def name_typed(value: str) -> str:
    """The same of a name, which has to have a letter: raises ``ValueError``."""
    if name := words_typed(value):
        return name
    raise ValueError("A name has a letter.")


def whole_typed(typed: str, *, most: int) -> int | None:
    """A whole number, at most ``most``; ``None`` for anything else."""
    digits = typed.replace(",", "").strip()
    return min(int(digits), most) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def known_values(values: Iterable[str], read: Callable[[str], str]) -> tuple[str, ...]:
    """Those values that ``read`` knows, as it says them, each once."""
    found: dict[str, None] = {}
    for value in list(values)[:MOST_CHOICES]:
        try:
            found[read(value)] = None
        except (ValueError, UnknownLevel, UnknownFunction):
            continue  # the search is shown without it
    return tuple(found)
