"""Answers of question 4: payments, projects offered to production, and what is signed but not paid."""
