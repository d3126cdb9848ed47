"""What a kept person wishes, as the fields of a form: on their own page and on a recruiter's."""

from dataclasses import dataclass
from typing import Any

from jobboard.jobs.models import SalaryUnit
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.money import shown_digits, to_major
from jobboard.web.present import FUNCTION_LABELS, UNITS, WORK_MODES, Words

Option = tuple[str, str]


def wishes_values(kept: KeptCandidate, words: Words) -> dict[str, Any]:
    """What the person may change too, as their form and the recruiter's show it."""
    return {
        "min_level": str(kept.min_level),
        "max_level": str(kept.max_level),
        "pay_floor": _amount(kept),
        "currency": kept.pay_floor_currency or words.currency,
        "pay_floor_unit": (kept.pay_floor_unit or SalaryUnit.YEAR).value,
        "places": "\n".join(kept.places),
        "work_modes": list(kept.work_modes),
        "available_from": kept.available_from.isoformat() if kept.available_from else "",
        "excluded_organizations": "\n".join(kept.excluded_organizations),
        "own_words": kept.own_words,
    }


def _amount(kept: KeptCandidate) -> str:
    if kept.pay_floor is None or not kept.pay_floor_currency:
        return ""
    digits = shown_digits(kept.pay_floor, kept.pay_floor_currency)
    return f"{to_major(kept.pay_floor, kept.pay_floor_currency):,.{digits}f}"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form's lists offer."""

    functions: tuple[Option, ...]
    levels: tuple[Option, ...]
    units: tuple[Option, ...]
    work_modes: tuple[Option, ...]


def choices(words: Words, *, numbered: bool = True) -> Choices:
    """Functions by name, levels by rank; ``numbered`` puts the rank before its name, which tells a recruiter more."""
    return Choices(
        functions=tuple(sorted(FUNCTION_LABELS.items(), key=lambda option: option[1])),
        levels=tuple(
            (str(rung.rank), f"{rung.rank} {rung.label}" if numbered else rung.label) for rung in words.ladder.rungs
        ),
        units=tuple((unit.value, said) for unit, said in UNITS.items()),
        work_modes=tuple((mode.value, label) for mode, label in WORK_MODES.items()),
    )
