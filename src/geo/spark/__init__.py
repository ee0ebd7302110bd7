"""The same questions on Apache Spark: the store's statements in its dialect, and who asks them."""
