"""The head of a record: who claims, attributes, accuses and denies, each by name."""
