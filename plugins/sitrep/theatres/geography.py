"""Where a theatre's war is fought: countries, regions and the fronts that no anchor marks.

In      the theatre's geography.toml
Out     Geography, read once a process
Units   kilometres; degrees WGS84; days, inclusive at both ends; regions by GeoNames' first-level codes
Errors  LexiconError naming the file, for TOML that is none, a missing key, and a front id nobody defined
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sitrep import theatres
from sitrep.errors import LexiconError


@dataclass(frozen=True, slots=True)
class SpecialFronts:
    """The ids of fronts.csv for places that no anchor is near to."""

    abroad: str
    rear: str
    held: str
    border: str
    deep: str
    sea: str
    unspecified: str


@dataclass(frozen=True, slots=True)
class Salient:
    """Ground of the opponent's that was a front; from `first` to `last` news of the region was news of it."""

    front_id: str
    region: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Reservoir:
    """Towns on both banks that make a front without anchors."""

    front_id: str
    reach_km: float
    towns: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Geography:
    """`home` is the country fought over, `opponent` the one that attacks it; `silent` ones have no fronts."""

    home: str
    opponent: str
    silent: frozenset[str]
    capital_region: str
    front_regions: frozenset[str]
    special: SpecialFronts
    held_reach_km: float
    border_reach_km: float
    north_reach_km: float
    sea_regions: frozenset[str]
    border_regions: frozenset[str]
    belt_regions: frozenset[str]
    north_regions: frozenset[str]
    north_front_id: str
    salient: Salient
    reservoir: Reservoir

    @property
    def sides(self) -> frozenset[str]:
        """Both countries at war."""
        return frozenset({self.home, self.opponent})


@cache
def read_geography(theatre: str | Path) -> Geography:
    """Read geography.toml; every front id must stand in fronts.csv."""
    path = theatres.folder(theatre) / "geography.toml"
    try:
        geography = _read(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as exc:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise LexiconError(f"cannot be read ({exc})", subject=str(path)) from exc
    except (KeyError, TypeError) as exc:
        raise LexiconError(f"lacks or spoils a key ({exc})", subject=str(path)) from exc
    special = geography.special
    named = {special.abroad, special.rear, special.held, special.border, special.deep, special.sea, special.unspecified}
    named |= {geography.north_front_id, geography.salient.front_id, geography.reservoir.front_id}
    if unknown := sorted(named - theatres.read_fronts(theatre).keys()):
        raise LexiconError(f"names fronts that fronts.csv does not have: {', '.join(unknown)}", subject=str(path))
    return geography


def _read(data: dict[str, Any]) -> Geography:
    regions, reach, salient, reservoir = data["regions"], data["reach_km"], data["salient"], data["reservoir"]
    return Geography(
        home=data["home"],
        opponent=data["opponent"],
        silent=frozenset(data["silent"]),
        capital_region=data["capital_region"],
        front_regions=frozenset(data["front_regions"]),
        special=SpecialFronts(**data["special"]),
        held_reach_km=float(reach["held"]),
        border_reach_km=float(reach["border"]),
        north_reach_km=float(reach["north"]),
        sea_regions=frozenset(regions["sea"]),
        border_regions=frozenset(regions["border"]),
        belt_regions=frozenset(regions["belt"]),
        north_regions=frozenset(regions["north"]),
        north_front_id=data["north"]["front"],
        salient=Salient(salient["front"], salient["region"], salient["first"], salient["last"]),
        reservoir=Reservoir(
            reservoir["front"],
            float(reservoir["reach_km"]),
            tuple((float(lat), float(lon)) for lat, lon in reservoir["towns"]),
        ),
    )
