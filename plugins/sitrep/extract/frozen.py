"""Small records that nobody changes once they are made, and of which an article makes hundreds.

In      a class with annotated fields
Out     the class as a dataclass with slots, equality and a hash
Units   none
Errors  none
Source  none

To the type checker they are frozen. At run time they are not, since a frozen dataclass takes thrice as long to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

Record = TypeVar("Record")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[Record]) -> type[Record]:
    """Make a record of fields by position."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def frozen_by_name(cls: type[Record]) -> type[Record]:
    """Make a record of fields by name."""
    return dataclass(slots=True, unsafe_hash=True, kw_only=True)(cls)
