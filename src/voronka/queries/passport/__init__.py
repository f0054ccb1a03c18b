"""The passport as answers to a page: as agreed, as it is, whether it holds."""

from voronka.queries.passport.page import passport, question

__all__ = ["passport", "question"]
