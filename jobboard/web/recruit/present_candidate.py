"""One person in words: facts, past roles with the level read from each, applications, kept records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from jobboard.applications.models import Application, ApplicationStatus
from jobboard.candidates.models import Candidate, WorkHistory
from jobboard.db.seal import seal
from jobboard.flows.duplicates import Lookalike
from jobboard.flows.pool import LEVEL_SEALED
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.web.present import Words
from jobboard.web.recruit.present_keeping import STATUS_LABELS
from jobboard.web.recruit.present_kept import kept_facts, scorecards_in_words
from jobboard.web.recruit.present_pipeline import STAGE_LABELS
from jobboard.web.recruit.voice import joined, nearby

SURE = 0.6
"""Below this confidence a level read from a title is called a guess."""


def current_role(candidate: Candidate) -> str:
    """“Marketing Manager, Tannery Row Hotels”: the newest past role; empty when none is known."""
    if not candidate.work_history:
        return ""
    newest = candidate.work_history[0]
    return f"{newest.title}, {newest.employer}" if newest.employer else newest.title


def place_of(candidate: Candidate) -> str:
    """“Otley, West Yorkshire”."""
    return ", ".join(part for part in (candidate.locality, candidate.region) if part)


def candidate_heading(candidate: Candidate) -> str:
    """The line under the name: what they do, and where they live."""
    return ". ".join(part for part in (current_role(candidate) or candidate.headline, place_of(candidate)) if part)


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One past role, with the level its title says, or somebody who knows better, and why. ``rank_key`` is the declared
    rung of the ladder, empty where the title says it; ``seal`` is what the form of the level must carry."""

    position: int
    title: str
    employer: str
    dates: str
    level: str
    rank_key: str
    seal: str
    why: str
    source: str
    highlights: tuple[str, ...]


def work_lines(candidate: Candidate, words: Words) -> list[WorkLine]:
    """Past roles, newest first."""
    return [_work_line(line, words) for line in candidate.work_history]


def _work_line(line: WorkHistory, words: Words) -> WorkLine:
    guess = "" if line.level_confidence >= SURE else ", a guess"
    return WorkLine(
        position=line.position,
        title=line.title,
        employer=line.employer,
        dates=_dates(line.started_on, line.ended_on, words),
        level=f"{words.level(line.level_rank)}{guess}",
        rank_key=words.ladder.key(line.level_rank) if line.level_declared else "",
        seal=seal(line, LEVEL_SEALED),
        why=" ".join(line.level_evidence),
        source=line.source,
        highlights=tuple(filter(None, [line.summary, *line.highlights])),
    )


def _dates(started: date | None, ended: date | None, words: Words) -> str:
    if started is None and ended is None:
        return ""
    since = format_date(started, "MMM y", locale=words.locale) if started else "?"
    return f"{since} to {format_date(ended, 'MMM y', locale=words.locale) if ended else 'now'}"


def education_lines(candidate: Candidate) -> list[str]:
    """“BA, Marketing, University of Leeds”."""
    return [
        ", ".join(part for part in (row.study_type, row.area, row.institution) if part) for row in candidate.education
    ]


def contact_facts(candidate: Candidate) -> list[tuple[str, str, str]]:
    """Addresses and numbers as (label, words, link)."""
    mails = [("E-mail", one.address, f"mailto:{one.address}") for one in candidate.emails]
    phones = [("Phone", one.number, f"tel:{''.join(one.number.split())}") for one in candidate.phones]
    return [*mails, *phones]


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application of a person."""

    id: str
    title: str
    status: str
    where: str
    about: str


def application_rows(applications: Iterable[Application], words: Words) -> list[ApplicationRow]:
    """A person's applications, newest first."""
    return [_application_row(application, words) for application in applications]


def _application_row(application: Application, words: Words) -> ApplicationRow:
    title = ", ".join(part for part in (application.applied_title, application.applied_organization) if part)
    active = application.status is ApplicationStatus.ACTIVE
    reason = application.disposition.label if application.disposition else application.status.value.capitalize()
    said = scorecards_in_words(application.interviews, words)
    return ApplicationRow(
        id=application.public_id,
        title=title,
        status=application.status.value,
        where=STAGE_LABELS[application.stage] if active else reason,
        about=f"Applied {nearby(words, application.applied_at)}, {said}.",
    )


@dataclass(frozen=True, slots=True)
class KeptPanel:
    """One kept record of a person."""

    id: str
    status: str
    status_words: str
    facts: tuple[tuple[str, str], ...]
    own_words: str


def kept_panels(kept: Iterable[KeptCandidate], words: Words) -> list[KeptPanel]:
    """A person's kept records, newest first."""
    return [_kept_panel(one, words) for one in kept]


def _kept_panel(kept: KeptCandidate, words: Words) -> KeptPanel:
    return KeptPanel(
        id=kept.public_id,
        status=kept.status.value,
        status_words=STATUS_LABELS[kept.status],
        facts=tuple(kept_facts(kept, words)),
        own_words=kept.own_words,
    )


def lookalike_rows(people: Iterable[Lookalike], words: Words) -> list[tuple[str, str, str]]:
    """Perhaps the same person, as (id, who that is, why)."""
    return [(one.person.public_id, _who(one.person, words), joined(one.alike.reasons)) for one in people]


def _who(candidate: Candidate, words: Words) -> str:
    known = f"here since {words.full_day(candidate.created_at)}"
    return ", ".join(part for part in (candidate.name, current_role(candidate) or candidate.headline, known) if part)
