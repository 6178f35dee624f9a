"""Asks servers for feeds and pages, politely and within bounds."""
