"""The decisions about people who surfaced: their choices, and the sentence that says what was done."""

from dataclasses import dataclass
from datetime import timedelta

from jobboard.flows.together import Together
from jobboard.jobs.models import Job
from jobboard.keep_on_file.models import DismissalScope
from jobboard.keep_on_file.review_schemas import Snooze
from jobboard.web.present import FUNCTION_LABELS, Words, function
from jobboard.web.recruit.present_inbox import event_words
from jobboard.web.recruit.voice import level, many, weekday

_LATER = ((7, "In a week"), (30, "In a month"), (91, "In three months"))
_LATEST = timedelta(days=182)
_MOST_NAMED = 3


def snooze_options(words: Words) -> list[tuple[str, str, str]]:
    """Days to choose from as (ISO date, words, the day itself); then another day, and a job of some kind."""
    today = words.date_of(words.now)
    days = [(today + timedelta(days=days), said) for days, said in _LATER]
    return [
        *((day.isoformat(), said, weekday(words, day)) for day, said in days),
        ("other", "On another day", ""),
        ("event", "When a role of this kind opens for them", ""),
    ]


def first_snooze(job: Job | None, words: Words) -> dict[str, str]:
    """What the snooze form proposes: a month; and should it be an event, one level above this job, in its function."""
    above = job.level_rank + 1 if job is not None and job.level_rank is not None else None
    known = above is not None and above <= words.ladder.top
    return {
        "until": snooze_options(words)[1][0],
        "event_level": words.ladder.key(above) if known and above is not None else "",
        "event_function": (job.function or "") if job is not None else "",
        "latest": (words.date_of(words.now) + _LATEST).isoformat(),
    }


def level_choices(words: Words) -> list[tuple[str, str]]:
    """The ladder as choices, lowest first."""
    return [(rung.key, rung.label) for rung in words.ladder.rungs]


def function_choices() -> list[tuple[str, str]]:
    """The functions as choices, by name."""
    return sorted(FUNCTION_LABELS.items(), key=lambda option: option[1])


def dismissal_options(job: Job, words: Words) -> list[tuple[str, str, str]]:
    """How far a “not for this” reaches as (scope, words, what follows), nearest first."""
    options = [(DismissalScope.JOB.value, "Not for this job", "Other jobs still bring them here.")]
    if job.level_rank is not None:
        said = f"Not for jobs at the level “{level(words, job.level_rank)}”"
        options.append((DismissalScope.LEVEL.value, said, "Jobs at other levels still bring them here."))
    if job.function:
        said = f"Not for jobs in “{function(job.function)}”"
        options.append((DismissalScope.FUNCTION.value, said, "Jobs in other functions still bring them here."))
    options.append((DismissalScope.ALWAYS.value, "Never again", "The record stays; it surfaces for no job."))
    return options


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is in the inbox, for which job, and who comes next (an id, empty when nobody does)."""

    name: str
    title: str
    following: str


def invited_sentence(turn: Turn) -> str:
    """What inviting did."""
    return f"{turn.name} is invited for {turn.title}. The message waits, so that you can still undo."


def snoozed_sentence(turn: Turn, asked: Snooze, words: Words) -> str:
    """“Hamza Lindqvist-Bose snoozed until 5 January.”"""
    return f"{turn.name} snoozed until {snooze_words(asked, words)}."


def snooze_words(asked: Snooze, words: Words) -> str:
    """“5 January”, or “a director role in Leeds opens, at the latest 24 May 2027”."""
    day = words.day(asked.until)
    return f"{event_words(asked.event, words)} opens, at the latest {day}" if asked.event else day


def dismissed_sentence(turn: Turn, scope: str) -> str:
    """“Hamza Lindqvist-Bose set aside: not for this job.”"""
    return f"{turn.name} set aside: {_REACH[DismissalScope(scope)]}. It is in the rules until somebody ends it."


_REACH = {
    DismissalScope.JOB: "not for this job",
    DismissalScope.LEVEL: "not for jobs at this level",
    DismissalScope.FUNCTION: "not for jobs in this function",
    DismissalScope.ALWAYS: "never again",
}


def together_sentence(done: Together, what: str, *, because: str = "had been decided about before and ") -> str:
    """“4 people snoozed until 5 January.”, and who was left as they were: in the inbox, whoever somebody had decided
    about before."""
    said = f"{many(done.decided, 'person', 'people')} {what}."
    if not done.left:
        return said
    before = f"{many(len(done.left), 'person', 'people')} {because}stayed as they were."
    more = len(done.left) - _MOST_NAMED
    return " ".join([said, before, *done.left[:_MOST_NAMED], *([f"And {many(more, 'other')}."] if more > 0 else [])])
