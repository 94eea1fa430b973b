"""The app: a page, its files, and the questions it asks.

In      Settings; dependencies that decide who may ask
Out     a FastAPI app, to be served at a prefix or alone
Errors  401 or 403 by the dependencies, 404, 422 for filters that make no sense; 503 before the first publish and for a
        query past its time, with the reason as JSON
"""

from __future__ import annotations

import functools
import hashlib
import mimetypes
from collections.abc import Callable, Sequence
from importlib import resources
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.params import Depends
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.middleware.gzip import GZipMiddleware

from sitrep import theatres
from sitrep.dashboard.payloads import Table, make_record, make_table, write_csv, write_parquet
from sitrep.dashboard.reader import SnapshotReader
from sitrep.dashboard.security import SecureHeaders
from sitrep.display import EFFECT_NAMES, EVENT_NAMES, cut_context, safe_link
from sitrep.errors import SettingsError, SitrepError
from sitrep.settings import Settings
from sitrep.views import Filters

MAX_DOWNLOAD_ROWS = 200_000
MISSING = "Nothing is published yet. Run `sitrep demo` for the bundled sample, or `sitrep nightly` for the live feeds."

# View -> what it shows, as the list of the API says it.
TABLES = {
    "fronts": "Fronts by day, week or month: one measure.",
    "coverage": "What was read, and how well it was understood.",
    "brief": "The fronts of the last day of the period.",
    "map_events": "Events by place.",
    "map_claims": "Largest claim by place.",
    "tallies": "Official running totals, day by day.",
    "tallies_latest": "The latest total of each official series.",
    "contested": "Incidents that the sides value differently.",
    "timeline": "What happened, once each.",
    "timeline_counts": "Events by day and type.",
    "sources": "How each outlet answered.",
    "figures": "The figures behind a mark.",
    "events": "The tellings behind an event.",
}
ViewName = Literal[
    "fronts", "coverage", "brief", "map_events", "map_claims", "tallies", "tallies_latest", "contested", "timeline",
    "timeline_counts", "sources", "figures", "events",
]  # fmt: skip
RecordId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")]
Choice = Annotated[Filters, Query()]


class Refusal(BaseModel):
    """Why there is no answer."""

    detail: str


class State(BaseModel):
    """What the page has to know before it asks: whether anything is published, and the words for codes."""

    is_published: bool
    message: str | None = None
    is_sample: bool = False
    snapshot: str | None = None
    published_at: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    fronts: list[dict[str, Any]] = []
    cities: list[dict[str, Any]] = []
    sources: dict[str, str] = {}
    events: dict[str, str] = EVENT_NAMES
    effects: dict[str, str] = EFFECT_NAMES


def make_app(settings: Settings, dependencies: Sequence[Depends] = (), *, has_docs: bool = False) -> FastAPI:
    """Build the app; every route, the unknown ones too, asks the dependencies first.

    `has_docs` serves the OpenAPI document, behind the same dependencies.
    """
    # FastAPI's own docs and document are routes that no dependency covers.
    app = FastAPI(title="Sitrep", dependencies=list(dependencies), docs_url=None, redoc_url=None, openapi_url=None)
    reader = SnapshotReader(settings)
    app.include_router(_page_routes())
    app.include_router(_data_routes(reader, settings))
    if has_docs:
        app.add_api_route("/openapi.json", lambda: JSONResponse(app.openapi()), include_in_schema=False)
    # Last, so that it only gets what nothing else takes: asked without a login, a wrong path tells nothing either.
    app.add_api_route(
        "/{path:path}",
        _refuse_path,
        methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        include_in_schema=False,
    )
    app.add_exception_handler(SitrepError, _explain_error)
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=5)
    app.add_middleware(SecureHeaders)
    return app


def _refuse_path(path: str) -> Response:
    del path
    raise HTTPException(404, "no such page")


async def _explain_error(request: Request, exc: Exception) -> JSONResponse:
    del request
    return JSONResponse({"detail": str(exc)}, status_code=503)


def _page_routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/", _send_page, methods=["GET", "HEAD"])
    router.add_api_route("/static/{name}", _send_static, methods=["GET", "HEAD"])
    return router


def _send_page(request: Request) -> Response:
    return _send_file(request, "index.html")


def _send_static(request: Request, name: str) -> Response:
    return _send_file(request, name)


def _send_file(request: Request, name: str) -> Response:
    file = _read_static().get(name)
    if file is None:
        raise HTTPException(404, "no such file")
    body, content_type, etag = file
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=content_type, headers=headers)


