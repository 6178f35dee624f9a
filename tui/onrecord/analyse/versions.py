"""The versions that records carry in ``analysed_with``; a record of an older one is made anew."""

ANALYSER = "1"
"""Goes up when the analysis of one and the same text may give another record."""

MODEL_NAME = "en_core_web_sm"
"""The language model of the second tier."""

PATTERNS = f"{ANALYSER}/patterns"
"""First tier: quotations, speakers and names by patterns alone."""

MODEL = f"{ANALYSER}/{MODEL_NAME}"
"""Second tier: the first, with entities refined by the language model."""
