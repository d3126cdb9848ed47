"""A job's people in words: where they stand, for how long, what happened last, how big they are for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jobboard.access import Actor
from jobboard.applications.lifecycle import next_stages
from jobboard.applications.models import Application, ApplicationStatus, Interview, InterviewStatus, Stage
from jobboard.errors import MovedMeanwhile
from jobboard.fit.gap import Verdict
from jobboard.flows.gaps import gaps_for
from jobboard.jobs.models import Job, JobStatus
from jobboard.web.present import Words
from jobboard.web.recruit.present_jobs import STATUS_LABELS, place_words, since_words
from jobboard.web.recruit.present_today import PATIENCE_DAYS
from jobboard.web.recruit.voice import joined, many, nearby

STAGE_LABELS = {
    Stage.APPLIED: "Applied",
    Stage.SCREEN: "Screen",
    Stage.ASSESSMENT: "Assessment",
    Stage.INTERVIEW: "Interview",
    Stage.OFFER: "Offer",
    Stage.HIRED: "Hired",
}
RUNNING = tuple(stage for stage in Stage if stage is not Stage.HIRED)
"""Stages somebody in progress can stand in; who is hired has left the pipeline."""
SOURCES = {
    "web": "on the web",
    "kept on file": "from the file",
    "import": "by import",
    "referral": "by a referral",
    "job alert": "by a job alert",
}


def source_words(source: str) -> str:
    """How somebody came: “on the web”; a source that only the firm knows is named, “by agency”."""
    name = source.replace("_", " ")
    return SOURCES.get(name, f"by {name}")


@dataclass(frozen=True, slots=True)
class PoolRow:
    """One person in a job. ``moves`` are (stage, words); ``over`` asks whether to keep them on file; ``flags`` say
    which answers to the job's questions are pointed out."""

    id: str
    name: str
    stage: str
    stage_words: str
    status: str
    days: int
    wait: str
    late: bool
    last: str
    level: str
    over: bool
    moves: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]


def chosen_people(applications: Iterable[Application], words: Words) -> list[tuple[str, str, str]]:
    """Who was selected, as (id, name, where they stand); who has ended is left out."""
    running = [one for one in applications if one.status is ApplicationStatus.ACTIVE]
    return [
        (one.public_id, one.candidate.name, f"{STAGE_LABELS[one.stage]}. {last_thing(one, words)}") for one in running
    ]


def pool_rows(
    applications: Iterable[Application], flags: Mapping[int, Sequence[str]], words: Words, *, reader: Actor
) -> list[PoolRow]:
    """The rows of a page of the pool, in its order; ``flags`` are by the keys of the applications. Scorecards that are
    not open to the reader yet say nothing of a level."""
    return [_row(application, flags.get(application.id, ()), words, reader) for application in applications]


def _row(application: Application, flags: Sequence[str], words: Words, reader: Actor) -> PoolRow:
    days = max(0, -words.days_until(application.stage_entered_at))
    late = days > PATIENCE_DAYS and application.status is ApplicationStatus.ACTIVE
    level, over = level_against(application, words, reader)
    return PoolRow(
        id=application.public_id,
        name=application.candidate.name,
        stage=application.stage.value,
        stage_words=STAGE_LABELS[application.stage],
        status=application.status.value,
        days=days,
        wait=wait_words(days, late=late),
        late=late,
        last=last_thing(application, words),
        level=level,
        over=over and application.status is ApplicationStatus.ACTIVE,
        moves=move_options(application),
        flags=tuple(flags),
    )


def wait_words(days: int, *, late: bool) -> str:
    """“2 days here”, “7 days here, over 5”, “since today”."""
    if days == 0:
        return "since today"
    return f"{many(days, 'day')} here" + (f", over {PATIENCE_DAYS}" if late else "")


def move_options(application: Application) -> tuple[tuple[str, str], ...]:
    """Where a running application can go: the next stages in order, then Close…"""
    if application.status is not ApplicationStatus.ACTIVE:
        return ()
    forward = sorted(next_stages(application), key=lambda stage: _ORDER[stage] < _ORDER[application.stage])
    return (*((stage.value, STAGE_LABELS[stage]) for stage in forward), ("close", "Close…"))


