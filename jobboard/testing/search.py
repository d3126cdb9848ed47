"""What every search engine must do. Subclass ``SearchConformance`` in your tests and give it a ``backend`` fixture::

class TestMyEngine(SearchConformance):
    @pytest.fixture
    def backend(self): ...  # an empty engine
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from jobboard.search.documents import JobDocument
from jobboard.search.geo import Point
from jobboard.search.port import MOST_VALUES, FacetCount, Named, SearchBackend, SearchPage, StepCounts, Suggestion
from jobboard.search.query import FACETS, Grammar, Near, SearchQuery, Sort, Steps

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LEEDS = Point(53.7974, -1.5438)

_PLAIN = JobDocument(
    id="job",
    title="Untitled",
    organization="Wend & Harbour",
    text="",
    skills=(),
    function=None,
    level_rank=None,
    employment_types=(),
    work_mode=None,
    places=(),
    regions=(),
    pay_year_min=None,
    pay_year_max=None,
    currency="GBP",
    posted_at=NOW - timedelta(days=3),
    valid_through=None,
)


def job_document(id: str = "job", **changes: Any) -> JobDocument:  # noqa: A002  # the field's own name
    """A plain document with only what a test is about named."""
    return replace(_PLAIN, id=id, **changes)


def found(backend: SearchBackend, text: str = "", **asked: Any) -> list[str]:
    """The ids ``backend`` finds, best first."""
    return [hit.id for hit in ask(backend, text, **asked).hits]


def ask(backend: SearchBackend, text: str = "", **asked: Any) -> SearchPage:
    """One search at ``NOW`` with room for all hits."""
    return backend.search(SearchQuery(text, **{"now": NOW, "limit": 100, **asked}))


def _written_at_length(n: int) -> JobDocument:
    """One of many that hold the same words in texts of different length, so that all are ranked close together."""
    text = " ".join(["A ward for a nurse.", *["Night and day."] * (n % 5), *["On the ward."] * (n % 3)])
    return job_document(f"ward-{n:02d}", title="Nurse" if n % 4 else "Ward nurse", text=text)


def many_documents(count: int = 48) -> list[JobDocument]:
    """Documents in which every facet takes several values in every combination, some of them none."""
    types = [("FULL_TIME",), ("PART_TIME",), ("FULL_TIME", "CONTRACTOR"), ()]
    return [
        job_document(
            f"job-{n:03d}",
            title="Nurse" if n % 2 else "Porter",
            organization=("Northgate Care", "Wend & Harbour", "Alder Clinic")[n % 3],
            function=(None, "healthcare", "facilities")[n // 2 % 3],
            level_rank=(None, 1, 3, 5)[n // 3 % 4],
            employment_types=types[n // 5 % 4],
            work_mode=(None, "onsite", "hybrid")[n // 4 % 3],
            places=((), ("Leeds",), ("York",), ("Leeds", "York"))[n // 7 % 4],
            posted_at=NOW - timedelta(days=n),
            valid_through=NOW - timedelta(hours=1) if n % 11 == 0 else None,
            pay_year_max=None if n % 6 == 0 else 2_000_000 + n * 50_000,
            currency=("GBP", "USD", None)[n // 9 % 3],
        )
        for n in range(count)
    ]


def counted(
    documents: Iterable[JobDocument], *, filters: Mapping[str, tuple[str, ...]], facet: str | None
) -> list[JobDocument]:
    """The live documents that pass every filter but ``facet``'s own: the slow, obvious way."""
    live = [d for d in documents if d.valid_through is None or d.valid_through >= NOW]
    for name, values in filters.items():
        if name != facet and values:
            live = [d for d in live if set(values) & set(d.facet_values(name))]
    return live


