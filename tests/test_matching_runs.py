"""Every look at the bench is logged as it happened: for what, by which rules, who was found, what was done."""

from sqlalchemy import select

from jobboard.db.paging import PageRequest
from jobboard.flows import jobs, review
from jobboard.keep_on_file import queries, runs
from jobboard.keep_on_file.matching.rank import judge
from jobboard.keep_on_file.matching.stored import job_from_json, person_from_json, policy_from_json
from jobboard.keep_on_file.models import Surfacing, SurfacingRun, SurfacingRunEntry
from jobboard.state import BoardState
from jobboard.testing import situations as given


def looks(board: BoardState, job_id: str) -> list[SurfacingRun]:
    """The looks for a job, newest first."""
    page = runs.runs_of(board.session(), given.scope(board), given.job(board, job_id), PageRequest())
    return list(page.items)


def entries(board: BoardState, run: SurfacingRun) -> list[SurfacingRunEntry]:
    """Its people, best first."""
    return list(runs.entries_of(board.session(), run))


def re_price(board: BoardState, job_id: str, top: int) -> None:
    """Change the pay of an open job as the form does."""
    form = {
        "title": "Marketing Manager",
        "organization": "Calderside Mills",
        "level": "manager",
        "level_confirmed": "true",
        "function": "marketing",
        "pay_from": str(top - 6_000),
        "pay_to": str(top),
        "place": "Leeds",
    }
    jobs.save_job(board, form, actor=given.RECRUITER, job_id=job_id)


def test_publishing_logs_who_was_found_by_which_facts_and_rules(board: BoardState) -> None:
    given.kept_candidate(board)
    given.kept_candidate(board, name="Ines Fairweather", pay_floor="60,000")
    job_id = given.a_job(board, publish=True)
    run = looks(board, job_id)[0]
    assert (run.considered, run.passed, run.surfaced) == (2, 1, 1)
    assert (run.policy_version, run.actor_name, run.why_now) == (1, "Judith Amaro-Kell", "The job was published.")
    entry = entries(board, run)[0]
    assert entry.kept.candidate.name == "Maren Okafor-Lund"
    assert entry.surfacing is not None
    assert entry.surfacing.run_id == run.id
    person, wanted = person_from_json(entry.facts), job_from_json(run.job_facts)
    outcome = judge(person, wanted, policy_from_json(run.policy))
    assert outcome.passed
    assert outcome.score == entry.score == entry.surfacing.score


def test_a_look_that_finds_nobody_is_logged_too(board: BoardState) -> None:
    run = looks(board, given.a_job(board, publish=True))[0]
    assert (run.considered, run.surfaced) == (0, 0)


def test_somebody_kept_later_is_a_look_of_their_own(board: BoardState) -> None:
    job_id = given.a_job(board, publish=True)
    given.kept_candidate(board)
    newest, first = looks(board, job_id)
    assert (first.surfaced, newest.surfaced, newest.considered) == (0, 1, 1)


def test_what_is_taken_back_stays_in_the_log(board: BoardState) -> None:
    given.kept_candidate(board, pay_floor="50,000")
    given.kept_candidate(board, name="Ines Fairweather")
    job_id = given.a_job(board, publish=True)
    re_price(board, job_id, 40_000)
    _none_new, again, first = looks(board, job_id)
    assert again.why_now.startswith("The job was re-priced")
    assert again.why_now.endswith("Who was waiting was judged again.")
    assert (again.considered, again.surfaced, first.surfaced) == (2, 1, 2)
    became = {entry.kept.candidate.name: entry.surfacing for entry in entries(board, first)}
    assert became["Maren Okafor-Lund"] is None
    assert became["Ines Fairweather"] is not None
    assert became["Ines Fairweather"].run_id == again.id


def test_the_log_says_what_was_done(board: BoardState) -> None:
    given.kept_candidate(board)
    job_id = given.a_job(board, publish=True)
    found = queries.inbox(board.session(), given.scope(board), now=board.now())[0]
    review.open_surfacing(board, found.public_id, actor=given.RECRUITER)
    review.dismiss(board, found.public_id, {"scope": "job", "reason": "Too far"}, actor=given.RECRUITER)
    entry = entries(board, looks(board, job_id)[0])[0]
    assert entry.surfacing is not None
    assert entry.surfacing.seen_at is not None
    assert (entry.surfacing.status.value, entry.surfacing.decided_by) == ("dismissed", "Judith Amaro-Kell")


def test_what_is_considered_in_spite_of_a_gate_is_not_taken_back(board: BoardState) -> None:
    given.kept_candidate(board, pay_floor="50,000")
    job_id = given.a_job(board, publish=True)
    with board.transaction() as session:
        session.scalars(select(Surfacing)).one().overridden = ["pay"]
    re_price(board, job_id, 40_000)
    found = board.session().scalars(select(Surfacing)).one()
    assert [gate["name"] for gate in found.gates if not gate["passed"]] == ["pay"]
