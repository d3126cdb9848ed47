"""A kept record in a recruiter's hands: its form, its versions, its actions, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.access import Actor
from jobboard.candidates.models import ConsentPurpose
from jobboard.candidates.queries import newest_consent
from jobboard.keep_on_file.lifecycle import MOVES
from jobboard.keep_on_file.models import NOT_PROMISED, KeptCandidate, KeptStatus
from jobboard.keep_on_file.terms import seal
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import Badge, contact_badge
from jobboard.web.recruit.present_keeping import STATUS_LABELS
from jobboard.web.recruit.present_kept import came_for, kept_for
from jobboard.web.wishes import Option, wishes_values

RECORD_LABELS = {
    "functions": "Function",
    "min_level": "Level from",
    "max_level": "Level to",
    "pay_floor": "Pay from",
    "currency": "Currency",
    "places": "Places",
    "available_from": "Free from",
    "excluded_organizations": "Never show them to",
    "conditions": "Conditions",
    "own_words": "In their words",
    "review_on": "Look again",
    "owner": "Owner",
    "until": "Kept until",
    "next_on": "Look again on",
}


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What the page says beside its form. ``can`` names the actions that are open now."""

    id: str
    candidate_id: str
    name: str
    about: str
    status: str
    status_words: str
    consent: Badge
    until: str
    asked: str
    can: frozenset[str]


def record_page(kept: KeptCandidate, words: Words) -> RecordPage:
    """The page of one record. Candidate with consents, and the application of origin, must be loaded."""
    return RecordPage(
        id=kept.public_id,
        candidate_id=kept.candidate.public_id,
        name=kept.candidate.name,
        about=f"{came_for(kept, (), words)}. Kept for: {kept_for(kept, words)}.",
        status=kept.status.value,
        status_words=STATUS_LABELS[kept.status],
        consent=contact_badge(kept.candidate, words),
        until=words.full_day(kept.expires_at) if kept.expires_at else "",
        asked=_asked(kept, words),
        can=_can(kept, words),
    )


def _asked(kept: KeptCandidate, words: Words) -> str:
    if kept.reconfirmed_at and (not kept.reconfirm_asked_at or kept.reconfirmed_at >= kept.reconfirm_asked_at):
        return f"They last said that this holds on {words.full_day(kept.reconfirmed_at)}."
    if kept.reconfirm_asked_at:
        return f"Asked on {words.full_day(kept.reconfirm_asked_at)} whether this still holds; no answer yet."
    return ""


def _can(kept: KeptCandidate, words: Words) -> frozenset[str]:
    newest = newest_consent(kept.candidate, ConsentPurpose.KEEP_ON_FILE)
    live = newest is not None and newest.is_live(words.now) and not kept.candidate.do_not_contact
    if kept.status in NOT_PROMISED:
        return frozenset({"propose"})
    can = {"pause"} if KeptStatus.PAUSED in MOVES[kept.status] else set()
    if live and kept.status is not KeptStatus.IN_CONVERSATION and KeptStatus.ACTIVE in MOVES[kept.status]:
        can.add("activate")
    if live and kept.status in (KeptStatus.ACTIVE, KeptStatus.PAUSED):
        can |= {"reconfirm", "renew"}
        ends = newest.expires_at if newest else None
        can |= {"extend"} if kept.expires_at and (ends is None or ends > kept.expires_at) else set()
    return frozenset(can)


def record_values(kept: KeptCandidate, words: Words) -> dict[str, Any]:
    """The form as the record stands."""
    return wishes_values(kept, words) | {
        "functions": list(kept.target_functions),
        "conditions": kept.conditions,
        "review_on": words.date_of(kept.review_at).isoformat() if kept.review_at else "",
        "owner": kept.owner_id,
        "seal": seal(kept),
    }


def owner_options(staff: Iterable[Actor], kept: KeptCandidate) -> list[Option]:
    """Who may keep the promise: the team, and whoever keeps it now."""
    team = {actor.id: actor.name for actor in staff}
    return list(({kept.owner_id: kept.owner_name} | team).items())


def theirs_rows(theirs: Mapping[str, str]) -> list[Option]:
    """The other version as label and words, for the page that shows both."""
    return [(label, said or "–") for label, said in theirs.items()]


def saved_sentence(name: str, changed: Sequence[str]) -> str:
    """“Maren Okafor-Lund: places, pay from changed.”"""
    if not changed:
        return f"{name}: nothing was different."
    return f"{name}: {', '.join(label.lower() for label in changed)} changed. Whoever fits now is looked for at once."
