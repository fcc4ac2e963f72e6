/** The base map: a style made from the region's own vector tiles and our design tokens. */
import { token } from "./colours.js";

export const BASE = "basemap";
export const PLACES = "municipalities";
const LARGE = 90_000; // inhabitants
const LABEL_FONT = ["Archivo Label"];
const ROAD_WIDTH = { motorway: 1.6, trunk: 1.4, primary: 1.2, secondary: 1, tertiary: 0.8 };

/** Invisible layers of the style, before which other modules put theirs. */
export const BELOW_PATHS = "below-paths";
export const BELOW_LABELS = "below-labels";

/**
 * A MapLibre style without glyphs: labels are drawn with the page's own font.
 * Layers that the tiles do not have are left out.
 *
 * @param {import("./config.js").Tiles} tiles
 */
export function baseStyle(tiles) {
  const layers = [...ground(), anchor(BELOW_PATHS), ...lines(), anchor(BELOW_LABELS), ...labels()];
  const url = `pmtiles://${new URL(tiles.url, location.href)}`;
  return {
    version: 8,
    sources: { [BASE]: { type: "vector", url, promoteId: { [PLACES]: "ags" } } },
    layers: layers.filter((layer) => !layer["source-layer"] || tiles.layers.includes(layer["source-layer"])),
  };
}

const anchor = (id) => ({ id, type: "background", layout: { visibility: "none" } });

const from = (layer) => ({ source: BASE, "source-layer": layer });
const grown = (...stops) => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];

function ground() {
  return [
    { id: "outside", type: "background", paint: { "background-color": token("map-outside") } },
    { id: "land", type: "fill", ...from("region"), paint: { "fill-color": token("map-land") } },
    { id: "green", type: "fill", ...from("green"), paint: { "fill-color": token("map-green"), "fill-antialias": false } },
    { id: "water", type: "fill", ...from("water"), filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": token("map-water") } },
    { id: "rivers", type: "line", ...from("water"), filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": token("map-water"), "line-width": grown(8, 1, 14, 6) } },
    { id: "buildings", type: "fill", ...from("buildings"), minzoom: 13, paint: { "fill-color": token("map-building") } },
  ];
}

function lines() {
  const width = ["match", ["get", "kind"], ...Object.entries(ROAD_WIDTH).flat(), 0.55];
  const main = ["in", ["get", "kind"], ["literal", Object.keys(ROAD_WIDTH)]];
  const shown = ["any", main, [">=", ["zoom"], 12]];
  const scaled = (factor, edge) => grown(8, ["*", width, 0.7 * factor], 11, ["+", edge, ["*", width, 1.4 * factor]], 16, ["+", edge, ["*", width, 9 * factor]]);
  return [
    { id: "paths", type: "line", ...from("paths"), minzoom: 13.5, paint: { "line-color": token("map-path"), "line-width": grown(13, 0.6, 17, 2), "line-dasharray": [2, 1.2] } },
    { id: "road-edges", type: "line", ...from("roads"), minzoom: 10, filter: shown, layout: round(), paint: { "line-color": token("map-road-edge"), "line-width": scaled(1, 1.2) } },
    { id: "roads", type: "line", ...from("roads"), filter: shown, layout: round(), paint: { "line-color": token("map-road"), "line-width": scaled(1, 0) } },
    { id: "railways", type: "line", ...from("railways"), minzoom: 9, paint: { "line-color": token("map-rail"), "line-width": grown(9, 0.5, 15, 2), "line-dasharray": [4, 2] } },
    { id: "place-borders", type: "line", ...from(PLACES), layout: round(), paint: { "line-color": token("map-border"), "line-width": grown(7, 0.8, 12, 2.5) } },
    { id: "region-border", type: "line", ...from("region"), layout: round(), paint: { "line-color": token("map-outline"), "line-width": 1.2 } },
  ];
}

/** Large towns are named at any scale, all others where there is room for them. */
function labels() {
  const size = ["interpolate", ["linear"], ["zoom"], 8, bySize(11, 12.5, 14.5), 12, bySize(14, 16, 20)];
  const name = (id, rest) => ({ id, type: "symbol", ...from("places"), ...rest, layout: nameLayout(size), paint: namePaint() });
  const large = [">=", population(), LARGE];
  return [name("place-names-small", { minzoom: 7.9, filter: ["!", large] }), name("place-names", { filter: large })];
}

function nameLayout(size) {
  return {
    "text-field": ["get", "name"],
    "text-font": LABEL_FONT,
    "text-size": size,
    "text-max-width": 7,
    "text-line-height": 1.05,
    "text-padding": 4,
    "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
    "text-radial-offset": 0.3,
    "symbol-sort-key": ["-", 0, population()],
  };
}

function namePaint() {
  return { "text-color": token("map-label"), "text-halo-color": token("map-halo"), "text-halo-width": 1.6, "text-halo-blur": 0.4 };
}

const round = () => ({ "line-join": "round", "line-cap": "round" });
const population = () => ["coalesce", ["to-number", ["get", "population"]], 0];
const bySize = (small, middle, large) => ["step", population(), small, 50_000, middle, 200_000, large];
