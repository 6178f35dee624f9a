"""Finds the record of an article: its quotations, their speakers, its entities."""
