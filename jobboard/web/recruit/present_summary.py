"""What scorecards come to in words: by attribute, each figure with what it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from jobboard.access import Actor
from jobboard.applications.models import Interview, Scorecard
from jobboard.applications.scorecards import ended_at, submitted, who_owes
from jobboard.applications.summary import AttributeSummary, Said, summarize
from jobboard.web.present import Words
from jobboard.web.recruit.present_kept import cards_in_words
from jobboard.web.recruit.present_scorecard import OVERALL_LABELS, RATING_LABELS, SIZE_LABELS, capital
from jobboard.web.recruit.voice import age, joined, many, since

_UNDECIDED = "could not tell. That is not a no."


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One attribute. ``steps`` are a card's answers with how often each was given; ``notes`` are (author, text)."""

    name: str
    result: str
    sample: str
    differs: bool
    steps: tuple[tuple[str, int], ...]
    said: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SummaryPanel:
    """All of it. ``overall`` and ``sizes`` are (answer, by whom), ``due`` one sentence for each card that is not in."""

    sample: str
    sealed: str
    due: tuple[str, ...]
    differs: bool
    overall: tuple[tuple[str, str], ...]
    undecided: str
    sizes: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[SummaryRow, ...]], ...]

    @property
    def says_something(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.overall or self.undecided or self.groups or self.due or self.sealed)


def summary_panel(interviews: Sequence[Interview], actor: Actor, words: Words) -> SummaryPanel:
    """What these interviews of one application came to, as the actor may read it."""
    found = summarize(interviews, actor=actor)
    return SummaryPanel(
        sample=capital(cards_in_words(found.cards, words)),
        sealed=left_out(found.sealed),
        due=tuple(_due(interviews, actor, words)),
        differs=found.differs,
        overall=_by_answer(found.decided),
        undecided=f"{joined([card.author_name for card in found.undecided])} {_UNDECIDED}" if found.undecided else "",
        sizes=_by_size(found.cards),
        groups=_groups(found.attributes, words),
    )


def left_out(interviews: Sequence[Interview]) -> str:
    """“Left out until your own is in: what Idris wrote.” of interviews whose cards stay hidden; empty for none."""
    if not interviews:
        return ""
    names = joined([card.author_name for one in interviews for card in submitted(one)])
    return f"Left out until your own is in: what {names} wrote."


def _due(interviews: Sequence[Interview], actor: Actor, words: Words) -> Iterator[str]:
    for interview in interviews:
        named = f" of {interview.round_name}" if interview.round_name else ""
        for seat in who_owes(interview, now=words.now):
            whose = "Your scorecard" if seat.actor_id == actor.id else f"{seat.name}’s scorecard"
            yield f"{whose}{named} is due {since(words, ended_at(interview))}."


def _by_answer(cards: Sequence[Scorecard]) -> tuple[tuple[str, str], ...]:
    by = {answer: [card.author_name for card in cards if card.overall is answer] for answer in OVERALL_LABELS}
    return tuple((OVERALL_LABELS[answer], joined(names)) for answer, names in reversed(by.items()) if names)


def _by_size(cards: Sequence[Scorecard]) -> tuple[tuple[str, str], ...]:
    by = {size: [card.author_name for card in cards if card.size == size] for size in SIZE_LABELS}
    return tuple((SIZE_LABELS[size], joined(names)) for size, names in by.items() if names)


def _groups(found: Sequence[AttributeSummary], words: Words) -> tuple[tuple[str, tuple[SummaryRow, ...]], ...]:
    groups: dict[str, list[SummaryRow]] = {}
    for one in found:
        groups.setdefault(one.category, []).append(_row(one, words))
    return tuple((category, tuple(rows)) for category, rows in groups.items())


def _row(one: AttributeSummary, words: Words) -> SummaryRow:
    answers = [said.rating or 0 for said in one.said]
    return SummaryRow(
        name=capital(one.name),
        result=_result(one, words),
        sample=_sample(one.seen, words),
        differs=one.differs,
        steps=tuple((label, answers.count(rating)) for rating, label in RATING_LABELS.items()),
        said=_who_said(one),
        notes=tuple((said.author, said.note) for said in one.said if said.note),
    )


def _result(one: AttributeSummary, words: Words) -> str:
    if not one.ratings:
        return "Nobody saw it"
    if one.differs:
        who = "They differ" if len({said.author_id for said in one.seen}) > 1 else "Differs by round"
        return f"{who}: {RATING_LABELS[one.ratings[0]]} to {RATING_LABELS[one.ratings[-1]]}"
    if one.mean is None:
        return RATING_LABELS[one.ratings[0]]
    return f"{format_decimal(round(one.mean, 1), locale=words.locale)} of 4"


def _sample(seen: Sequence[Said], words: Words) -> str:
    """“2 ratings, 2 interviewers, 3 days old”; empty where nobody saw anything."""
    if not seen:
        return ""
    people, newest = len({one.author_id for one in seen}), max(one.at for one in seen)
    return f"{many(len(seen), 'rating')}, {many(people, 'interviewer')}, {age(words, newest)}"


def _who_said(one: AttributeSummary) -> str:
    """“Idris 4 strong, Ravi 3 good. Not seen by Judith.”"""
    rounds = len({said.author_id for said in one.said}) < len(one.said)
    seen = [f"{said.author} {RATING_LABELS[said.rating]}{_in_round(said, rounds)}" for said in one.seen if said.rating]
    unseen = [f"{said.author}{_in_round(said, rounds)}" for said in one.said if said.rating is None]
    parts = [f"{joined(seen)}." if seen else "", f"Not seen by {joined(unseen)}." if unseen else ""]
    return " ".join(part for part in parts if part)


def _in_round(said: Said, rounds: bool) -> str:
    return f" in {said.round_name}" if rounds and said.round_name else ""
