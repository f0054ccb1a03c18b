"""Pages of a bulk edit: deals are chosen, a change is said, previewed, made, taken back."""
