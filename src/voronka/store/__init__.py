"""Rows, the event log and the one write door: the only floor that writes tables."""
