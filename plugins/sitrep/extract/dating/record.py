"""Date a record by the first rule that holds.

In      Analysis, a Draft, its Voice
Out     Dating: first and last day, the rule that says so, and the mention it rests on
Units   days, inclusive; None for an end the text gives no hold on
Errors  none
Source  the conventions of the annotation guidelines
"""

from __future__ import annotations

from sitrep.extract.analysis import Analysis
from sitrep.extract.dating import stories, tenses, totals
from sitrep.extract.dating.case import dated, open_case
from sitrep.extract.mentions import Dating, Draft, Voice

# Order is the argument: own sentence before story, story before statement, statement before nothing.
_HAPPENINGS = (
    stories.by_counted_reference,
    tenses.by_tied_reference,
    stories.by_spreading_toll,
    tenses.by_reprisal,
    totals.by_plus,
    tenses.by_own_date,
    tenses.by_evening_report,
    tenses.by_war_frame,
    tenses.by_early_war,
    tenses.by_forecast,
    tenses.by_denial,
    tenses.by_vague_length,
    tenses.by_recent_gains,
    tenses.by_vague_reference,
    tenses.by_growing_count,
    tenses.by_present_tense,
    stories.by_named_incident,
    stories.by_paragraph,
    stories.by_told_attack,
    stories.by_lead_for_tolls,
    stories.by_what_follows,
    stories.by_story_day_for_tolls,
    tenses.by_bare_night,
    tenses.by_statement,
    stories.by_lead,
    stories.by_story_day,
    stories.by_daily_report,
    stories.by_report_stretch,
    tenses.by_told_statement,
    tenses.by_present_telling,
)

RULES = {
    "own-date": "The date of the record's own clause.",
    "grown-by": "The number behind a plus: what the total grew by over the day up to its own.",
    "length": "In two days, in 12 days: so many days up to the telling.",
    "some-day": "In a single day, which nobody names: no day.",
    "length-bounded": "In less than a week: up to the telling, from nobody knows when.",
    "evening-report": "An evening bulletin counts the day that it is of.",
    "forecast-start": "What is expected around a date begins on it and has no end.",
    "forecast-end": "What is expected by a date ends on it and has no start.",
    "forecast": "What is expected, with no date, begins no earlier than it is said.",
    "forecast-level": "A planned strength has no day.",
    "counted-reference": "Of 'two days after an attack': the attack was two days before.",
    "vague-reference": "Told against an event that nobody dates: no day.",
    "since-the-war": "Since the start of the war, up to the telling.",
    "early-in-the-war": "Early in the war, at its start: from its first day, with no end.",
    "denied": "What is denied did not happen up to the telling.",
    "denied-on-day": "What is denied on a day counts on that day.",
    "open-start": "For months, in recent weeks: an open start, up to the telling.",
    "growing-count": "Many have been taken or evacuated: an open start, up to the telling.",
    "present-tense": "The present tense is the day of telling.",
    "toll-over-days": "A flood's or siege's toll runs from its beginning to the telling.",
    "named-incident": "Tolls count on the day that the story calls its strike by.",
    "rescued-by-now": "Rescued as of an hour: the day of that hour.",
    "paragraph-date": "The date of the sentences before in the paragraph.",
    "paragraph-since": "The start that the sentences before give, up to the telling.",
    "told-attack": "A toll of 'the attack': the day of the attack told of just before.",
    "lead-date": "The date that the lead gives.",
    "lead-dated-below": "A headline or lead dated by the sentences below.",
    "story-date": "The first recent day of an attack in the story.",
    "night-before-telling": "At night: the night that ends on the day of telling.",
    "day-of-statement": "The day of the sentence's statement.",
    "day-of-told-statement": "The day of the statement that the story has dated before.",
    "daily-report": "A period without a date is the day up to the telling.",
    "report-stretch": "Fighting in a report of the past day, told without a time: that day.",
    "present-telling": "People are missing, the army confirms: publication day.",
    "total-since": "A running total since a stated day.",
    "total-over-stretch": "A total over a stated stretch.",
    "total-of-the-report": "A total over the range that the report opens with.",
    "total-of-the-war": "A total whose sentence names the war, from its first day.",
    "total-of-a-battle": "A total of a battle or an operation, from its start if told.",
    "losses-of-a-side": "Losses under a lead that names the war, from its first day.",
    "total-without-start": "A total whose start nobody tells.",
    "level-on-day": "A level on a stated day.",
    "level-at-publication": "A level counts on the day of telling.",
    "no-word-of-time": "Nothing tells when: no day is made up.",
}


def date_record(analysis: Analysis, draft: Draft, voice: Voice | None) -> Dating:
    """Return the days that a figure or event counts on: "three died on Tuesday, he said on Friday" gives Tuesday."""
    case = open_case(analysis, draft, voice)
    if case is None:
        return dated(None, None, "no-word-of-time")
    if draft.kind == "cumulative":
        return totals.date_total(case)
    if draft.kind == "stock":
        return totals.date_level(case)
    for rule in _HAPPENINGS:
        if dating := rule(case):
            return dating
    return dated(None, None, "no-word-of-time")
