"""The rules: pure functions over values, with no Django, no clock and no input or output."""
