"""A deployed atlas, asked as its readers' browsers ask: what `geo check` finds out."""
