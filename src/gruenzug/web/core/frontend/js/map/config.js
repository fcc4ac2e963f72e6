/**
 * What the page tells the map, as JSON in a script element inside the frame.
 *
 * @typedef {Object} Row One place and its figure.
 * @property {string} key     key of the place (AGS), the id of its polygon in the base map
 * @property {string} name
 * @property {?number} value  null if there is none
 * @property {string} text    the value as a reader writes it
 * @property {string} status  ok, orientation, not_covered or not_applicable
 * @property {string} [url]   page of the place
 * @property {number} [lon]   where its label stands
 * @property {number} [lat]
 *
 * @typedef {Object} Tiles One PMTiles file of the release; the one with the id "basemap" is below all others.
 * @property {string} id
 * @property {"raster"|"vector"} kind
 * @property {string} title
 * @property {string} url
 * @property {string[]} layers
 * @property {{colour: string, title: string}[]} legend
 *
 * @typedef {Object} MapConfig
 * @property {string} title   what the map shows, for assistive technology
 * @property {number[]} bbox  west, south, east, north
 * @property {Tiles[]} tiles
 * @property {string} [places]  address that answers {places: {key: Row}, breaks, ramp}; without it no figures are shown
 * @property {number[]} [breaks]
 * @property {"up"|"down"|"div"} [ramp]
 * @property {string} [municipality]  key of the place the map is about
 * @property {string} [points]  address that answers {points: [{lon, lat, name, text, kind, url, count?}]}
 * @property {string} [shape]  GeoJSON geometry the page is about
 * @property {{lon: number, lat: number, box?: number[]}} [look]  where to begin
 * @property {{place: string, view: string, overlays: string}} params  names in the address of the page
 * @property {Object<string, string>} texts  words in the language of the page
 *
 * Added here: `rows` (Row[]), `markers` (points), `basemap` (Tiles) and `overlays` (all other tiles).
 */

import { readPoints } from "./markers.js";

const BASEMAP = "basemap";

/** Read the configuration of `frame` and fetch the figures it names. */
export async function readConfig(frame) {
  const given = JSON.parse(frame.querySelector("script[type='application/json']").textContent);
  const basemap = given.tiles.find((tiles) => tiles.id === BASEMAP);
  if (!basemap) throw new Error("the release has no base map");
  const [figures, markers] = await Promise.all([given.places ? fetchJson(given.places) : { places: {} }, readPoints(given.points)]);
  return {
    breaks: [],
    ramp: "up",
    ...given,
    ...figures,
    rows: Object.entries(figures.places).map(([key, place]) => ({ key, ...place })),
    markers,
    basemap,
    overlays: given.tiles.filter((tiles) => tiles !== basemap),
  };
}

async function fetchJson(address) {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}
