/**
 * What the page tells the map, as JSON in a script element inside the frame.
 *
 * @typedef {Object} Row One place and its figure.
 * @property {string} key     key of the place (AGS), the id of its polygon in the base map
 * @property {string} label   name of the place
 * @property {?number} value  null if not covered
 * @property {string} text    the value as a reader writes it
 * @property {string} status  ok, orientation or not_covered
 * @property {string} [url]   page of the place
 *
 * @typedef {Object} Overlay A layer of the release that can be switched on.
 * @property {string} id
 * @property {string} title
 * @property {"raster"|"vector"} kind
 * @property {string} url     address of its PMTiles
 * @property {string[]} [layers]  layers inside vector tiles
 * @property {{colour: string, title: string}[]} legend
 * @property {boolean} [on]
 *
 * @typedef {Object} MapConfig
 * @property {string} label   what the map shows, for assistive technology
 * @property {number[]} bounds  west, south, east, north
 * @property {string} basemap  address of the base map's PMTiles
 * @property {Row[]} [rows]
 * @property {string} [figures]  address that answers {rows, breaks, ramp}; instead of rows
 * @property {number[]} [breaks]
 * @property {"up"|"down"|"div"} [ramp]
 * @property {Overlay[]} [overlays]
 * @property {string} [current]  key of the selected place
 * @property {{place: string, view: string, overlays: string}} params  names in the address of the page
 * @property {Object<string, string>} texts  words in the language of the page
 */

/** Read the configuration of `frame`; fetch the figures if they are not in it. */
export async function readConfig(frame) {
  const config = JSON.parse(frame.querySelector("script[type='application/json']").textContent);
  if (!config.figures) return { rows: [], breaks: [], ramp: "up", overlays: [], ...config };
  const answer = await fetch(config.figures, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${config.figures}: ${answer.status}`);
  return { overlays: [], breaks: [], ramp: "up", ...config, ...(await answer.json()) };
}
