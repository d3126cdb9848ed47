"""Signed gaps as the figure draws them."""

from dataclasses import asdict
from typing import Any

from jobboard.fit.gap import Gaps


def gap_rows(gaps: Gaps | None) -> list[dict[str, Any]]:
    """One mapping a dimension, in order: dimension, value, sentence, source, confidence, soft."""
    return [asdict(gap) for gap in gaps.values()] if gaps is not None else []
