"""Room of question 4, the exit point: payments, hand-over, what is signed and not paid."""
