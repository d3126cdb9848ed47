"""The part of a person's own page that they can change: their wishes, their answer, their break."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobboard.flows.own_data import OwnData
from jobboard.flows.own_wishes import LIVING
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.keep_on_file.terms import WISHES, seal
from jobboard.web.present import Words
from jobboard.web.wishes import Option, wishes_values

RENEW_DAYS = 90
"""From how many days before the end of a consent its renewal is offered."""
LABELS = {
    "min_level": "Level, from",
    "max_level": "to",
    "pay_floor": "Pay from",
    "currency": "Currency",
    "places": "Places",
    "available_from": "Free from",
    "excluded_organizations": "Never show me to",
    "own_words": "In your own words",
    "resume": "Résumé",
}
DONE = {
    "kept": "Thank you. We keep you on file, until the day below.",
    "holds": "Thank you. We know now that all this still holds.",
    "saved": "Saved. From now on this is what we look for.",
    "resume": "Your résumé has arrived, and counts from now on.",
    "break": "You hear nothing from us until you are back.",
    "back": "Welcome back. We look for you again.",
}
_SHOWN = ("Levels", "Pay from", "Places", "Work", "Free from", "Never to", "In their words")


@dataclass(frozen=True)
class OwnForm:
    """What can be changed, or None where nothing is kept that could be. ``asked`` is a question that waits for their
    answer, ``renewable`` the day on which their consent ends if it may be renewed now."""

    values: dict[str, Any]
    asked: str
    renewable: str
    on_a_break: bool
    changed: str


def own_form(data: OwnData, words: Words, typed: Mapping[str, Any] | None) -> OwnForm | None:
    """The form as it stands, or with what was typed over it."""
    living = [kept for kept in data.kept if kept.status in LIVING]
    if data.keep_consent is None or not living:
        return None
    newest = living[0]
    values = wishes_values(newest, words) | {"seal": seal(newest, WISHES)}
    return OwnForm(
        values={**values, **typed} if typed is not None else values,
        asked=_asked(living, words),
        renewable=_renewable(data, words),
        on_a_break=all(kept.status is KeptStatus.PAUSED for kept in living),
        changed=words.full_day(newest.reconfirmed_at) if newest.reconfirmed_at else "",
    )


def _asked(living: list[KeptCandidate], words: Words) -> str:
    waiting = [
        kept.reconfirm_asked_at
        for kept in living
        if kept.reconfirm_asked_at and (kept.reconfirmed_at is None or kept.reconfirmed_at < kept.reconfirm_asked_at)
    ]
    return words.full_day(max(waiting)) if waiting else ""


def _renewable(data: OwnData, words: Words) -> str:
    ends = data.keep_consent.expires_at if data.keep_consent else None
    return words.full_day(ends) if ends and words.days_until(ends) <= RENEW_DAYS else ""


def theirs(told: Mapping[str, str]) -> list[Option]:
    """What a recruiter made of it in between, as label and words; empty when nobody did."""
    return [(label, told[label] or "–") for label in _SHOWN if label in told]
