"""GTINs of tests."""


def check_digit(digits: str) -> str:
    """Of the other 7 or 13 digits of a GTIN: from the left, weighed 3 and 1 in turn (GS1 General Specifications, 7.9)."""
    return str(-sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(digits)) % 10)
