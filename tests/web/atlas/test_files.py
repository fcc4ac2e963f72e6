"""Files of a release are served whole, in part, and not at all if they do not belong to it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gruenzug.contract.release import FIGURES

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(release, release_folder):
    return (release_folder / FIGURES).read_bytes()


def _body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_whole_file_comes_with_a_checksum_and_may_be_kept_for_ever(client, release, whole):
    response = client.get(release.file_url(FIGURES))
    assert _body(response) == whole
    assert "immutable" in response["Cache-Control"]
    assert (
        client.get(release.file_url(FIGURES), headers={"If-None-Match": response["ETag"]}).status_code == 304
    )


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-50", slice(-50, None)),
        ("bytes=10-99999999", slice(10, None)),
    ],
)
def test_a_range_is_answered_by_just_these_bytes(client, release, whole, asked, part):
    response = client.get(release.file_url(FIGURES), headers={"Range": asked, "Accept-Encoding": "gzip"})
    assert response.status_code == 206
    assert _body(response) == whole[part]
    first = part.start if part.start >= 0 else len(whole) + part.start
    last = (part.stop or len(whole)) - 1
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"
    assert int(response["Content-Length"]) == last - first + 1
    assert "Content-Encoding" not in response


def test_a_range_behind_the_end_is_refused(client, release, whole):
    response = client.get(release.file_url(FIGURES), headers={"Range": f"bytes={len(whole)}-"})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(whole)}")


def test_a_range_of_an_older_content_gets_the_whole_file(client, release, whole):
    response = client.get(release.file_url(FIGURES), headers={"Range": "bytes=0-9", "If-Range": '"old"'})
    assert (response.status_code, _body(response)) == (200, whole)


@pytest.mark.parametrize("path", ["../db.sqlite3", "../../etc/passwd", "nothing.txt", ""])
def test_only_files_of_the_manifest_are_served(client, release, releases_folder, path):
    (releases_folder / "db.sqlite3").write_text("secret")
    address = reverse("releases:release", args=[release.name]) + f"files/{path}"
    assert client.get(address).status_code == 404


def test_the_address_to_cite_leads_to_the_release_in_ones_own_language(client, release):
    address = reverse("releases:release", args=[release.name])
    german = client.get(address, headers={"Accept-Language": "de"})
    english = client.get(address, headers={"Accept-Language": "en"})
    assert german["Location"] == "/de/quellen/?release=probe"
    assert english["Location"] == "/en/sources/?release=probe"
