"""Every error that Sitrep raises on purpose.

SitrepError
├── TransientError      may go away by itself: the scheduler tries again
│   ├── FetchError      a server did not answer, or answered 429 or 5xx
│   └── BusyError       somebody else holds the warehouse
└── PermanentError      trying again changes nothing: the scheduler fails at once
    ├── ParseError      bytes that are not what they should be
    ├── RefusedError    a request that the guards forbid, or that the server forbids for good
    ├── SettingsError   a setting or an argument that makes no sense
    ├── LexiconError    malformed words, places or fronts in our own data
    ├── RunError        a whole run missed its bars: every feed failed, too many rejects
    ├── AuditError      rows that break a promise; the load was rolled back
    └── ModelError      the SQL models failed

Each carries its subject: a URL, a path, a table, a row.
"""


class SitrepError(Exception):
    """The root: `reason` says what went wrong, `subject` to what."""

    def __init__(self, reason: str, *, subject: str = "") -> None:
        """Keep both parts, so that a reject row can store them apart."""
        super().__init__(f"{subject}: {reason}" if subject else reason)
        self.reason = reason
        self.subject = subject

    def __reduce__(self) -> tuple[object, ...]:
        """Cross process borders whole: the default would drop the keyword."""
        return (_rebuild, (type(self), self.reason, self.subject))


def _rebuild(kind: type[SitrepError], reason: str, subject: str) -> SitrepError:
    return kind(reason, subject=subject)


class TransientError(SitrepError):
    """May go away by itself."""


class FetchError(TransientError):
    """The network or the server failed for now."""


class BusyError(TransientError):
    """Another process holds what we need; the message names it."""


class PermanentError(SitrepError):
    """Trying again changes nothing."""


class ParseError(PermanentError):
    """The bytes are not what they should be."""


class RefusedError(PermanentError):
    """A guard, robots.txt or the server refuses this request for good."""


class SettingsError(PermanentError):
    """A setting or argument makes no sense."""


class LexiconError(PermanentError):
    """Our own data files are malformed."""


class RunError(PermanentError):
    """A whole run missed its bars; what it could do is done and published."""


class AuditError(PermanentError):
    """Loaded rows break a promise."""


class ModelError(PermanentError):
    """The SQL models failed; the message names the node."""
