"""The dashboard's answers over a published ledger: what is asked, who may ask, and that nothing breaks it."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterator
from pathlib import Path

import press_kit
import pyarrow.parquet as pq
import pytest
import schemathesis
from fastapi import Depends, HTTPException
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from sitrep.dashboard import make_app
from sitrep.dashboard.app import TABLES
from sitrep.dashboard.serve import make_token_app
from sitrep.settings import Settings
from sitrep.warehouse import open_snapshot

TOKEN = secrets.token_urlsafe(12)
BEARER = {"Authorization": f"Bearer {TOKEN}"}
LOCAL = {**BEARER, "Host": "127.0.0.1"}


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Nine weeks of a made-up press with hostile pages in it, published."""
    made = press_kit.press_settings(tmp_path_factory.mktemp("press"))
    press_kit.publish_press(made, is_hostile=True)
    return made


@pytest.fixture(scope="module")
def client(press: Settings) -> Iterator[TestClient]:
    """Somebody who knows the token."""
    app = make_token_app(press, TOKEN)
    with TestClient(app, base_url="http://127.0.0.1:8088", headers=BEARER, raise_server_exceptions=False) as made:
        yield made


def rows_of(client: TestClient, view: str, **filters: object) -> list[dict[str, object]]:
    """The rows of a view by column name."""
    answer = client.get(f"/api/{view}", params=filters)
    assert answer.status_code == 200, answer.text
    table = answer.json()
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


@pytest.mark.parametrize("view", TABLES)
@pytest.mark.parametrize("measure", ["events", "killed"])
def test_every_view_gives_rows_and_the_query_that_gives_them(
    client: TestClient, press: Settings, view: str, measure: str
) -> None:
    table = client.get(f"/api/{view}", params={"measure": measure, "side": "ua"}).json()

    with open_snapshot(press) as con:
        assert len(con.execute(table["sql"]).fetchall()) == len(table["rows"])


@pytest.mark.parametrize("view", TABLES)
def test_every_view_answers_as_known_on_a_day(client: TestClient, view: str) -> None:
    now = rows_of(client, view, **{"from": "2022-12-15", "to": "2023-02-14"})
    then = rows_of(client, view, known="2023-01-10", **{"from": "2022-12-15", "to": "2023-02-14"})

    assert len(then) <= len(now)
    assert all(str(row["day"]) <= "2023-01-10" for row in then if row.get("day") and view != "brief")


def test_a_quiet_day_is_read_and_a_dark_day_is_not(client: TestClient) -> None:
    read = {row["day"]: row["n_articles"] for row in rows_of(client, "coverage")}

    assert read[str(press_kit.QUIET_DAY)] == 1
    assert str(press_kit.DARK_DAY) not in read
    told = {row["day"] for row in rows_of(client, "fronts") if row["n_events"]}
    assert not {str(press_kit.QUIET_DAY), str(press_kit.DARK_DAY)} & told


def test_the_figures_behind_an_incident_are_all_its_claims(client: TestClient) -> None:
    incident = next(row for row in rows_of(client, "contested") if row["place"] == "Vuhledar")
    figures = rows_of(client, "figures", incident=incident["incident_id"])

    assert {(row["claimant_side"], row["value"]) for row in figures} == {("ua", 130.0), ("ru", 30.0), ("third", 100.0)}


def test_a_figure_shows_its_sentence_with_the_span_its_basis_and_all_tellings(client: TestClient) -> None:
    incident = next(row for row in rows_of(client, "contested") if row["place"] == "Makiivka")
    figure = client.get(f"/api/figure/{incident['figure_id_ru']}").json()

    assert figure["quote"] == "the strike on Makiivka killed 89 soldiers in the school"
    assert figure["text_before"] + figure["quote"] + figure["text_after"] == figure["quote"] + "."
    assert figure["claimant"] == "the defence ministry in Moscow"
    assert figure["date_basis"] == "stated"
    assert [telling["url"] for telling in figure["tellings"]] == [figure["url"]]


def test_flags_of_a_tally_reach_the_page(client: TestClient) -> None:
    rows = rows_of(client, "tallies", series="ru_loss_artillery")
    assert {row["day"]: row["flag"] for row in rows}["2023-02-01"] == "misread"
    gaps = [row["day"] for row in rows_of(client, "tallies", series="ru_loss_tanks") if row["is_gap"]]
    assert "2023-01-12" in gaps


def test_files_hold_the_rows_of_the_view(client: TestClient) -> None:
    shown = rows_of(client, "contested")
    text = client.get("/api/download/contested.csv").content.decode("utf-8-sig")
    table = pq.read_table(io.BytesIO(client.get("/api/download/contested.parquet").content))

    assert [row["incident_id"] for row in csv.DictReader(io.StringIO(text))] == [row["incident_id"] for row in shown]
    assert table.column("incident_id").to_pylist() == [row["incident_id"] for row in shown]


