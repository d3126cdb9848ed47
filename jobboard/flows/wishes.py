"""What a person is kept for, and what they wish, as words of a letter."""

import textwrap
from collections.abc import Sequence
from datetime import date

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
    modes = "" if set(kept.work_modes) >= set(_MODES) else " or ".join(_MODES[mode] for mode in kept.work_modes)
    lines = [
        ("For what", describe_terms(board, kept.target_functions, kept.min_level, kept.max_level)),
        ("Where", "; ".join(part for part in (", ".join(kept.places), modes) if part)),
        ("Pay", _pay(kept)),
        ("Free", f"from {_day(kept.available_from)}" if kept.available_from else ""),
        ("Never to", ", ".join(kept.excluded_organizations)),
        ("You said", kept.own_words),
    ]
    return [(label, said) for label, said in lines if said]


def told(board: BoardState, kept: KeptCandidate) -> dict[str, str]:
    """Everything agreed, as label and words, for a history and for comparing two versions. Empty words where nothing
    was said."""
    least, most = board.ladder.label(kept.min_level), board.ladder.label(kept.max_level)
    return {
        "Functions": ", ".join(function_label(key) for key in kept.target_functions),
        "Levels": least if least == most else f"{least} to {most}",
        "Pay from": _pay(kept).removeprefix("from "),
        "Places": ", ".join(kept.places),
        "Work": ", ".join(_MODES.get(mode, mode) for mode in kept.work_modes),
        "Free from": _day(kept.available_from),
        "Never to": ", ".join(kept.excluded_organizations),
        "Conditions": kept.conditions,
        "In their words": kept.own_words,
        "Look again": _day(kept.review_at and kept.review_at.astimezone(board.zone).date()),
        "Kept until": _day(kept.expires_at and kept.expires_at.astimezone(board.zone).date()),
        "Owner": kept.owner_name,
    }


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def _pay(kept: KeptCandidate) -> str:
    if kept.pay_floor is None or not kept.pay_floor_currency or not kept.pay_floor_unit:
        return ""
    return f"from {Pay(kept.pay_floor, kept.pay_floor_currency, kept.pay_floor_unit.value).in_words()}"


def listed(lines: Sequence[tuple[str, str]]) -> str:
    """Label and words under each other, as a plain letter shows them."""
    return "\n".join(
        textwrap.fill(said, 76, initial_indent=f"  {label:<9} ", subsequent_indent=" " * 12) for label, said in lines
    )
