"""A raster analysis by another library: ``raster_peers.py PEER JOB FOLDER``; reading is not timed."""

# ruff: noqa: PLC0415  a peer is only imported if it is asked

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from peers import tell

REACH, CELL, DEMAND, LEAST_CELLS = 30, 10.0, 100.0, 50


def read(folder: Path, name: str) -> np.ndarray:
    try:
        import rasterio
    except ImportError:  # InVEST brings GDAL
        from osgeo import gdal

        return gdal.Open(str(folder / name)).ReadAsArray()
    with rasterio.open(folder / name) as file:
        return file.read(1)


def weights(decay: str) -> np.ndarray:
    offsets = np.arange(-REACH, REACH + 1)
    distance = np.hypot(offsets[:, None], offsets[None, :]) / REACH
    if decay == "gaussian":
        kernel = (np.exp(-0.5 * distance**2) - np.exp(-0.5)) / (1 - np.exp(-0.5))
    else:
        kernel = np.ones(distance.shape)
    return np.where(distance <= 1, kernel, 0.0)


def supply(convolve, folder: Path, decay: str, dtype: type) -> dict[str, float]:
    nature = np.isin(read(folder, "lulc.tif"), (1, 2))
    people, kernel = read(folder, "residents.tif").astype(dtype), weights(decay)
    begun = time.monotonic()
    reached = convolve(people, kernel)
    ratio = np.where(nature, CELL**2 / np.maximum(reached, 1), 0).astype(dtype)
    found = convolve(ratio, kernel)
    spent = time.monotonic() - begun
    under = float(people[found < DEMAND].sum(dtype=float))
    return {"seconds": spent, "supply_sum": float(found.sum(dtype=float)), "under": under}


def scipy_supply(folder: Path, decay: str) -> dict[str, float]:
    from scipy.signal import fftconvolve

    return supply(lambda values, kernel: fftconvolve(values, kernel, "same"), folder, decay, np.float64)


