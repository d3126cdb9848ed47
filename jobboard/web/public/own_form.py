"""The part of a person's own page that they can change: their wishes, their answer, their break."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobboard.flows.messages import came_on
from jobboard.flows.own_answer import Invitation
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
    "kind": "What it is",
    "label": "Called",
    "file": "File",
}
DONE = {
    "kept": "Thank you. We keep you on file, until the day below.",
    "holds": "Thank you. We know now that all this still holds.",
    "saved": "Saved. From now on this is what we look for.",
    "resume": "Your résumé has arrived, and counts from now on.",
    "same-resume": "We have this very file already: it is your newest résumé. Nothing was added.",
    "file": "Your file has arrived. Whoever works on your applications sees it.",
    "withdrawn": "Withdrawn. Whoever worked on it sees that.",
    "running-again": "Your application runs again.",
    "break": "You hear nothing from us until you are back.",
    "interested": "Thank you. The person who wrote to you knows, and gets in touch.",
    "not-this": "Noted. You stay on file for the next one.",
    "back": "Welcome back. We look for you again.",
}
_AGAIN = {
    "Pay from": "the pay you look for",
    "Places": "your places",
    "Free from": "from when you are free",
    "Conditions": "what else we had agreed",
    "In their words": "your own words",
}
_SHOWN = ("Levels", "Pay from", "Places", "Work", "Free from", "Never to", "In their words")


@dataclass(frozen=True)
class OwnForm:
    """What can be changed, or None where nothing is kept that could be. ``asked`` is a question that waits for their
    answer, ``renewable`` the day on which their consent ends if it may be renewed now, ``again`` what was erased and
    has to be said again before anybody considers them, and ``never`` whom they are still not shown to."""

    values: dict[str, Any]
    asked: str
    renewable: str
    on_a_break: bool
    changed: str
    again: str
    never: str


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
        again=", ".join(_AGAIN[label] for label in data.to_say_again),
        never=", ".join(dict.fromkeys(name for kept in living for name in kept.excluded_organizations)),
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


@dataclass(frozen=True)
class Invited:
    """Why somebody here wrote to them, and about which job; ``job_id`` is empty once its page has gone."""

    id: str
    heading: str
    then: str
    now: str
    job_id: str
    pay: str
    accepted: bool


def invited(data: OwnData, words: Words) -> list[Invited]:
    """The invitations that wait for an answer, or got a yes."""
    return [_invited(one, data, words) for one in data.invitations]


def _invited(one: Invitation, data: OwnData, words: Words) -> Invited:
    application, job = one.application, one.application.job
    when = words.day(one.message.sent_at) if one.message.sent_at else ""
    at = f" at {application.applied_organization}" if application.applied_organization else ""
    return Invited(
        id=application.public_id,
        heading=f"Why {one.message.author_name} wrote to you on {when}",
        then=_then(data, words),
        now=f"{application.applied_title}{at}",
        job_id=job.public_id if job is not None and job.accepts_applications else "",
        pay=words.pay(job) if job is not None else "",
        accepted=one.accepted,
    )


def _then(data: OwnData, words: Words) -> str:
    """What they came for: the newest application that was not an invitation."""
    came = next((one for one in data.applications if not one.surfacing_id), None)
    if came is None:
        return "You asked us to keep you on file."
    at = f" at {came.applied_organization}" if came.applied_organization else ""
    met = came_on(came)
    verb = "interviewed" if met else "applied"
    return f"You {verb} for {came.applied_title}{at} in {words.date_of(met or came.applied_at):%B %Y}."
