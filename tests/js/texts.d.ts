// A module with all that it imports, as one text: geo.maps.modules joins it.
declare module "*?text" {
  const text: string;
  export default text;
}