class SearchConformance:
    """The tests. Ranking is tested only where every engine must agree."""

    def test_an_empty_index_answers_with_nothing(self, backend: SearchBackend) -> None:
        page = ask(backend, "nurse")
        assert (page.hits, page.total) == ((), 0)
        assert set(page.facets) == set(FACETS)

    @pytest.mark.parametrize("words", ["midwife", "Phlebotomy", "northgate", "haemodialysis", "MIDWIVES ward", "Leeds"])
    def test_a_job_is_found_by_its_title_skills_organization_place_and_text(
        self, backend: SearchBackend, words: str
    ) -> None:
        job = job_document(
            title="Community Midwife",
            skills=("Phlebotomy",),
            organization="Northgate Care",
            text="<p>You know haemodialysis and the ward.</p>",
            places=("Leeds",),
        )
        backend.update([job, job_document("other", title="Crane Driver")])
        assert found(backend, words) == ["job"]

    def test_any_of_the_words_finds_and_the_title_counts_most(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("text", title="Porter", text="You help the welder on duty."),
            job_document("title", title="Welder", text="Come and join."),
            job_document("both", title="Coded Welder", text="A welder of pipes."),
            job_document("none", title="Gardener"),
        ])  # fmt: skip
        assert found(backend, "welder") in (["title", "both", "text"], ["both", "title", "text"])
        assert found(backend, "coded welder")[0] == "both"
        assert set(found(backend, "coded welder")) >= {"both", "title"}

    def test_plural_and_singular_are_one_word(self, backend: SearchBackend) -> None:
        backend.update([job_document(title="Plumbers")])
        assert found(backend, "plumber") == found(backend, "plumbers") == ["job"]

    def test_a_phrase_needs_its_words_side_by_side(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("beside", title="Fire Safety Inspector"),
            job_document("apart", title="Safety of Trucks and Fire Engines"),
        ])  # fmt: skip
        assert found(backend, '"fire safety"') == ["beside"]
        assert found(backend, '"safety fire"') == []

    def test_a_word_after_a_minus_keeps_jobs_out(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("civil", title="Civil Engineer"),
            job_document("text", title="Structural Engineer", text="Works with the civil team."),
            job_document("kept", title="Marine Engineer"),
        ])  # fmt: skip
        assert found(backend, "engineer -civil") == ["kept"]
        assert found(backend, '-"civil engineer" -structural') == ["kept"]

    @pytest.mark.parametrize(
        "name",
        [
            "C++",
            "C#",
            ".NET",
            "R",
            "node.js",
            "24/7",
            "résumé",
            "Zürich",
            "Инженер",
            "日本語",
            "العربية",
            "हिन्दी",
            "O'Neill",
            "R&D",
        ],
    )
    def test_unusual_names_find_what_holds_them(self, backend: SearchBackend, name: str) -> None:
        backend.update([
            job_document("held", title="Opening", text=f"Somebody who knows {name} well."),
            job_document("other", title="Opening", text="Somebody who knows C, networks, nodes and 24 of 7 rules."),
        ])  # fmt: skip
        assert found(backend, name) == ["held"]

    def test_accents_do_not_matter_either_way(self, backend: SearchBackend) -> None:
        backend.update(
            [job_document("with", title="Chargé de clientèle"), job_document("without", title="Charge nurse")]
        )
        assert set(found(backend, "chargé")) == set(found(backend, "charge")) == {"with", "without"}

    @pytest.mark.parametrize(
        "text",
        [
            '"',
            '""',
            "-",
            "- -",
            '-"',
            "(",
            "a OR",
            "*",
            "?*",
            "title:x",
            "\\",
            "\0",
            "\ud83d",
            "'",
            "nurse AND",
            "x" * 9000,
            "nurse " * 999,
            "[a TO",
            "~1",
            "^2",
            "%",
            "+-+",
            "é" * 300,
            "<mark>",
            "‮",
            "-- DROP TABLE",
        ],
    )
    def test_every_text_gets_an_answer(self, backend: SearchBackend, text: str) -> None:
        backend.update([job_document(title="Nurse")])
        assert ask(backend, text).total in {0, 1}
        assert backend.status().healthy

    @pytest.mark.parametrize("text", ["", "  ", "the", '"of the"'])
    def test_no_words_find_everything_newest_first(self, backend: SearchBackend, text: str) -> None:
        documents = [job_document(f"j{n}", posted_at=NOW - timedelta(days=n)) for n in (2, 0, 1)]
        backend.update(documents)
        assert found(backend, text) == found(backend, sort=Sort.NEWEST) == ["j0", "j1", "j2"]

    def test_expired_jobs_neither_show_nor_count(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("past", title="Nurse", valid_through=NOW - timedelta(seconds=1), work_mode="remote"),
            job_document("today", title="Nurse", valid_through=NOW, work_mode="onsite"),
        ])  # fmt: skip
        page = ask(backend, "nurse")
        assert ([hit.id for hit in page.hits], page.total) == (["today"], 1)
        assert [(c.value, c.count) for c in page.facets["work_mode"]] == [("onsite", 1)]
        assert backend.ids() == {"past", "today"}

    def test_what_was_counted_before_a_job_expired_is_counted_again(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("short", title="Nurse", valid_through=NOW, work_mode="remote"),
            job_document("long", title="Nurse", work_mode="onsite"),
        ])  # fmt: skip
        pages = [ask(backend, "nurse", now=NOW + timedelta(minutes=minutes)) for minutes in (0, 1)]
        assert [{c.value: c.count for c in page.facets["work_mode"]} for page in pages] == [
            {"remote": 1, "onsite": 1},
            {"onsite": 1},
        ]

    def test_filters_and_facets_equal_a_count_by_hand(self, backend: SearchBackend) -> None:
        documents = many_documents()
        backend.update(documents)
        choices = product(
            ((), ("Leeds",), ("Leeds", "York")),
            ((), ("1",), ("3", "5")),
            ((), ("healthcare",)),
            ((), ("PART_TIME", "CONTRACTOR")),
        )
        for place, level, function, types in choices:
            filters = {"place": place, "level": level, "function": function, "employment_type": types}
            page = ask(backend, filters=filters)
            expected = counted(documents, filters=filters, facet=None)
            assert sorted(hit.id for hit in page.hits) == sorted(d.id for d in expected)
            assert page.total == len(expected)
            for facet in FACETS:
                tally = Counter(
                    v for d in counted(documents, filters=filters, facet=facet) for v in d.facet_values(facet)
                )
                assert {c.value: c.count for c in page.facets[facet]} == dict(tally)
                assert [c.count for c in page.facets[facet]] == sorted(tally.values(), reverse=True)

    def test_filters_keep_to_the_words(self, backend: SearchBackend) -> None:
        documents = many_documents()
        backend.update(documents)
        page = ask(backend, "nurse", filters={"organization": ("Alder Clinic",)})
        nurses = [d for d in documents if d.title == "Nurse"]
        assert page.total == len(counted(nurses, filters={"organization": ("Alder Clinic",)}, facet=None)) > 0
        tally = Counter(d.organization for d in counted(nurses, filters={}, facet=None))
        assert {c.value: c.count for c in page.facets["organization"]} == dict(tally)

    def test_of_very_many_values_the_most_frequent_and_those_in_use_are_counted(self, backend: SearchBackend) -> None:
        towns = [f"Town {number}" for number in range(5 * MOST_VALUES)]
        often, rare = towns[: MOST_VALUES - 1], towns[-1]
        documents = [
            job_document(f"{town} {number}", places=(town, "Yorkshire"))
            for town in towns
            for number in range(2 if town in often else 1)
        ]
        backend.update(documents)
        counts = {c.value: c.count for c in ask(backend, filters={"place": (rare,)}).facets["place"]}
        assert counts.items() >= {"Yorkshire": len(documents), **dict.fromkeys(often, 2), rare: 1}.items()

    def test_a_value_nobody_has_finds_nothing(self, backend: SearchBackend) -> None:
        backend.update([job_document(places=("Leeds",))])
        assert found(backend, filters={"place": ("Atlantis",)}) == []

    def test_a_place_is_found_as_typed(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("leeds", places=("Leeds",), regions=("West Yorkshire",)),
            job_document("york", places=("York",), regions=("North Yorkshire",)),
        ])  # fmt: skip
        assert found(backend, place="leeds") == ["leeds"]
        assert found(backend, place=" LEEDS, west yorkshire ") == ["leeds"]
        assert found(backend, place="leeds west yorkshire") == ["leeds"]
        assert set(found(backend, place="yorkshire")) == {"leeds", "york"}
        assert found(backend, place="Paris") == []

    def test_a_place_is_whole_words_from_the_beginning_of_its_name(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("york", places=("York",), regions=("North Yorkshire",)),
            job_document("district", places=("York 6",)),
            job_document("leeds", places=("Leeds LS10",), regions=("Yorkshire",)),
            job_document("yorkshire", places=("Yorkshire Dales",)),
            job_document("new york", places=("New York",), regions=("NY",)),
            job_document("upstate", places=("Buffalo",), regions=("New York",)),
            job_document("two names", places=("Brooklyn, New York",)),
            job_document("written apart", places=("St. Anne's-on-Sea",)),
        ])  # fmt: skip
        assert set(found(backend, place="york")) == {"york", "district"}
        assert found(backend, place="York 6") == ["district"]
        assert found(backend, place="leeds") == ["leeds"]
        assert set(found(backend, place="New York")) == {"new york", "upstate", "two names"}
        assert found(backend, place="New York, NY") == found(backend, place="new york ny") == ["new york"]
        assert found(backend, place="st annes on sea") == ["written apart"]
        for beginning in ("Yor", "Lee", "6", "North", "New York 6", "Buff"):
            assert found(backend, place=beginning) == [], beginning

    def test_a_postal_code_is_found_by_its_first_part_or_as_a_whole(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("dock", places=("Leeds",), postal_codes=("LS10 1AB",)),
            job_document("centre", places=("Leeds",), postal_codes=("LS1 4AP",)),
            job_document("york", places=("York",), points=(Point(53.9590, -1.0815),), postal_codes=("YO30 1AA",)),
        ])  # fmt: skip
        assert found(backend, place="ls10") == found(backend, place="LS10 1AB") == ["dock"]
        assert found(backend, place="LS1") == found(backend, place="Leeds, LS1") == ["centre"]
        assert found(backend, place="LS") == found(backend, place="1AB") == []
        assert found(backend, place="YO30", near=Near(LEEDS, 5)) == []

    def test_a_country_and_its_parts_are_found_by_their_usual_names(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("leeds", places=("Leeds",), countries=("GB",)),
            job_document("fife", places=("Cupar",), regions=("Fife",), countries=("GB",)),
            job_document("austin", places=("Austin",), regions=("TX",), countries=("US",)),
        ])  # fmt: skip
        for name in ("UK", "u.k.", "United Kingdom", "Great Britain"):
            assert set(found(backend, place=name)) == {"leeds", "fife"}, name
        assert found(backend, place="England") == found(backend, place="Leeds, UK") == ["leeds"]
        assert found(backend, place="Scotland") == ["fife"]
        for name in ("USA", "US", "United States", "America"):
            assert found(backend, place=name) == ["austin"], name

    def test_a_big_town_is_found_by_its_short_name(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("city", places=("New York",), regions=("NY",), countries=("US",)),
            job_document("upstate", places=("Buffalo",), regions=("New York",), countries=("US",)),
            job_document("coast", places=("Los Angeles",), regions=("CA",), countries=("US",)),
        ])  # fmt: skip
        assert found(backend, place="NYC") == ["city"]
        assert found(backend, place="LA") == ["coast"]

    def test_a_region_is_found_by_its_full_name(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("west", places=("Leeds",), regions=("West Yorkshire",)),
            job_document("whole", places=("Hull",), regions=("Yorkshire",)),
            job_document("wales", places=("Cardiff",), regions=("South Wales",)),
            job_document("charleston", places=("Charleston",), regions=("West Virginia",)),
        ])  # fmt: skip
        assert set(found(backend, place="Yorkshire")) == {"west", "whole"}
        assert found(backend, place="West Yorkshire") == ["west"]
        assert found(backend, place="wales") == ["wales"]
        assert found(backend, place="West Virginia") == ["charleston"]
        assert found(backend, place="Virginia") == found(backend, place="West") == []

    def test_pay_and_date_are_lower_bounds(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("low", pay_year_min=2_000_000, pay_year_max=2_400_000, posted_at=NOW - timedelta(days=1)),
            job_document("one-end", pay_year_min=3_000_000, posted_at=NOW - timedelta(days=9)),
            job_document("silent", posted_at=NOW),
        ])  # fmt: skip
        assert set(found(backend, pay_at_least=2_400_000)) == {"low", "one-end"}
        assert found(backend, pay_at_least=2_400_001) == ["one-end"]
        assert set(found(backend, posted_since=NOW - timedelta(days=1))) == {"low", "silent"}

    def test_the_most_pay_is_where_a_range_may_begin(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("low", pay_year_min=2_000_000, pay_year_max=2_400_000),
            job_document("wide", pay_year_min=2_400_000, pay_year_max=4_000_000),
            job_document("one-end", pay_year_max=3_000_000),
            job_document("silent"),
        ])  # fmt: skip
        assert set(found(backend, pay_at_most=2_400_000)) == {"low", "wide"}
        assert found(backend, pay_at_most=2_399_999) == ["low"]
        assert set(found(backend, pay_at_most=3_000_000)) == {"low", "wide", "one-end"}
        assert found(backend, pay_at_most=2_400_000, pay_at_least=2_400_001) == ["wide"]
        assert ask(backend, pay_at_most=2_400_000, steps=Steps(pay=(2_000_000, 3_000_000))).steps.pay == (2, 1)

    def test_the_currency_of_the_pay_is_a_filter(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("pounds", pay_year_min=2_000_000),
            job_document("dollars", currency="USD"),
            job_document("silent", currency=None),
        ])  # fmt: skip
        assert found(backend, filters={"currency": ("USD",)}) == ["dollars"]
        assert ask(backend).facets["currency"] == (FacetCount("GBP", 1), FacetCount("USD", 1))

    def test_steps_count_what_each_lower_bound_would_leave(self, backend: SearchBackend) -> None:
        documents = many_documents()
        backend.update(documents)
        steps = Steps(
            pay=(2_500_000, 3_500_000, 90_000_000), posted=(NOW - timedelta(days=25), NOW - timedelta(days=45))
        )
        filters = {"organization": ("Northgate Care", "Alder Clinic")}
        asked = {"pay_at_least": 2_700_000, "posted_since": NOW - timedelta(days=40), "filters": filters}
        page = ask(backend, "nurse", steps=steps, **asked)
        by_pay = [ask(backend, "nurse", **{**asked, "pay_at_least": amount}).total for amount in steps.pay]
        by_date = [ask(backend, "nurse", **{**asked, "posted_since": moment}).total for moment in steps.posted]
        assert page.steps == StepCounts(tuple(by_pay), tuple(by_date))
        assert by_pay[0] > by_pay[1] > by_pay[2] == 0
        assert by_date[1] > by_date[0] > 0

    def test_facets_keep_to_both_ranges(self, backend: SearchBackend) -> None:
        documents = many_documents()
        backend.update(documents)
        page = ask(backend, pay_at_least=3_000_000, posted_since=NOW - timedelta(days=30))
        live = counted(documents, filters={}, facet=None)
        kept = [d for d in live if (d.pay_year_max or 0) >= 3_000_000 and d.posted_at >= NOW - timedelta(days=30)]
        tally = Counter(d.organization for d in kept)
        assert {c.value: c.count for c in page.facets["organization"]} == dict(tally)
        assert page.total == len(kept)

    def test_a_circle_decides_alone_where_it_is_known_where_a_job_is(self, backend: SearchBackend) -> None:
        york = Point(53.9590, -1.0815)
        backend.update([
            job_document("york", places=("York",), points=(york,)),
            job_document("selby", places=("Selby",), points=(Point(53.7833, -1.0667),)),
            job_document("namesake", places=("York",), points=(Point(40.8681, -97.5920),)),
            job_document("unplaced", places=("York 6",)),
            job_document("elsewhere", places=("New York",)),
        ])  # fmt: skip
        assert set(found(backend, near=Near(york, 5), place="York")) == {"york", "unplaced"}
        assert set(found(backend, near=Near(york, 50), place="York")) == {"york", "selby", "unplaced"}
        assert found(backend, near=Near(york, 5)) == ["york"]

    def test_a_circle_finds_what_lies_in_it_or_is_called_so(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("leeds", places=("Leeds",), points=(LEEDS,)),
            job_document("bradford", places=("Bradford",), points=(Point(53.7938, -1.7564),)),
            job_document("york", places=("York",), points=(Point(53.9590, -1.0815),)),
            job_document("two", places=("York", "Leeds"), points=(Point(53.9590, -1.0815), LEEDS)),
            job_document("unplaced", places=("Leeds",)),
            job_document("nowhere"),
        ])  # fmt: skip
        assert set(found(backend, near=Near(LEEDS, 5))) == {"leeds", "two"}
        assert set(found(backend, near=Near(LEEDS, 15))) == {"leeds", "two", "bradford"}
        assert set(found(backend, near=Near(LEEDS, 50), place="Leeds")) == {
            "leeds",
            "two",
            "bradford",
            "york",
            "unplaced",
        }
        assert found(backend, near=Near(Point(0.0, 0.0), 100)) == []

    def test_a_circle_over_the_edge_of_the_map_is_whole(self, backend: SearchBackend) -> None:
        backend.update([job_document("suva", points=(Point(-17.0, 179.9),))])
        assert found(backend, near=Near(Point(-17.0, -179.9), 50)) == ["suva"]

    def test_best_paid_first_and_silent_ones_last(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("silent"),
            job_document("wide", pay_year_min=2_000_000, pay_year_max=4_000_000),
            job_document("narrow", pay_year_min=3_500_000, pay_year_max=4_000_000),
            job_document("low", pay_year_min=3_000_000),
        ])  # fmt: skip
        assert found(backend, sort=Sort.PAY) == ["narrow", "wide", "low", "silent"]

    @pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.PAY])
    def test_where_the_words_do_not_order_jobs_that_hold_few_of_them_are_left_out(
        self, backend: SearchBackend, sort: Sort
    ) -> None:
        backend.update(_bakers())
        page = ask(backend, "pastry baker", sort=sort)
        assert [hit.id for hit in page.hits] == ["text", "title"]
        assert page.total == 2
        assert {place.value for place in page.facets["place"]} == {"York", "Hull"}

    @pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.PAY])
    def test_where_filters_leave_only_jobs_that_hold_few_words_those_are_listed_in_every_order(
        self, backend: SearchBackend, sort: Sort
    ) -> None:
        backend.update(_bakers())
        assert found(backend, "pastry baker", sort=sort, filters={"place": ("Leeds",)}) == ["van"]

    @pytest.mark.parametrize("sort", list(Sort))
    @pytest.mark.parametrize("text", ["", "nurse porter"])
    def test_pages_join_without_gap_or_repeat(self, backend: SearchBackend, sort: Sort, text: str) -> None:
        backend.update(many_documents())
        whole = found(backend, text, sort=sort)
        pages = [found(backend, text, sort=sort, offset=start, limit=7) for start in range(0, len(whole) + 7, 7)]
        assert [one for page in pages for one in page] == whole
        assert ask(backend, text, offset=1000).total == len(whole)
        assert ask(backend, text, limit=0).total == len(whole)

    @pytest.mark.parametrize("sort", list(Sort))
    @pytest.mark.parametrize("text", ["", "nurse porter"])
    def test_cursors_lead_forth_and_back(self, backend: SearchBackend, sort: Sort, text: str) -> None:
        backend.update(many_documents())
        whole = found(backend, text, sort=sort)
        page = ask(backend, text, sort=sort, limit=7)
        forth = [page]
        while page.after:
            page = ask(backend, text, sort=sort, limit=7, cursor=page.after)
            forth.append(page)
        assert [hit.id for page in forth for hit in page.hits] == whole
        assert [page.first for page in forth] == list(range(0, len(whole), 7))
        assert forth[0].before is None
        back = ask(backend, text, sort=sort, limit=7, cursor=forth[-1].before or "")
        assert [hit.id for hit in back.hits] == [hit.id for hit in forth[-2].hits]

    def test_a_cursor_holds_while_jobs_open_and_end(self, backend: SearchBackend) -> None:
        documents = [job_document(f"j{n}", posted_at=NOW - timedelta(days=n)) for n in range(9)]
        backend.update(documents)
        first = ask(backend, sort=Sort.NEWEST, limit=3)
        backend.update([job_document("brand-new", posted_at=NOW)], removed=["j1", "j2"])
        second = ask(backend, sort=Sort.NEWEST, limit=3, cursor=first.after or "")
        assert [hit.id for hit in second.hits] == ["j3", "j4", "j5"]
        assert second.first == 2

    def test_a_cursor_holds_while_what_is_indexed_changes_how_well_hits_answer(self, backend: SearchBackend) -> None:
        documents = [_written_at_length(n) for n in range(24)]
        backend.update(documents)
        page = ask(backend, "ward nurse", limit=6)
        seen = [hit.id for hit in page.hits]
        for opened in range(24, 36):
            backend.update([_written_at_length(opened)])
            page = ask(backend, "ward nurse", limit=6, cursor=page.after or "")
            seen += [hit.id for hit in page.hits]
            if not page.after:
                break
        assert len(seen) == len(set(seen))
        assert {document.id for document in documents} <= set(seen)

    @pytest.mark.parametrize(
        "cursor", ["x", "%%%", "W10", "e30", "bnVsbA", "WyJhIiwicmVsZXZhbmNlIl0", "é" * 9, "a" * 9999]
    )
    def test_a_cursor_of_somebody_else_starts_at_the_first_page(self, backend: SearchBackend, cursor: str) -> None:
        backend.update(many_documents())
        for sort in Sort:
            assert ask(backend, sort=sort, cursor=cursor) == ask(backend, sort=sort)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("nurse AND leeds", {"both"}),
            ("nurse leeds", {"both"}),
            ("nurse OR leeds", {"both", "nurse", "leeds", "welder"}),
            ("(nurse OR welder) AND leeds", {"both", "welder"}),
            ("nurse OR welder AND leeds", {"both", "nurse", "welder"}),
            ("leeds NOT nurse", {"leeds", "welder"}),
            ("NOT nurse", {"leeds", "welder", "none"}),
            ("leeds -(nurse OR welder)", {"leeds"}),
            ('"coded welder" OR nurses', {"both", "nurse", "welder"}),
            ("((nurse", {"both", "nurse"}),
            ("nurse) OR", {"both", "nurse"}),
            ("AND OR NOT ()", {"both", "nurse", "leeds", "welder", "none"}),
        ],
    )
    def test_a_recruiters_query_decides_what_is_found(
        self, backend: SearchBackend, text: str, expected: set[str]
    ) -> None:
        backend.update([
            job_document("both", title="Nurse", places=("Leeds",)),
            job_document("nurse", title="Ward sister", text="A nurse."),
            job_document("leeds", title="Porter", places=("Leeds",)),
            job_document("welder", title="Coded Welder", places=("Leeds",)),
            job_document("none", title="Gardener"),
        ])  # fmt: skip
        assert set(found(backend, text, grammar=Grammar.BOOLEAN)) == expected

    def test_a_recruiters_query_puts_titles_first(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("text", title="Porter", text="You help the welder."),
            job_document("title", title="Welder"),
        ])  # fmt: skip
        assert found(backend, "welder OR plumber", grammar=Grammar.BOOLEAN) == ["title", "text"]

    @pytest.mark.parametrize(
        "text", ["(" * 200, "NOT " * 50, "a OR " * 40, ")(", '"" AND', "- ( OR ) NOT", "(a" * 60, "-" * 200, '("']
    )
    def test_every_recruiters_text_gets_an_answer(self, backend: SearchBackend, text: str) -> None:
        backend.update([job_document(title="Nurse")])
        assert ask(backend, text, grammar=Grammar.BOOLEAN).total in {0, 1}

    def test_names_are_suggested_by_the_beginning_of_any_word(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("a", title="Staff Nurse, ICU", organization="Northgate Care", places=("Newcastle",)),
            job_document("b", title="Staff nurse, ICU", skills=("Nursing",), organization="Northgate Care"),
            job_document("c", title="STAFF NURSE, ICU", organization="Northgate Care"),
            job_document("d", title="Night Porter", organization="Noble & Sons"),
        ])  # fmt: skip
        assert backend.suggest("nur", now=NOW) == (
            Suggestion(Named.TITLE, "Staff Nurse, ICU", 3),
            Suggestion(Named.SKILL, "Nursing", 1),
        )
        assert [one.text for one in backend.suggest("Nurse i", now=NOW)] == ["Staff Nurse, ICU"]
        assert [one.text for one in backend.suggest("n", now=NOW, kinds=[Named.PLACE])] == ["Newcastle"]
        assert [one.count for one in backend.suggest("north", now=NOW)] == [3]
        assert len(backend.suggest("n", now=NOW, limit=2)) == 2
        assert backend.suggest("urse", now=NOW) == ()

    @pytest.mark.parametrize("typed", ["", "  ", "\0", "(", "x" * 5000, "*", "\ud83d"])
    def test_nothing_is_suggested_for_nothing(self, backend: SearchBackend, typed: str) -> None:
        backend.update([job_document(title="Nurse")])
        assert backend.suggest(typed, now=NOW) == ()

    def test_expired_jobs_suggest_nothing(self, backend: SearchBackend) -> None:
        backend.update([
            job_document("past", title="Nurse", valid_through=NOW - timedelta(seconds=1)),
            job_document("live", title="Nurse"),
            job_document("gone", title="Nursery Hand", valid_through=NOW - timedelta(days=1)),
        ])  # fmt: skip
        assert backend.suggest("nurs", now=NOW) == (Suggestion(Named.TITLE, "Nurse", 1),)

    def test_an_update_replaces_adds_and_removes(self, backend: SearchBackend) -> None:
        backend.update([job_document("a", title="Nurse"), job_document("b", title="Nurse")])
        backend.update([job_document("a", title="Welder"), job_document("c", title="Nurse")], removed=["b", "unknown"])
        assert found(backend, "nurse") == ["c"]
        assert found(backend, "welder") == ["a"]
        assert backend.ids() == {"a", "c"}
        assert backend.status().documents == 2

    def test_an_update_that_fails_changes_nothing(self, backend: SearchBackend) -> None:
        backend.update([job_document("a", title="Nurse")])
        with pytest.raises(RuntimeError, match="feed"):
            backend.update(
                _broken([job_document("a", title="Welder"), job_document("b", title="Nurse")]), removed=["a"]
            )
        assert found(backend, "nurse") == ["a"]
        assert backend.ids() == {"a"}

    def test_a_rebuild_holds_exactly_what_it_was_given(self, backend: SearchBackend) -> None:
        backend.update([job_document("old", title="Nurse")])
        told: list[int] = []
        fresh = [job_document("new", title="Nurse"), job_document("newer", title="Welder")]
        assert backend.rebuild(iter(fresh), progress=told.append) == 2
        assert told[-1] == 2
        assert backend.ids() == {"new", "newer"}
        assert found(backend, "nurse") == ["new"]

    def test_a_rebuild_that_fails_leaves_the_old_index(self, backend: SearchBackend) -> None:
        backend.update([job_document("old", title="Nurse")])
        with pytest.raises(RuntimeError, match="feed"):
            backend.rebuild(_broken([job_document("new", title="Nurse")]))
        assert found(backend, "nurse") == ["old"]

    def test_search_goes_on_during_a_rebuild(self, backend: SearchBackend) -> None:
        backend.update([job_document("old", title="Nurse")])
        seen: list[list[str]] = []

        def feed() -> Iterator[JobDocument]:
            yield job_document("new", title="Nurse")
            seen.append(found(backend, "nurse"))

        backend.rebuild(feed())
        assert seen == [["old"]]
        assert found(backend, "nurse") == ["new"]

    def test_a_snippet_shows_the_passage_and_is_safe(self, backend: SearchBackend) -> None:
        filler = "Boats are moored along the quay and nobody minds. " * 40
        text = f"{filler}<b>Nurses</b> &lt;script&gt;alert(1)&lt;/script&gt; care & cure. {filler}"
        backend.update([job_document(title="Post", text=text)])
        snippet = str(ask(backend, "nurse").hits[0].snippet)
        assert "<mark>Nurses</mark>" in snippet
        assert "&lt;script&gt;" in snippet
        assert "<script" not in snippet
        assert len(snippet) < 600

    def test_without_text_there_is_no_snippet(self, backend: SearchBackend) -> None:
        backend.update([job_document(title="Nurse")])
        assert str(ask(backend, "nurse").hits[0].snippet) == ""

    def test_damaged_text_is_read_as_it_was_meant(self, backend: SearchBackend) -> None:
        backend.update([job_document(title="Porter", text="The wardâ€™s cafÃ© â€“ open daily &amp; â€œcosyâ€\x9d")])
        assert found(backend, "café") == ["job"]
        assert "ward’s" in str(ask(backend, "cosy").hits[0].snippet)


def _bakers() -> list[JobDocument]:
    """Newest first: a job whose title has one of two words, one whose text has both words, and one whose title does."""
    driver = {"title": "Baker Driver", "text": "You drive a van.", "places": ("Leeds",)}
    shop = {"title": "Shop Assistant", "text": "You sell pastry and help the baker.", "places": ("York",)}
    baker = {"title": "Pastry Baker", "text": "You bake at night.", "places": ("Hull",)}
    jobs = {"van": driver, "text": shop, "title": baker}
    return [
        job_document(key, posted_at=NOW - timedelta(days=age), **job) for age, (key, job) in enumerate(jobs.items())
    ]


def _broken(documents: list[JobDocument]) -> Iterator[JobDocument]:
    yield from documents
    raise RuntimeError("The feed broke off.")
