"""The public log as whoever monitors it sees it: over HTTP, believed only as far as it is signed and adds up."""
