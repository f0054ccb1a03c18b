"""The JSON face: `/api/v1` over the same verbs and answers as the pages and the command line."""
