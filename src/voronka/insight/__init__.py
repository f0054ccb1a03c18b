"""Figures over what happened: pure functions of plain rows and a moment, by numpy; never loaded by the web process."""