_ORDER = {stage: position for position, stage in enumerate(Stage)}


def level_against(application: Application, words: Words, reader: Actor) -> tuple[str, bool]:
    """“At”, “2 above”, “1 below” or “Not known”, and whether the whole comparison says over."""
    gaps = gaps_for(application, now=words.now, reader=reader)
    gap = gaps["level"]
    if gap.value is None:
        return "Not known", False
    steps, inferred = round(gap.value), ", inferred" if gap.soft else ""
    said = "At" if steps == 0 else f"{abs(steps)} {'above' if steps > 0 else 'below'}"
    return f"{said}{inferred}", gaps.verdict is Verdict.OVER


def last_thing(application: Application, words: Words) -> str:
    """What happened last: an interview ahead, cards after one, or how they came."""
    if application.disposition is not None:
        return application.disposition.label
    held = [met for met in application.interviews if met.status is not InterviewStatus.CANCELLED]
    ahead = [met for met in held if met.status is InterviewStatus.SCHEDULED and met.scheduled_at > words.now]
    if held:
        return _interview_words(ahead[0] if ahead else held[-1], words)
    source = source_words(application.source)
    return f"Came {source} {nearby(words, application.applied_at)}"


def _interview_words(interview: Interview, words: Words) -> str:
    if interview.status is InterviewStatus.NO_SHOW:
        return f"Did not come {nearby(words, interview.scheduled_at)}"
    if interview.status is InterviewStatus.SCHEDULED and interview.scheduled_at > words.now:
        return f"Interview {nearby(words, interview.scheduled_at)}, {words.time(interview.scheduled_at)}"
    cards = sum(1 for card in interview.scorecards if card.submitted_at is not None)
    if interview.panel and cards < len(interview.panel):
        return f"{cards} of {many(len(interview.panel), 'scorecard')} in"
    return f"Interviewed by {joined([seat.name for seat in interview.panel])}" if interview.panel else "Interviewed"


def about_job(job: Job, words: Words) -> str:
    """“Foss Valley Foods, York. Published 5 days ago. Owner: Judith Amaro-Kell”."""
    where = ", ".join(part for part in (job.organization.name, place_words(job)) if part)
    owner = f". Owner: {job.owner_name}" if job.owner_name else ""
    return f"{where}. {since_words(job, words)}{owner}"


def pipeline_heading(job: Job, counts: Mapping[Stage, int]) -> str:
    """“Credit Controller: 9 people”; an ended job says so."""
    people = sum(counts.values())
    state = "" if job.status is JobStatus.OPEN else f", {STATUS_LABELS[job.status].lower()}"
    return f"{job.title}{state}: {many(people, 'person', 'people') if people else 'nobody yet'}"


def left_in_words(job: Job, counts: Mapping[Stage, int]) -> str:
    """“9 people are” still in a job that has ended; empty while it runs, or when nobody is."""
    people = sum(counts.values())
    ended = job.status in (JobStatus.FILLED, JobStatus.CLOSED)
    return f"{many(people, 'person is', 'people are')}" if people and ended else ""


def stage_tabs(counts: Mapping[Stage, int], chosen: Stage | None) -> list[tuple[str, str, int, bool]]:
    """The stage tabs as (stage, label, count, whether it is chosen), everybody first."""
    every = ("", "All", sum(counts.values()), chosen is None)
    return [every, *((s.value, STAGE_LABELS[s], counts.get(s, 0), s is chosen) for s in RUNNING)]


def columns(rows: Sequence[PoolRow], counts: Mapping[Stage, int]) -> list[tuple[str, str, int, list[PoolRow]]]:
    """The board's columns as (stage, label, count, cards)."""
    return [
        (stage.value, STAGE_LABELS[stage], counts.get(stage, 0), [row for row in rows if row.stage == stage])
        for stage in RUNNING
    ]


def moved_meanwhile(found: MovedMeanwhile) -> str:
    """“Farid Nettleship stands in Offer by now: Judith Amaro-Kell moved them.”"""
    by = f": {found.by} moved them" if found.by else ""
    return f"{found.name} stands in {STAGE_LABELS[Stage(found.stage)]} by now{by}."
