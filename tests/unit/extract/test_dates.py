"""Each way of telling a time gives its days: one row a phenomenon, published on Thursday 16 May 2024."""

import datetime as dt

import pytest

from sitrep.extract.dates import find_dates, timexes

PUBLISHED = dt.date(2024, 5, 16)


def day(text: str | None) -> dt.date | None:
    """Read "05-14" as a day of 2024, "2023-05-14" as it stands."""
    if text is None:
        return None
    return dt.date.fromisoformat(text if len(text) == 10 else f"2024-{text}")


ONE = [
    # full and partial dates
    pytest.param("A depot burned on 11 May 2024.", "11 May 2024", "05-11", "05-11", id="day-month-year"),
    pytest.param(
        "On Saturday, May 11, 2024, it burned.", "Saturday, May 11, 2024", "05-11", "05-11", id="weekday-date"
    ),
    pytest.param("On Feb. 24 it burned.", "Feb. 24", "02-24", "02-24", id="abbreviated-month"),
    pytest.param("It burned on 2024-05-11.", "2024-05-11", "05-11", "05-11", id="iso-day"),
    pytest.param("It burned on 11.05.2024.", "11.05.2024", "05-11", "05-11", id="dotted-day"),
    pytest.param(
        "It burned on 31 December.", "31 December", "2023-12-31", "2023-12-31", id="nearest-year-is-last-year"
    ),
    pytest.param("The truce will start on 3 February.", "3 February", "2025-02-03", "2025-02-03", id="looking-ahead"),
    pytest.param("On 7 March, 35 attacks were made.", "7 March", "03-07", "03-07", id="no-two-digit-year"),
    pytest.param("It fell in December.", "December", "2023-12-01", "2023-12-31", id="month"),
    pytest.param("It fell last November.", "last November", "2023-11-01", "2023-11-30", id="last-month-name"),
    pytest.param("In early March it moved.", "early March", "03-01", "03-10", id="early-third"),
    pytest.param("In mid-April it moved.", "mid-April", "04-11", "04-20", id="middle-third"),
    pytest.param("At the end of April it moved.", "the end of April", "04-21", "04-30", id="last-third"),
    pytest.param("The first half of March was quiet.", "The first half of March", "03-01", "03-15", id="half-month"),
    pytest.param(
        "It lost 40 guns in the first quarter of 2024.", "the first quarter of 2024", "01-01", "03-31", id="quarter"
    ),
    pytest.param("In the summer of 2023 it stalled.", "the summer of 2023", "2023-06-01", "2023-08-31", id="summer"),
    pytest.param(
        "In the winter of 2022 it froze.", "the winter of 2022", "2022-12-01", "2023-02-28", id="winter-crosses"
    ),
    pytest.param("Crimea was annexed in 2014.", "2014", "2014-01-01", "2014-12-31", id="year"),
    pytest.param("In the 2010s it was quiet.", "the 2010s", "2010-01-01", "2019-12-31", id="decade"),
    # weekdays
    pytest.param("It was hit on Tuesday.", "Tuesday", "05-14", "05-14", id="weekday-is-past"),
    pytest.param("It was hit on Thursday.", "Thursday", "05-16", "05-16", id="weekday-may-be-today"),
    pytest.param("Talks will resume on Friday.", "Friday", "05-17", "05-17", id="weekday-ahead"),
    pytest.param("Last Thursday it was hit.", "Last Thursday", "05-09", "05-09", id="last-weekday"),
    pytest.param("A drone hit it on Sunday night.", "Sunday night", "05-12", "05-12", id="weekday-night"),
    pytest.param(
        "In the early hours of Tuesday it burned.", "the early hours of Tuesday", "05-14", "05-14", id="small-hours"
    ),
    pytest.param("Note on Mondaythe institute wrote.", "Monday", "05-13", "05-13", id="glued-by-copying"),
    # against publication
    pytest.param("Yesterday evening it burned.", "Yesterday evening", "05-15", "05-15", id="yesterday"),
    pytest.param(
        "The day before yesterday it burned.", "The day before yesterday", "05-14", "05-14", id="before-yesterday"
    ),
    pytest.param("It burned this morning.", "this morning", "05-16", "05-16", id="this-morning"),
    pytest.param("Drones flew overnight.", "overnight", "05-15", "05-16", id="overnight"),
    pytest.param("Drones flew last night.", "last night", "05-15", "05-16", id="last-night"),
    pytest.param(
        "Drones flew overnight on Sunday.", "overnight on Sunday", "05-11", "05-12", id="overnight-on-weekday"
    ),
    pytest.param("On the night of 14 May it burned.", "the night of 14 May", "05-13", "05-14", id="night-of-day"),
    pytest.param(
        "On the night of 30-31 March it burned.", "the night of 30-31 March", "03-30", "03-31", id="night-of-two"
    ),
    pytest.param("Over the past 24 hours it burned.", "the past 24 hours", "05-15", "05-16", id="past-24-hours"),
    pytest.param("Over the past day it burned.", "the past day", "05-15", "05-16", id="past-day"),
    pytest.param("Over the last two days it burned.", "the last two days", "05-14", "05-16", id="past-days"),
    pytest.param("It grew last week.", "last week", "05-06", "05-12", id="last-week"),
    pytest.param("Over the past week it grew.", "the past week", "05-09", "05-16", id="past-week-rolls"),
    pytest.param("Over the week it grew.", "the week", "05-09", "05-16", id="over-the-week"),
    pytest.param("This month it grew.", "This month", "05-01", "05-31", id="this-month"),
    pytest.param(
        "At the beginning of the month it fell.", "the beginning of the month", "05-01", "05-10", id="part-of-month"
    ),
    pytest.param("Earlier this year it fell.", "Earlier this year", "01-01", "12-31", id="earlier-this-year"),
    pytest.param("It burned over the weekend.", "the weekend", "05-11", "05-12", id="weekend"),
    pytest.param("A fortnight ago it burned.", "A fortnight ago", "05-02", "05-02", id="ago"),
    pytest.param("Earlier in the day it burned.", "Earlier in the day", "05-16", "05-16", id="in-the-day"),
    # the war's own frame
    pytest.param("On the 811th day of the war it fell.", "the 811th day of the war", "05-14", "05-14", id="day-of-war"),
    pytest.param(
        "In the first week of the full-scale invasion it fell.",
        "the first week of the full-scale invasion",
        "2022-02-24",
        "2022-03-02",
        id="first-week-of-war",
    ),
    # ranges
    pytest.param(
        "From October 10 to 17 it was shelled.", "October 10 to 17", "2023-10-10", "2023-10-17", id="range-in-month"
    ),
    pytest.param("Between 1 and 7 March it was shelled.", "1 and 7 March", "03-01", "03-07", id="range-between"),
    pytest.param(
        "From Monday to Wednesday it rained.", "Monday to Wednesday", "05-13", "05-15", id="range-of-weekdays"
    ),
    pytest.param(
        "From December to March 2023 it held.", "December to March 2023", "2022-12-01", "2023-03-31", id="year-behind"
    ),
    pytest.param("Losses from 24.02 to 13.05 are:", "24.02 to 13.05", "02-24", "05-13", id="range-of-numbers"),
    pytest.param("In 2022-23 it held.", "2022-23", "2022-01-01", "2023-12-31", id="range-of-years"),
    # open ends
    pytest.param("Since Monday it has burned.", "Monday", "05-13", None, id="since"),
    pytest.param("Since early January it has moved.", "early January", "01-01", None, id="since-part"),
    pytest.param("By 8 a.m. on Thursday it was out.", "8 a.m. on Thursday", None, "05-16", id="by-hour-of-day"),
    pytest.param("As of 06:00 on 15 May it burned.", "06:00 on 15 May", "05-15", "05-15", id="as-of"),
    pytest.param(
        "It lost 9 tanks since the start of the full-scale invasion.",
        "the start of the full-scale invasion",
        "2022-02-24",
        None,
        id="since-start-of-war",
    ),
    pytest.param("It fell since Russia invaded Ukraine.", "Russia invaded", "2022-02-24", None, id="since-invaded"),
    pytest.param(
        "Since the beginning of the day it fell.", "the beginning of the day", "05-16", None, id="since-day-began"
    ),
    # no days of their own
    pytest.param("It moved 2 km in two days.", "two days", None, None, id="length"),
    pytest.param("It burned for more than 48 hours.", "48 hours", None, None, id="length-in-hours"),
    pytest.param("It fires 9 shells every day.", "every day", None, None, id="set"),
    pytest.param("At 18:00 it burned.", "18:00", None, None, id="clock"),
]


