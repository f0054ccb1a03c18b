"""Everything of an installation as lines of JSON, and an empty installation filled from them."""
