/**
 * Drawing a point, a line or an area into a form. The form's own fields say the same in words and numbers;
 * what is drawn lands as GeoJSON in a hidden field and can be taken back.
 */
import { TerraDraw, TerraDrawLineStringMode, TerraDrawPointMode, TerraDrawPolygonMode } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { readTokensIn, token } from "./colours.js";

const DIGITS = 6;

/** Let people draw on `map`; `place` holds the buttons, `field` takes the geometry. */
export function start(place, map, field) {
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DIGITS }),
    modes: modes(place),
  });
  draw.start();
  const status = place.querySelector("[data-draw-status]");
  const told = () => { status.textContent = field.value ? status.dataset.done : status.dataset.empty; };
  restore(draw, field.value);
  const buttons = [...place.querySelectorAll("[data-mode]")];
  const choose = (mode) => {
    if (mode === "clear") {
      draw.clear();
      field.value = "";
      mode = "point";
    }
    draw.setMode(mode);
    for (const button of buttons) if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    told();
  };
  for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.mode));
  draw.on("finish", (id) => {
    keepOnly(draw, id);
    field.value = JSON.stringify(draw.getSnapshotFeature(id)?.geometry ?? null);
    told();
  });
  place.querySelector("fieldset").hidden = false;
  choose("point");
}

/** One place per idea: what was drawn before gives way. */
function keepOnly(draw, id) {
  const others = draw.getSnapshot().filter((feature) => feature.id !== id).map((feature) => feature.id);
  if (others.length) draw.removeFeatures(others);
}

function restore(draw, text) {
  if (!text) return;
  const geometry = JSON.parse(text);
  const mode = geometry.type.toLowerCase();
  draw.addFeatures([{ type: "Feature", properties: { mode }, geometry }]);
}

/** The three ways to draw, in the colours of the page as hexadecimal numbers, which is what the library reads. */
function modes(place) {
  readTokensIn(place.querySelector("[data-map]"));
  const [colour, edge] = ["brand", "paper"].map((name) => hex(token(name)));
  const dot = { pointColor: colour, pointOutlineColor: edge, pointWidth: 9, pointOutlineWidth: 2 };
  const line = { lineStringColor: colour, lineStringWidth: 4, closingPointColor: colour, closingPointOutlineColor: edge };
  const area = { fillColor: colour, fillOpacity: 0.35, outlineColor: colour, outlineWidth: 4, closingPointColor: colour, closingPointOutlineColor: edge };
  return [
    new TerraDrawPointMode({ styles: dot }),
    new TerraDrawLineStringMode({ styles: line }),
    new TerraDrawPolygonMode({ styles: area }),
  ];
}

function hex(colour) {
  const parts = colour.match(/[\d.]+/g).slice(0, 3);
  return `#${parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, "0")).join("")}`;
}
