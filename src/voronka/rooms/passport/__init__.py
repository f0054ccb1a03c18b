"""The hall: ten answers on one page, as agreed beside as it is."""
