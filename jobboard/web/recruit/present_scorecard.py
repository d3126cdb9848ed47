"""Scorecards in words: the form of one's own, and submitted ones as colleagues read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.access import Actor
from jobboard.applications.models import Interview, Overall, Scorecard
from jobboard.applications.plan import Attribute, asked_of, by_category
from jobboard.applications.schemas import NOTE, RATING
from jobboard.applications.scorecards import card_of, has_begun, is_in, submitted
from jobboard.applications.service import written_on
from jobboard.web.present import Words
from jobboard.web.recruit.voice import joined, nearby

OVERALL_LABELS = {
    Overall.DEFINITELY_NO: "Definitely no",
    Overall.NO: "No",
    Overall.NO_DECISION: "No decision",
    Overall.YES: "Yes",
    Overall.STRONG_YES: "Strong yes",
}
SIZE_LABELS = {
    -2: "Well below",
    -1: "A little below",
    0: "Right-sized",
    1: "A level above",
    2: "Far above",
}
RATING_LABELS = {0: "Not seen", 1: "1 poor", 2: "2 fair", 3: "3 good", 4: "4 strong"}
CARD_FIELDS = {"overall": "Overall", "size": "For this job they seem", "takeaways": "What you would tell a colleague"}


@dataclass(frozen=True, slots=True)
class RatedRow:
    """One attribute as it was rated."""

    name: str
    rating: str
    note: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """One submitted scorecard as read by somebody else; ``groups`` are its ratings under their categories."""

    author: str
    overall: str
    size: str
    takeaways: str
    groups: tuple[tuple[str, tuple[RatedRow, ...]], ...]
    submitted: str


def card_row(interview: Interview, card: Scorecard, words: Words) -> CardRow:
    """A submitted card of the interview."""
    return CardRow(
        author=card.author_name,
        overall=OVERALL_LABELS[card.overall] if card.overall else "No overall answer",
        size=SIZE_LABELS[card.size] if card.size is not None else "",
        takeaways=card.takeaways,
        groups=_rated(interview, card),
        submitted=words.full_day(card.submitted_at) if card.submitted_at else "",
    )


def _rated(interview: Interview, card: Scorecard) -> tuple[tuple[str, tuple[RatedRow, ...]], ...]:
    category = {one.name: one.category for one in asked_of(interview)}
    groups: dict[str, list[RatedRow]] = {}
    for row in card.ratings:
        said = RatedRow(capital(row.attribute), RATING_LABELS[row.rating or 0], row.note)
        groups.setdefault(category.get(row.attribute, ""), []).append(said)
    return tuple((name, tuple(rows)) for name, rows in groups.items())


def capital(name: str) -> str:
    """An attribute's name as it begins a line."""
    return name[:1].upper() + name[1:]


def hidden_sentence(cards: Sequence[Scorecard]) -> str:
    """“Ravi's card is in and opens when yours is.”; empty when nobody's is."""
    if not cards:
        return ""
    names = joined([card.author_name for card in cards])
    if len(cards) > 1:
        return f"Cards by {names} are in and open when yours is."
    return f"{names}’s card is in and opens when yours is."


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One attribute to rate; ``at`` is its number in the form's fields."""

    at: int
    name: str
    look_for: str


@dataclass(frozen=True, slots=True)
class ScorecardPage:
    """What the page shows beside the form's values. ``groups`` are the attributes under their categories; ``own`` is
    the card once it is in, and only then do ``others`` hold anything. ``opens`` says when it can be submitted, and is
    empty once it can; ``elsewhere`` is their draft where they wrote on it elsewhere than in this form."""

    name: str
    job: str
    about: str
    saved: str
    opens: str
    groups: tuple[tuple[str, tuple[AskedRow, ...]], ...]
    labels: Mapping[str, str]
    ratings: tuple[tuple[int, str], ...]
    sizes: tuple[tuple[int, str], ...]
    answers: tuple[tuple[str, str], ...]
    own: CardRow | None
    elsewhere: CardRow | None
    others: tuple[CardRow, ...]


def scorecard_page(
    interview: Interview, actor: Actor, words: Words, *, written_elsewhere: bool = False
) -> ScorecardPage:
    """The scorecard as the actor may see it."""
    own, done = card_of(interview, actor), is_in(interview, actor)
    others = [card for card in submitted(interview) if card.author_id != actor.id]
    application = interview.application
    asked = asked_of(interview, own)
    return ScorecardPage(
        name=application.candidate.name,
        job=", ".join(part for part in (application.applied_title, application.applied_organization) if part),
        about=_about(interview, actor, words, "" if done else hidden_sentence(others)),
        saved=_saved(own, words),
        opens="" if has_begun(interview, now=words.now) else _opens(interview, words),
        groups=_groups(asked),
        labels=_labels(asked),
        ratings=tuple(RATING_LABELS.items()),
        sizes=tuple(SIZE_LABELS.items()),
        answers=tuple((answer.value, label) for answer, label in OVERALL_LABELS.items()),
        own=card_row(interview, own, words) if own is not None and done else None,
        elsewhere=card_row(interview, own, words) if own is not None and written_elsewhere else None,
        others=tuple(card_row(interview, card, words) for card in others) if done else (),
    )


def _groups(asked: Sequence[Attribute]) -> tuple[tuple[str, tuple[AskedRow, ...]], ...]:
    place = {one.name: at for at, one in enumerate(asked)}
    return tuple(
        (category, tuple(AskedRow(place[one.name], capital(one.name), one.look_for) for one in ones))
        for category, ones in by_category(asked).items()
    )


def _labels(asked: Sequence[Attribute]) -> Mapping[str, str]:
    """The form's fields by the words of their labels."""
    rated = {f"{RATING}{at}": capital(one.name) for at, one in enumerate(asked)}
    noted = {f"{NOTE}{at}": f"Note on {one.name}" for at, one in enumerate(asked)}
    return CARD_FIELDS | rated | noted


def _about(interview: Interview, actor: Actor, words: Words, hidden: str) -> str:
    colleagues = [seat.name for seat in interview.panel if seat.actor_id != actor.id]
    with_whom = f", with {joined(colleagues)}" if colleagues else ""
    at = interview.scheduled_at
    named = interview.round_name or "Interview"
    return f"{named} {nearby(words, at)}, {words.time(at)}{with_whom}. {hidden}".strip()


def _opens(interview: Interview, words: Words) -> str:
    at = interview.scheduled_at
    return f"It opens for submitting when the interview begins, on {words.day(at)}, {words.time(at)}."


def _saved(own: Scorecard | None, words: Words) -> str:
    """“Your draft of today, 09:12.”; empty without one."""
    if own is None or own.saved_at is None or own.submitted_at is not None:
        return ""
    return f"You kept this draft {nearby(words, own.saved_at)}, {words.time(own.saved_at)}."


def scorecard_values(interview: Interview, actor: Actor) -> dict[str, Any]:
    """The form as the actor left it."""
    own = card_of(interview, actor)
    seal = written_on(own).seal
    if own is None:
        return {"seal": seal}
    place = {one.name: at for at, one in enumerate(asked_of(interview, own))}
    return {
        "seal": seal,
        "overall": own.overall.value if own.overall else "",
        "size": "" if own.size is None else str(own.size),
        "takeaways": own.takeaways,
        **{f"{RATING}{place[one.attribute]}": str(one.rating or 0) for one in own.ratings},
        **{f"{NOTE}{place[one.attribute]}": one.note for one in own.ratings},
    }
