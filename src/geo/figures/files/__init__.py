"""How a drawing becomes a file: its format, its settings, and the letters of an SVG."""
