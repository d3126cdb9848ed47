"""Interviews and scorecards as Greenhouse's Harvest API gives them, beside its candidates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from marshmallow import ValidationError

from jobboard.applications.models import Overall
from jobboard.foreign.json_records import Found, Record, records_at, text_at
from jobboard.foreign.person import Parts, known_parts
from jobboard.interchange import parse_moment

_HELD = frozenset({"complete", "awaiting_feedback"})
_DAY = timedelta(days=1)
_OVERALL = {
    "definitely_not": Overall.DEFINITELY_NO,
    "no": Overall.NO,
    "no_decision": Overall.NO_DECISION,
    "yes": Overall.YES,
    "strong_yes": Overall.STRONG_YES,
}
_RATINGS = {"definitely_not": 1, "no": 2, "yes": 3, "strong_yes": 4}
_MIXED = "mixed"
"""Between their no and yes, where we have nothing: it stays in words, without a number."""


def interviews_of(scheduled: Iterable[Found], scorecards: Iterable[Found]) -> dict[str, list[Parts]]:
    """What ``/scheduled_interviews`` and ``/scorecards`` say of each application, by its id in Greenhouse. A scorecard
    that no interview names stands for one of its own; one that was not submitted is nobody's judgement yet."""
    cards = {text_at(one.record, "id"): one.record for one in scorecards if text_at(one.record, "submitted_at")}
    found: dict[str, list[Parts]] = {}
    for one in scheduled:
        theirs = [card for key in _cards_named_in(one.record) if (card := cards.pop(key, None)) is not None]
        _add(found, one.record, _meeting(one.record, theirs))
    for card in cards.values():
        _add(found, card, _meeting_of_card(card))
    return found


def _add(found: dict[str, list[Parts]], record: Record, meeting: Parts) -> None:
    application = text_at(record, "application_id")
    if application and not {"completedAt", "scheduledAt"}.isdisjoint(meeting):
        found.setdefault(application, []).append(meeting)


def _cards_named_in(record: Record) -> Iterator[str]:
    for interviewer in records_at(record, "interviewers"):
        yield text_at(interviewer, "scorecard_id")


def _meeting(record: Record, cards: Sequence[Record]) -> Parts:
    was_held = bool(cards) or text_at(record, "status") in _HELD
    return known_parts(
        {
            "completedAt" if was_held else "scheduledAt": _moment(record, "start"),
            "durationMinutes": _minutes(record),
            "place": text_at(record, "location"),
            "round": text_at(record, "interview", "name"),
            "interviewers": filter(None, map(_colleague, records_at(record, "interviewers"))),
            "scorecards": map(_scorecard, cards),
        }
    )


def _meeting_of_card(card: Record) -> Parts:
    interviewer = _author(card)
    return known_parts(
        {
            "completedAt": text_at(card, "interviewed_at") or text_at(card, "submitted_at"),
            "round": text_at(card, "interview"),
            "interviewers": [interviewer] if interviewer else [],
            "scorecards": [_scorecard(card)],
        }
    )


def _scorecard(card: Record) -> Parts:
    return known_parts(
        {
            "author": _author(card) or "",
            "overall": _OVERALL.get(text_at(card, "overall_recommendation"), ""),
            "takeaways": "\n".join(_answers(card)),
            "ratings": [row for row in map(_rating, records_at(card, "attributes")) if row["attribute"]],
            "submittedAt": text_at(card, "submitted_at"),
        }
    )


def _answers(card: Record) -> Iterator[str]:
    for row in records_at(card, "questions"):
        if answer := text_at(row, "answer"):
            yield f"{text_at(row, 'question')}: {answer}".removeprefix(": ")


def _rating(row: Record) -> Parts:
    said, note = text_at(row, "rating"), text_at(row, "note")
    if said == _MIXED:
        note = f"Mixed. {note}".strip()
    return {"attribute": text_at(row, "name"), "rating": _RATINGS.get(said), "note": note}


def _author(card: Record) -> Parts | None:
    return _colleague(card.get("interviewer")) or _colleague(card.get("submitted_by"))


def _colleague(value: object) -> Parts | None:
    name, known = text_at(value, "name"), text_at(value, "id")
    if not (name or known):
        return None
    return known_parts({"id": f"greenhouse:{known}" if known else "", "name": name})


def _moment(record: Record, key: str) -> str:
    """A meeting of a whole day has a date alone."""
    return text_at(record, key, "date_time") or text_at(record, key, "date")


def _minutes(record: Record) -> int | None:
    """How long it lasts, where both ends are said and lie within a day."""
    try:
        lasts = parse_moment(_moment(record, "end")) - parse_moment(_moment(record, "start"))
    except ValidationError:
        return None
    return round(lasts.total_seconds() / 60) if timedelta() < lasts <= _DAY else None


Interviews = Mapping[str, Sequence[Parts]]
"""Of each application by its id in Greenhouse."""
