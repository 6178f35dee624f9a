"""The invented outlets of the sample press, how each publishes, and their articles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import resources


class Format(StrEnum):
    """In which form an outlet's feed carries its articles."""

    RSS = "rss"
    """RSS 2.0, the whole article as the description."""
    RSS_CONTENT = "rss with content"
    """RSS 2.0, a teaser as the description and the whole article as ``content:encoded``."""
    RSS_TEASER = "rss with teasers"
    """RSS 2.0, a teaser only; the whole article stands on its page."""
    ATOM = "atom"
    """Atom 1.0, the whole article as escaped HTML."""
    ATOM_XHTML = "atom with xhtml"
    """Atom 1.0, the whole article as XHTML, each entry with its own language."""


class Validators(StrEnum):
    """Which validators an outlet's server gives for its feed."""

    BOTH = "both"
    ETAG = "etag"
    LAST_MODIFIED = "last-modified"


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented outlet: ``slug`` is its first path segment, ``feed`` its feed's last one.

    ``moved`` is a former segment of the feed's address and the status that sends readers on.
    """

    slug: str
    name: str
    folder: str
    about: str
    format: Format
    feed: str
    validators: Validators = Validators.BOTH
    moved: tuple[str, int] | None = None
    language: str = "en"

    @property
    def feed_path(self) -> str:
        """Path that the feed is served from."""
        return f"/{self.slug}/{self.feed}"

    @property
    def subscribed_path(self) -> str:
        """Path that a subscriber asks for: the former one, if the feed has moved."""
        return f"/{self.slug}/{self.moved[0]}" if self.moved else self.feed_path


OUTLETS = (
    Outlet(
        slug="mpa",
        name="Meridian Press Agency",
        folder="Wires",
        about="News from both shores of the Narrow Sea, as it comes in",
        format=Format.RSS,
        feed="rss.xml",
    ),
    Outlet(
        slug="courier",
        name="The Tidewater Courier",
        folder="Dailies",
        about="The morning paper of Port Selwick",
        format=Format.RSS_TEASER,
        feed="feed.xml",
        validators=Validators.ETAG,
    ),
    Outlet(
        slug="rives",
        name="Les Deux Rives · Beide Ufer",
        folder="Dailies",
        about="Le journal des deux rives de l’Ilve · Die Zeitung beider Ufer",
        format=Format.ATOM_XHTML,
        feed="atom.xml",
        language="fr",
    ),
    Outlet(
        slug="lantern",
        name="The Lantern",
        folder="Weeklies",
        about="A weekly for people who read to the end",
        format=Format.ATOM,
        feed="atom.xml",
        moved=("feed", 302),
    ),
    Outlet(
        slug="radio",
        name="Calder Public Radio",
        folder="Broadcasters",
        about="Talk, transcripts and the weather at sea",
        format=Format.RSS_CONTENT,
        feed="feed.xml",
        validators=Validators.LAST_MODIFIED,
        moved=("rss", 301),
    ),
    Outlet(
        slug="cabinet",
        name="Velmora State Press Office",
        folder="Governments",
        about="Statements and briefings of the government of Velmora",
        format=Format.ATOM,
        feed="statements.atom",
    ),
    Outlet(
        slug="keel",
        name="Keel & Quay",
        folder="Trade",
        about="Ships, ports and the people who pay for them",
        format=Format.RSS,
        feed="rss",
    ),
)


def article_sources() -> tuple[str, ...]:
    """Read the manuscripts of the sample articles, in the order of their file names."""
    folder = resources.files("onrecord.samples").joinpath("articles")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(file.read_text(encoding="utf-8") for file in files if file.name.endswith(".txt"))


def feeds_toml(base_url: str) -> str:
    """Write a ``feeds.toml`` that subscribes to every outlet of a press served at ``base_url``."""
    tables = [
        f'[[feeds]]\nurl = "{base_url}{outlet.subscribed_path}"\n'
        f'title = "{outlet.name}"\nfolder = "{outlet.folder}"\n'
        for outlet in OUTLETS
    ]
    return "\n".join(tables)
