"""Patches: by hand, against scipy, and bands joined as if there were none."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import label

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.runs import band_patches, joined, patch_image

seeds = st.integers(0, 10**6)
connectivities = st.sampled_from([4, 8])


def field(seed):
    rng = np.random.default_rng(seed)
    shape = rng.integers(1, 40, 2)
    return rng.choice([0, 1, 255], shape, p=rng.dirichlet([2, 2, 2])).astype(np.uint8)


def whole(classes, connectivity):
    return joined([band_patches(classes, 0, connectivity)], connectivity)


def test_a_ring_and_its_yard_by_hand():
    classes = np.array([[0, 0, 0, 255], [0, 255, 0, 255], [0, 0, 0, 0]], np.uint8)
    patches, numbers = whole(classes, 4)
    assert patches.cells.tolist() == [9]
    assert patches.sides.tolist() == [8]  # left 3, right 2 + 1, yard 2
    assert patches.ends.tolist() == [10]  # top 3 + 1 over the foot, bottom 4, yard 2
    assert (patches.row[0], patches.column[0]) == (0, 0)
    assert numbers[0].tolist() == [0]


def test_corners_join_only_with_eight_neighbours():
    classes = np.array([[0, 255], [255, 0]], np.uint8)
    assert whole(classes, 4)[0].cells.tolist() == [1, 1]
    assert whole(classes, 8)[0].cells.tolist() == [2]
    assert whole(classes, 8)[0].sides.tolist() == [4]


@settings(deadline=None, max_examples=50)
@given(seed=seeds, connectivity=connectivities)
def test_agrees_with_scipy(seed, connectivity):
    classes = field(seed)
    patches, numbers = whole(classes, connectivity)
    image = patch_image(classes, connectivity, numbers[0], -1)
    structure = np.ones((3, 3)) if connectivity == 8 else None
    offset = 0
    for kind in (0, 1):
        labels, count = label(classes == kind, structure)
        offset += count
        pairs = set(zip(labels[labels > 0], image[labels > 0], strict=True))
        assert len(pairs) == count
        assert all(patches.kind[own] == kind for _, own in pairs)
    assert len(patches.cells) == offset
    assert patches.cells.tolist() == np.bincount(image[image >= 0], minlength=offset).tolist()


@settings(deadline=None, max_examples=50)
@given(seed=seeds, connectivity=connectivities)
def test_outlines_agree_with_the_definition(seed, connectivity):
    classes = field(seed)
    patches, numbers = whole(classes, connectivity)
    image = np.pad(patch_image(classes, connectivity, numbers[0], -1), 1, constant_values=-1)
    for number in range(len(patches.cells)):
        inside = image == number
        assert patches.sides[number] == (inside[:, 1:] != inside[:, :-1]).sum()
        assert patches.ends[number] == (inside[1:] != inside[:-1]).sum()


@settings(deadline=None, max_examples=50)
@given(seed=seeds, connectivity=connectivities, cuts=st.lists(st.integers(1, 39), max_size=5))
def test_bands_do_not_show(seed, connectivity, cuts):
    classes = field(seed)
    edges = sorted({0, len(classes), *(cut for cut in cuts if cut < len(classes))})
    spans = list(pairwise(edges))
    bands = [band_patches(classes[a:b], a, connectivity) for a, b in spans]
    patches, numbers = joined(bands, connectivity)
    expected, own = whole(classes, connectivity)
    for ours, theirs in zip(patches, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    image = [patch_image(classes[a:b], connectivity, n, -1) for (a, b), n in zip(spans, numbers, strict=True)]
    np.testing.assert_array_equal(np.concatenate(image), patch_image(classes, connectivity, own[0], -1))


def test_patches_are_numbered_by_their_first_cells():
    patches, _ = whole(field(77), 8)
    first = patches.row * 1000 + patches.column
    assert (np.diff(first) > 0).all()


def test_an_empty_raster_has_no_patches():
    patches, numbers = whole(np.full((3, 4), 255, np.uint8), 8)
    assert len(patches.cells) == 0
    assert [len(own) for own in numbers] == [0]


@pytest.mark.parametrize(
    ("classes", "connectivity", "message"),
    [(np.zeros((2, 2)), 8, "uint8"), (np.zeros((2, 2), np.uint8), 6, "4 or 8")],
)
def test_impossible_input_is_refused(classes, connectivity, message):
    with pytest.raises(GridError, match=message):
        band_patches(classes, 0, connectivity)
