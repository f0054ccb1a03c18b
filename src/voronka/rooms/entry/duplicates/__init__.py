"""Clients written down twice: the list of pairs, two side by side, and the merges that there were."""
