"""Records as programs read them, one noun a file: whole rows, page by page, only what the asker may see."""