@pytest.mark.parametrize(("sentence", "words", "first", "last"), ONE)
def test_a_time_expression_gives_its_days(sentence: str, words: str, first: str | None, last: str | None) -> None:
    """One expression, its words and its days."""
    found = [(m.text, m.first, m.last) for m in find_dates(sentence, PUBLISHED)]

    assert found == [(words, day(first), day(last))]


NONE = [
    pytest.param("They may march on.", id="verbs"),
    pytest.param("Theresa May spoke.", id="surname"),
    pytest.param("It lost 2022 soldiers and 1943 tanks.", id="counts"),
    pytest.param("A 67-year-old man died.", id="age"),
    pytest.param("The 24th Brigade held the fall of the town.", id="unit-and-fall"),
    pytest.param("The Su-2000 cost $2024.", id="model-and-price"),
    pytest.param("A 24.02 km stretch.", id="decimal"),
]


@pytest.mark.parametrize("sentence", NONE)
def test_what_only_looks_like_a_date_is_none(sentence: str) -> None:
    """Verbs, names, counts and ages are no time expressions."""
    assert [m.text for m in find_dates(sentence, PUBLISHED)] == []


def test_the_next_day_counts_from_the_day_last_told() -> None:
    """The month told in between does not matter."""
    text = "The village fell on 2 May, like others in April. The next day the troops left. Two days later it rained."

    assert [m.first for m in find_dates(text, PUBLISHED)] == [day("05-02"), day("04-01"), day("05-03"), day("05-05")]


