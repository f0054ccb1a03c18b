"""Why lines are not taken."""


class Broken(Exception):
    """Something is wrong in this line (0: in none of them alone); `code` says what, `data` names it."""

    def __init__(self, code: str, line: int, **data: object) -> None:
        super().__init__(f"line {line}: {code} {data}")
        self.code, self.line, self.data = code, line, data
