"""What a page carries as data: records or cells, panels in words, the base map."""
