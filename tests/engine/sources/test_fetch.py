"""Downloads from a publisher that breaks off, changes its files, or has none."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256

import pytest
from click.testing import CliRunner

from gruenzug.engine.cli import main
from gruenzug.engine.errors import RegionError, SourceError
from gruenzug.engine.sources import transfer
from gruenzug.engine.sources.fetch import fetch_region
from gruenzug.engine.sources.region import read_region
from tests.engine.sources.servers import Publisher, serving

BODY = bytes(range(256)) * 4000  # about 1 MB


@pytest.fixture
def publisher(monkeypatch):
    monkeypatch.setattr(transfer, "PAUSE_S", 0.0)
    with serving(Publisher(files={"osm.pbf": BODY})) as server:
        yield server


def region(folder, publisher, *, name="osm.pbf", path="osm.pbf", more="", extra=""):
    file = folder / "region.toml"
    file.write_text(
        f"""
        [region]
        id = "test"
        title = {{ de = "Test", en = "Test" }}
        [[source]]
        id = "osm"
        kind = "osm-pbf"
        path = "{path}"
        title = "OSM"
        publisher = "OSM"
        licence = "odbl-1.0"
        attribution = "OSM"
        vintage = "2026"
        download = {{ url = "{publisher.url(name)}" {more} }}
        {extra}
        """,
        "utf-8",
    )
    return read_region(file)


def states(results):
    return [result.state for result in results]


def zipped(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        for name, body in members.items():
            box.writestr(name.replace("__", "/"), body)
    return packed.getvalue()


def test_a_file_arrives_whole_and_is_left_alone_the_second_time(tmp_path, publisher):
    spec = region(tmp_path, publisher)
    assert states(fetch_region(spec)) == ["new"]
    assert (tmp_path / "osm.pbf").read_bytes() == BODY
    assert states(fetch_region(spec)) == ["unchanged"]
    assert publisher.sent == len(BODY)


def test_a_changed_file_is_fetched_again(tmp_path, publisher):
    spec = region(tmp_path, publisher)
    fetch_region(spec)
    publisher.files["osm.pbf"] = b"newer"
    assert states(fetch_region(spec)) == ["new"]
    assert (tmp_path / "osm.pbf").read_bytes() == b"newer"


def test_a_file_someone_changed_here_is_fetched_again(tmp_path, publisher):
    spec = region(tmp_path, publisher)
    fetch_region(spec)
    (tmp_path / "osm.pbf").write_bytes(b"cut")
    assert states(fetch_region(spec)) == ["new"]
    assert (tmp_path / "osm.pbf").read_bytes() == BODY


def test_a_broken_connection_goes_on_where_it_stopped(tmp_path, publisher):
    publisher.break_after = [300_000, 200_000]
    lines = []
    assert states(fetch_region(region(tmp_path, publisher), progress=lines.append)) == ["new"]
    assert (tmp_path / "osm.pbf").read_bytes() == BODY
    assert publisher.sent == len(BODY)
    assert any("trying again" in line for line in lines)


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(tmp_path, publisher):
    publisher.break_after = [400_000, *[0] * transfer.TRIES]
    with pytest.raises(SourceError, match="broke off 5 times"):
        fetch_region(region(tmp_path, publisher))
    assert not (tmp_path / "osm.pbf").exists()
    publisher.break_after = []
    assert states(fetch_region(region(tmp_path, publisher))) == ["new"]
    assert (tmp_path / "osm.pbf").read_bytes() == BODY
    assert publisher.sent == len(BODY)


def test_a_file_that_changes_during_the_break_is_not_glued_together(tmp_path, publisher):
    publisher.break_after = [400_000, *[0] * transfer.TRIES]
    with pytest.raises(SourceError):
        fetch_region(region(tmp_path, publisher))
    publisher.break_after = []
    publisher.files["osm.pbf"] = bytes(reversed(BODY))
    fetch_region(region(tmp_path, publisher))
    assert (tmp_path / "osm.pbf").read_bytes() == bytes(reversed(BODY))


@pytest.mark.parametrize("marks", [True, False])
def test_a_server_without_ranges_starts_anew(tmp_path, publisher, marks):
    publisher.ranges, publisher.marks, publisher.break_after = False, marks, [300_000]
    assert states(fetch_region(region(tmp_path, publisher))) == ["new"]
    assert (tmp_path / "osm.pbf").read_bytes() == BODY


def test_a_part_longer_than_the_file_starts_anew(tmp_path, publisher):
    publisher.break_after = [400_000, *[0] * transfer.TRIES]
    spec = region(tmp_path, publisher)
    with pytest.raises(SourceError):
        fetch_region(spec)
    with (tmp_path / "osm.pbf.part").open("ab") as part:
        part.write(BODY)
    publisher.break_after = []
    fetch_region(spec)
    assert (tmp_path / "osm.pbf").read_bytes() == BODY


def test_a_busy_server_is_asked_again(tmp_path, publisher):
    publisher.errors = [503, 429]
    assert states(fetch_region(region(tmp_path, publisher))) == ["new"]


def test_a_missing_file_is_told_at_once_with_its_address(tmp_path, publisher):
    with pytest.raises(SourceError, match=r"nothing\.pbf answers 404 Not Found; correct the address"):
        fetch_region(region(tmp_path, publisher, name="nothing.pbf"))
    assert len(publisher.asked) == 1


def test_an_unreachable_server_keeps_what_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "PAUSE_S", 0.0)
    with serving(Publisher(files={"osm.pbf": BODY})) as server:
        spec = region(tmp_path, server)
        fetch_region(spec)
    lines = []
    assert states(fetch_region(spec, progress=lines.append)) == ["unchanged"]
    assert any("is kept" in line for line in lines)


def test_a_wrong_checksum_is_refused_and_the_previous_file_kept(tmp_path, publisher):
    (tmp_path / "osm.pbf").write_bytes(b"previous")
    spec = region(tmp_path, publisher, more=f', sha256 = "{"0" * 64}"')
    with pytest.raises(SourceError, match=r"gave a file with the sha256 .*the region promises 000000000000"):
        fetch_region(spec)
    assert (tmp_path / "osm.pbf").read_bytes() == b"previous"
    assert not (tmp_path / "osm.pbf.part").exists()


def test_a_file_with_the_promised_checksum_is_not_even_asked_for(tmp_path, publisher):
    (tmp_path / "osm.pbf").write_bytes(BODY)
    spec = region(tmp_path, publisher, more=f', sha256 = "{sha256(BODY).hexdigest()}"')
    assert states(fetch_region(spec)) == ["unchanged"]
    assert publisher.asked == []


def test_two_sources_share_one_archive(tmp_path, publisher):
    publisher.files["grid.zip"] = zipped(Grid__100m="a;b\n", Grid__1km="c;d\n")
    second = f"""
        [[source]]
        id = "km"
        kind = "osm-pbf"
        path = "km.csv"
        title = "x"
        publisher = "x"
        licence = "odbl-1.0"
        attribution = "x"
        vintage = "x"
        download = {{ url = "{publisher.url("grid.zip")}", member = "Grid/1km" }}
    """
    spec = region(tmp_path, publisher, name="grid.zip", path="m.csv", more=', member = "100m"', extra=second)
    assert states(fetch_region(spec)) == ["new", "new"]
    assert (tmp_path / "m.csv").read_text() == "a;b\n"
    assert (tmp_path / "km.csv").read_text() == "c;d\n"
    assert len(publisher.asked) == 1
    assert states(fetch_region(spec)) == ["unchanged", "unchanged"]


def test_a_member_that_is_not_in_the_archive_is_told_with_what_is(tmp_path, publisher):
    publisher.files["grid.zip"] = zipped(readme="x", Grid__1km="c;d\n")
    spec = region(tmp_path, publisher, name="grid.zip", path="m.csv", more=', member = "100m"')
    with pytest.raises(
        SourceError, match=r"holds no file 100m; it holds readme, Grid/1km; correct download\.member"
    ):
        fetch_region(spec)
    assert not (tmp_path / "m.csv").exists()


def test_a_broken_archive_is_told(tmp_path, publisher):
    publisher.files["grid.zip"] = zipped(a="x" * 1000)[:-30]
    spec = region(tmp_path, publisher, name="grid.zip", path="m.csv", more=', member = "a"')
    with pytest.raises(SourceError, match="is not a whole zip archive"):
        fetch_region(spec)


def test_out_gets_files_and_a_usable_region(tmp_path, publisher):
    (tmp_path / "here").mkdir()
    spec = region(tmp_path / "here", publisher, path="osm/nrw.pbf")
    fetch_region(spec, tmp_path / "there")
    moved = read_region(tmp_path / "there" / "region.toml")
    assert moved.sources[0].path.read_bytes() == BODY
    assert not (tmp_path / "here" / "osm").exists()


def test_a_path_outside_cannot_be_moved(tmp_path, publisher):
    spec = region(tmp_path, publisher, path="/elsewhere/osm.pbf")
    with pytest.raises(RegionError, match="--out cannot move it"):
        fetch_region(spec, tmp_path / "there")


def test_a_region_without_downloads_is_refused(tmp_path, publisher):
    spec = region(tmp_path, publisher)
    bare = type(spec)(
        spec.id, spec.title, spec.model, tuple(_bare(source) for source in spec.sources), spec.path
    )
    with pytest.raises(RegionError, match="no source has a download"):
        fetch_region(bare)


def _bare(source):
    return type(source)(**{**vars(source), "download": None})


def test_the_command_says_what_happened(tmp_path, publisher):
    region(tmp_path, publisher)
    result = CliRunner().invoke(main, ["fetch", str(tmp_path / "region.toml")])
    assert result.exit_code == 0
    assert f"1 files new, 0 unchanged in {tmp_path}" in result.output


def test_the_command_ends_with_one_sentence_and_code_2(tmp_path, publisher):
    region(tmp_path, publisher, name="gone.pbf")
    result = CliRunner().invoke(main, ["fetch", str(tmp_path / "region.toml")])
    assert result.exit_code == 2
    assert result.output.strip().splitlines()[-1].startswith("Error: http://127.0.0.1")
