"""Outside notations of inside values: the passport in YAML, conditions in CEL. Knows the core only."""
