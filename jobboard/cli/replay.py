"""How a look that was judged again is printed."""

import click

from jobboard.cli.output import json_line
from jobboard.flows.looks import Look
from jobboard.keep_on_file.replay import Replay


def print_replay(look: Look, *, as_json: bool) -> None:
    """“same”, or every difference by the kept record's public id; exit code 1 when it is not the same."""
    again = look.again
    assert again is not None
    if as_json:
        json_line(_as_json(look, again))
    else:
        _print(look, again)
    if not again.same:
        raise click.exceptions.Exit(1)


def _as_json(look: Look, again: Replay) -> dict[str, object]:
    return {
        "look": look.run.public_id,
        "same": again.same,
        "judged": again.judged,
        "erased": again.erased,
        "rules": {"then": again.rules_then, "now": again.rules_now},
        "problem": again.problem,
        "differences": [{"kept": each.entry.kept.public_id, "sentence": each.sentence} for each in again.differences],
    }


def _print(look: Look, again: Replay) -> None:
    counted = f"{again.judged} judged again, {again.erased} erased since"
    if again.problem:
        click.echo(f"It cannot be judged again. {again.problem}")
    elif again.same:
        click.echo(f"same: {counted}; policy {look.run.policy_version}, rules {again.rules_then}.")
    else:
        click.echo(f"not the same: {counted}; rules {again.rules_then} then, {again.rules_now} now.")
    for each in again.differences:
        click.echo(f"  {each.entry.place}. {each.entry.kept.public_id}: {each.sentence}")