@functools.cache
def _read_static() -> dict[str, tuple[bytes, str, str]]:
    """The page's files by name; a closed list, so that no path can lead elsewhere."""
    files = {}
    for file in (resources.files("sitrep.dashboard") / "static").iterdir():
        body = file.read_bytes()
        content_type = mimetypes.guess_type(file.name)[0] or "text/plain"
        files[file.name] = (body, content_type, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
    return files


def _data_routes(reader: SnapshotReader, settings: Settings) -> APIRouter:
    refused: dict[int | str, dict[str, Any]] = {503: {"model": Refusal, "description": "Nothing to ask, or too much."}}
    router = APIRouter(prefix="/api", responses=refused)

    @router.get("/state")
    def state() -> State:
        """Whether anything is published, which days it covers, and the words for its codes."""
        return _read_state(reader, settings)

    @router.get("/outline")
    def outline() -> Response:
        """Land borders of the theatre as GeoJSON, for orientation; empty where the theatre has none."""
        return Response(_read_outline(settings), media_type="application/geo+json")

    for view, summary in TABLES.items():
        router.add_api_route(f"/{view}", _make_endpoint(reader, view), methods=["GET"], summary=summary, name=view)

    not_found: dict[int | str, dict[str, Any]] = {404: {"model": Refusal, "description": "No such record."}}

    @router.get("/figure/{record_id}", responses=not_found)
    def figure(record_id: RecordId) -> dict[str, Any]:
        """One figure: its words in their sentence, article, rules, and all tellings of the story."""
        return _read_detail(reader, "figure", record_id)

    @router.get("/event/{record_id}", responses=not_found)
    def event(record_id: RecordId) -> dict[str, Any]:
        """One event: its words in their sentence, article, rules, and all tellings of the story."""
        return _read_detail(reader, "event", record_id)

    @router.get("/download/{view}.{suffix}", response_class=Response)
    def download(view: ViewName, suffix: Literal["csv", "parquet"], filters: Choice) -> Response:
        """The rows of a view as a file, all of them up to a bound."""
        return _send_download(reader, view, suffix, filters)

    return router


def _make_endpoint(reader: SnapshotReader, view: str) -> Callable[[Filters], Table]:
    def endpoint(filters: Choice) -> Table:
        return make_table(reader.ask(view, filters))

    return endpoint


def _read_state(reader: SnapshotReader, settings: Settings) -> State:
    try:
        snapshot = reader.current()
    except SettingsError as exc:
        message = MISSING if "nothing is published" in exc.reason else str(exc)
        return State(is_published=False, message=message, is_sample=settings.is_sample)
    none = Filters()
    lists = {name: make_table(reader.ask(name, none)) for name in ("front_list", "cities", "source_list")}
    rows = {name: [dict(zip(t.columns, row, strict=True)) for row in t.rows] for name, t in lists.items()}
    first, last = snapshot.span.first, snapshot.span.last
    return State(
        is_published=True,
        is_sample=settings.is_sample,
        message=None if last else "The published tables hold no dated event or claim yet.",
        snapshot=snapshot.path.name,
        published_at=snapshot.published_at.isoformat().replace("+00:00", "Z"),
        first_day=first.isoformat() if first else None,
        last_day=last.isoformat() if last else None,
        fronts=rows["front_list"],
        cities=rows["cities"],
        sources={str(row["source_id"]): str(row["name"]) for row in rows["source_list"]},
    )


def _read_outline(settings: Settings) -> bytes:
    path = theatres.folder(settings.theatre) / "outline.geojson"
    return path.read_bytes() if path.is_file() else b'{"type": "FeatureCollection", "features": []}'


def _read_detail(reader: SnapshotReader, view: Literal["figure", "event"], record_id: str) -> dict[str, Any]:
    record = make_record(reader.ask(view, Filters(), record_id=record_id))
    if record is None:
        raise HTTPException(404, f"no such {view} in the published tables")
    before, after = cut_context(record["text_before"] or "", record["text_after"] or "")
    tellings = make_table(reader.ask("tellings", Filters(), record_id=record["story_id"]))
    links = [dict(zip(tellings.columns, row, strict=True)) for row in tellings.rows]
    for telling in links:
        telling["url"] = safe_link(telling["url"])
    return {**record, "text_before": before, "text_after": after, "url": safe_link(record["url"]), "tellings": links}


def _send_download(reader: SnapshotReader, view: str, suffix: str, filters: Filters) -> Response:
    question_filters = filters.model_copy(update={"limit": MAX_DOWNLOAD_ROWS, "offset": 0})
    answer = reader.ask(view, question_filters)
    body = write_csv(answer) if suffix == "csv" else write_parquet(answer)
    content_type = "text/csv; charset=utf-8" if suffix == "csv" else "application/vnd.apache.parquet"
    headers = {"Content-Disposition": f'attachment; filename="sitrep-{view}.{suffix}"'}
    return Response(body, media_type=content_type, headers=headers)
