"""What changed between two versions: nothing lost, nothing made up, and said where it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gruenzug.web.charter.models import Section
from gruenzug.web.charter.selectors.compare import Kind, compare, counts, words

texts = st.text(alphabet="ab ,.\u00e4\n", max_size=40)


def section(key, title="Titel", text=""):
    return Section(key=key, title_de=title, text_de=text)


@given(before=texts, after=texts)
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = words(before, after)
    assert "".join(piece.text for piece in pieces if piece.op != "added") == before
    assert "".join(piece.text for piece in pieces if piece.op != "removed") == after


def test_a_changed_number_is_one_change_in_a_sentence():
    pieces = words("Bis 2030 pflanzen wir 100 Bäume.", "Bis 2035 pflanzen wir 100 Bäume.")
    assert [(piece.op, piece.text) for piece in pieces] == [
        ("same", "Bis "),
        ("removed", "2030"),
        ("added", "2035"),
        ("same", " pflanzen wir 100 Bäume."),
    ]


def test_sections_are_matched_by_their_keys_whatever_they_are_called():
    before = [section("a", "Alt"), section("b"), section("c")]
    after = [section("a", "Neu"), section("c"), section("d")]
    changes = compare(before, after)
    assert [(change.key, change.kind) for change in changes] == [
        ("a", Kind.CHANGED),
        ("b", Kind.REMOVED),
        ("c", Kind.SAME),
        ("d", Kind.ADDED),
    ]
    assert counts(changes) == {"same": 1, "changed": 1, "added": 1, "removed": 1}


def test_a_section_that_only_moved_says_so():
    rows = [section("a"), section("b"), section("c")]
    changes = {change.key: change for change in compare(rows, [rows[1], rows[2], rows[0]])}
    assert changes["a"].moved
    assert changes["a"].kind == Kind.CHANGED
    assert not changes["b"].moved
    assert changes["b"].kind == Kind.SAME


def test_a_new_paragraph_does_not_make_the_next_one_look_changed():
    before = section("a", text="Erster Absatz.\n\nZweiter Absatz.")
    after = section("a", text="Erster Absatz.\n\nGanz neu.\n\nZweiter Absatz.")
    (change,) = compare([before], [after])
    assert [[piece.op for piece in row] for row in change.text] == [["same"], ["added"], ["same"]]
