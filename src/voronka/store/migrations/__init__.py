"""The tables' history, in small reversible steps."""
