"""Words that show a conversation: it is announced, somebody asks, says "I", is called "you"."""

from __future__ import annotations

import re

ANNOUNCED = re.compile(
    r"""\b(?:interview(?:ed|er|ing|ee|s(?=\s(?-i:[A-ZÀ-Þ])))?\b|(?:tells|told)\s(?-i:(?:[A-ZÀ-Þ][\w’']*\s){1,3})(?:about|how|why|of)\b
    |q\s?&\s?a|questions?\sand\sanswers?|(?:sat|sits)\sdown\swith
    |(?:spoke|speaks|talked|talks|chatted|chats)\s(?:exclusively\s)?(?:to|with)
    |(?:in\s)?conversations?\swith|(?:we|i|us)\sasked|asked\s(?:him|her|them|by)
    |(?:answers?|answered|takes?|took)\s(?:our|your|some|a\sfew|my|ten|\d+|(?:the\s)?readers.)?\s?questions
    |questions?\s(?:for|to|with)\s(?-i:[A-ZÀ-Þ])
    |(?:three|four|five|six|seven|eight|ten|twenty|quick)\squestions|(?:met|meets|catch\sup|caught\sup)\swith
    |podcast|transcript|(?:five|ten|\d+)\sminutes\swith|(?:we|i)\s(?:first\s)?met\b
    |(?:gespräch|entretien|entrevista|conversation\savec|intervista|entrevistamos|rencontre|beantwortet
    |fragen\san|répond|nous\sa\s|responde|contesta|conversamos|интервью|беседа
    |(?:бесед|разговар|поговор)\w+|рассказал\w*|getroffen|(?:sprach|sprachen|spricht)\smit|hablamos\scon|habla\scon
    |a\sparlé\savec|s[’']est\sentretenue?)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What tells of an interview, in its title or introduction."""
SECOND_PERSON = re.compile(
    r"""\b(?:you|your|yours|yourself|sie|ihr|ihnen|du|dich|dir|deine?[nmrs]?|vous|votre|vos|tu|toi
    |usted(?:es)?|tú|contigo|вы|вас|вам|вами|ваш\w*|ты|тебя|тебе)\b""",
    re.IGNORECASE | re.VERBOSE,
)
FIRST_PERSON = re.compile(
    r"""\b(?:i|we|my|our|me|us|ich|wir|mein\w*|unser\w*|je|nous|mon|ma|mes|notre|nos|yo|mi|mis
    |nosotros|nuestr\w+|я|мы|мой|моя|наш\w*)\b""",
    re.IGNORECASE | re.VERBOSE,
)
ASKS = re.compile(
    r"""(?:\A(?:[\-–—]\s)?|[.!?…,:;–—]\s+)["“¿]?(?:(?:so|and|but|well|now|first|finally|then),?\s)*
    (?:what|why|how|who|when|where|which|do|does|did|is|are|was|were|can|could|will|would|should
    |have|has|had|tell\sus|tell\sme|что|как|почему|кто|когда|где|зачем
    |qué|cómo|cuándo|dónde|quién|quiénes|cuál|cuánto|was|wie|warum|wann|wo|wer|welche[nrs]?|haben|sind
    |comment|pourquoi|quand|où|qui|quel(?:le)?s?|est-ce|que|avez|êtes)\b""",
    re.IGNORECASE | re.VERBOSE,
)
FREQUENT = re.compile(r"\bFAQs?\b|\b(?:frequently|often)\sasked\b", re.IGNORECASE)
"""What tells that questions are many people's."""
QUESTION_END = re.compile(r"[?？][\s*_\"”’')\]]*$")
_PROMPT = re.compile(
    r"""\A(?:[\-–—]\s)?(?:(?:so|and|but|well|now|yet|still),?\s|[A-ZÀ-Þ][\w’'\-]+,\s)?
    (?:you(?:r|[’']ve|[’']re|[’']d)?|tell\s(?:us|me)|talk\s(?:us|about)|describe|explain|let[’']?s?\sus?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_QUESTION = 130
_LONGEST_PROMPT = 25
_SHORT = 6
"""Words up to which whatever ends in a question mark asks: "And the Senate?"."""


def is_question(body: str) -> bool:
    """Whether a plain paragraph, which ends in a question mark, asks somebody in a conversation."""
    words = len(body.split())
    if body[:1] in "\"“«‘'" or words > _LONGEST_QUESTION:
        return False
    addressed = SECOND_PERSON.search(body) is not None
    return words <= _SHORT or addressed or ASKS.search(body) is not None


def is_prompt(body: str) -> bool:
    """Whether a plain paragraph leads on without a question: "You laugh about it.", "Tell me …"."""
    short = len(body.split()) <= _LONGEST_PROMPT
    return short and _PROMPT.search(body) is not None and not re.search(r"\b(?:I|my)\b", body)


def lacks_mark(body: str) -> bool:
    """Whether a plain paragraph asks somebody and its writer forgot the question mark."""
    short = len(body.split()) <= _LONGEST_PROMPT and body[-1:].isalnum()
    return short and SECOND_PERSON.search(body) is not None and ASKS.match(body) is not None
