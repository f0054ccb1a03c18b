"""Room of question 2, the sequence of actions: today, the board, the list, the deal card."""
