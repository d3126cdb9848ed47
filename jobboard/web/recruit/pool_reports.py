"""How the pool works, in numbers: drawn, tabled, and as files."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.applications.reports import Span
from jobboard.jobs.models import Job
from jobboard.jobs.queries import get_job
from jobboard.web.blueprints import Routes
from jobboard.web.csv_file import csv_response
from jobboard.web.present import words
from jobboard.web.recruit import desk, periods, present_pool_report
from jobboard.web.recruit.periods import Period

routes = Routes()


@routes.get("/reports/pool")
def pool_report() -> ResponseReturnValue:
    """Every report of some months, of all jobs or of one. Seven statements at most."""
    period, job = periods.read_period(request.args, words()), _job()
    span = _span(period, job)
    tables = [make(desk.session(), current.scope(), span, words()) for make in present_pool_report.TABLES.values()]
    return render_template(
        "jobboard/recruit/pool_report.html",
        tables=tables,
        job=job,
        asked=present_pool_report.asked(period, job.public_id if job else ""),
        months=periods.month_choices(words()),
        presets=periods.presets(words()),
        period_words=period.label(words()),
    )


@routes.get("/reports/pool/<name>.csv")
def pool_csv(name: str) -> ResponseReturnValue:
    """One report's table as a file."""
    if name not in present_pool_report.TABLES:
        abort(404)
    period = periods.read_period(request.args, words())
    make = present_pool_report.TABLES[name]
    table = make(desk.session(), current.scope(), _span(period, _job()), words())
    file = f"{name}-{periods.key(period.first)}-{periods.key(period.last)}.csv"
    return csv_response(file, table.head, table.rows)


def _job() -> Job | None:
    wanted = request.args.get("job", "")
    return get_job(desk.session(), current.scope(), wanted) if wanted else None


def _span(period: Period, job: Job | None) -> Span:
    first, *_, end = period.moments(words())
    return Span(first, end, job.id if job else None)
