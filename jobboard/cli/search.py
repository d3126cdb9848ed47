"""``flask jobboard search``: what a job seeker would find."""

from collections.abc import Sequence
from typing import Any

import click

from jobboard.access import SYSTEM, Scope
from jobboard.cli.board import current_board
from jobboard.cli.output import json_line, table
from jobboard.errors import InvalidInput
from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.fit.ladder import Ladder, UnknownLevel
from jobboard.jobs.models import Job
from jobboard.jobs.posting_fields import employment_type
from jobboard.jobs.queries import jobs_by_ids
from jobboard.search.port import Hit
from jobboard.search.query import FACETS, SearchQuery, Sort
from jobboard.state import BoardState


@click.command()
@click.argument("words", nargs=-1)
@click.option("--filter", "filters", metavar="KEY=VALUE", multiple=True, help=f"Repeatable. Keys: {', '.join(FACETS)}.")
@click.option("--sort", type=click.Choice([order.value for order in Sort]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON line a job.")
def search(words: Sequence[str], filters: Sequence[str], sort: str, limit: int, as_json: bool) -> None:
    """Find open jobs by WORDS, as the search page does."""
    board = current_board()
    query = SearchQuery(
        text=" ".join(words),
        filters=parse_filters(filters, board.ladder),
        sort=Sort(sort),
        limit=limit,
        now=board.now(),
    )
    page = board.search.search(query)
    jobs = jobs_by_ids(board.session(), Scope(board.name, SYSTEM), [hit.id for hit in page.hits])
    found = [(hit, jobs[hit.id]) for hit in page.hits if hit.id in jobs]
    if as_json:
        for hit, job in found:
            json_line(_line(board, hit, job))
        return
    click.echo(f"{page.total} job{'' if page.total == 1 else 's'}")
    if found:
        table([_row(board, hit, job) for hit, job in found], head=("job", "score", "level", "title"))
    if page.missing:
        click.echo(f"No job mentions: {', '.join(page.missing)}")
    if page.suggestion:
        click.echo(f"Did you mean: {page.suggestion}?")


def parse_filters(given: Sequence[str], ladder: Ladder) -> dict[str, tuple[str, ...]]:
    """``key=value`` pairs as the index knows them; levels by key or rank, functions by key or label. Raises
    ``InvalidInput``."""
    wanted: dict[str, list[str]] = {}
    for pair in given:
        key, _, value = pair.partition("=")
        key, value = key.strip(), value.strip()
        if key not in FACETS or not value:
            raise InvalidInput({"filter": [f"{pair!r} is no filter. Write key=value with one of {', '.join(FACETS)}."]})
        wanted.setdefault(key, []).append(_value(key, value, ladder))
    return {key: tuple(values) for key, values in wanted.items()}


def _value(key: str, value: str, ladder: Ladder) -> str:
    try:
        if key == "level":
            return str(ladder.parse(value))
        if key == "function":
            return parse_function(value)
    except (UnknownLevel, UnknownFunction) as problem:
        raise InvalidInput({"filter": [str(problem)]}) from problem
    if key == "employment_type":
        return employment_type(value).value
    return value.casefold() if key == "work_mode" else value


def _line(board: BoardState, hit: Hit, job: Job) -> dict[str, Any]:
    level = board.ladder.describe(job.level_rank) if job.level_rank is not None else {"level": None, "rank": None}
    return {
        "job": job.external_id or job.public_id,
        "title": job.title,
        "score": round(hit.score, 6),
        "organization": job.organization.name,
        **level,
        "function": job.function,
        "places": [place.locality for place in job.locations if place.locality],
        "workMode": job.work_mode.value if job.work_mode else None,
        "employmentType": list(job.employment_types),
        "datePosted": job.posted_at.isoformat() if job.posted_at else None,
    }


def _row(board: BoardState, hit: Hit, job: Job) -> tuple[object, ...]:
    level = board.ladder.key(job.level_rank) if job.level_rank is not None else "-"
    return job.external_id or job.public_id, f"{hit.score:.2f}", level, f"{job.title}, {job.organization.name}"
