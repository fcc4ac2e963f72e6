/** Choosing a place: on the map by pointer or keyboard, in the list, or by the address. */
import { PLACES } from "./basemap.js";
import { featureOf } from "./figures.js";
import { openPopup } from "./popup.js";

/** One place is selected, one is hovered; map, list and address are told alike. */
export class Selection extends EventTarget {
  /** @param {import("maplibre-gl").Map} map @param {import("./config.js").MapConfig} config @param {HTMLElement} status live region */
  constructor(map, config, status) {
    super();
    Object.assign(this, { map, config, status, selected: "", hovered: "", popup: null });
    this.rows = new Map(config.rows.map((row) => [row.key, row]));
    map.on("mousemove", "figures", (event) => this.hover(event.features[0].id));
    map.on("mouseleave", "figures", () => this.hover(""));
    map.on("click", (event) => this.selectAt(event));
    map.getContainer().addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Outline the place under the pointer or the list's focus. */
  hover(key) {
    if (key === this.hovered) return;
    this.mark(this.hovered, "hover", 0);
    this.hovered = this.mark(key, "hover", 1);
    this.map.getCanvas().style.cursor = key ? "pointer" : "";
    this.dispatchEvent(new CustomEvent("hover", { detail: { key } }));
  }

  /** Select a place, tell its figure and, if `at` is given, open the popup there. */
  select(key, at = null, takeFocus = false) {
    this.mark(this.selected, "selected", 0);
    this.selected = this.mark(this.rows.has(key) ? key : "", "selected", 1);
    this.popup?.remove();
    const row = this.rows.get(this.selected);
    this.status.textContent = row ? this.sentence(row) : "";
    if (row && at) this.open(row, at, takeFocus);
    this.dispatchEvent(new CustomEvent("select", { detail: { key: this.selected, row } }));
  }

  /** Select the place under the pointer, unless something above it has answered the click. */
  selectAt(event) {
    if (event.defaultPrevented) return;
    const [place] = this.map.queryRenderedFeatures(event.point, { layers: ["figures"] });
    if (place) this.select(place.id, event.lngLat);
  }

  /** Select a place from the list: its popup opens at its label, the focus stays in the list. */
  showFromList(key) {
    const row = this.rows.get(key);
    this.select(key, row?.lon === undefined ? null : [row.lon, row.lat]);
  }

  /** Mark again after the style was rebuilt. */
  restore(key = this.selected) {
    this.selected = this.mark(key, "selected", 1);
  }

  open(row, at, takeFocus) {
    const told = {
      title: row.name,
      url: row.url,
      value: this.value(row),
      notes: [row.status === "orientation" && this.config.texts.orientation],
    };
    this.popup = openPopup(this.map, at, told, { takeFocus, texts: this.config.texts });
  }

  /** The number of a place, or the word why there is none. */
  value(row) {
    const { notCovered, notApplicable } = this.config.texts;
    return row.value !== null ? row.text : row.status === "not_applicable" ? notApplicable : notCovered;
  }

  sentence(row) {
    return `${row.name}: ${this.value(row)}${row.status === "orientation" ? ` (${this.config.texts.orientation})` : ""}`;
  }

  /** Enter selects the place in the middle of the map, Escape lets it go. */
  onKey(event) {
    if (event.key === "Escape") this.select("");
    if (event.key !== "Enter" || event.target !== this.map.getCanvas()) return;
    event.preventDefault();
    const center = this.map.getCenter();
    const [place] = this.map.queryRenderedFeatures(this.map.project(center), { layers: ["figures"] });
    this.select(place?.id ?? "", center, true);
  }

  mark(key, name, value) {
    if (key) this.map.setFeatureState(featureOf(key), { [name]: value });
    return key;
  }
}

/** The bounding box of a place as far as its tiles are loaded, or null. */
export function boundsOf(map, key) {
  const parts = map.querySourceFeatures("basemap", { sourceLayer: PLACES, filter: ["==", ["get", "ags"], key] });
  const points = parts.flatMap((part) => part.geometry.coordinates.flat(part.geometry.type === "MultiPolygon" ? 2 : 1));
  if (!points.length) return null;
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
