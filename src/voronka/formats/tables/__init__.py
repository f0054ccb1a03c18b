"""Tables of other systems: a file opened, its columns recognised, its lines as values of core/imports.py."""
