/** Layers of the release that the reader switches on and off. */
import { BELOW_PATHS } from "./basemap.js";
import { figureOpacity } from "./figures.js";
import { openPopup } from "./popup.js";

/** Categories of the Katalog in its order, which is the order of the legend of green spaces. */
const CATEGORIES = ["regional", "urban", "cultural", "industrial"];

/** Build the switches with their legends below the map; `changed` gets the ids that are on. */
export function buildSwitches(place, config, shown, changed) {
  if (!config.overlays.length) return;
  place.append(heading(config.texts.layers));
  for (const overlay of config.overlays) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: shown.has(overlay.id) });
    const label = document.createElement("label");
    label.append(box, ` ${overlay.title}`);
    const legend = legendOf(overlay);
    legend.hidden = !box.checked;
    box.addEventListener("change", () => {
      legend.hidden = !box.checked;
      shown[box.checked ? "add" : "delete"](overlay.id);
      changed();
    });
    const entry = document.createElement("div");
    entry.className = "map-layers__entry";
    entry.append(label, legend);
    place.append(entry);
  }
}

/** Show exactly the overlays in `shown`, fetching one when it is first wanted; figures make room for them. */
export function showOverlays(map, config, shown) {
  for (const overlay of config.overlays) {
    const wanted = shown.has(overlay.id);
    if (wanted && !map.getSource(overlay.id)) addOverlay(map, overlay);
    if (!map.getSource(overlay.id)) continue;
    for (const { id } of layersOf(overlay)) map.setLayoutProperty(id, "visibility", wanted ? "visible" : "none");
  }
  const covered = shown.size > 0;
  for (const id of ["figures-none", "figures-orientation"]) map.setLayoutProperty(id, "visibility", covered ? "none" : "visible");
  map.setPaintProperty("figures", "fill-opacity", covered ? 0 : figureOpacity(config));
}

function addOverlay(map, overlay) {
  const url = `pmtiles://${new URL(overlay.url, location.href)}`;
  map.addSource(overlay.id, { type: overlay.kind, url, ...(overlay.kind === "raster" ? { tileSize: 256 } : {}) });
  for (const layer of layersOf(overlay)) map.addLayer(layer, BELOW_PATHS);
}

function layersOf(overlay) {
  const common = { source: overlay.id };
  if (overlay.kind === "raster") {
    return [{ id: `overlay-${overlay.id}`, type: "raster", ...common, paint: { "raster-opacity": 0.85, "raster-resampling": "nearest" } }];
  }
  const colour = colourOf(overlay, overlay.legend[0]?.colour ?? "#37834a");
  return (overlay.layers ?? []).flatMap((layer) => [
    {
      id: `overlay-${overlay.id}-${layer}`, type: "fill", ...common, "source-layer": layer,
      filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": 0.8 },
    },
    {
      id: `overlay-${overlay.id}-${layer}-lines`, type: "line", ...common, "source-layer": layer,
      filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colour, "line-width": 2.5 },
    },
  ]);
}

/** Colours of a vector overlay: a feature names its place in the legend as `class`, a green space its category. */
function colourOf(overlay, fallback) {
  const colours = overlay.legend.map(({ colour }) => colour);
  if (colours.length < 2) return fallback;
  const classes = ["match", ["get", "class"], ...colours.flatMap((colour, index) => [index, colour]), fallback];
  if (colours.length !== CATEGORIES.length) return classes;
  const categories = ["match", ["get", "category"], ...CATEGORIES.flatMap((category, index) => [category, colours[index]]), fallback];
  return ["case", ["has", "class"], classes, categories];
}

/** Answer a click on a shown green space with what it is; the places below stay silent then. */
export function describeOnClick(map, config, shown) {
  map.on("click", (event) => {
    const layers = config.overlays.filter(({ id }) => shown.has(id) && map.getSource(id)).flatMap(layersOf);
    const ids = layers.filter(({ type }) => type === "fill").map(({ id }) => id);
    const spaces = ids.length ? map.queryRenderedFeatures(event.point, { layers: ids }) : [];
    const space = spaces.find(({ properties }) => !("class" in properties)); // classes explain themselves in the legend
    if (!space) return;
    event.preventDefault();
    openPopup(map, event.lngLat, told(space.properties, config.texts), { texts: config.texts });
  });
}

function told({ element, name, ha, public: open }, texts) {
  const kind = texts[`element.${element}`] ?? element;
  const size = ha === undefined ? "" : `${ha.toLocaleString(document.documentElement.lang)}\u00a0ha`;
  return { title: name ?? kind, value: size, notes: [name && kind, open === undefined ? "" : texts[open ? "public" : "notPublic"]] };
}

function heading(text) {
  const title = document.createElement("p");
  title.className = "map-layers__title";
  title.textContent = text;
  return title;
}

function legendOf(overlay) {
  const list = document.createElement("ul");
  list.className = "map-layers__legend";
  for (const { colour, title } of overlay.legend) {
    const entry = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.className = "map-layers__swatch";
    swatch.style.backgroundColor = colour;
    entry.append(swatch, title);
    list.append(entry);
  }
  return list;
}