def test_two_days_after_something_unknown_has_no_day() -> None:
    """Told against an event that nobody dates."""
    assert [m.interval for m in find_dates("Two days after the town fell, it rained.", PUBLISHED)] == [None]


def test_a_paragraph_about_another_year_keeps_it() -> None:
    """Background that opens with a year lends it to the dates that follow."""
    text = "In 2022, the city was besieged. On 20 May, it fell.\nOn 14 May, it was shelled."

    assert [m.first for m in find_dates(text, PUBLISHED)] == [day("2022-01-01"), day("2022-05-20"), day("05-14")]


def test_an_overnight_attack_on_a_day_is_the_night_before_it() -> None:
    """Later plain nights of the story are the same one."""
    text = "An overnight attack on 12 May hit a port. The overnight attack was the third."

    assert {(m.first, m.last) for m in find_dates(text, PUBLISHED)} == {(day("05-11"), day("05-12"))}


def test_in_two_days_is_ahead_only_where_the_clause_looks_ahead() -> None:
    """The tense decides."""
    assert [m.first for m in find_dates("The bridge will open in two days.", PUBLISHED)] == [day("05-18")]
    assert [m.first for m in find_dates("The bridge fell in two days.", PUBLISHED)] == [None]


def test_a_range_gives_records_for_both_ends() -> None:
    """TIMEX3 records name each end apart."""
    records = timexes("From October 10 to 17, it rained.", PUBLISHED)

    assert [(r["text"], r["interval"]) for r in records] == [
        ("October 10", ["2023-10-10", "2023-10-10"]),
        ("17", ["2023-10-17", "2023-10-17"]),
    ]


def test_since_names_its_day_and_not_what_follows() -> None:
    """The interval of a record is of the expression itself."""
    assert timexes("Since September it has raged.", PUBLISHED)[0]["interval"] == ["2023-09-01", "2023-09-30"]


NARRATIVE = [
    pytest.param("In June 1941 it began. In December it stalled.", ["1941-06", "1941-12"], id="month-of-told-year"),
    pytest.param("On 7 August 1914 it began. The next day it stalled.", ["1914-08-07", "1914-08-08"], id="next-day"),
    pytest.param("It began in 1914 and ended four years later.", ["1914", "1918"], id="years-later"),
    pytest.param("By the spring of 1916 it stalled; that summer it moved.", ["1916-SP", "1916-SU"], id="seasons"),
    pytest.param("From 499 to 493 BC they fought.", ["BC0499", "BC0493"], id="before-christ"),
    pytest.param("It lasted ten days, or several weeks.", ["P10D", "PXW"], id="lengths"),
    pytest.param("In the nineteenth century and the 1930s.", ["18", "193"], id="century-and-decade"),
    pytest.param("On the morning of April 19, 1775, they met.", ["1775-04-19TMO"], id="part-of-day"),
]


@pytest.mark.parametrize(("text", "values"), NARRATIVE)
def test_a_history_counts_from_the_date_last_told(text: str, values: list[str]) -> None:
    """Narrative mode: TIMEX3 values."""
    assert [r["value"] for r in timexes(text, dt.date(2009, 12, 19), "narrative")] == values


def test_without_publication_day_relative_dates_stay_open() -> None:
    """Unknown is None."""
    assert [m.interval for m in find_dates("It burned yesterday, overnight and on Monday.", None)] == [None] * 3
