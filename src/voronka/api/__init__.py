"""The JSON face of the same verbs, under /api/v1."""
