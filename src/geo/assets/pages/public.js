// What a page of another may use: IncidentAtlas.attach puts the layer on a map, with our server as its source.
import { attach } from "../map/incident_map.js";
import { SYMBOLS, THEMES } from "../shared.js";
import { httpSource } from "../sources/http.js";

/**
 * globalThis.IncidentAtlas, to which each page adds its part.
 * @type {Record<string, any>}
 */
export const atlas = (globalThis.IncidentAtlas = { attach, httpSource, SYMBOLS, THEMES });
