"""The folium map, and the files that a page with a map loads."""
