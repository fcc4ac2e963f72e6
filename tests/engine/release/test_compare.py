"""The balance between two releases: differences where there are some, reasons where there are none."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from gruenzug.contract.release import FIGURES, MANIFEST, digest
from gruenzug.engine.cli import main
from tests.web.sample_release import build, write_figures


def changed(folder: Path, change) -> Path:
    """Change the manifest and seal it again."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    change(manifest)
    manifest["digest"] = digest(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    return folder


def figures(folder: Path, change) -> Path:
    table = pd.read_parquet(folder / FIGURES)
    change(table)
    write_figures(folder / FIGURES, table.astype(object).where(table.notna(), None).to_dict("records"))
    return folder


def entry(manifest: dict, indicator: str) -> dict:
    return next(row for row in manifest["indicators"] if row["id"] == indicator)


@pytest.fixture
def before(tmp_path) -> Path:
    return build(tmp_path / "sample-1", "sample-1")


@pytest.fixture
def after(tmp_path) -> Path:
    return build(tmp_path / "sample-2", "sample-2")


def balance(before: Path, after: Path) -> tuple[pd.DataFrame, str]:
    out = before.parent / "balance.csv"
    done = CliRunner().invoke(main, ["compare", str(before), str(after), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return pd.read_csv(out, dtype={"place": str, "part": str}, keep_default_na=True), done.output


def refused(before: Path, after: Path, sentence: str) -> None:
    out = before.parent / "balance.csv"
    done = CliRunner().invoke(main, ["compare", str(before), str(after), "--out", str(out)])
    assert done.exit_code == 2
    assert sentence in done.output
    assert not out.exists()


def test_a_difference_is_after_minus_before(before, after):
    def greener(table):
        here = (
            (table["indicator"] == "green-share")
            & (table["place"] == "05911000")
            & (table["part"] == "total")
        )
        table.loc[here, "value"] += 1.5

    rows, _ = balance(before, figures(after, greener))
    green = rows[
        (rows["indicator"] == "green-share") & (rows["part"] == "total") & (rows["level"] == "municipality")
    ]
    found = green.set_index("place")["difference"]
    assert found["05911000"] == pytest.approx(1.5)
    assert (found.drop("05911000") == 0).all()


def test_the_green_of_the_region_is_told_in_hectares(before, after):
    def less(table):
        here = (
            (table["indicator"] == "green-share") & (table["level"] == "region") & (table["part"] == "total")
        )
        assert here.sum() == 1
        table.loc[here, ["value", "denominator"]] = [39.0, 1e8]

    def more(table):
        here = (
            (table["indicator"] == "green-share") & (table["level"] == "region") & (table["part"] == "total")
        )
        table.loc[here, ["value", "denominator"]] = [40.0, 1e8]

    _, line = balance(figures(before, more), figures(after, less))
    assert "; green area -100.0 ha (-2.50 %)" in line


def shares(folder: Path, indicator: str, value: float, level: str = "region") -> Path:
    """Set a share everywhere on a level, of 10,000 ha."""

    def change(table):
        here = (table["indicator"] == indicator) & (table["level"] == level)
        here &= table["part"].isin(["", "total"])
        table.loc[here, ["value", "denominator", "coverage"]] = [value, 1e8, 1.0]

    return figures(folder, change)


def test_tree_canopy_stands_beside_green_area(before, after):
    for folder, green, canopy in ((before, 40.0, 20.0), (after, 39.0, 20.5)):
        shares(shares(folder, "green-share", green), "canopy-share", canopy)
    _, line = balance(before, after)
    assert "; green area -100.0 ha (-2.50 %); tree canopy +50.0 ha (+2.50 %)\n" in line


def test_canopy_of_other_cells_or_of_another_method_has_no_balance_and_green_keeps_its_own(before, after):
    """Green from one source, canopy from another, whose cells change."""

    def second_source(cell, title):
        def change(manifest):
            cover = {**manifest["sources"][0], "id": "cover", "title": title, "cell": cell}
            cover["vintage"] = title[-4:]
            manifest["sources"].append(cover)
            entry(manifest, "canopy-share")["sources"] = ["cover"]

        return change

    changed(before, second_source("10 m", "ESA WorldCover 2020"))
    finer = changed(after, second_source("5 m", "ESA WorldCover 2020"))
    rows, lines = balance(before, finer)
    assert "; no balance of tree canopy\n" in lines
    assert "  canopy-share: the cells of source cover changed from 10 m to 5 m\n" in lines
    assert rows.loc[rows["indicator"] == "canopy-share", "difference"].isna().all()
    assert rows.loc[rows["indicator"] == "green-share", "status"].eq("ok").any()
    changed(finer, lambda m: m["sources"][1].update(cell="10 m", title="ESA WorldCover 2021", vintage="2021"))
    _, lines = balance(before, finer)
    assert "WorldCover of 2020 and of 2021 come from two versions of its method" in lines
    changed(finer, lambda m: m["sources"][1].update(title="ESA WorldCover 2020", vintage="2020"))
    assert "  canopy-share" not in balance(before, finer)[1]


def test_parts_that_an_exchanged_source_does_not_enter_keep_their_difference(before, after):
    """Crowns come from land cover, which becomes finer; trees, homes and green from elsewhere."""

    def with_cover(cell):
        def change(manifest):
            manifest["sources"][0]["tables"] = ["buildings", "green", "paths", "population", "trees"]
            cover = {**manifest["sources"][0], "id": "cover", "tables": ["landcover"], "cell": cell}
            manifest["sources"].append(cover)
            entry(manifest, "rule-3-30-300")["sources"] = ["model", "cover"]

        return change

    rows, lines = balance(changed(before, with_cover("20 m")), changed(after, with_cover("10 m")))
    rule = rows[rows["indicator"] == "rule-3-30-300"].groupby("part")["difference"]
    assert set(rule.count()[lambda count: count > 0].index) == {"trees", "green", "trees-seen", "green-foot"}
    told = (
        "  rule-3-30-300 (met-3, met-2, met-1, met-0, canopy, all-strict): the cells of source cover changed"
    )
    assert told in lines


def test_a_source_the_indicator_does_not_name_counts_for_all_its_parts(before, after):
    def with_other(title):
        def change(manifest):
            other = {**manifest["sources"][0], "id": "other", "tables": ["events"], "title": title}
            manifest["sources"].append(other)
            entry(manifest, "rule-3-30-300")["sources"] = ["other"]

        return change

    rows, lines = balance(changed(before, with_other("Eins")), changed(after, with_other("Zwei")))
    assert rows.loc[rows["indicator"] == "rule-3-30-300", "difference"].isna().all()
    assert "  rule-3-30-300: the title of source other changed" in lines


def test_sealing_of_finer_cells_has_no_balance_for_the_source_forbids_it(before, after):
    """The satellite's raster went from 20 m to 10 m in 2018, and the value jumped with it."""

    def measured(cell):
        def change(manifest):
            title = "Copernicus HRL Imperviousness"
            source = {**manifest["sources"][0], "id": "hrl", "title": title, "cell": cell}
            source["tables"] = ["imperviousness"]
            manifest["sources"].append(source)
            entry(manifest, "sealing")["sources"] = ["hrl"]

        return change

    rows, lines = balance(changed(before, measured("20 m")), changed(after, measured("10 m")))
    told = "  sealing (headline, per-person, candidates): the cells of source hrl changed from 20 m to 10 m\n"
    assert told in lines
    sealing = rows[rows["indicator"] == "sealing"]
    assert sealing.loc[sealing["part"] != "disconnected", "difference"].isna().all()
    assert sealing.loc[sealing["part"] == "disconnected", "difference"].notna().any()
    changed(after, lambda m: m["sources"][1].update(cell="20 m"))
    assert "  sealing" not in balance(before, after)[1]


def test_a_base_without_canopy_says_so(before, after):
    changed(before, lambda m: m["indicators"].remove(entry(m, "canopy-share")))
    _, lines = balance(before, after)
    assert "; no balance of tree canopy\n" in lines
    assert "  canopy-share: not computed in sample-1\n" in lines


def test_towns_above_both_limits_of_the_regulation_are_counted_in_the_base(before, after):
    def one_town(table):
        here = (table["indicator"] == "canopy-share") & (table["place"] == "05911000")
        table.loc[here, "value"] = 10.0  # not more than 10

    shares(shares(before, "green-share", 45.5, "municipality"), "canopy-share", 10.5, "municipality")
    _, lines = balance(figures(before, one_town), after)
    assert "  3 of 4 municipalities had more than 45 % green and 10 % canopy before\n" in lines


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda m: entry(m, "acc-who").update(definition_version="2"),
            "the definition changed from version 1 to 2",
        ),
        (
            lambda m: entry(m, "acc-who")["parameters"].update(distance_m=500),
            "the parameter distance_m changed from 300 to 500",
        ),
        (lambda m: m["indicators"].remove(entry(m, "acc-who")), "not computed in sample-2"),
        (
            lambda m: m["sources"][0].update(title="Ganz anders"),
            "the title of source model changed from “Modellregion Probe” to “Ganz anders”",
        ),
        (lambda m: m["sources"][0].update(publisher="Wer anders"), "the publisher of source model changed"),
    ],
)
def test_what_was_computed_in_another_way_has_a_reason_and_no_difference(before, after, change, reason):
    rows, lines = balance(before, changed(after, change))
    mine = rows[rows["indicator"] == "acc-who"]
    assert mine["difference"].isna().all()
    assert mine["reason"].str.contains(reason, regex=False).all()
    assert f"  acc-who: {reason}" in lines


