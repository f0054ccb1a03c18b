"""Forms of the ten questions: they show and write what stands in the text, and keep what they do not know."""
