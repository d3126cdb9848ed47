"""Where places are: GeoNames files brought in, namesakes told apart, jobs found within a distance."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from jobboard.errors import InvalidInput
from jobboard.flows.places import import_places, remove_places
from jobboard.flows.whereabouts import gazetteer
from jobboard.gazetteer import store
from jobboard.gazetteer.geonames import BUNDLED, read_bundled, read_file
from jobboard.gazetteer.store import Gazetteer, install, open_installed
from jobboard.search.geo import Point
from tests.support.public import open_job
from tests.test_cli_data import run
from tests.test_public_search import heading, understood

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from jobboard.state import BoardState

LEEDS, YORK, SKIPTON = Point(53.79648, -1.54785), Point(53.95763, -1.08271), Point(53.96144, -2.01676)


def settlement(name: str, point: Point, country: str = "GB", region: str = "ENG", **more: Any) -> str:
    """A row as GeoNames writes settlements."""
    row = ["1", name, name, more.get("others", ""), *map(str, point), more.get("kind", "P"), "PPL", country, ""]
    return "\t".join([*row, region, "", "", "", str(more.get("population", 1000)), "", "", "", "2026-01-01"])


def postcode(code: str, point: Point, country: str = "GB") -> str:
    """A row as GeoNames writes postal codes."""
    return "\t".join([country, code, "Leeds", "England", "ENG", "", "", "", "", *map(str, point), "4"])


ROWS = (
    settlement("Leeds", LEEDS, population=500_000, others="Loidis,LBA"),
    settlement("Leeds", Point(33.5482, -86.5444), country="US", region="AL"),
    settlement("York", YORK, population=150_000),
    settlement("York", Point(39.9626, -76.7277), country="US", region="PA", population=900_000),
    settlement("Skipton", SKIPTON),
    settlement("Springfield", Point(39.8017, -89.6437), country="US", region="IL"),
    settlement("Springfield", Point(37.2153, -93.2982), country="US", region="MO", population=170_000),
    settlement("Ilkley Moor", Point(53.9, -1.8), kind="L"),
    "a row of something else",
    settlement("Nowhere", Point(0, 0)).replace("\t0\t0\t", "\tnorth\teast\t"),
    postcode("LS1 4AP", Point(53.7956, -1.5517)),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A GeoNames file of invented rows, settlements and postal codes in one."""
    path = tmp_path / "places.txt"
    path.write_text("\n".join(ROWS), encoding="utf-8")
    return path


@pytest.fixture
def places(file: Path, tmp_path: Path) -> Gazetteer:
    """What that file holds, installed."""
    install(tmp_path, read_file(file, _quietly), now=datetime(2026, 11, 24, tzinfo=UTC))
    found = open_installed(tmp_path)
    assert found is not None
    return found


def _quietly(_rows: int) -> None:
    pass


@pytest.mark.parametrize(
    ("typed", "home", "point"),
    [
        ("Leeds", "GB", LEEDS),
        ("leeds", "GB", LEEDS),
        ("Loidis", "GB", LEEDS),
        ("York", "GB", YORK),
        ("Skipton", "US", SKIPTON),
        ("York, PA", "GB", Point(39.9626, -76.7277)),
        ("Leeds, US", "GB", Point(33.5482, -86.5444)),
        ("Springfield", "GB", Point(37.2153, -93.2982)),
        ("Springfield, il", "GB", Point(39.8017, -89.6437)),
        ("LS1 4AP", "GB", Point(53.7956, -1.5517)),
        ("ls14ap", "GB", Point(53.7956, -1.5517)),
        ("Ilkley Moor", "GB", None),
        ("Nowhere", "GB", None),
        ("Atlantis", "GB", None),
        ("", "GB", None),
        (",", "GB", None),
    ],
)
def test_a_place_is_where_somebody_who_types_its_name_means(
    typed: str, home: str, point: Point | None, places: Gazetteer
) -> None:
    assert places.find(typed, home=home) == point