def test_a_newer_date_of_the_same_source_is_no_reason(before, after):
    def newer(manifest):
        manifest["sources"][0].update(vintage="2027-01-01", title="Modellregion Probe 2027")

    rows, lines = balance(before, changed(after, newer))
    assert rows.loc[rows["indicator"] == "acc-who", "status"].eq("ok").any()
    assert "acc-who:" not in lines


def test_burdens_graded_by_other_limits_are_no_time_series(before, after):
    def graded(high: int):
        def change(manifest):
            note = {"de": f"hoch ab {high}", "en": f"high from {high}"}
            noise = {**manifest["sources"][0], "id": "noise", "tables": ["burden_noise"], "notes": [note]}
            manifest["sources"].append(noise)
            entry(manifest, "env-justice")["sources"] = ["noise"]

        return change

    changed(before, graded(55))
    _, lines = balance(before, changed(after, graded(60)))
    told = "  env-justice (several, several-social, noise, high-0, high-1, high-2, high-3, high-4): "
    assert told + "source noise was graded in another way\n" in lines


@pytest.mark.parametrize(
    ("indicator", "parameter", "was", "now"),
    [
        ("morphology", "edge_m", 30, 10),
        ("morphology", "cell_m", 10, 20),
        ("connectivity", "link_m", 1000, 2000),
        ("connectivity", "path_m", 5000, 10_000),
        ("structure", "min_area_ha", 0.5, 1),
    ],
)
def test_another_grid_or_another_reach_is_no_change_of_the_green(
    before, after, indicator, parameter, was, now
):
    changed(after, lambda m: entry(m, indicator)["parameters"].update({parameter: now}))
    rows, lines = balance(before, after)
    assert rows[rows["indicator"] == indicator]["difference"].isna().all()
    assert rows[rows["indicator"] == "green-share"]["difference"].notna().any()
    assert f"{indicator}: the parameter {parameter} changed from {was} to {now}" in lines


