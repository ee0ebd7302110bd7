// Land, coast and borders under the incidents, from our own files: no tile server learns who reads what.
"use strict";

(function (atlas) {
  const FINE_FROM = 4;            // zoom from which the finer outlines are worth their size
  const RETRY = 5000;             // ms until outlines that did not come are asked for again
  const PANE_Z = 199;             // under Leaflet's tile pane (200), where others' tiles are
  const TILES_Z = 210;            // over the land, which shows until they are there; under all else
  const CLOSEST = 14;             // zoom; the outlines say nothing more beyond it
  const PADDING = 0.5;            // share of the view that is drawn beyond its edge, so that a drag shows land
  const COAST = 0.8;              // px
  const BORDER = 1;               // px
  const DASHES = "4 3";           // px drawn and left out along a disputed line
  const WORLD = [[-85, -190], [85, 190]];   // lat, lon; one world, with a margin so that its edges can be centred
  const WORLD_PX = 256;           // width of the world at zoom 0

  /**
   * Draw the base map, as soon as `start` resolves; `files` = {coarse, fine}: addresses, or what is there, and
   * `within` which bounds. Returns {ready, isShown, setTheme, drawNow, remove}.
   */
  atlas.baseMap = function (map, files, theme, start) {
    const renderer = L.canvas({ pane: paneIn(map, "atlas-land", PANE_Z), padding: PADDING });
    const levels = {};            // name → layer group, once loaded
    let colors = atlas.THEMES[theme];
    let shown = null;
    let again = 0;
    let gone = false;

    keepOneWorld(map);
    map.attributionControl && map.attributionControl.setPrefix("Leaflet").addAttribution("Natural Earth");
    map.on("moveend", show);
    const ready = show();

    // The new outlines are added before the old ones go, in one frame: the map is never blank.
    async function show() {
      const name = wanted();
      levels[name] = levels[name] || load(files[name]);
      const layer = await levels[name].catch(() => forget(name));
      await start;
      if (gone || !layer || layer === shown) return;
      if (shown && name !== wanted()) return;   // it came late
      layer.setStyle((feature) => styles(colors)[feature.properties.part]);
      layer.addTo(map);
      if (shown) shown.remove();
      shown = layer;
    }

    function wanted() {
      return map.getZoom() >= FINE_FROM && files.fine && reaches(files.fine) ? "fine" : "coarse";
    }

    function reaches({ within }) {
      return !within || atlas.bounds.contains(within, atlas.bounds.ofMap(map));
    }

    function forget(name) {
      delete levels[name];
      clearTimeout(again);
      if (!gone) again = setTimeout(show, RETRY);
    }

    async function load(file) {
      return outlines(await atlas.asset(file), renderer);
    }

    return {
      ready,
      isShown: () => Boolean(shown),
      setTheme(name) {
        colors = atlas.THEMES[name];
        if (shown) shown.setStyle((feature) => styles(colors)[feature.properties.part]);
      },
      drawNow: () => shown && renderer._redraw(),   // Leaflet itself waits for the next frame
      remove() {
        gone = true;
        map.off("moveend", show);
        clearTimeout(again);
        if (shown) shown.remove();
      },
    };
  };

  /** Draw an outside server's tiles over the land; `whenDrawn` is called once, at the first tile that is there. */
  atlas.tiles = function (map, { url, credit }, whenDrawn) {
    const notice = `Background from ${new URL(url).host}, which sees what part of the map you look at`;
    map.getContainer().classList.add("atlas-tiled");
    return L.tileLayer(url, {
      pane: paneIn(map, "atlas-tiles", TILES_Z),
      attribution: [credit, notice].filter(Boolean).map(escaped).join(" · "),
      noWrap: true,
      updateWhenZooming: false,
    }).once("tileload", whenDrawn).addTo(map);
  };

  // Leaflet takes an attribution as HTML; what the browser writes of a text is that text.
  const escaped = (text) => atlas.element("span", {}, text).innerHTML;

  // Without copies of the world a mark has one place on the screen; the view cannot leave the world.
  function keepOneWorld(map) {
    map.options.worldCopyJump = false;
    map.options.maxBoundsViscosity = 1;
    map.setMaxBounds(WORLD);
    map.setMaxZoom(Math.min(map.getMaxZoom(), CLOSEST));
    const fit = () => map.setMinZoom(Math.max(1, Math.floor(Math.log2(Math.max(map.getSize().x, 1) / WORLD_PX))));
    map.on("resize", fit);
    fit();
  }

  function paneIn(map, name, zIndex) {
    const pane = map.getPane(name) || map.createPane(name);
    Object.assign(pane.style, { zIndex, pointerEvents: "none" });
    return name;
  }

  // A disputed line is a feature of its own: drawn from its end, so that a drag does not move its dashes,
  // and only where it touches the view.
  function outlines({ land, borders, disputed }, renderer) {
    const lines = (coordinates) => ({ type: "MultiLineString", coordinates });
    const parts = [["land", land], ["coast", lines(coastLines(land))], ["borders", borders]]
      .concat(disputed.coordinates.map((line) => ["disputed", lines([line])]));
    const features = parts.map(([part, geometry]) => ({ type: "Feature", properties: { part }, geometry }));
    return L.geoJSON(features, { renderer, interactive: false, smoothFactor: 0.8 });
  }

  const styles = (colors) => ({
    land: { stroke: false, fillColor: colors.land, fillOpacity: 1 },
    coast: { color: colors.line, weight: COAST, fill: false },
    borders: { color: colors.line, weight: BORDER, fill: false },
    disputed: { color: colors.line, weight: BORDER, fill: false, dashArray: DASHES, noClip: true },
  });

  // Where land is cut at ±180° or at the pole its ring follows the cut, which is not a coast.
  function coastLines(land) {
    const polygons = land.type === "Polygon" ? [land.coordinates] : land.coordinates;
    return polygons.flat().flatMap(withoutCuts);
  }

  function withoutCuts(ring) {
    const lines = [[]];
    ring.forEach((point, i) => {
      if (i && isCut(ring[i - 1], point)) lines.push([]);
      lines[lines.length - 1].push(point);
    });
    return lines.filter((line) => line.length > 1);
  }

  const isCut = (a, b) => (Math.abs(a[0]) > 179.98 && Math.abs(b[0]) > 179.98) || (a[1] < -85 && b[1] < -85);
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
