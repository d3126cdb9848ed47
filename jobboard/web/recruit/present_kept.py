"""Kept people in words: whether they may be written to, what they came for, what they are kept for."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobboard.applications.models import Application, Interview, Scorecard
from jobboard.applications.scorecards import submitted
from jobboard.flows.messages import came_on
from jobboard.keep_on_file.models import KeepReason, KeptCandidate
from jobboard.web.present import Words, function, work_mode
from jobboard.web.recruit.voice import age, in_month, joined, levels, many, number, pay


def came_for(kept: KeptCandidate, gaps_then: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Why somebody is on file, in one line: “3 above Marketing Coordinator in March”. Origin loaded."""
    origin = kept.origin_application
    if origin is None:
        return f"Kept on file {in_month(words, kept.promised_at)}"
    when = in_month(words, origin.closed_at or origin.applied_at)
    if kept.reason is KeepReason.MORE_SENIOR:
        return f"{_above(gaps_then)} {origin.applied_title} {when}"
    return f"{_OTHER_REASONS[kept.reason]} {origin.applied_title} {when}"


def came_for_title(kept: KeptCandidate) -> str:
    """The title of the job they came for; empty for somebody kept without an application. Origin loaded."""
    return kept.origin_application.applied_title if kept.origin_application else ""


_OTHER_REASONS = {
    KeepReason.RUNNER_UP: "Runner-up for",
    KeepReason.TIMING: "The time was not right for",
    KeepReason.POSITION_CANCELLED: "The post was cancelled:",
}


def _above(gaps_then: Sequence[Mapping[str, Any]]) -> str:
    steps = level_steps(gaps_then)
    return f"{steps} above" if steps and steps > 0 else "More senior than"


def level_steps(gaps: Sequence[Mapping[str, Any]]) -> int | None:
    """The level gap in whole steps, candidate minus job; None when it is not known."""
    for gap in gaps:
        if gap["dimension"] == "level" and gap["value"] is not None:
            value: float = gap["value"]
            return round(value)
    return None


def level_is_inferred(gaps: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the level gap rests on a title that somebody still has to confirm."""
    return any(gap["dimension"] == "level" and gap.get("soft") for gap in gaps)


def below_what_they_did(gaps_then: Sequence[Mapping[str, Any]]) -> str:
    """“three levels below what they have done”; empty when the job was not below."""
    steps = level_steps(gaps_then) or 0
    return f"{number(steps)} {'level' if steps == 1 else 'levels'} below what they have done" if steps > 0 else ""


def fits_now(gaps: Sequence[Mapping[str, Any]]) -> str:
    """How the new job stands to the person: “is at their level”, “is one level above what they have held”."""
    steps = level_steps(gaps)
    if steps is None:
        return "fits what is known of them"
    if steps == 0:
        return "is at their level"
    side = "below" if steps > 0 else "above"
    return f"is {number(abs(steps))} {'level' if abs(steps) == 1 else 'levels'} {side} what they have held"


def scorecards_in_words(interviews: Sequence[Interview], words: Words) -> str:
    """How much was said and how old it is: “2 scorecards, 2 interviewers, 8 months old”. Drafts stay out."""
    return cards_in_words([card for interview in interviews for card in submitted(interview)], words)


def cards_in_words(cards: Sequence[Scorecard], words: Words) -> str:
    """The same of cards that are in."""
    if not cards:
        return "no scorecards"
    people = len({card.author_id for card in cards})
    newest = max(card.submitted_at for card in cards if card.submitted_at is not None)
    return f"{many(len(cards), 'scorecard')}, {many(people, 'interviewer')}, {age(words, newest)}"


def last_interview_words(application: Application, words: Words) -> str:
    """“in March”: when the person was last met for an application, or applied. Interviews loaded."""
    return in_month(words, came_on(application) or application.applied_at)


def kept_for(kept: KeptCandidate, words: Words) -> str:
    """“Marketing, manager to head”."""
    named = joined([function(key) for key in kept.target_functions]) or "Any function"
    return f"{named}, {levels(words, kept.min_level, kept.max_level)}"


def kept_facts(kept: KeptCandidate, words: Words) -> list[tuple[str, str]]:
    """The record's bounds as label and words, empty ones left out."""
    facts = [
        ("For", kept_for(kept, words)),
        ("Pay from", pay(words, kept.pay_floor, kept.pay_floor_currency, kept.pay_floor_unit)),
        ("Places", _places(kept)),
        ("Free from", words.full_day(kept.available_from) if kept.available_from else ""),
        ("Never", joined(list(kept.excluded_organizations))),
        ("Conditions", kept.conditions),
        ("Promised", words.full_day(kept.promised_at)),
        ("Owner", kept.owner_name),
        ("Look again", words.full_day(kept.review_at) if kept.review_at else ""),
    ]
    return [(label, words) for label, words in facts if words]


def _places(kept: KeptCandidate) -> str:
    modes = ", ".join(work_mode(mode).lower() for mode in kept.work_modes)
    return "; ".join(part for part in (", ".join(kept.places), modes) if part)
