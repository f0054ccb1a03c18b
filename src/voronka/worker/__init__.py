"""The second process: readers of the log, the schedule, and long jobs."""
