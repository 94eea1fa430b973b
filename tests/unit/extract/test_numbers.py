"""Numbers are read in every style that reports use, and what counts nothing is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.extract import find_numbers, find_quantities

VALUES = [
    pytest.param("lost 1,030 men", [1030], id="thousands-comma"),
    pytest.param("lost 45 100 men", [45100], id="thousands-space"),
    pytest.param("lost 1.300 men", [1300], id="thousands-point"),
    pytest.param("lost 21.6 thousand men", [21600], id="decimal-with-scale"),
    pytest.param("lost 843 thousand men", [843000], id="scale"),
    pytest.param("some 40K troops", [40000], id="glued-scale"),
    pytest.param("half a million shells", [500000], id="half-a-million"),
    pytest.param("a quarter of a million shells", [250000], id="quarter-of-a-million"),
    pytest.param("three dozen houses", [36], id="dozens-counted"),
    pytest.param("a dozen houses", [12], id="a-dozen"),
    pytest.param("Eighty seven houses", [87], id="words-apart"),
    pytest.param("twenty-one houses", [21], id="words-with-hyphen"),
    pytest.param("two hundred and fifty thousand shells", [250000], id="words-with-and"),
    pytest.param("several houses", [3], id="several"),
    pytest.param("several hundred houses", [300], id="several-hundred"),
    pytest.param("dozens of houses", [24], id="vague-dozens"),
    pytest.param("scores of houses", [40], id="vague-scores"),
    pytest.param("tens of thousands of shells", [20000], id="vague-tens-of-thousands"),
    pytest.param("a 5,000-strong garrison", [5000], id="strong"),
    pytest.param("5.2 square kilometres", [5.2], id="area"),
    pytest.param("killing two and wounding five", [2, 5], id="two-numbers"),
    pytest.param("rose from seven to 10", [7, 10], id="a-move-is-no-range"),
]
NO_COUNTS = [
    "a T-90 and an Su-34",
    "a 152-mm gun",
    "a 67-year-old man",
    "a man, 46, fell",
    "children aged 4 to 9",
    "$500 million in aid",
    "40 percent of homes",
    "40% of homes",
    "30 kilometres (19 miles) away",
    "at 12:30",
    "in three weeks",
    "for 20 more minutes",
    "on 24 May",
    "on May 24",
    "since 2022",
    "from 24.02 to 23.04",
    "outnumbered 8:1",
    "day 765 of the war",
    "the 151st Brigade",
    "no one came",
    "two thirds of it",
]
QUALIFIERS = [
    pytest.param("at least 12 drones", "at_least", id="at-least"),
    pytest.param("more than a dozen drones", "at_least", id="more-than"),
    pytest.param("no fewer than 12 drones", "at_least", id="no-fewer-than"),
    pytest.param("surpassed 3,000 drones", "at_least", id="surpassed"),
    pytest.param("12 or more drones", "at_least", id="or-more"),
    pytest.param("up to 12 drones", "at_most", id="up-to"),
    pytest.param("as many as 12 drones", "at_most", id="as-many-as"),
    pytest.param("no more than 12 drones", "at_most", id="no-more-than"),
    pytest.param("about 12 drones", "about", id="about"),
    pytest.param("“around 12,000 drones”", "about", id="inside-quotes"),
    pytest.param("nearly 12 drones", "about", id="nearly"),
    pytest.param("more than a total of 12 drones", "at_least", id="over-filler-words"),
    pytest.param("12 drones", "exact", id="none"),
    pytest.param("hundreds of drones", "vague", id="vague"),
]
RANGES = [
    pytest.param("20 to 30 men", (20, 30), id="to"),
    pytest.param("between 60,000 and 100,000 men", (60000, 100000), id="between"),
    pytest.param("50 000-70 000 men", (50000, 70000), id="hyphen-and-spaces"),
    pytest.param("1–2 men", (1, 2), id="dash"),
    pytest.param("one or two men", (1, 2), id="or"),
    pytest.param("20-25 thousand men", (20000, 25000), id="shared-scale"),
    pytest.param("no more than 5-6 men", (5, 6), id="a-qualifier-before-a-range"),
]


@pytest.mark.parametrize(("text", "values"), VALUES)
def test_a_number_keeps_its_stated_value(text: str, values: list[float]) -> None:
    """Scale words are applied, vague words give their floor."""
    assert [quantity.value for quantity in find_quantities(text)] == values


@pytest.mark.parametrize("text", NO_COUNTS)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    """Models, calibres, ages, sums, shares, measures, times, dates and ordinals are left out."""
    assert find_quantities(text) == []


@pytest.mark.parametrize(("text", "qualifier"), QUALIFIERS)
def test_the_words_around_a_number_qualify_it(text: str, qualifier: str) -> None:
    """The nearest qualifier wins, over words that change nothing."""
    assert [quantity.qualifier for quantity in find_quantities(text)] == [qualifier]


@pytest.mark.parametrize(("text", "ends"), RANGES)
def test_a_range_is_one_quantity_with_two_ends(text: str, ends: tuple[float, float]) -> None:
    """Both ends are whole, also where the scale word stands once."""
    (quantity,) = find_quantities(text)

    assert (quantity.value, quantity.value_max) == ends
    assert quantity.qualifier == "range"


def test_numbers_come_as_plain_records_too() -> None:
    """`sitrep find numbers` writes value, range, qualifier, unit word and span."""
    assert find_numbers("at least 3 thousand shells") == [
        {
            "start": 9,
            "end": 19,
            "text": "3 thousand",
            "value": 3000,
            "value_max": None,
            "qualifier": "at_least",
            "unit": "thousand",
            "rule": "number-digits",
        }
    ]


@given(st.text(alphabet=st.sampled_from("0123456789,.-– andtoflhure%$’”\n٣²Ⅷ")))
def test_quantities_lie_inside_any_text_in_order(text: str) -> None:
    """Spans are inside, in order, apart, and hold their own text; values are finite and not negative."""
    quantities = find_quantities(text)
    offsets = [offset for quantity in quantities for offset in (quantity.start, quantity.end)]

    assert offsets == sorted(offsets)
    assert all(text[quantity.start : quantity.end] == quantity.text for quantity in quantities)
    assert all(0 <= quantity.value < float("inf") for quantity in quantities)
