// The filter of dash_slider.py, in the page: the points of some months.
"use strict";

let points = null;

window.between = async ([first, last]) => {
  points ??= fetch("/assets/points.json").then((answer) => answer.json());
  const { features } = await points;
  return { type: "FeatureCollection", features: features.filter(({ properties: { month } }) => first <= month && month <= last) };
};
