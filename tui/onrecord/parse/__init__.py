"""Turns the bytes of feeds and outlines into values."""
