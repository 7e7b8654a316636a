"""Carrier profiles: what a pack looks like to a vendor's printing or encoding software. Pure: no database, no messages."""
