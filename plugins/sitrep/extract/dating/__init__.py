"""Say which days a figure or an event counts on: the days when it happened, not the day when somebody said so.

Its job: an article's analysis, a draft of a record and the voice that states it in; a `Dating` out, with the rule.

Why as an ordered list of small rules: readers do the same. They take the date in the record's own clause; failing
that, what the tense says of it; failing that, what the paragraph, the lead or the rest of the story tells; failing
that, the day of the statement; and where nothing tells, nothing is made up. The first rule that holds decides, and
its name goes into the record. Every rule looks at a bounded stretch around the draft and at the first sentences, so
that dating stays linear in the article's length.
"""

from sitrep.extract.dating.record import RULES, date_record

__all__ = ["RULES", "date_record"]
