"""Pages of an import: a file is looked at, corrected, tried, brought in, taken back."""
