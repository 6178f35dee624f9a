"""Words that show a conversation: it is announced, somebody asks, says "I", is called "you"."""

from __future__ import annotations

import re

ANNOUNCED = re.compile(
    r"""\b(?:interview(?:ed|er|ing|ee|s\s(?-i:[A-ZÀ-Þ]))?\b|q\s?&\s?a|questions?\sand\sanswers?|(?:sat|sits)\sdown\swith
    |(?:spoke|speaks|talked|talks|chatted|chats)\s(?:exclusively\s)?(?:to|with)
    |(?:in\s)?conversations?\swith|(?:we|i|us)\sasked|asked\s(?:him|her|them|by)
    |(?:answers?|answered|takes?|took)\s(?:our|your|some|a\sfew|my|ten|\d+|(?:the\s)?readers.)?\s?questions
    |questions?\s(?:for|to|with)\s(?-i:[A-ZÀ-Þ])
    |(?:three|four|five|six|seven|eight|ten|twenty|quick)\squestions|(?:met|meets|catch\sup|caught\sup)\swith
    |podcast|transcript
    |(?:gespräch|entretien|entrevista|conversation\savec|intervista|entrevistamos|rencontre|beantwortet
    |fragen\san|répond|nous\sa\s|responde|contesta|conversamos|интервью|беседа|беседовал\w*|рассказал\w*)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What tells of an interview, in its title or introduction."""
SECOND_PERSON = re.compile(
    r"\b(?:you|your|yours|yourself|sie|ihr|ihnen|vous|votre|vos|usted|вы|вас|ваш\w*)\b",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(
    r"""\b(?:i|we|my|our|me|us|ich|wir|mein\w*|unser\w*|je|nous|mon|ma|mes|notre|nos|yo|mi|mis
    |nosotros|nuestr\w+|я|мы|мой|моя|наш\w*)\b""",
    re.IGNORECASE | re.VERBOSE,
)
ASKS = re.compile(
    r"""(?:\A(?:[\-–—]\s)?|[.!?…,:;–—]\s+)["“]?(?:(?:so|and|but|well|now|first|finally|then),?\s)*
    (?:what|why|how|who|when|where|which|do|does|did|is|are|was|were|can|could|will|would|should
    |have|has|had|tell\sus|tell\sme)\b""",
    re.IGNORECASE | re.VERBOSE,
)
QUESTION_END = re.compile(r"[?？][\s*_\"”’')\]]*$")