HULL, HULL_IN_CANADA, KOELN, WATERLOO = Point(53.7, -0.3), Point(45.4, -75.7), Point(50.9, 6.9), Point(50.7, 4.4)
NEWCASTLE, HAILSHAM, PARIS, BERWICK = Point(54.9, -1.6), Point(50.8, 0.2), Point(48.8, 2.3), Point(55.7, -2.0)
KNOWN_BY_OTHER_NAMES = (
    settlement("Kingston upon Hull", HULL, population=314_018, others="Hull,Hulo,赫爾"),
    settlement("Hull", HULL_IN_CANADA, country="CA", population=63_702),
    settlement("Hull", Point(43.1, -96.1), country="US", population=2_244),
    settlement("Köln", KOELN, country="DE", region="07", population=1_024_621, others="Cologne,Keulen"),
    settlement("Cologne", Point(45.5, 9.9), country="IT", population=7_032),
    settlement("Newcastle upon Tyne", NEWCASTLE, population=300_125, others="Newcastle,Newcastle-on-Tyne"),
    settlement("Newcastle", Point(54.2, -5.8), region="NIR", population=7_444),
    settlement("Hailsham", HAILSHAM, population=23_411, others="Fairlight,Paris"),
    settlement("Fairlight", Point(50.8, 0.6), population=1_516),
    settlement("Paris", PARIS, country="FR", population=2_138_551),
    settlement("Waterloo", WATERLOO, country="BE", population=29_706),
    settlement("Austin", Point(30.2, -97.7), country="US", population=974_447, others="Waterloo"),
    settlement("Saint Ives", Point(50.2, -5.5), population=11_226),
    settlement("Berwick-Upon-Tweed", BERWICK, population=12_043, others="Berwick"),
    settlement("Little Snoring", Point(52.8, 0.9), population=619, others="Snoring"),
)


@pytest.mark.parametrize(
    ("typed", "home", "point"),
    [
        pytest.param("Hull", "GB", HULL, id="at home by another name before its namesakes abroad"),
        pytest.param("Hull", "CA", HULL_IN_CANADA, id="at home by its own name"),
        pytest.param("Hull, GB", "CA", HULL, id="in the country that was said"),
        pytest.param("赫爾", "GB", HULL, id="in another script"),
        pytest.param("Cologne", "GB", KOELN, id="abroad the far larger one"),
        pytest.param("koeln", "GB", None, id="a spelling that nobody wrote down"),
        pytest.param("Newcastle", "GB", NEWCASTLE, id="what a name begins with is its own"),
        pytest.param("Fairlight", "GB", Point(50.8, 0.6), id="its own name before a larger one's other"),
        pytest.param("Paris", "GB", PARIS, id="a city abroad before an odd name at home"),
        pytest.param("Waterloo", "FR", WATERLOO, id="its own name before an old one of a city, both abroad"),
        pytest.param("Berwick", "GB", BERWICK, id="a small town"),
        pytest.param("St. Ives", "GB", Point(50.2, -5.5), id="written short"),
        pytest.param("Snoring", "GB", None, id="no other names of a village"),
    ],
)
def test_a_place_goes_by_its_other_names(typed: str, home: str, point: Point | None, tmp_path: Path) -> None:
    file = tmp_path / "others.txt"
    file.write_text("\n".join(KNOWN_BY_OTHER_NAMES), encoding="utf-8")
    install(tmp_path, read_file(file, _quietly), now=datetime(2026, 11, 24, tzinfo=UTC))
    places = open_installed(tmp_path)
    assert places is not None
    assert places.find(typed, home=home) == point


def test_a_postings_place_goes_by_its_other_names_too(tmp_path: Path) -> None:
    file = tmp_path / "others.txt"
    file.write_text("\n".join(KNOWN_BY_OTHER_NAMES), encoding="utf-8")
    install(tmp_path, read_file(file, _quietly), now=datetime(2026, 11, 24, tzinfo=UTC))
    places = open_installed(tmp_path)
    assert places is not None
    assert places.locate("Hull", region="", country="GB") == HULL
    assert places.locate("Newcastle", region="NIR", country="GB") == Point(54.2, -5.8)
    assert places.locate("Cologne", region="", country="GB") is None


