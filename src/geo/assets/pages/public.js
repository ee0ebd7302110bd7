// What a page of another may use: IncidentAtlas.attach puts the layer on a map, with our server as its
// source; IncidentAtlas.timeline builds what moves it through time.
import { timeline } from "../furniture/timeline/timeline.js";
import { attach } from "../map/incident_map.js";
import { SYMBOLS, THEMES } from "../shared.js";
import { httpSource } from "../sources/http.js";

/**
 * globalThis.IncidentAtlas, to which each page adds its part.
 * @type {Record<string, any>}
 */
export const atlas = (globalThis.IncidentAtlas = { attach, httpSource, timeline, SYMBOLS, THEMES });
