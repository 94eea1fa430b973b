"""Write the report of a day: one HTML file that stands alone, its charts as pictures, JSON, and a feed of reports.

A report is read where there is no database: in a mail, on a train, next year. So it carries everything in itself,
asks no network, and states what it was made from. It shows what the dashboard shows, by the same questions.

Decisions
2026-11  Charts are embedded as pictures: nothing inside a picture can run, whatever an article called its village.
2026-11  "Since the last run" compares with the snapshot published before: the only run that readers have seen.
"""

from sitrep.report.writer import write_report

__all__ = ["write_report"]
