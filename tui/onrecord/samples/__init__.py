"""A small press of our own: invented articles, and a loopback server that publishes them."""
