"""``flask jobboard policy``: what matching judges by, a change looked back on, and switching it on."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from jobboard.access import SYSTEM, Scope
from jobboard.cli.board import current_board
from jobboard.cli.output import json_line, signed, table
from jobboard.errors import InvalidInput
from jobboard.flows import policy_change
from jobboard.flows.policy import settings_in_force
from jobboard.keep_on_file import policies
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.models import PolicyProposal
from jobboard.keep_on_file.policies import Settings, each_points, with_points
from jobboard.state import BoardState


@click.group()
def policy() -> None:
    """The matching policy: gates, reach and points, numbered, never changed once they are on."""


@policy.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(as_json: bool) -> None:
    """Say what is in force."""
    board = current_board()
    version, settings = settings_in_force(board)
    if as_json:
        json_line({"version": version, **settings.to_json()})
        return
    click.echo(f"Policy {version}, reach {settings.reach}.")
    table(
        [(_state(settings, gate.name, gate.always_on), gate.name, gate.label) for gate in GATES], head=("", "gate", "")
    )
    table([(signed(worth), name) for name, worth in each_points(settings.points).items()], head=("", "points"))


def _state(settings: Settings, name: str, always_on: bool) -> str:
    return "always on" if always_on else "off" if name in settings.gates_off else "on"


@policy.command()
@click.option("--reach", type=int, help="Levels above the highest held, at most.")
@click.option("--off", multiple=True, metavar="GATE", help="Switch a gate off. Can be repeated.")
@click.option("--on", multiple=True, metavar="GATE", help="Switch a gate on. Can be repeated.")
@click.option("--points", multiple=True, metavar="NAME=NUMBER", help="What a reason is worth. Can be repeated.")
@click.option("--openings", type=int, default=policy_change.USUAL_OPENINGS, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="JSON lines: one an opening, then the proposal.")
def backtest(
    reach: int | None,
    off: Sequence[str],
    on: Sequence[str],
    points: Sequence[str],
    openings: int,
    as_json: bool,
) -> None:
    """Look back on a change of the policy in force over past openings, those with an outcome first.
    Switches nothing on; `policy adopt` takes the id it prints."""
    board = current_board()
    _, present = settings_in_force(board)
    wanted = Settings(
        reach=present.reach if reach is None else reach,
        gates_off=(present.gates_off | frozenset(off)) - frozenset(on),
        points=with_points(each_points(present.points) | _read_points(points)),
    )
    _refuse_unknown(on)
    proposal_id = policy_change.propose(board, wanted, openings=openings, actor=SYSTEM, begin=False)
    proposal = policies.get_proposal(board.session(), Scope(board.name, SYSTEM), proposal_id)
    _print(_look_back(board, proposal_id, openings=proposal.openings), as_json=as_json)


def _refuse_unknown(names: Sequence[str]) -> None:
    if unknown := sorted(set(names) - {gate.name for gate in GATES}):
        raise InvalidInput({"gates": [f"There is no gate called {unknown[0]!r}."]})


def _read_points(given: Sequence[str]) -> dict[str, int]:
    pairs = [each.partition("=") for each in given]
    known = each_points(Settings().points)
    if unknown := [name for name, _, _ in pairs if name not in known]:
        raise InvalidInput({"points": [f"There are no points called {unknown[0]!r}."]})
    try:
        return {name: int(number) for name, _, number in pairs}
    except ValueError as problem:
        raise InvalidInput({"points": ["Write a name, = and a whole number, such as skills=30."]}) from problem


def _look_back(board: BoardState, proposal_id: str, *, openings: int) -> PolicyProposal:
    with click.progressbar(length=openings, label="Looking back", file=sys.stderr) as bar:
        while policy_change.look_back_once(board, proposal_id):
            bar.update(1)
        bar.update(1)
    return policies.get_proposal(board.session(), Scope(board.name, SYSTEM), proposal_id)


def _print(proposal: PolicyProposal, *, as_json: bool) -> None:
    rows: list[Mapping[str, Any]] = proposal.result["rows"]
    if as_json:
        for row in rows:
            json_line(row)
        json_line({"proposal": proposal.public_id, "finished": proposal.finished_at is not None, "openings": len(rows)})
        return
    counts = ("before", "after", "appear", "disappear")
    head = ("opening", *counts, "contacted (all, before, after)", "hired")
    lines = [
        (row["job"], *(row[key] for key in counts), _three(row["contacted"]), _three(row["hired"])) for row in rows
    ]
    table(lines, head=head)
    sums = {key: sum(row[key] for row in rows) for key in counts}
    click.echo(f"{len(rows)} openings: {sums['appear']} would appear, {sums['disappear']} disappear.")
    click.echo(f"Proposal {proposal.public_id}. `policy adopt {proposal.public_id} --note …` switches it on.")


def _three(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


@policy.command()
@click.argument("proposal")
@click.option("--note", required=True, help="Why; it stays with the policy.")
def adopt(proposal: str, note: str) -> None:
    """Switch a proposal on. Whoever waits for a decision is judged anew; what was decided stays."""
    version = policy_change.adopt(current_board(), proposal, note=note, actor=SYSTEM)
    click.echo(f"Policy {version} is on.")
