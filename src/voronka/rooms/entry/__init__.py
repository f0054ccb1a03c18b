"""Room of question 3, the entry point: inquiries, deals that begin, and the clients behind them."""
