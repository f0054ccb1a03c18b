"""Room of question 4, the exit point: money by hand, refunds, and the hand-over to production."""
