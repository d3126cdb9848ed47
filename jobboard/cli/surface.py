"""``flask jobboard surface``: who on file fits a job, and why somebody does not. Writes nothing."""

from typing import Any

import click
from sqlalchemy.orm import Session

from jobboard.access import SYSTEM, Scope
from jobboard.candidates.queries import find_candidate
from jobboard.cli.board import current_board
from jobboard.cli.output import json_line, signed, table
from jobboard.cli.replay import print_replay
from jobboard.errors import InvalidInput
from jobboard.flows.looks import get_look
from jobboard.flows.policy import policy
from jobboard.flows.why_not import WhyNot, why_not
from jobboard.jobs.models import Job
from jobboard.jobs.queries import find_job
from jobboard.keep_on_file.look import Match, everybody_for
from jobboard.keep_on_file.matching.changes import changes_sentence
from jobboard.keep_on_file.queries import kept_of
from jobboard.state import BoardState


@click.command()
@click.option("--job", "identifier", metavar="IDENTIFIER", help="External or public id of the job.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True)
@click.option("--why-not", "person", metavar="CANDIDATE", help="Every gate for one person (external or public id).")
@click.option("--replay", "look", metavar="LOOK", help="Judge a logged look again (its public id) and compare.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines: one a person, or with --why-not one a gate.")
def surface(identifier: str | None, limit: int, person: str | None, look: str | None, as_json: bool) -> None:
    """Say who on file fits the job now, best first. A dry run, also for drafts: nothing is written or sent.

    With --replay it judges a look that was logged by the facts and the policy of then, and ends with exit code 1 when
    the list or a score is not the same."""
    board = current_board()
    if look:
        print_replay(get_look(board, look, actor=SYSTEM, judge_again=True), as_json=as_json)
        return
    if not identifier:
        raise click.UsageError("Say which job with --job, or which look with --replay.")
    session, scope = board.session(), Scope(board.name, SYSTEM)
    job = find_job(session, scope, identifier)
    if person:
        _print_gates(_why_not(board, session, job, person), as_json=as_json)
        return
    matches = everybody_for(session, job, policy(board), limit=limit)
    for place, match in enumerate(matches, start=1):
        if as_json:
            json_line(match_json(match))
        else:
            _print_match(place, match)
    if not matches and not as_json:
        click.echo(f"Nobody on file fits {job.title} today. --why-not CANDIDATE says what stands in the way.")


def match_json(match: Match) -> dict[str, Any]:
    """``{"candidate", "score", "gaps": {dimension: {...}}, "evidence": [{"sentence", "source", "points"}]}``."""
    candidate = match.kept.candidate
    return {
        "candidate": candidate.external_id or candidate.public_id,
        "score": match.outcome.score,
        "gaps": {gap["dimension"]: gap for gap in match.outcome.gaps.to_json()},
        "evidence": [
            {"sentence": line.sentence, "source": line.source, "points": line.points} for line in match.outcome.evidence
        ],
    }


def _print_match(place: int, match: Match) -> None:
    candidate = match.kept.candidate
    click.echo(
        f"{place}. {candidate.name} ({candidate.external_id or candidate.public_id}), score {match.outcome.score}"
    )
    for line in match.outcome.evidence:
        click.echo(f"   {signed(line.points):>4}  {line.sentence} [{line.source}]")


def _why_not(board: BoardState, session: Session, job: Job, person: str) -> WhyNot:
    """Of several kept records the one that comes closest."""
    scope = Scope(board.name, SYSTEM)
    candidate = find_candidate(session, scope, person)
    records = kept_of(session, scope, candidate)
    if not records:
        raise InvalidInput({"candidate": [f"{person} is not kept on file: there is no record to look at."]})
    answers = [why_not(board, kept.public_id, job.public_id, actor=SYSTEM) for kept in records]
    return max(answers, key=lambda answer: sum(gate.passed for gate in answer.outcome.gates))


def _print_gates(answer: WhyNot, *, as_json: bool) -> None:
    gates = answer.outcome.gates
    if as_json:
        for gate in gates:
            json_line(
                {
                    "gate": gate.name,
                    "passed": gate.passed,
                    "soft": gate.soft,
                    "sentence": gate.sentence,
                    "flip": gate.flip,
                }
            )
        return
    click.echo(answer.headline)
    if said := changes_sentence(answer.changes):
        click.echo(said)
    rows = [(_mark(gate.passed, gate.soft), gate.label, f"{gate.sentence} {gate.flip}".strip()) for gate in gates]
    table(rows, head=("", "gate", "what it found"))


def _mark(passed: bool, soft: bool) -> str:
    if not passed:
        return "fail"
    return "soft" if soft else "pass"
