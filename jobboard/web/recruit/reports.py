"""What became of the promises, and whom the firm could call: drawn, tabled, and as files."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.keep_on_file.ledger import LedgerBy, PromiseFigures, lapsed_people, ledger
from jobboard.keep_on_file.strength import bench_strength
from jobboard.web.blueprints import Routes
from jobboard.web.csv_file import csv_response
from jobboard.web.present import words
from jobboard.web.recruit import desk, periods, present_ledger, present_strength
from jobboard.web.recruit.periods import Period

routes = Routes()


@routes.get("/reports")
def reports() -> ResponseReturnValue:
    """The promise ledger of some months, by cohort, recruiter or function, and by name whom nobody considered. Four
    statements."""
    period, by = periods.read_period(request.args, words()), _by()
    cohort = periods.read_cohort(request.args.get("made", ""), period)
    total, rows = _ledger(period, by)
    return render_template(
        "jobboard/recruit/ledger.html",
        period=period,
        by=by.value,
        by_labels=present_ledger.BY_LABELS,
        asked={"from": periods.key(period.first), "to": periods.key(period.last), "by": by.value},
        months=periods.month_choices(words()),
        presets=periods.presets(words()),
        period_words=period.label(words()),
        total=total,
        rows=rows,
        bars=present_ledger.ledger_bars(rows),
        present=present_ledger,
        cohort=cohort.label(words()) if cohort else "",
        made=request.args.get("made", "") if cohort else "",
        lapsed=_lapsed(cohort or period, None if cohort else total.lapsed),
    )


@routes.get("/reports/ledger.csv")
def ledger_csv() -> ResponseReturnValue:
    """The ledger's lines as a file."""
    period, by = periods.read_period(request.args, words()), _by()
    head, lines = present_ledger.csv_rows(_ledger(period, by)[1], by)
    return csv_response(f"ledger-{periods.key(period.first)}-{periods.key(period.last)}.csv", head, lines)


@routes.get("/reports/bench")
def bench_report() -> ResponseReturnValue:
    """Bench strength by function, level and consent. One statement."""
    bench = bench_strength(desk.session(), current.scope(), now=current.board().now())
    rows = present_strength.function_rows(bench)
    return render_template(
        "jobboard/recruit/strength.html",
        rows=rows,
        levels=[words().level(level) for level in present_strength.bench_levels(bench)],
        grid=present_strength.strength_grid(bench, rows, words()),
        headline=present_strength.headline(bench),
        description=present_strength.description(rows),
        total=bench.total,
        callable=present_strength.callable_of(bench.total),
        states=present_strength.STATES,
        parts=[(present_strength.PAINTS[state], said) for state, said in present_strength.STATES.items()],
    )


@routes.get("/reports/bench.csv")
def bench_csv() -> ResponseReturnValue:
    """Bench strength as a file."""
    bench = bench_strength(desk.session(), current.scope(), now=current.board().now())
    head, lines = present_strength.csv_rows(bench, words())
    return csv_response(f"bench-{words().date_of(words().now):%Y-%m-%d}.csv", head, lines)


def _by() -> LedgerBy:
    wanted = request.args.get("by", "")
    return LedgerBy(wanted) if wanted in set(LedgerBy) else LedgerBy.MONTH


def _ledger(period: Period, by: LedgerBy) -> tuple[PromiseFigures, list[present_ledger.Row]]:
    now = current.board().now()
    total, lines = ledger(desk.session(), current.scope(), by, period.moments(words()), now=now)
    return total, present_ledger.ledger_rows(lines, by, period, words())


def _lapsed(period: Period, total: int | None) -> dict[str, object]:
    first, *_, end = period.moments(words())
    wanted, now = desk.wanted_page(), current.board().now()
    page = lapsed_people(desk.session(), current.scope(), wanted, since=first, until=end, now=now, total=total)
    return {"page": page, "rows": present_ledger.lapsed_rows(page.items, words())}
