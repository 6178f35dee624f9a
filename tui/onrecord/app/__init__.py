"""The reader: a Textual app over the store."""
