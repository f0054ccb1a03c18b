"""Answers of question 2: the board, the list of deals, the deal card, today."""