def opencv_supply(folder: Path, decay: str) -> dict[str, float]:
    import cv2

    cv2.setNumThreads(2)

    def convolve(values: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        return cv2.filter2D(values, cv2.CV_32F, kernel, borderType=cv2.BORDER_CONSTANT)

    return supply(convolve, folder, decay, np.float32)


def green(folder: Path) -> np.ndarray:
    return np.isin(read(folder, "lulc.tif"), (1, 2, 3, 4)).astype(np.uint8)


def parks(folder: Path) -> np.ndarray:
    return np.isin(read(folder, "lulc.tif"), (1, 2)).astype(np.uint8)


def labelled(peer: str, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and cells by label."""
    if peer == "scipy":
        from scipy.ndimage import label

        labels, count = label(mask, np.ones((3, 3)))
        return labels, np.bincount(labels.ravel(), minlength=count + 1)
    if peer == "cc3d":
        import cc3d

        labels = cc3d.connected_components(mask, connectivity=8)
        return labels, cc3d.statistics(labels)["voxel_counts"]
    import cv2

    cv2.setNumThreads(2)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return labels, stats[:, cv2.CC_STAT_AREA]


def patches(peer: str, folder: Path) -> dict[str, float]:
    mask = green(folder)
    begun = time.monotonic()
    _, cells = labelled(peer, mask)
    return {"seconds": time.monotonic() - begun, "count": len(cells) - 1, "largest": int(cells[1:].max())}


def distance(peer: str, folder: Path) -> dict[str, float]:
    mask, people = parks(folder), read(folder, "residents.tif").astype(np.float64)
    begun = time.monotonic()
    labels, cells = labelled({"edt": "cc3d"}.get(peer, peer), mask)
    keep = cells >= LEAST_CELLS
    keep[0] = False
    open_land = ~keep[labels]
    cells_away = away(peer, open_land)
    share = people[cells_away <= REACH].sum() / people.sum()
    spent = time.monotonic() - begun
    squared = np.rint(cells_away.astype(float) ** 2)
    return {"seconds": spent, "share": float(share), "squared_sum": float(squared.sum())}


def away(peer: str, open_land: np.ndarray) -> np.ndarray:
    if peer == "scipy":
        from scipy.ndimage import distance_transform_edt

        return distance_transform_edt(open_land)
    if peer == "edt":
        import edt

        return edt.edt(open_land, parallel=2, black_border=False)
    import cv2

    return cv2.distanceTransform(open_land.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)


def zonal(peer: str, folder: Path) -> dict[str, float]:
    raster, zones = folder / "residents.tif", folder / "zones.gpkg"
    if peer == "rasterstats":
        from rasterstats import zonal_stats

        begun = time.monotonic()
        rows = zonal_stats(str(zones), str(raster), stats=["count", "sum"])
        sums = [row["sum"] for row in rows]
    elif peer == "exactextract":
        import geopandas as gpd
        from exactextract import exact_extract

        begun = time.monotonic()
        rows = exact_extract(str(raster), gpd.read_file(zones), ["count", "sum"])
        sums = [row["properties"]["sum"] for row in rows]
    else:
        import geopandas as gpd
        import rasterio
        from rasterio.features import rasterize

        begun = time.monotonic()
        table = gpd.read_file(zones)
        with rasterio.open(raster) as file:
            values, transform = file.read(1), file.transform
        pairs = zip(table.geometry, table["zone"] + 1, strict=True)
        image = rasterize(pairs, values.shape, transform=transform, dtype="uint8")
        sums = np.bincount(image.ravel(), values.ravel().astype(float))[1:]
    return {"seconds": time.monotonic() - begun, "total": float(np.sum(sums)), "first": float(sums[0])}


def invest(job: str, folder: Path) -> dict[str, float]:
    """Run InVEST from files to files, as its users do."""
    import importlib
    import shutil

    from osgeo import gdal

    translate = gdal.VectorTranslate  # GDAL 3.6 lacks an option that only keeps numbers of features
    gdal.VectorTranslate = lambda *a, **k: translate(*a, **{n: v for n, v in k.items() if n != "preserveFID"})
    work = folder / f"invest-{job}"
    shutil.rmtree(work, ignore_errors=True)
    name, arguments, outputs = invest_case(job, folder)
    model = importlib.import_module(f"natcap.invest.{name}")
    begun = time.monotonic()
    model.execute({"workspace_dir": str(work), "n_workers": -1, **arguments})
    spent = time.monotonic() - begun
    values = {}
    for path in outputs:
        found = read(work, f"{path}.tif").astype(float)
        found = found[np.isfinite(found) & (found > -1e30) & (found != -9999)]
        values[Path(path).name] = float(found.sum() if "supply" in path else found.mean())
    shutil.rmtree(work, ignore_errors=True)
    return {"seconds": spent, **values}


def invest_case(job: str, folder: Path) -> tuple[str, dict[str, object], tuple[str, ...]]:
    """Return the model of a job, its arguments, and the rasters whose sum or mean is compared."""
    lulc, classes, zones = (str(folder / name) for name in ("lulc.tif", "classes.csv", "zones.gpkg"))
    if job == "runoff":
        arguments: dict[str, object] = {
            "lulc_path": lulc,
            "aoi_watersheds_path": zones,
            "soils_hydrological_group_raster_path": str(folder / "soils.tif"),
            "curve_number_table_path": str(folder / "curve_numbers.csv"),
            "rainfall_depth": 90,
        }
        return "urban_flood_risk_mitigation", arguments, ("Runoff_retention_index",)
    if job == "cooling":
        arguments = {
            "lulc_raster_path": lulc,
            "ref_eto_raster_path": str(folder / "et0.tif"),
            "aoi_vector_path": zones,
            "biophysical_table_path": classes,
            "green_area_cooling_distance": 450,
            "t_air_average_radius": 500,
            "t_ref": 20,
            "uhi_max": 5,
            "do_energy_valuation": False,
            "do_productivity_valuation": False,
            "cc_method": "factors",
            "cc_weight_shade": 0.6,
            "cc_weight_albedo": 0.2,
            "cc_weight_eti": 0.2,
        }
        return "urban_cooling_model", arguments, ("hm", "T_air")
    arguments = {
        "lulc_raster_path": lulc,
        "lulc_attribute_table": classes,
        "population_raster_path": str(folder / "residents.tif"),
        "admin_boundaries_vector_path": zones,
        "urban_nature_demand": DEMAND,
        "decay_function": job.split("-")[1],
        "search_radius_mode": "uniform radius",
        "search_radius": REACH * CELL,
    }
    return "urban_nature_access", arguments, ("output/urban_nature_supply_percapita",)


def landscape(peer: str, folder: Path) -> dict[str, float]:
    import pylandstats

    names = {
        "number_of_patches": "patches",
        "total_area": "area_ha",
        "proportion_of_landscape": "share_percent",
        "largest_patch_index": "largest_patch_percent",
        "area_mn": "mean_area_ha",
        "effective_mesh_size": "mesh_ha",
        "edge_density": "edge_m_per_ha",
    }
    cells = read(folder, "lulc.tif")
    begun = time.monotonic()
    found = pylandstats.Landscape(cells, res=(CELL, CELL), nodata=255).compute_class_metrics_df(
        metrics=list(names)
    )
    spent = time.monotonic() - begun
    values = {
        f"{told}-{code}": float(row[name]) for code, row in found.iterrows() for name, told in names.items()
    }
    return {"seconds": spent, **values}


def main() -> None:
    peer, job, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    if peer == "invest":
        tell(**invest(job, folder))
    elif job.startswith("supply"):
        run = {"scipy": scipy_supply, "opencv": opencv_supply}[peer]
        tell(**run(folder, job.split("-")[1]))
    else:
        jobs = {"patches": patches, "distance": distance, "zonal": zonal, "landscape": landscape}
        tell(**jobs[job](peer, folder))


if __name__ == "__main__":
    main()
