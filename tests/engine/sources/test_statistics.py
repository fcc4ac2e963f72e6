"""Municipal statistics: the region's rows, published numbers, and gaps that stay gaps."""

from __future__ import annotations

import numpy as np
import pytest

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.request import Request
from tests.engine.sources.samples import AREA_HEADER, HERDECKE, WITTEN, area_csv, population_csv, spec, vg250

AREAS = frozenset({"statistics_area", "statistics_recreation"})


def asked(tmp_path, tables):
    towns = read_source(vg250(tmp_path)).tables["municipalities"]
    return Request(frozenset(tables), None, towns)


def rewritten(source, old, new, **options):
    text = source.path.read_text("utf-8")
    assert old in text
    source.path.write_text(text.replace(old, new), "utf-8")
    return spec(source.kind, source.path, **options)


def test_only_the_municipalities_of_the_region_are_kept(tmp_path):
    dataset = read_source(population_csv(tmp_path), asked(tmp_path, {"statistics_population"}))
    table = dataset.tables["statistics_population"]
    assert table.to_dict("list") == {"ags": [HERDECKE, WITTEN], "inhabitants": [22_755, 96_563]}
    assert dataset.notes == []


def test_a_municipality_without_number_is_told_and_not_zero(tmp_path):
    source = rewritten(population_csv(tmp_path), f"{HERDECKE},22755\n", f"{HERDECKE},\n")
    dataset = read_source(source, asked(tmp_path, {"statistics_population"}))
    assert list(dataset.tables["statistics_population"]["ags"]) == [WITTEN]
    assert dataset.notes[0].en == f"Without number of inhabitants: {HERDECKE}."


def test_area_in_hectares_has_gaps_where_nothing_is_published(tmp_path):
    dataset = read_source(area_csv(tmp_path), asked(tmp_path, AREAS))
    table = dataset.tables["statistics_area"].set_index("ags")
    assert table.loc[WITTEN, ["area_ha", "forest_ha", "water_ha"]].tolist() == [7240.0, 1530.0, 189.0]
    assert np.isnan(table.loc[WITTEN, "heath_ha"])
    assert table.loc[HERDECKE].isna().all()
    assert dataset.notes[0].en == f"Without land-use statistics: {HERDECKE}."


def test_recreation_is_there_only_if_the_file_has_it(tmp_path):
    assert "statistics_recreation" not in read_source(area_csv(tmp_path)).tables
    source = rewritten(
        area_csv(tmp_path), AREA_HEADER, AREA_HEADER + ",settlement_sport_recreation,settlement_cemetery"
    )
    source = rewritten(source, ",400.0\n", ",400.0,300.5,20\n")
    table = read_source(source).tables["statistics_recreation"]
    assert table.to_dict("list") == {"ags": [WITTEN], "recreation_ha": [320.5]}


def test_recreation_with_one_part_missing_is_unknown(tmp_path):
    source = rewritten(
        area_csv(tmp_path), AREA_HEADER, AREA_HEADER + ",settlement_sport_recreation,settlement_cemetery"
    )
    source = rewritten(source, ",400.0\n", ",400.0,300.5,\n")
    assert read_source(source).tables["statistics_recreation"]["recreation_ha"].isna().all()


def test_other_names_of_columns_and_delimiters_are_options(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(f"Schlüssel;Einwohner\n{WITTEN};96563\n", "cp1252")
    columns = {"ags": "Schlüssel", "inhabitants": "Einwohner"}
    source = spec("population-csv", path, columns=columns, delimiter=";", encoding="cp1252")
    assert read_source(source).tables["statistics_population"]["inhabitants"].tolist() == [96_563]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "05954036,",
            "5954036,",
            "line 3: ags is 5954036; an AGS has eight digits, the leading zero seems lost",
        ),
        ("05954020,", "05954036,", "line 4: ags 05954036 is in line 3 already"),
        ("96563", "viele", 'line 3: total is "viele"; expected a number'),
        ("96563", "-3", "line 3: total is -3; it cannot be below 0"),
        ("96563", "1.5", "05954036 has 1.5 inhabitants; expected a whole number"),
    ],
)
def test_a_bad_row_is_told_by_its_line(tmp_path, old, new, complaint):
    with pytest.raises(SourceError, match=complaint):
        read_source(rewritten(population_csv(tmp_path), old, new))
