"""What half of O*NET is worth on titles that the built-in tables only guess at. The data is never copied here."""

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobboard.fit.assess import Verdict, assess, verdict_of
from jobboard.fit.reading import TitleReader
from jobboard.fit.similarity import field_terms, occupation_terms, similarity
from jobboard.taxonomy.onet import read_folder
from jobboard.taxonomy.store import InstalledOccupations, install, open_installed

HERE = Path(__file__).parent / "data"
pytestmark = pytest.mark.realdata


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


UNKNOWN = [(row["title"], int(row["rank"])) for row in _rows("unknown_titles.csv")]
SURE = [(row["title"], int(row["rank"])) for row in _rows("titles.csv") if not row["function"]][::6]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> InstalledOccupations:
    """The part of O*NET that is here, imported."""
    folder = tmp_path_factory.mktemp("taxonomy")
    read = read_folder(Path(os.environ["JOBBOARD_DATA"]) / "onet", lambda _name, _rows: None)
    install(folder, read, now=datetime(2026, 11, 24, tzinfo=UTC))
    found = open_installed(folder)
    assert found is not None
    return found


def _right(reader: TitleReader, titles: list[tuple[str, int]]) -> float:
    return sum(reader.read(title).rank == rank for title, rank in titles) / len(titles)


MOST_WRONG_WAY = 0.01
"""A guess alone claims nothing, and what the data adds to it is hardly ever the wrong way round."""


def _verdicts(reader: TitleReader, titles: list[tuple[str, int]]) -> tuple[float, float]:
    """The share of right verdicts against titles that are sure, and of those the wrong way round."""
    right = flipped = 0
    for title, rank in titles:
        for sure, other in SURE:
            found, true = assess(title, sure, reader=reader).verdict, verdict_of(rank - other)
            right += found is true
            flipped += {found, true} == {Verdict.OVER, Verdict.UNDER}
    pairs = len(titles) * len(SURE)
    return right / pairs, flipped / pairs


def test_it_is_right_more_often_where_titles_say_nothing(installed: InstalledOccupations) -> None:
    without, with_it = TitleReader(), TitleReader(occupations=installed)
    guessed = [each for each in UNKNOWN if without.read(each[0]).confidence < 0.6]
    known = [each for each in guessed if installed.find(each[0], whole=True)]
    assert len(known) >= 30
    assert _right(with_it, guessed) >= _right(without, guessed) + 0.05
    assert _right(with_it, known) >= _right(without, known) + 0.15
    (right, flipped), (right_before, _) = _verdicts(with_it, known), _verdicts(without, known)
    assert right >= max(0.85, right_before + 0.1)
    assert flipped <= MOST_WRONG_WAY


def test_what_is_sure_is_read_as_without_it(installed: InstalledOccupations) -> None:
    without, with_it = TitleReader(), TitleReader(occupations=installed)
    for title, _rank in SURE:
        assert with_it.read(title) == without.read(title)


ALIKE = (
    ("Mortician", "Funeral Director"),
    ("Typist", "Word Processor"),
    ("Nanny", "Childcare Worker"),
    ("Dietitian", "Nutritionist"),
    ("Copywriter", "Content Writer"),
    ("Exterminator", "Pest Controller"),
    ("Cameraman", "Videographer"),
)
UNLIKE = (("Janitor", "Realtor"), ("Teller", "Plumber"), ("Logger", "Barrister"), ("Typist", "Paramedic"))


def test_names_of_one_work_come_together_and_others_stay_apart(installed: InstalledOccupations) -> None:
    reader = TitleReader(occupations=installed)

    def terms(title: str) -> dict[str, float]:
        return {**field_terms(title), **occupation_terms(reader.occupation(title))}

    together = [similarity(terms(one), terms(other), {}) for one, other in ALIKE]
    assert sum(each >= 0.4 for each in together) >= 5
    assert all(similarity(terms(one), terms(other), {}) < 0.4 for one, other in UNLIKE)
