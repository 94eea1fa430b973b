"""Find time expressions and the days they mean.

Its job: text and publication day in, `DateMention`s out, left to right and never overlapping; also the TIMEX3
records that `sitrep find dates` writes.

Why a grammar of our own: no library gives intervals of days, and those that come near take a hundred times longer.
A text becomes a tape of word classes, one character a word; some fifty flat rules are patterns over that tape, tried
only around words that can carry a date. Every repeat in them is bounded, so a pass is linear in the text's length.
Resolving runs in text order, because "two days later" needs the day told before.
"""

from sitrep.extract.dates.finder import RULES, find_dates, timexes

__all__ = ["RULES", "find_dates", "timexes"]
