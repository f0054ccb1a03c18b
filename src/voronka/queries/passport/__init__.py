"""The passport as answers to a page: as agreed, as it is, whether it holds."""

from voronka.queries.passport.page import passport, question
from voronka.queries.passport.paper import as_pdf, printed

__all__ = ["as_pdf", "passport", "printed", "question"]
