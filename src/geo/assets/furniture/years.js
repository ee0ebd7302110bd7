// The years as a slider with two ends, and bars over it where it is known how many fall into each.
import { number } from "../drawing/words.js";
import { element } from "./element.js";

const LOWEST = 4;               // % of the height, so that a single record is seen

/**
 * Build the slider of the years from `first` to `last` in an element. A reader's move calls
 * onChange({from, to}), each a year, or "" where that end leaves nothing out. It follows
 * show(counts | null, [low, high]), counts by year; asked(query) gives the ends of a query.
 */
export function yearSlider(node, [first, last], onChange) {
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const bars = element("div", { class: "atlas-bars-of-years", "aria-hidden": "true" }, ...years.map(() => element("i")));
  const [from, to] = ["First year", "Last year"].map((label) => element("input", { type: "range", min: first, max: last, "aria-label": label }));
  const ends = element("div", { class: "atlas-ends" }, from, to);
  const value = (end) => Number(end.value);
  const slid = (moved, other, isBeyond) => {
    if (isBeyond(value(moved), value(other))) other.value = moved.value;   // one end takes the other along
    onChange({ from: value(from) > first ? from.value : "", to: value(to) < last ? to.value : "" });
  };
  from.addEventListener("input", () => slid(from, to, (a, b) => a > b));
  to.addEventListener("input", () => slid(to, from, (a, b) => a < b));
  node.append(bars, ends);

  return {
    show(counts, [low, high]) {
      from.value = low;
      to.value = high;
      [["--low", low], ["--high", high]].forEach(([name, year]) => ends.style.setProperty(name, `${(100 * (year - first)) / (last - first)}%`));
      bars.hidden = !counts;
      if (counts) drawBars([...bars.children], years, counts, [low, high]);
    },

    asked(query) {
      const parameters = new URLSearchParams(query);
      const [low, high] = [["from", first], ["to", last]].map(([name, end]) => yearOf(parameters.get(name), end));
      return [Math.max(first, low), Math.min(last, high)];
    },
  };
}

function drawBars(bars, years, counts, [low, high]) {
  const most = Math.max(1, ...Object.values(counts));
  years.forEach((year, i) => {
    const count = counts[year] || 0;
    bars[i].style.height = count ? `${Math.max(LOWEST, (100 * count) / most)}%` : "0";
    bars[i].title = `${year}: ${number(count)}`;
    bars[i].classList.toggle("out", year < low || year > high);
  });
}

// A date begins with its year.
const yearOf = (date, otherwise) => (date ? Number(date.split("-")[0]) : otherwise);
