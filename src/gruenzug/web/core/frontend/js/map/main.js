/**
 * The interactive map. It takes the place of the drawn one as soon as it can show something,
 * and never if WebGL is missing or the tiles do not come.
 *
 * Events on the frame: map:ready, map:select {key}, map:failed {error}.
 */
import { FullscreenControl, Map as MapLibre, NavigationControl, ScaleControl, addProtocol, setWorkerUrl } from "maplibre-gl";
import { Protocol } from "pmtiles";
import { overlaysInAddress, placeInAddress, viewInAddress, viewText, writeAddress } from "./address.js";
import { baseStyle } from "./basemap.js";
import { onSchemeChange, readTokensIn } from "./colours.js";
import { readConfig } from "./config.js";
import { addFigures } from "./figures.js";
import { connectList } from "./list.js";
import { addMarkers, describeMarkers, lookThere } from "./markers.js";
import { buildSwitches, describeOnClick, showOverlays } from "./overlays.js";
import { Selection, boundsOf } from "./selection.js";

let protocolIsKnown = false;

/** Replace the drawn map in `frame` by the interactive one. */
export async function start(frame) {
  if (!hasWebGL()) throw new Error("no WebGL");
  const config = await readConfig(frame);
  await Promise.all([styleSheet(frame.dataset.stylesheet), document.fonts.load("600 16px 'Archivo Label'")]);
  setWorkerUrl(new URL(frame.dataset.worker, location.href).href);
  if (!protocolIsKnown) addProtocol("pmtiles", new Protocol().tile);
  protocolIsKnown = true;
  frame.classList.add("is-loading");
  readTokensIn(frame);
  const map = createMap(frame, config);
  try {
    await untilReady(map);
    furnish(frame, map, config);
  } catch (error) {
    map.remove();
    frame.classList.remove("is-loading");
    throw error;
  }
  frame.classList.replace("is-loading", "is-live");
  map.resize();
  frame.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map } }));
}

function createMap(frame, config) {
  const view = viewInAddress(config.params);
  const map = new MapLibre({
    container: frame.querySelector(".map-canvas"),
    style: baseStyle(config.basemap),
    ...(view ?? { bounds: config.bbox, fitBoundsOptions: { padding: 12 } }),
    maxBounds: roomAround(config.bbox),
    maxZoom: 17,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: true,
    attributionControl: false,
    fadeDuration: motionIsWelcome() ? 150 : 0,
    locale: config.texts,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  if (document.fullscreenEnabled) map.addControl(new FullscreenControl({ container: frame }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  map.getCanvas().setAttribute("aria-label", config.title);
  map.getCanvas().setAttribute("aria-describedby", `${frame.id}-keys`);
  return map;
}

/** Bounds far enough out that the whole region fits into a frame of any shape. */
function roomAround([west, south, east, north]) {
  const [width, height] = [east - west, north - south];
  return [west - width, south - 2 * height, east + width, north + 2 * height];
}

/** Put figures, overlays, selection and address to the map, and do so again in the other colours. */
function furnish(frame, map, config) {
  const shown = new Set(overlaysInAddress(config.params).filter((id) => config.overlays.some((overlay) => overlay.id === id)));
  const draw = () => {
    addFigures(map, config);
    showOverlays(map, config, shown);
    addMarkers(map, config);
  };
  draw();
  describeMarkers(map, config);
  describeOnClick(map, config, shown);
  const selection = new Selection(map, config, frame.querySelector(".map-status"));
  connectList(frame, map, selection, config.texts, motionIsWelcome());
  selection.addEventListener("select", ({ detail }) => {
    if (config.rows.length && !config.municipality) writeAddress({ [config.params.place]: detail.key });
    frame.dispatchEvent(new CustomEvent("map:select", { bubbles: true, detail }));
  });
  buildSwitches(frame.querySelector(".map-layers"), config, shown, () => {
    showOverlays(map, config, shown);
    writeAddress({ [config.params.overlays]: [...shown].join(",") });
  });
  map.on("moveend", (event) => {
    if (event.originalEvent || viewInAddress(config.params)) writeAddress({ [config.params.view]: viewText(map) });
  });
  lookAt(map, selection, config);
  onSchemeChange(() => {
    readTokensIn(frame);
    map.setStyle(baseStyle(config.basemap), { diff: false });
    map.once("styledata", () => {
      draw();
      selection.restore();
    });
  });
}

/** Begin at the place the address or the page is about. */
function lookAt(map, selection, config) {
  if (!viewInAddress(config.params)) lookThere(map, config.look);
  const asked = placeInAddress(config.params);
  if (asked) selection.select(asked);
  if (!config.municipality) return;
  selection.restore(config.municipality);
  const bounds = boundsOf(map, config.municipality);
  if (bounds && !viewInAddress(config.params)) map.fitBounds(bounds, { padding: 40, animate: false });
}

function untilReady(map) {
  return new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", ({ error }) => reject(error));
  });
}

function styleSheet(href) {
  return new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${CSS.escape(href)}"]`)) return resolve();
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve, onerror: reject });
    document.head.prepend(link);
  });
}

function hasWebGL() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

function motionIsWelcome() {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}