def test_two_censuses_are_no_time_series(before, after):
    changed(before, lambda m: m["sources"][0].update(title="Zensus 2011", vintage="2011-05-09"))
    changed(after, lambda m: m["sources"][0].update(title="Zensus 2022", vintage="2022-05-15"))
    _, lines = balance(before, after)
    assert "acc-who: source model: the census of 2022 alters its grid by another method" in lines


def test_another_reach_of_the_sources_is_a_reason_for_that_place(before, after):
    def wider(table):
        here = (table["indicator"] == "acc-who") & (table["place"] == "05954036")
        table.loc[here, "coverage"] = 0.8

    rows, _ = balance(before, figures(after, wider))
    witten = rows[(rows["indicator"] == "acc-who") & (rows["place"] == "05954036")]
    assert witten["difference"].isna().all()
    assert (witten["reason"] == "the sources reach 97 % before and 80 % after").all()


def test_releases_that_have_no_balance_are_refused(before, after, tmp_path):
    refused(before, before, "are the same release")
    refused(before, tmp_path / "none", "holds no release.json")
    refused(
        before, changed(after, lambda m: m["region"].update(id="elsewhere")), "only releases of one region"
    )
    changed(
        after,
        lambda m: m["region"].update(id=json.loads((before / MANIFEST).read_text("utf-8"))["region"]["id"]),
    )
    refused(before, changed(after, lambda m: m.update(model=not m["model"])), "of a generated region")
