"""Links of a brand: where a scan can lead beside the passport page."""
