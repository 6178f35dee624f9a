"""Paragraphs of a page that are not the article: invitations, buttons, lists of other stories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.model import Role

if TYPE_CHECKING:
    from onrecord.model import Body

LONGEST = 300
"""Longer paragraphs are never taken for boilerplate."""

_NETWORKS = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|e-?mail|print|pinterest|telegram|bluesky"
    r"|copy link|link copied|save|gift)"
)
_INVITATIONS = (
    (
        rf"(?:share(?: (?:this|on|via))?.{{0,30}}|tweet|{_NETWORKS})"
        rf"(?:\s*[|,·/•]?\s*(?:share|tweet|{_NETWORKS}))*"
    ),
    r"advertisement|ad|sponsored(?: content)?|promoted",
    r"(?:story|article) continues (?:below|after).{0,60}|continue reading(?: below)?.{0,60}",
    (
        r"(?:sign up|subscribe|register)\b.{0,80}\b"
        r"(?:newsletters?|inbox|updates?|alerts?|free|now|today)\b.{0,120}"
    ),
    r"(?:get|receive)\b.{0,60}\b(?:newsletter|inbox|alerts)\b.{0,120}",
    r"by (?:signing up|subscribing|submitting|clicking)\b.{0,250}",
    r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies.{0,250}",
    r"accept (?:all )?cookies|cookie (?:policy|settings)",
    r"follow (?:us|me|\w+ ){1,3}on\b.{0,80}|join the conversation.{0,60}",
    r"(?:\d+ )?comments?(?: \(\d+\))?|leave a (?:comment|reply)|view comments|add a comment",
    r"listen to this (?:article|story).{0,60}|\d{1,3}[- ]min(?:ute)?s? (?:read|listen)",
    (
        r"(?:related|see also|read (?:more|also|next)|also read|watch|more on this"
        r"|in case you missed it|don.t miss)\s*[:|].{0,200}"
    ),
    r"(?:©|\(c\)|copyright\b).{0,200}|all rights reserved\.?",
    r"download (?:the|our) app.{0,80}|support our journalism.{0,120}",
    r"print this (?:page|article)|skip (?:to|advertisement).{0,40}",
)
_OTHER_STORIES = (
    (
        r"(?:related|recommended|more)(?: (?:stories|articles|topics|content|coverage|reading|news"
        r"|posts|links|video|on this|from|in|about)\b.{0,60})?"
    ),
    r"you (?:may|might) (?:also )?(?:like|be interested).{0,40}",
    r"most (?:read|popular|viewed|shared).{0,20}|trending(?: now)?|editors?.? picks?",
    r"what to read next|read next|up next|latest (?:news|stories)|top stories|see also",
    r"further reading|topics|tags",
)
_INVITATION = re.compile("|".join(_INVITATIONS), re.IGNORECASE | re.DOTALL)
_ANNOUNCEMENT = re.compile(f"(?:{'|'.join(_OTHER_STORIES)}):?", re.IGNORECASE)
_GALLERY = re.compile(r"\d{1,3}\s?/\s?\d{1,3}\b.{0,200}", re.DOTALL)


def boilerplate(body: Body, title: str) -> frozenset[int]:
    """Give the indexes of the paragraphs that do not belong to the article.

    Those are the title repeated at the top, invitations to share, subscribe or accept, lists
    of links under a heading that announces other stories, and a list of links at the end.
    """
    texts = [body.text[part.start : part.end] for part in body.paragraphs]
    linked = _wholly_linked(body)
    dropped = {
        index
        for index, text in enumerate(texts)
        if len(text) <= LONGEST and _INVITATION.fullmatch(text.strip(" .:\n"))
    }
    for index, text in enumerate(texts[:3]):
        if _folded(text) == _folded(title):
            dropped.add(index)
    dropped |= _announced(body, texts, linked)
    return frozenset(dropped | _closing_links(len(texts), linked, dropped))


def _announced(body: Body, texts: list[str], linked: frozenset[int]) -> set[int]:
    """Give headings that announce other stories or a gallery, with what they announce."""
    dropped: set[int] = set()
    stories = gallery = False
    for index, text in enumerate(texts):
        role = body.paragraphs[index].role
        if role is Role.HEADING and _GALLERY.fullmatch(text):
            stories, gallery = False, True
        elif role is not Role.QUOTE and _ANNOUNCEMENT.fullmatch(text):
            stories, gallery = True, False
        else:
            stories = stories and index in linked
            gallery = gallery and role in (Role.ITEM, Role.CAPTION)
        if stories or gallery:
            dropped.add(index)
    return dropped


def _closing_links(paragraphs: int, linked: frozenset[int], dropped: set[int]) -> set[int]:
    closing: set[int] = set()
    for index in reversed(range(paragraphs)):
        if index not in linked and index not in dropped:
            break
        closing.add(index)
    return closing if len(closing) > 1 and len(closing) < paragraphs else set()


def _wholly_linked(body: Body) -> frozenset[int]:
    """Give the paragraphs all of whose words are links."""
    inside = [0] * len(body.paragraphs)
    index = 0
    for link in body.links:
        while index < len(inside) and body.paragraphs[index].end < link.end:
            index += 1
        if index < len(inside):
            inside[index] += link.end - link.start
    return frozenset(
        index
        for index, part in enumerate(body.paragraphs)
        if inside[index] >= 0.9 * (part.end - part.start)
    )


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
