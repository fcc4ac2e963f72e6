/** Colours of the map, read from the design tokens so that light and dark come from one place. */

let probe = null;

/** Read tokens as they hold inside `frame`: a dark cover has its own colours. */
export function readTokensIn(frame) {
  probe = frame.querySelector(".map-probe") ?? frame.appendChild(Object.assign(document.createElement("span"), { className: "map-probe", hidden: true }));
}

/** @param {string} name token without its dashes @returns {string} the colour it stands for here and now */
export function token(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

/** @param {string} ramp up, down or div; five colours, lowest class first */
export function rampColours(ramp) {
  return [1, 2, 3, 4, 5].map((step) => token(`${ramp}-${step}`));
}

/** The class of a value, 1 for the lowest; a limit belongs to the class above it. */
export function classOf(value, breaks) {
  return breaks.filter((limit) => limit <= value).length + 1;
}

/** The colour of class `step` of `count`, so that few classes still span the ramp. */
export function spread(step, count, colours = 5) {
  if (count <= 1) return Math.floor((colours + 1) / 2);
  return 1 + Math.round(((step - 1) * (colours - 1)) / (count - 1));
}

/** Call `redraw` whenever the reader changes between light and dark. */
export function onSchemeChange(redraw) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}

/** Hatching for places without a figure. */
export function hatchImage() {
  return drawn(16, (pen) => {
    pen.strokeStyle = token("none-line");
    pen.lineWidth = 2.5;
    for (const shift of [-16, 0, 16]) {
      pen.moveTo(shift, 16);
      pen.lineTo(shift + 16, 0);
    }
    pen.stroke();
  });
}

/** Dots over places whose figure is for orientation only. */
export function dotsImage() {
  return drawn(16, (pen) => {
    pen.fillStyle = token("ink");
    pen.globalAlpha = 0.6;
    pen.arc(8, 8, 2.2, 0, 2 * Math.PI);
    pen.fill();
  });
}

function drawn(size, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  pen.beginPath();
  draw(pen);
  return pen.getImageData(0, 0, size, size);
}