def test_a_postings_place_is_in_its_country_or_nowhere(places: Gazetteer) -> None:
    assert places.locate("York", region="", country="GB") == YORK
    assert places.locate("Springfield", region="IL", country="US") == Point(39.8017, -89.6437)
    assert places.locate("Skipton", region="", country="US") is None


def test_a_file_without_a_place_leaves_what_is_there(file: Path, places: Gazetteer, tmp_path: Path) -> None:
    other = tmp_path / "shopping.txt"
    other.write_text("eggs\nmilk\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"shopping.txt holds no place"):
        install(tmp_path, read_file(other, _quietly), now=datetime(2026, 11, 24, tzinfo=UTC))
    again = open_installed(tmp_path)
    assert again is not None
    assert again.find("Leeds", home="GB") == LEEDS


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    store.path_in(tmp_path).write_bytes(b"not a database" * 100)
    assert open_installed(tmp_path) is None
    with pytest.raises(sqlite3.DatabaseError):
        store.status(tmp_path)


def test_a_file_of_another_version_is_as_good_as_none(places: Gazetteer, tmp_path: Path) -> None:
    with closing(sqlite3.connect(store.path_in(tmp_path))) as connection:
        connection.execute("UPDATE about SET value = '1' WHERE name = 'format'")
        connection.commit()
    assert open_installed(tmp_path) is None
    with pytest.raises(sqlite3.DatabaseError, match="in format"):
        store.status(tmp_path)


def test_without_a_file_the_optional_package_is_read_or_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobboard.gazetteer.geonames.find_spec", lambda name: None if name == BUNDLED else object())
    with pytest.raises(InvalidInput, match=r"flask-jobboard\[places\]"):
        next(read_bundled(_quietly))


def test_what_the_optional_package_bundles_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = {"name": "München", "countrycode": "DE", "admin1code": "02", "population": 1_260_391}
    city |= {"latitude": 48.13743, "longitude": 11.57549, "alternatenames": ["Munich", "Mu", "München"]}
    data = tmp_path / BUNDLED / "data"
    data.mkdir(parents=True)
    (tmp_path / BUNDLED / "__init__.py").touch()
    (data / "cities500.json").write_text(json.dumps({"2867714": city}), encoding="utf-8")
    monkeypatch.delitem(sys.modules, BUNDLED, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    (munich,) = read_bundled(_quietly)
    monkeypatch.delitem(sys.modules, BUNDLED, raising=False)
    others = ("Munich", "München")
    assert munich == (("München",), others, "DE", "02", 1_260_391, Point(48.13743, 11.57549))


@pytest.fixture
def jobs(board: BoardState, file: Path) -> BoardState:
    """Jobs in Leeds, York and Skipton on a board that knows where these are."""
    import_places(board, [file], progress=_quietly)
    for place in ("Leeds", "York", "Skipton"):
        open_job(board, title=f"{place} Marketing Manager", place=place, postal_code="")
    return board


def test_jobs_near_a_place_are_found_with_those_in_it(jobs: BoardState, client: FlaskClient) -> None:
    assert heading(client.get("/jobs/?place=Leeds").text) == "3 jobs within 25 miles of Leeds"
    assert heading(client.get("/jobs/?place=Leeds&within=10").text) == "1 job within 10 miles of Leeds"
    assert heading(client.get("/jobs/?place=Leeds&within=0").text) == "1 job in Leeds"
    assert heading(client.get("/jobs/?place=LS1+4AP&within=10").text) == "1 job within 10 miles of LS1 4AP"


def test_the_distance_is_a_choice_where_places_are_known(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?place=Leeds&within=10").text
    assert '<option value="10" selected>10 miles</option>' in page
    assert '<option value="0">That place only</option>' in page
    assert '<input type="hidden" name="within" value="10">' in page


def test_a_place_nobody_knows_is_looked_for_by_its_name(jobs: BoardState, client: FlaskClient) -> None:
    open_job(jobs, title="Lighthouse Keeper", place="Atlantis", postal_code="")
    assert heading(client.get("/jobs/?place=Atlantis").text) == "1 job in Atlantis"


def test_york_is_neither_yorkshire_nor_new_york(jobs: BoardState, client: FlaskClient) -> None:
    open_job(jobs, title="Shepherd", place="Yorkshire Dales", postal_code="")
    open_job(jobs, title="Broker", place="New York", postal_code="")
    open_job(jobs, title="Porter", place="York 6", postal_code="")
    assert heading(client.get("/jobs/?place=York&within=0").text) == "2 jobs in York"
    assert heading(client.get("/jobs/?place=York&within=5").text) == "2 jobs within 5 miles of York"
    assert heading(client.get("/jobs/?place=Yor").text) == "No jobs in Yor"


def test_an_outward_code_finds_the_addresses_that_begin_so(jobs: BoardState, client: FlaskClient) -> None:
    open_job(jobs, title="Crane Driver", place="Leeds", postal_code="LS10 1AB")
    open_job(jobs, title="Barrister", place="Leeds", postal_code="LS11 4AP")
    assert heading(client.get("/jobs/?place=ls10").text) == "1 job in ls10"


def test_a_mistyped_place_is_said_to_be_unknown_and_the_nearest_spelling_offered(
    jobs: BoardState, client: FlaskClient
) -> None:
    page = client.get("/jobs/?q=marketing&place=Leeeds&within=10").text
    assert "No open job names a place called “Leeeds”." in page
    assert (
        'Did you mean <a href="/jobs/?q=marketing&amp;place=Leeds&amp;within=10">Leeds</a>? That finds 1 job.' in page
    )


def test_a_place_like_no_other_is_only_said_to_be_unknown(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?place=Xanadu").text
    assert "No open job names a place called “Xanadu”." in page
    assert "Did you mean" not in page


def test_a_known_place_without_such_a_job_is_not_called_unknown(jobs: BoardState, client: FlaskClient) -> None:
    open_job(jobs, title="Lighthouse Keeper", place="Atlantis", postal_code="")
    for place in ("Atlantis", "Skipton"):
        assert "names a place called" not in client.get(f"/jobs/?q=zebra&place={place}").text


def test_somebody_who_still_types_is_offered_every_place_that_begins_so(jobs: BoardState, client: FlaskClient) -> None:
    open_job(jobs, title="Shepherd", place="Yorkshire Dales", postal_code="")
    open_job(jobs, title="Broker", place="New York", postal_code="")
    offered = client.get("/jobs/suggest?of=place&q=yor").get_json()["suggestions"]
    assert {each["text"] for each in offered} == {"York", "Yorkshire Dales", "New York"}


def test_a_board_without_places_offers_no_distance(board: BoardState, client: FlaskClient) -> None:
    open_job(board)
    page = client.get("/jobs/?place=Leeds&within=10").text
    assert heading(page) == "1 job in Leeds"
    assert 'name="within"' not in page[: page.index("</form>")]
    assert "Town or region" in page


def test_a_distance_in_the_words_that_cannot_be_used_is_said_to_be_left_out(board: BoardState, client: FlaskClient):
    open_job(board)
    found = client.get("/jobs/?q=marketing+within+25+miles+of+leeds").text
    assert heading(found) == "1 marketing job in Leeds"
    said = "“Within 25 miles” was left out, since this site does not know where Leeds is."
    assert f"{said} These are jobs in Leeds itself." in found
    nothing = client.get("/jobs/?q=zebra+within+25+miles+of+leeds").text
    assert f"{said} Looked for in Leeds itself." in nothing
    assert "was left out" not in client.get("/jobs/?q=marketing+in+leeds").text


def test_a_whole_country_is_not_a_circle_around_a_village(jobs: BoardState, client: FlaskClient) -> None:
    assert heading(client.get("/jobs/?place=UK").text).endswith("jobs in UK")
    assert heading(client.get("/jobs/?place=England").text).endswith("jobs in England")
    assert heading(client.get("/jobs/?place=USA").text) == "No jobs in USA"


def test_a_postcode_nobody_knows_narrows_by_its_outward_part(board: BoardState, client: FlaskClient) -> None:
    open_job(board, title="Crane Driver", place="Leeds", postal_code="LS2")
    open_job(board, title="Barrister", place="Leeds", postal_code="LS11 4AP")
    assert heading(client.get("/jobs/?place=LS2+8AA").text) == "1 job in LS2"
    assert heading(client.get("/jobs/?place=LS11+4AP").text) == "1 job in LS11 4AP"


def test_a_distance_in_the_words_that_is_used_is_not_said_to_be_left_out(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing+within+25+miles+of+leeds").text
    assert heading(page) == "3 marketing jobs within 25 miles of Leeds"
    assert "was left out" not in page


@pytest.mark.parametrize("typed", ["leeds+within+10+miles", "leeds+10+miles", "in+leeds,+within+10+miles"])
def test_a_distance_is_read_behind_its_place_too(typed: str, jobs: BoardState, client: FlaskClient) -> None:
    page = client.get(f"/jobs/?q=marketing+{typed}").text
    assert heading(page) == "1 marketing job within 10 miles of Leeds"


def test_a_distance_from_a_place_nobody_knows_is_no_words_to_look_for(jobs: BoardState, client: FlaskClient) -> None:
    open_job(jobs, title="Windmill Keeper", description="Ten mills within a mile.")
    page = client.get("/jobs/?q=within+10+miles+of+Atlantis").text
    assert heading(page) == "No jobs in Atlantis"
    assert "this site does not know where Atlantis is" in page
    assert "No open job names a place called “Atlantis”." in page
    assert "mills" not in page


def test_only_a_board_that_knows_postal_codes_promises_them(
    jobs: BoardState, client: FlaskClient, file: Path, tmp_path: Path
) -> None:
    assert "Town or postcode" in client.get("/jobs/").text
    rows = [row for row in file.read_text(encoding="utf-8").splitlines() if len(row.split("\t")) > 12]
    settlements = tmp_path / "settlements.txt"
    settlements.write_text("\n".join(rows), encoding="utf-8")
    import_places(jobs, [settlements], progress=_quietly)
    page = client.get("/jobs/").text
    assert "Town or region" in page
    assert 'name="within"' in page


def test_a_distance_in_words_is_understood(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing+within+40+km+of+Skipton").text
    assert heading(page) == "2 marketing jobs within 25 miles of Skipton"
    assert understood(page) == {"Within 25 miles of Skipton": "/jobs/?q=marketing"}


def test_where_nothing_is_near_the_next_distance_that_has_something_is_offered(
    jobs: BoardState, client: FlaskClient
) -> None:
    page = client.get("/jobs/?q=york&place=Skipton&within=5").text
    assert heading(page) == "No jobs for “york” within 5 miles of Skipton"
    assert "Look within 50 miles of Skipton" in page
    assert "Look within 10 miles of Skipton" not in page
    assert "Look everywhere, not only within 5 miles of Skipton" in page


def test_kilometres_where_the_country_counts_in_them(database_url: str, tmp_path: Path) -> None:
    from jobboard.config import Config

    assert Config(default_country="DE").measures_in == "km"
    assert Config(default_country="us").measures_in == "mi"
    assert Config(default_country="GB", distance_unit="km").measures_in == "km"


def test_places_come_and_go_by_command(app: Flask, board: BoardState, file: Path) -> None:
    open_job(board, postal_code="")
    said = run(app, "places", "import", str(file)).stdout
    assert "names of places in 2 countries" in said
    assert "GeoNames" in said
    assert json.loads(run(app, "places", "status", "--json").stdout)["installed"] is True
    assert gazetteer(board) is not None
    assert run(app, "places", "remove").stdout.strip() == "Taken away."
    assert gazetteer(board) is None
    assert not remove_places(board)
