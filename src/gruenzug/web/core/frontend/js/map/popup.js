/** Popups of the map: a heading, a few lines, nothing that a screen reader could not read. */
import { Popup } from "maplibre-gl";

/**
 * Open a popup at `at`.
 *
 * @param {import("maplibre-gl").Map} map
 * @param {{title: string, url?: string, value?: string, notes?: string[]}} told
 * @param {{takeFocus?: boolean, texts: Object<string, string>}} how
 */
export function openPopup(map, at, told, { takeFocus = false, texts }) {
  const popup = new Popup({ closeButton: true, maxWidth: "18rem", focusAfterOpen: takeFocus, locale: texts });
  popup.setLngLat(at).setDOMContent(content(told)).addTo(map);
  popup.on("close", () => {
    if (takeFocus) map.getCanvas().focus();
  });
  return popup;
}

function content({ title, url, value, notes = [] }) {
  const box = document.createElement("div");
  const name = element(url ? "a" : "strong", "map-popup__name", title);
  if (url) name.href = url;
  box.append(name);
  if (value) box.append(element("p", "map-popup__value", value));
  box.append(...notes.filter(Boolean).map((note) => element("p", "map-popup__note", note)));
  return box;
}

function element(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
