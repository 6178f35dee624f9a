"""A sample press: invented outlets with their feeds, pages and articles."""
