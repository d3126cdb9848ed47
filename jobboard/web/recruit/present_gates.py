"""The gates between a kept person and a job, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobboard.keep_on_file.matching.gates import GateResult
from jobboard.web.recruit.voice import number


@dataclass(frozen=True, slots=True)
class GateRow:
    """One line of the list: ``kind`` is pass, soft or fail; ``shape`` and ``words`` say it to the eye."""

    kind: str
    words: str
    shape: str
    label: str
    sentence: str
    flip: str
    name: str = ""


def gate_rows(gates: Sequence[GateResult]) -> list[GateRow]:
    """The gates in their order."""
    return [_row(gate) for gate in gates]


def _row(gate: GateResult) -> GateRow:
    kind = _kind(gate)
    words, shape = _SAID[kind]
    return GateRow(kind, words, shape, gate.label, gate.sentence, gate.flip, gate.name)


def _kind(gate: GateResult) -> str:
    if not gate.passed:
        return "fail"
    return "soft" if gate.soft else "pass"


_SAID = {"pass": ("Pass", "pass"), "soft": ("Soft pass", "warn"), "fail": ("Fails", "blocked")}


def gates_heading(gates: Sequence[GateResult]) -> str:
    """“14 gates, in order”."""
    return f"{len(gates)} gates, in order"


def gates_tally(gates: Sequence[GateResult]) -> str:
    """“11 pass, 1 soft, 1 fails”; what there is none of is left out."""
    kinds = [_kind(gate) for gate in gates]
    passed, soft, failed = kinds.count("pass"), kinds.count("soft"), kinds.count("fail")
    said = [f"{passed} pass"] if passed else []
    said += [f"{soft} soft"] if soft else []
    said += [f"{failed} {'fails' if failed == 1 else 'fail'}"] if failed else []
    return ", ".join(said)


def passed_sentence(gates: Sequence[dict[str, object]]) -> str:
    """“Passed 14 of 14 gates, one of them soft.” from stored gates."""
    passed = [gate for gate in gates if gate["passed"]]
    soft = sum(1 for gate in passed if gate["soft"])
    tail = f", {number(soft)} of them soft" if soft else ""
    return f"Passed {len(passed)} of {len(gates)} gates{tail}."
