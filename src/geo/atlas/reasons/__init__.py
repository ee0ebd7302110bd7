"""Why a query finds nothing, or leaves a record out, and what would change that."""
