"""Documents on paper: set by typst in a process of their own, with the fonts that lie beside."""

from voronka.formats.pdf.press import NotPrinted, pdf

__all__ = ["NotPrinted", "pdf"]
