"""Voronka: sales described by ten answers, run and measured by them."""
