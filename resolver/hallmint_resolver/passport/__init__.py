"""The passport page: from what a brand discloses to HTML, without I/O."""
