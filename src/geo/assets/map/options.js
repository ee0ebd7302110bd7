// The options of the incident layer, and those of them that change while it is there: its state.

/**
 * @typedef {object} Source where the incidents come from
 * @property {(query: string, bounds: number[], zoom: number, signal?: AbortSignal, session?: string) => Promise<any>} cells
 * @property {(bounds: number[], zoom: number, session: string) => void} [look] tells the server where the map looks
 * @property {(query: string) => boolean} [has] does the page answer a query by itself?
 * @property {() => Promise<any>} [bring] fetches what the page needs for that
 * @property {(query: string, answer: any) => void} [learn] hears of an answer that was not asked for
 * @property {() => void} [renew] the data are others: what was brought is fetched again
 * @property {(query: string, bounds: number[], zoom: number, signal?: AbortSignal) => Promise<any>} [named] the marks of an answer that is `bare`, with their names
 * @property {(id: string, signal?: AbortSignal, query?: string) => Promise<any>} incident
 * @property {(text: string, signal: AbortSignal) => Promise<any[]>} [places] of a name; without it there is no search
 * @property {(query: string, bounds: number[] | null, limit: number) => Promise<any>} [incidents]
 */

/**
 * @typedef {object} State
 * @property {string} query the filter, as the parameters of an address
 * @property {string | null} selected the id of the record whose mark has a ring
 * @property {string} theme "light", "dark" or "auto"
 * @property {string} borders whose view of the borders is drawn: "control" or "un"
 * @property {string} colorBy "status" or "group"
 * @property {{value: string, label: string, whole?: string | null, color?: number}[]} groups those that have a colour; `color` is its number
 * @property {number} largest the largest toll of all that is open, which sets the scale of sizes
 * @property {number} revision of the data: another one has them fetched again
 * @property {string | null} token stands for a reader's own files: with it the server shows them with the rest
 * @property {number | undefined} records how many there are in all, where the page knows it
 * @property {boolean} unsaved whether those files would be lost with the page
 * @property {string} at "lat,lon,zoom", where to look first; without it, at all that matches
 * @property {string} session under which the server remembers where the map looks
 */

/**
 * @typedef {object} Fixed
 * @property {Source} [source] by default our server, at the page's own address
 * @property {(id: string | null, position?: number[]) => void} [onSelect] a reader has chosen a record, or let go of it
 * @property {(at: string) => void} [onView] a reader wants this view in links and figures; without it there is no button
 * @property {(parameter: string, value: string) => void} [onFilter] a reader has chosen a row of the legend; without it rows are not buttons
 * @property {(what: string) => void} [onColor] a reader has chosen what colours stand for; without it the legend has no switch
 * @property {(query: string) => (() => void) | null | false | ""} [onReset] gives what drops the reader's filters, where a query that finds nothing has any
 * @property {string} [assets] where our files are; "/assets"
 * @property {{coarse: any, fine: any, near?: string, names: any}} [basemap] addresses of outlines and names, or what is there
 * @property {{url: string, credit?: string} | null} [tiles] map tiles of an outside server, drawn over the land
 * @property {{url: string, bounds: number[], zooms: number[], credit: string} | null} [streets] a local extract of tiles, drawn over the land where it has them
 * @property {boolean} [legend] false leaves it out
 * @property {HTMLElement} [whole] what the button for the full screen shows; the map
 * @property {boolean} [fit] false leaves the map where it looks
 */

/** @typedef {Partial<State> & Fixed} Options */

/**
 * The state that options begin with.
 * @param {Options} options
 * @returns {State}
 */
export function stateOf({ query = "", selected = null, theme = "auto", borders = "control", colorBy = "status", groups = [], largest = 0, revision = 0, records = undefined, token = null, unsaved = false, at = "", session = "" }) {
  return { query, selected, theme, borders, colorBy, groups, largest, revision, records, token, unsaved, at, session };
}
