"""Words and small pictures that every template may use."""
