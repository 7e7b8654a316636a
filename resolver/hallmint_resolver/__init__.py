"""The resolver: a scan finds its passport."""
