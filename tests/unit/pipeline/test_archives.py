"""How a backfill is cut for Airflow: in the order of the plan, evenly, and never into too many pieces."""

from pathlib import Path

import pytest

from sitrep.archive import Shard
from sitrep.errors import FetchError
from sitrep.load import read_staged
from sitrep.pipeline.archives import MAX_BATCHES, ArchiveRequest, extract_all, plan_archive, plan_request, read_archive
from sitrep.settings import load_settings


def write_files(folder: Path, count: int) -> list[str]:
    """Write archives of growing size; returns their paths."""
    paths = []
    for number in range(count):
        path = folder / f"{number:03d}.jsonl"
        path.write_text('{"id": "x", "text": "y"}\n' * (1 + number), encoding="utf-8")
        paths.append(str(path))
    return paths


@pytest.mark.parametrize(("n_files", "workers"), [(1, 4), (7, 2), (30, 3)], ids=["one", "few", "many"])
def test_batches_one_after_the_other_are_the_plan(tmp_path: Path, n_files: int, workers: int) -> None:
    settings = load_settings(home=tmp_path / "home")
    sources = write_files(tmp_path, n_files)
    batches = plan_archive({"sources": sources, "workers": workers}, settings=settings)
    assert [Shard.from_json(line).path for batch in batches for line in batch] == sources
    assert all(batches)
    assert len(batches) <= min(n_files, workers * 4, MAX_BATCHES)


def test_days_and_hosts_of_the_form_reach_every_shard(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    params = {"sources": write_files(tmp_path, 2), "from": "2023-02-01", "to": "2023-02-28", "hosts": ["*.example"]}
    for batch in plan_archive(params, settings=settings):
        for line in batch:
            selection = Shard.from_json(line).selection
            assert (str(selection.since), str(selection.until)) == ("2023-02-01", "2023-02-28")
            assert selection.hosts == ("*.example",)


def test_an_archive_of_a_hundred_thousand_articles_is_few_task_instances(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    line = '{"url": "https://wire.example/a", "title": "t", "text": "Three soldiers were killed near the town."}\n'
    for number in range(1_000):
        (tmp_path / f"{number:04}.jsonl").write_text(line * 100, encoding="utf-8")
    batches = plan_archive({"sources": sorted(map(str, tmp_path.glob("*.jsonl"))), "workers": 64}, settings=settings)
    other_tasks = 5
    assert sum(map(len, batches)) == 1_000
    assert len(batches) + other_tasks < 500


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_cannot_be_read_is_one_reject_and_the_others_are_read(tmp_path: Path, workers: int) -> None:
    settings = load_settings(home=tmp_path / "home")
    sources = write_files(tmp_path, 3)
    shards = plan_request(ArchiveRequest(sources=tuple(sources)), settings=settings)
    Path(sources[1]).unlink()

    results = list(extract_all(shards, settings, workers))

    assert [fault for _, fault in results] == [None] * 3
    rejects = [
        row
        for folder, _ in results
        for row in read_staged(settings.home / str(folder), "rejects", ["subject", "error", "stage"]).to_pylist()
    ]
    assert [row for row in rejects if row["stage"] == "archive"] == [
        {"subject": sources[1], "error": "ParseError", "stage": "archive"}
    ]


def test_a_server_that_is_down_is_named_after_the_others_are_read_and_asked_again_later(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home", resolve={"data.example": "127.0.0.1:9"})
    (local,) = write_files(tmp_path, 1)
    params = {"sources": ["https://data.example/crawl.warc.gz", local]}
    (batch,) = [[line for lines in plan_archive(params, settings=settings) for line in lines]]

    for _ in range(2):
        with pytest.raises(FetchError, match=r"run again later \(https://data.example"):
            read_archive(batch, settings=settings)

    (staged,) = [path.parent for path in settings.staged.rglob("shard.json")]
    assert staged.name == Shard.from_json(batch[1]).shard_id
