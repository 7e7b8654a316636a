"""Packs that are drawn: pictures of QR codes, and labels on sheets or for printers. Pure: no database, no messages."""
