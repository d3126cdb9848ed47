"""Descriptions as they really come, and what the job page makes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.web.prose import TAGS, lead, render, repaired

BULLETIN = """311 DIRECTOR
Class Code:       9206
Open Date:  04-18-14
ANNUAL SALARY

$125,175 to $155,514

REQUIREMENTS/MINIMUM QUALIFICATIONS

1. One year of paid experience with CRM systems; or
2. A degree from a recognized college.

NOTE:

Applications are only accepted at http://jobs.example.org/apply?x=1&y=2.

AN EQUAL EMPLOYMENT OPPORTUNITY EMPLOYER"""


def test_lines_in_capitals_become_headings_in_sentence_case() -> None:
    page = render(BULLETIN)
    assert "<h2>Annual salary</h2>" in page
    assert "<h2>Requirements/minimum qualifications</h2>" in page
    assert "<h2>Note</h2>" in page


def test_the_last_line_in_capitals_heads_nothing_and_stays_a_line() -> None:
    assert render(BULLETIN).endswith("<p>AN EQUAL EMPLOYMENT OPPORTUNITY EMPLOYER</p>")


def test_a_first_line_that_repeats_the_title_is_left_out() -> None:
    assert "DIRECTOR" not in render(BULLETIN, title="311 Director").upper()


def test_short_lines_under_each_other_stay_under_each_other() -> None:
    assert "<p>Class Code: 9206<br>Open Date: 04-18-14</p>" in render(BULLETIN)


def test_numbers_typed_by_hand_become_a_numbered_list() -> None:
    page = render(BULLETIN)
    assert page.count("<li>") == 2
    assert '<ol start="1"><li>One year' in page


def test_a_web_address_becomes_a_link_that_search_engines_do_not_follow() -> None:
    page = render(BULLETIN)
    assert 'href="http://jobs.example.org/apply?x=1&amp;y=2"' in page
    assert 'rel="nofollow noopener noreferrer"' in page


def test_an_acronym_in_a_heading_keeps_its_capitals() -> None:
    page = render("EXPERIENCE WITH CRM\n\nYou have run a CRM before and enjoyed it.")
    assert "<h2>Experience with CRM</h2>" in page


def test_line_breaks_lost_on_the_way_are_found_again() -> None:
    lost = "The Bureau prevents harm.    DUTIES INCLUDE:    --Manage contracts.    -- Review budgets."
    page = render(lost)
    assert "<h2>Duties include</h2>" in page
    assert "<ul><li>Manage contracts.</li><li>Review budgets.</li></ul>" in page


def test_lines_broken_at_a_fixed_width_flow_again() -> None:
    wrapped = "\n".join(["This line was broken by a mail program at seventy-two characters or"] * 4)
    assert render(wrapped).count("<p>") == 1
    assert "<br>" not in render(wrapped)


def test_a_sentence_shouted_over_two_lines_is_no_heading() -> None:
    page = render("Some words.\n\nTHIS EXAMINATION IS TO BE GIVEN ONLY\nON AN OPEN BASIS\n\nMore words.")
    assert "<h2>" not in page


def test_markdown_is_rendered_without_its_html() -> None:
    page = render("## What you will do\n\n- **Lead** three people\n\n<script>alert(1)</script>")
    assert "<h2>What you will do</h2>" in page
    assert "<strong>Lead</strong>" in page
    assert "<script" not in page


def test_a_big_heading_steps_back_behind_the_title_of_the_page() -> None:
    assert "<h2>Chef</h2>" in render("# Chef\n\nCooking.")
    assert "<h2>Chef</h2>" in render("<h1>Chef</h1><p>Cooking.</p>")


@pytest.mark.parametrize(
    "attack",
    [
        "<p onclick=alert(1)>x</p>",
        "<img src=x onerror=alert(1)><p>x</p>",
        '<p style="position:fixed">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        "<iframe src=//evil.example></iframe><br>",
        "**x** [x](javascript:alert(1)) ![x](https://evil.example/x.png)",
        "<svg/onload=alert(1)><p>x</p>",
    ],
)
def test_nothing_in_a_description_runs_loads_or_covers_the_page(attack: str) -> None:
    page = render(attack)
    for bad in ("onclick", "onerror", "onload", '="javascript:', "style=", "<iframe", "<img", "<svg"):
        assert bad not in page


@given(st.text(max_size=400))
def test_whatever_comes_only_allowed_tags_leave(text: str) -> None:
    page = str(render(text))
    opened = {part.split(">")[0].split()[0].strip("/") for part in page.split("<")[1:]}
    assert opened <= TAGS


def test_damage_by_a_wrong_encoding_is_repaired_where_it_is_certain() -> None:
    assert repaired("the officeâ€™s desk â€“ cafÃ©") == "the office’s desk – café"


@pytest.mark.parametrize("sound", ["CAFÉ» next", "naïve café", "£5 – “so”", "â la carte", "Ã"])
def test_sound_text_is_left_alone(sound: str) -> None:
    assert repaired(sound) == sound


def test_a_lead_is_the_first_sentence_and_not_a_heading() -> None:
    said = lead("DUTIES\n\nAn analyst looks after the whole budget of a large department of the city.")
    assert said == "An analyst looks after the whole budget of a large department of the city."


@pytest.mark.parametrize(
    "line",
    [
        "(Exam open to all, including current employees of the city and others)",
        "$145,199 to $180,382; $150,503 to $186,981; and $170,777 to $217,298",
        "1. Candidates from the list are normally appointed in the lower grades.",
    ],
)
def test_a_lead_is_no_aside_no_figures_and_no_item_of_a_list(line: str) -> None:
    sentence = "An analyst looks after the whole budget of a large department."
    assert lead(f"{line}\n\n{sentence}") == sentence


def test_a_long_lead_is_cut_at_a_word() -> None:
    said = lead("word " * 100)
    assert len(said) <= 171
    assert said.endswith("word…")
