"""The three decisions about somebody who surfaced: their choices, and the sentence that says what was done."""

from dataclasses import dataclass
from datetime import date, timedelta

from jobboard.keep_on_file.models import DismissalScope, Surfacing
from jobboard.web.present import Words, function
from jobboard.web.recruit.voice import level, weekday

_LATER = ((7, "In a week"), (30, "In a month"), (91, "In three months"))


def snooze_options(words: Words) -> list[tuple[str, str, str]]:
    """Days to choose from as (ISO date, words, the day itself); the last lets the recruiter name another."""
    today = words.date_of(words.now)
    days = [(today + timedelta(days=days), said) for days, said in _LATER]
    return [*((day.isoformat(), said, weekday(words, day)) for day, said in days), ("other", "On another day", "")]


def dismissal_options(surfacing: Surfacing, words: Words) -> list[tuple[str, str, str]]:
    """How far a “not for this” reaches as (scope, words, what follows), nearest first."""
    job, options = surfacing.job, [(DismissalScope.JOB.value, "Not for this job", "Other jobs still bring them here.")]
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


def snoozed_sentence(turn: Turn, until: str, words: Words) -> str:
    """“Hamza Lindqvist-Bose snoozed until 5 January.” ``until`` is an ISO date."""
    return f"{turn.name} snoozed until {words.day(date.fromisoformat(until))}."


def dismissed_sentence(turn: Turn, scope: str) -> str:
    """“Hamza Lindqvist-Bose set aside: not for this job.”"""
    return f"{turn.name} set aside: {_REACH[DismissalScope(scope)]}."


_REACH = {
    DismissalScope.JOB: "not for this job",
    DismissalScope.LEVEL: "not for jobs at this level",
    DismissalScope.FUNCTION: "not for jobs in this function",
    DismissalScope.ALWAYS: "never again",
}
