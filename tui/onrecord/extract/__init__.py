"""Turns article HTML into plain text with the roles of its paragraphs."""
