// What pages and Leaflet have besides what their types say.
import * as Leaflet from "leaflet";

declare global {
  interface Window {
    $: (html: string) => Element[];
    Streamlit: { events: EventTarget; setComponentValue(value: unknown): void };
    __GLOBAL_DATA__: { last_active_drawing: unknown; previous_data: Record<string, unknown> };
  }
  var IncidentAtlas: Record<string, any>;
}

// A module with all that it imports, as one text: geo.maps.modules joins it.
declare module "*?text" {
  const text: string;
  export default text;
}

declare module "leaflet" {
  interface Map {
    incidentAtlas: any;
    _zoomAnimated: boolean;
    _latLngToNewLayerPoint(latLng: Leaflet.LatLng, zoom: number, center: Leaflet.LatLng): Leaflet.Point;
  }
  interface Canvas {
    _redraw(): void;
  }
}
