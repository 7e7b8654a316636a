"""Check digits of GTINs (GS1 General Specifications, 7.9.1)."""

_LENGTHS = (8, 12, 13, 14)


def check_digit(digits: str) -> str:
    """The check digit that follows some digits."""
    total = sum(int(digit) * (3 - 2 * (at % 2)) for at, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def advice(text: str) -> str:
    """What is wrong with a GTIN as it was typed, in words; empty where nothing is."""
    digits = "".join(text.split())
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        return "A GTIN has digits only."
    if len(digits) in _LENGTHS:
        right = check_digit(digits[:-1])
        return "" if digits[-1] == right else f"The last digit does not fit the others: it would be {right}."
    if len(digits) + 1 in _LENGTHS:
        return f"{len(digits)} digits: if the last one is missing, it is {check_digit(digits)}."
    return f"A GTIN has 8, 12, 13 or 14 digits; this has {len(digits)}."
