"""What is kept holds as long as the question and everything it was computed on are the same."""

from __future__ import annotations

import os

import pytest

from gruenzug.engine.store.atomic import new_folder
from gruenzug.engine.store.kept import Kept


@pytest.fixture
def kept(tmp_path) -> Kept:
    entry = Kept(tmp_path / "kept")
    with entry.put("sums.txt", "sums of 2026", {"trees": "t1", "paths": "p1"}) as draft:
        draft.write_text("12")
    return entry


@pytest.mark.parametrize(
    ("asked", "state", "holds"),
    [
        ("sums of 2026", {"trees": "t1", "paths": "p1"}, True),
        ("sums of 2026", {"trees": "t1", "paths": "p1", "roads": "r2"}, True),
        ("sums of 2026", {"trees": "t1", "paths": "p2"}, False),
        ("sums of 2027", {"trees": "t1", "paths": "p1"}, False),
    ],
    ids=["the same", "something else changed", "what it was computed on changed", "another question"],
)
def test_an_entry_holds_as_long_as_what_it_stands_on(kept, asked, state, holds):
    found = kept.find("sums.txt", asked, lambda name: state[name])
    assert (found is not None) == holds
    if found:
        assert found.read_text() == "12"


def test_an_interrupted_write_leaves_no_entry(kept):
    def half() -> None:
        with kept.put("sums.txt", "sums of 2026", {}) as draft:
            draft.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert kept.find("sums.txt", "sums of 2026", str) is None


def test_a_broken_head_is_no_entry(kept):
    (kept.folder / "sums.txt.json").write_text('{"asked": ')
    assert kept.find("sums.txt", "sums of 2026", str) is None


def test_folders_are_kept_too_and_nobody_asked_for_others_goes(kept, tmp_path):
    later = Kept(tmp_path / "kept")
    with later.put("tiles", "tiles", {}, new_folder) as draft:
        (draft / "a.pmtiles").write_bytes(b"a")
    later.forget_others()
    assert sorted(path.name for path in later.folder.iterdir()) == ["tiles", "tiles.json"]
    assert (later.folder / "tiles" / "a.pmtiles").read_bytes() == b"a"


def test_a_file_is_read_again_only_if_its_date_or_size_changed(kept, tmp_path):
    path = tmp_path / "source.csv"
    path.write_text("one")
    first = kept.digest(path)
    state = path.stat()
    path.write_text("two")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert Kept(kept.folder).digest(path) == first
    os.utime(path)
    assert Kept(kept.folder).digest(path) != first
    assert kept.digest(tmp_path / "gone.csv") == ""
