"""Everything on one machine, for development, demos and trying it out."""
