"""Verbs that change: each asks the right, lets the core decide, and records what it decided."""
