"""The frame: what every page stands in. Navigation, sign-in, the parts and words of the look."""
