"""Room of question 1, who is responsible: the people, their roles, and what each one chooses for themselves."""
