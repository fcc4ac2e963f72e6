"""The manifest: what the schema and the cross-check refuse, and what the digest sees."""

from __future__ import annotations

import copy

import jsonschema
import pytest

from gruenzug.contract.release import cross_check, digest, release_schema

HASH = "0" * 64


def manifest() -> dict:
    source = {
        "id": "osm", "title": "OpenStreetMap", "publisher": "OSM", "attribution": "© OSM", "vintage": "2026",
        "licence": {"id": "odbl-1.0", "title": "ODbL", "url": "https://example.org"}, "url": "", "tables": ["green"],
        "files": [{"name": "a.pbf", "bytes": 1, "sha256": HASH}], "notes": [],
    }  # fmt: skip
    files = [
        {"path": path, "bytes": 1, "sha256": HASH}
        for path in ("figures.parquet", "places.geojson", "layers/g.parquet")
    ]
    return {
        "contract": "gruenzug-release/1",
        "name": "test-1",
        "region": {"id": "r", "title": {"de": "R", "en": "R"}, "crs": "EPSG:25832", "bbox": [6, 51, 8, 52]},
        "model": True,
        "created_at": "2026-11-23T10:00:00Z",
        "software": {"name": "gruenzug", "version": "0.1.0"},
        "digest": HASH,
        "sources": [source],
        "indicators": [
            {
                "id": "acc-who",
                "definition_version": "1",
                "parameters": {},
                "sources": ["osm"],
                "status": "computed",
                "reason": None,
            }
        ],
        "places": {"municipality": 1, "county": 1, "region": 1},
        "layers": [
            {
                "id": "g",
                "path": "layers/g.parquet",
                "kind": "vector",
                "title": {"de": "G", "en": "G"},
                "sources": ["osm"],
            }
        ],
        "tiles": [],
        "notes": [],
        "figures": {"rows": 0},
        "files": files,
    }


def errors(facts: dict) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(release_schema()).iter_errors(facts)]


def test_the_schema_is_a_schema_and_accepts_a_good_manifest():
    jsonschema.Draft202012Validator.check_schema(release_schema())
    assert errors(manifest()) == []
    assert cross_check(manifest()) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("contract",), "gruenzug-release/2"),
        (("name",), "Nicht so"),
        (("model",), "yes"),
        (("created_at",), "yesterday"),
        (("region", "crs"), "EPSG:4326"),
        (("files", 0, "sha256"), "abc"),
        (("layers", 0, "path"), "../outside.parquet"),
        (("layers", 0, "path"), "/etc/passwd"),
        (("sources", 0, "licence"), "ODbL"),
        (("surprise",), 1),
    ],
)
def test_the_schema_refuses(path, value):
    facts = manifest()
    inner = facts
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert errors(facts)


@pytest.mark.parametrize("key", sorted(manifest()))
def test_nothing_may_be_missing(key):
    facts = manifest()
    del facts[key]
    assert errors(facts)


def test_the_cross_check_finds_keys_that_lead_nowhere():
    facts = manifest()
    facts["indicators"][0]["sources"] = ["zensus"]
    facts["indicators"].append(dict(facts["indicators"][0], id="unheard-of", sources=[]))
    facts["layers"][0]["path"] = "layers/lost.parquet"
    found = " / ".join(cross_check(facts))
    assert "zensus" in found
    assert "unheard-of" in found
    assert "layers/lost.parquet" in found


def test_the_digest_sees_every_fact_but_the_moment_of_making():
    first, later, other = manifest(), manifest(), copy.deepcopy(manifest())
    later["created_at"] = "2027-01-01T00:00:00Z"
    other["indicators"][0]["parameters"] = {"distance_m": 301}
    assert digest(first) == digest(later) != digest(other)
