"""What scorecards come to, attribute by attribute over all rounds, with what each figure rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from jobboard.access import Actor
from jobboard.applications.models import Interview, Overall, Scorecard
from jobboard.applications.plan import asked_of
from jobboard.applications.scorecards import is_sealed, sealed_from, submitted
from jobboard.forms import comparable

WIDELY = 2
"""Steps, of a rating from 1 to 4, by which interviewers differ widely: a mean would hide what they say."""
_FOR = frozenset({Overall.YES, Overall.STRONG_YES})
_AGAINST = frozenset({Overall.NO, Overall.DEFINITELY_NO})


@dataclass(frozen=True, slots=True)
class Said:
    """What one card says of one attribute: 1 poor to 4 strong, or None for not seen."""

    author_id: str
    author: str
    round_name: str
    rating: int | None
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AttributeSummary:
    """One attribute by everybody who was asked about it, the earliest first."""

    name: str
    category: str
    said: tuple[Said, ...]

    @property
    def seen(self) -> tuple[Said, ...]:
        """Those who saw something of it; the others say nothing against the person."""
        return tuple(one for one in self.said if one.rating is not None)

    @property
    def ratings(self) -> list[int]:
        """Every rating there is, lowest first."""
        return sorted(one.rating for one in self.said if one.rating is not None)

    @property
    def differs(self) -> bool:
        """Whether the ratings lie ``WIDELY`` apart."""
        return len(self.ratings) > 1 and self.ratings[-1] - self.ratings[0] >= WIDELY

    @property
    def mean(self) -> float | None:
        """Of two ratings or more that do not lie widely apart; else None, since no figure would stand for them."""
        return fmean(self.ratings) if len(self.ratings) > 1 and not self.differs else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What the reader may know: ``cards`` that are in and open to them, ``sealed`` interviews whose cards open when
    their own is in. No decision is in ``undecided`` and never counts as a no."""

    cards: tuple[Scorecard, ...]
    attributes: tuple[AttributeSummary, ...]
    sealed: tuple[Interview, ...]

    @property
    def decided(self) -> tuple[Scorecard, ...]:
        """The cards with an overall yes or no."""
        return tuple(card for card in self.cards if card.overall in _FOR | _AGAINST)

    @property
    def undecided(self) -> tuple[Scorecard, ...]:
        """The cards that say “no decision”."""
        return tuple(card for card in self.cards if card.overall is Overall.NO_DECISION)

    @property
    def differs(self) -> bool:
        """Whether some would and some would not."""
        answers = {card.overall for card in self.cards}
        return bool(answers & _FOR and answers & _AGAINST)


def summarize(interviews: Sequence[Interview], *, actor: Actor) -> Summary:
    """The submitted cards of these interviews as the actor may read them, earliest first. Applications,
    panels, scorecards and ratings must be loaded; no statement."""
    held = sorted(interviews, key=lambda one: one.scheduled_at)
    readable = [one for one in held if not is_sealed(one, actor)]
    return Summary(
        cards=tuple(card for one in readable for card in submitted(one)),
        attributes=_attributes(readable),
        sealed=sealed_from(held, actor),
    )


def _attributes(interviews: Sequence[Interview]) -> tuple[AttributeSummary, ...]:
    names: dict[str, str] = {}
    categories: dict[str, str] = {}
    said: dict[str, list[Said]] = {}
    for interview in interviews:
        for one in asked_of(interview):
            categories.setdefault(comparable(one.name), one.category)
        for card in submitted(interview):
            for attribute, words in _said(interview, card):
                names.setdefault(comparable(attribute), attribute)
                said.setdefault(comparable(attribute), []).append(words)
    return tuple(AttributeSummary(names[key], categories.get(key, ""), tuple(said[key])) for key in said)


def _said(interview: Interview, card: Scorecard) -> list[tuple[str, Said]]:
    at = card.submitted_at or interview.scheduled_at
    return [
        (row.attribute, Said(card.author_id, card.author_name, interview.round_name, row.rating, row.note, at))
        for row in card.ratings
    ]
