"""What a run of fsck found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not hold. `where` names it, `what` says expected and found; no code is in either."""

    where: str
    what: str


@dataclass(slots=True, kw_only=True)
class Report:
    """What was checked, and what was found."""

    batches: int = 0
    tokens: int = 0
    findings: list[Finding]

    def add(self, where: str, what: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(where=where, what=what))

    def expect(self, where: str, what: str, expected: object, found: object) -> None:
        """Note a finding unless both are equal."""
        if expected != found:
            self.add(where, f"{what}: expected {expected}, found {found}")
