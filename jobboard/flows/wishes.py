"""What a person is kept for, and what they wish, as words of a letter."""

import textwrap
from collections.abc import Sequence

from jobboard.fit.functions import function_label
from jobboard.fit.pay import Pay
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.state import BoardState

_MODES = {"onsite": "on site", "hybrid": "hybrid", "remote": "remote"}


def describe_terms(board: BoardState, functions: Sequence[str], low: int, high: int) -> str:
    """“Marketing roles from manager to head”."""
    named = " or ".join(function_label(key) for key in functions) or "All"
    least, most = board.ladder.label(low).lower(), board.ladder.label(high).lower()
    return f"{named} roles from {least} to {most}" if low != high else f"{named} roles at the level of {least}"


def describe_wishes(board: BoardState, kept: KeptCandidate) -> list[tuple[str, str]]:
    """What we noted, as label and words in a fixed order; what nobody named is left out."""
    modes = " or ".join(_MODES.get(mode, mode) for mode in kept.work_modes)
    lines = [
        ("For what", describe_terms(board, kept.target_functions, kept.min_level, kept.max_level)),
        ("Where", "; ".join(part for part in (", ".join(kept.places), modes) if part)),
        ("Pay", _pay(kept)),
        ("Free", f"from {kept.available_from:%-d %B %Y}" if kept.available_from else ""),
        ("Never to", ", ".join(kept.excluded_organizations)),
        ("You said", kept.own_words),
    ]
    return [(label, said) for label, said in lines if said]


def _pay(kept: KeptCandidate) -> str:
    if kept.pay_floor is None or not kept.pay_floor_currency or not kept.pay_floor_unit:
        return ""
    return f"from {Pay(kept.pay_floor, kept.pay_floor_currency, kept.pay_floor_unit.value).in_words()}"


def listed(lines: Sequence[tuple[str, str]]) -> str:
    """Label and words under each other, as a plain letter shows them."""
    return "\n".join(
        textwrap.fill(said, 76, initial_indent=f"  {label:<9} ", subsequent_indent=" " * 12) for label, said in lines
    )
