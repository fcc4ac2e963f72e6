/** The figures on the map: every place in the colour of its class, paler as one comes close. */
import { BASE, BELOW_LABELS, BELOW_PATHS, PLACES } from "./basemap.js";
import { classOf, dotsImage, hatchImage, rampColours, spread, token } from "./colours.js";

const LAYER = { source: BASE, "source-layer": PLACES };

/** How much of the base map the figures cover: all of it from afar, little of it close by. */
export function figureOpacity({ rows }) {
  return rows.length ? ["interpolate", ["linear"], ["zoom"], 9.5, 1, 11, 0.72, 13, 0.22] : 0;
}

/** Add the layers that show figures, below roads and names. */
export function addFigures(map, config) {
  map.addImage("hatch", hatchImage(), { pixelRatio: 2 });
  map.addImage("dots", dotsImage(), { pixelRatio: 2 });
  const state = (name) => ["coalesce", ["feature-state", name], 0];
  const colours = rampColours(config.ramp).flatMap((colour, index) => [index + 1, colour]);
  map.addLayer({ id: "figures", type: "fill", ...LAYER, paint: {
    "fill-color": ["match", state("step"), ...colours, token("none-ground")],
    "fill-opacity": figureOpacity(config),
  } }, BELOW_PATHS);
  for (const [id, image] of [["none", "hatch"], ["orientation", "dots"]]) {
    map.addLayer({ id: `figures-${id}`, type: "fill", ...LAYER, paint: { "fill-pattern": image, "fill-opacity": state(id) } }, BELOW_PATHS);
  }
  for (const [name, width] of [["hover", 3], ["selected", 4.5]]) {
    map.addLayer({ id: `figures-${name}`, type: "line", ...LAYER, layout: { "line-join": "round" }, paint: {
      "line-color": token("map-outline"), "line-width": ["*", width, state(name)],
    } }, BELOW_LABELS);
  }
  paint(map, config);
}

/** Give every place its class. */
function paint(map, { rows, breaks }) {
  for (const row of rows) {
    const known = row.value !== null;
    map.setFeatureState({ ...featureOf(row.key) }, {
      step: known ? spread(classOf(row.value, breaks), breaks.length + 1) : 0,
      none: known || row.status === "not_applicable" ? 0 : 1,
      orientation: row.status === "orientation" ? 1 : 0,
    });
  }
}

/** Address of a place's polygon for feature states. */
export function featureOf(key) {
  return { source: BASE, sourceLayer: PLACES, id: key };
}
