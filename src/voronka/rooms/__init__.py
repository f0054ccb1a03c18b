"""The ten rooms, one for each question, and the passport: pages over the same verbs; none knows another."""
