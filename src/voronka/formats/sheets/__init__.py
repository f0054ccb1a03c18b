"""Lists as files that programs of tables open."""
