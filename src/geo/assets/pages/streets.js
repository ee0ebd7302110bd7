// What a map with streets loads, after the library protomaps-leaflet, which is in front of it in the same script.
import { StreetLayer } from "../ground/street_layer.js";

const { IncidentAtlas, protomapsL } = /** @type {any} */ (window);

/** Draw streets on a map, as StreetLayer does. */
IncidentAtlas.streetLayer = (map, options, theme, whenDrawn) => new StreetLayer(map, protomapsL, options, theme, whenDrawn);
