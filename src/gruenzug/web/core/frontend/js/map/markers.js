/** What a page says beside figures: points that lead to their pages, and the shape a page is about. */
import { BELOW_LABELS } from "./basemap.js";
import { token } from "./colours.js";
import { openPopup } from "./popup.js";

const STATES = ["idea", "planned", "underway", "done", "paused"];
const POINTS = "points";
const SHAPE = "shape";

/** Fetch the points the page names; a map without them is still a map. */
export async function readPoints(address) {
  if (!address) return [];
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  return answer.ok ? (await answer.json()).points : [];
}

/** Add shape and points in the colours of the moment. */
export function addMarkers(map, { shape, markers }) {
  if (shape) addShape(map, JSON.parse(shape));
  if (markers.length) addPoints(map, markers);
}

/** Answer a click on a point with its name and the way to its page, one on a heap by coming closer. */
export function describeMarkers(map, config) {
  map.on("click", (event) => {
    if (!map.getSource(POINTS)) return;
    const [found] = map.queryRenderedFeatures(event.point, { layers: ["points", "points-heaps"] });
    if (!found) return;
    event.preventDefault();
    if (found.properties.cluster) return map.easeTo({ center: found.geometry.coordinates, zoom: map.getZoom() + 2 });
    const { name, text, url } = found.properties;
    openPopup(map, found.geometry.coordinates, { title: name, url, notes: [text] }, { texts: config.texts });
  });
  for (const layer of ["points", "points-heaps"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

/** Begin where the page looks: at a box, else at a point. */
export function lookThere(map, look) {
  if (!look) return;
  const [west, south, east, north] = look.box ?? [];
  if (look.box && (east > west || north > south)) return map.fitBounds([west, south, east, north], { padding: 50, maxZoom: 16, animate: false });
  map.jumpTo({ center: [look.lon, look.lat], zoom: look.box ? 14 : 11 });
}

function addShape(map, geometry) {
  map.addSource(SHAPE, { type: "geojson", data: { type: "Feature", properties: {}, geometry } });
  const colour = token("brand");
  const of = (kind) => ["==", ["geometry-type"], kind];
  map.addLayer({ id: "shape-fill", type: "fill", source: SHAPE, filter: of("Polygon"), paint: { "fill-color": colour, "fill-opacity": 0.35 } }, BELOW_LABELS);
  map.addLayer({ id: "shape-line", type: "line", source: SHAPE, paint: { "line-color": colour, "line-width": 4 } }, BELOW_LABELS);
  map.addLayer({ id: "shape-point", type: "circle", source: SHAPE, filter: of("Point"), paint: dot(colour, 10) });
}

function addPoints(map, markers) {
  const features = markers.map(({ lon, lat, ...properties }) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } }));
  map.addSource(POINTS, { type: "geojson", data: { type: "FeatureCollection", features }, cluster: true, clusterRadius: 34, clusterMaxZoom: 13 });
  const colours = STATES.flatMap((state) => [state, token(`state-${state}`)]);
  map.addLayer({ id: "points", type: "circle", source: POINTS, filter: ["!", ["has", "point_count"]], paint: {
    ...dot(["match", ["get", "kind"], ...colours, token("paper")], ["case", ["has", "count"], 12, 7]),
    "circle-stroke-color": ["case", ["has", "count"], token("ink"), token("paper")],
  } });
  map.addLayer({ id: "points-heaps", type: "circle", source: POINTS, filter: ["has", "point_count"], paint: { ...dot(token("paper"), 14), "circle-stroke-color": token("ink") } });
  map.addLayer({ id: "points-numbers", type: "symbol", source: POINTS, filter: ["any", ["has", "point_count"], ["has", "count"]], layout: {
    "text-field": ["to-string", ["coalesce", ["get", "point_count"], ["get", "count"]]], "text-font": ["Archivo Label"], "text-size": 13, "text-allow-overlap": true,
  }, paint: { "text-color": token("ink"), "text-halo-color": token("paper"), "text-halo-width": 1 } });
}

function dot(colour, radius) {
  return { "circle-color": colour, "circle-radius": radius, "circle-stroke-color": token("paper"), "circle-stroke-width": 2 };
}
