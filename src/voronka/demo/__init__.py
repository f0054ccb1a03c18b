"""The demo company: told through the same verbs that people use, with a fixed clock and seed."""
