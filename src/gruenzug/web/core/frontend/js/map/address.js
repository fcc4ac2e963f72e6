/** The state of the map in the address of the page, so that a link shows the same map again. */

/** @returns {{zoom: number, center: number[]} | null} */
export function viewInAddress(params) {
  const raw = new URL(location.href).searchParams.get(params.view);
  const parts = raw?.split("/").map(Number) ?? [];
  if (parts.length !== 3 || parts.some((part) => !Number.isFinite(part))) return null;
  const [zoom, lat, lon] = parts;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { zoom, center: [lon, lat] } : null;
}

/** @returns {string[]} ids of the overlays the address asks for */
export function overlaysInAddress(params) {
  return new URL(location.href).searchParams.get(params.overlays)?.split(",").filter(Boolean) ?? [];
}

/** @returns {string} key of the place the address asks for */
export function placeInAddress(params) {
  return new URL(location.href).searchParams.get(params.place) ?? "";
}

/** Write `values` (parameter → text, empty to remove) without adding to the history. */
export function writeAddress(values) {
  const url = new URL(location.href);
  for (const [name, text] of Object.entries(values)) {
    if (text) url.searchParams.set(name, text);
    else url.searchParams.delete(name);
  }
  url.search = url.searchParams.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
  history.replaceState(history.state, "", url);
}

/** Write where the map looks: zoom/latitude/longitude. */
export function viewText(map) {
  const { lng, lat } = map.getCenter();
  return `${map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`;
}
