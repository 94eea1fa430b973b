"""Read figures and events out of articles, without a network, a clock or a model.

Finders mark numbers, dates, places and actors, each in one pass over the text; attribution says who speaks where;
assembly ties a number to its noun, its verb, its side, its days and its place. All words are data in `lexicon/`, all
choices are small named rules, and every record lists the rules that made it.

Decisions
2026-11  Rules over tokens and lexicons instead of a parser or a model: a reader of a row can follow why it is there,
         and the same text gives the same rows on any machine. The price is a lexicon to keep.
2026-11  One sentence at a time, with a short memory for what a sentence leaves out ("of them 8"), so that the time
         an article takes grows with its length and nothing else.
"""

from sitrep.extract.engine import Extraction, analyse, extract_article, extract_document
from sitrep.extract.locate import locate_rows
from sitrep.extract.numbers import find_numbers, find_quantities
from sitrep.extract.rules import read_rules
from sitrep.extract.spans import find_spans

__all__ = [
    "Extraction",
    "analyse",
    "extract_article",
    "extract_document",
    "find_numbers",
    "find_quantities",
    "find_spans",
    "locate_rows",
    "read_rules",
]