def test_hostile_text_is_cut_and_cleaned_and_no_script_is_a_link(client: TestClient) -> None:
    figures = rows_of(client, "figures", front="nikopol_znpp", **{"from": "2023-02-14", "to": "2023-02-14"})
    hostile = next(row for row in figures if "onmouseover" in str(row["quote"]))
    figure = client.get(f"/api/figure/{hostile['figure_id']}").json()

    assert "\u202e" not in str(figure)
    titles = [telling["title"] for telling in figure["tellings"]]
    assert max(map(len, titles)) == 300
    assert all((telling["url"] or "https:").startswith("https:") for telling in figure["tellings"])
    body = client.get("/api/download/timeline.csv", params={"front": "nikopol_znpp"}).text
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(body)) for cell in row)


def test_answers_are_bounded(client: TestClient) -> None:
    for view in TABLES:
        answer = client.get(f"/api/{view}", params={"from": "1900-01-01", "to": "2199-12-31", "limit": 500})
        assert answer.status_code == 200, view
        assert len(answer.content) < 600_000, view


PATHS = ["/", "/nothing", "/openapi.json", "/docs", "/static/app.js", "/static/../app.py", "/api/state", "/api/fronts"]


@pytest.mark.parametrize("path", [*PATHS, "/api/figure/x", "/api/download/fronts.csv"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_stranger_gets_nothing_not_even_a_404(press: Settings, path: str, method: str) -> None:
    def refuse() -> None:
        raise HTTPException(401)

    with TestClient(make_app(press, [Depends(refuse)])) as stranger:
        answer = stranger.request(method, path)
    # A wrong method on a right path is refused before anybody is asked who they are.
    assert answer.status_code in ({401} if method == "GET" else {401, 405})
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_the_app_inside_airflow_has_no_document_of_its_own(press: Settings) -> None:
    with TestClient(make_app(press)) as inside:
        assert [inside.get(path).status_code for path in ("/openapi.json", "/docs", "/redoc")] == [404, 404, 404]


def test_the_token_becomes_a_cookie_that_no_script_reads(press: Settings) -> None:
    app = make_token_app(press, TOKEN)
    with TestClient(app, base_url="http://127.0.0.1:8088", follow_redirects=False) as visitor:
        assert visitor.get("/").status_code == 401
        wrong = visitor.get("/", params={"token": "guess"})
        assert "set-cookie" not in wrong.headers
        right = visitor.get("/", params={"token": TOKEN, "view": "contested"})
        assert right.headers["location"] == "/?view=contested"
        assert {"HttpOnly", "SameSite=strict"} <= set(right.headers["set-cookie"].split("; "))
        assert visitor.get("/").status_code == 200


def test_a_name_that_was_rebound_to_this_machine_is_refused(press: Settings) -> None:
    with TestClient(make_token_app(press, TOKEN), base_url="http://evil.example", headers=BEARER) as visitor:
        assert visitor.get("/api/state").status_code == 421


def test_the_policy_allows_no_inline_script_and_no_eval(client: TestClient) -> None:
    page = client.get("/")
    policy = page.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in page.text
    assert " on" not in page.text.split("<body>")[1].replace("on 127", "")
    assert "http" not in page.text


def test_before_the_first_publish_the_state_says_what_to_run(tmp_path: Path) -> None:
    with TestClient(make_app(Settings(home=tmp_path))) as early:
        state = early.get("/api/state").json()
        assert state["is_published"] is False
        assert "sitrep demo" in state["message"]
        assert early.get("/api/fronts").status_code == 503


@pytest.fixture(scope="module")
def api_schema(press: Settings) -> schemathesis.BaseSchema:
    """The app's own document, and the app behind it."""
    return schemathesis.openapi.from_asgi("/openapi.json", make_token_app(press, TOKEN), headers=LOCAL)


def test_no_request_that_the_document_allows_or_forbids_breaks_the_app(api_schema: schemathesis.BaseSchema) -> None:
    operations = [result.ok() for result in api_schema.get_all_operations()]
    assert len(operations) > len(TABLES)
    for operation in operations:
        _attack(operation, schemathesis.GenerationMode.POSITIVE)
        if list(operation.iter_parameters()):
            _attack(operation, schemathesis.GenerationMode.NEGATIVE)


def _attack(operation: schemathesis.APIOperation, mode: schemathesis.GenerationMode) -> None:
    """Ask one operation with what its document allows, or with what it forbids."""

    @settings(max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=LOCAL, checks=[not_a_server_error, response_schema_conformance])

    ask()


def test_a_damaged_snapshot_is_a_reason_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "sitrep.duckdb").write_bytes(b"DUCK" * 5000)
    with TestClient(make_app(Settings(home=tmp_path)), raise_server_exceptions=False) as visitor:
        assert visitor.get("/api/fronts").status_code == 503
        assert "cannot be read" in visitor.get("/api/state").json()["message"]


def test_a_query_past_its_memory_is_a_reason_and_no_crash(press: Settings) -> None:
    poor = press.model_copy(update={"query_memory": "1MB"})
    with TestClient(make_app(poor), raise_server_exceptions=False) as visitor:
        answer = visitor.get("/api/fronts", params={"known": "2023-02-01"})

    assert answer.status_code == 503
    assert "memory" in answer.json()["detail"]
