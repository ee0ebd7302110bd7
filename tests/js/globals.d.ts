// What pages and Leaflet have besides what their types say.
import * as Leaflet from "leaflet";

declare global {
  interface Window {
    incidentAtlasFrames?: string[];
    $: (html: string) => Element[];
    Streamlit: { events: EventTarget; setComponentValue(value: unknown): void };
    __GLOBAL_DATA__: { last_active_drawing: unknown; previous_data: Record<string, unknown> };
  }
  var IncidentAtlas: Record<string, any>;
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
