"""What the user is told of articles that they follow or that a rule is about, and which way."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from onrecord.app.cells import count
from onrecord.clean import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.store.articles import ArticleRow

_NAMED: Final = 3
"""Articles that are named; of more, how many they are."""
SECONDS: Final = 5.0
"""The time that the user's own command has."""
_OSC, _ST = "\x1b]", "\x1b\\"
_LONGEST = 240


def sentence_of(rows: Sequence[ArticleRow]) -> str:
    """Return the outlets and headlines, a line each."""
    lines = [f"{row.outlet}: {row.title or '(no title)'}" for row in rows[:_NAMED]]
    if len(rows) > _NAMED:
        lines.append(f"and {count(len(rows) - _NAMED, 'article')} more")
    return "\n".join(lines)


def terminal_notice(title: str, body: str, environ: Mapping[str, str]) -> str:
    """Return the control sequence that has the terminal show a notice on the desktop.

    kitty takes OSC 99, iTerm2 and WezTerm OSC 9, foot, Ghostty, urxvt and those of VTE OSC 777;
    for any other terminal, which might print it, and within tmux and screen the answer is "".
    """
    program, term = environ.get("TERM_PROGRAM", ""), environ.get("TERM", "")
    # A semicolon would end the field, and a control character the sequence.
    title, body = (clean_line(text).replace(";", ",")[:_LONGEST] for text in (title, body))
    if "TMUX" in environ or term.startswith(("screen", "tmux")):
        return ""
    if "KITTY_WINDOW_ID" in environ or term == "xterm-kitty":
        return f"{_OSC}99;i=1:d=0;{title}{_ST}{_OSC}99;i=1:p=body;{body}{_ST}"
    if program in {"iTerm.app", "WezTerm"}:
        return f"{_OSC}9;{title}: {body}{_ST}"
    if program == "ghostty" or term.startswith(("foot", "rxvt")) or "VTE_VERSION" in environ:
        return f"{_OSC}777;notify;{title};{body}{_ST}"
    return ""


def notify_with(command: Sequence[str], title: str, body: str) -> str:
    """Run the user's command with title and text as its last two words, and no shell.

    Returns "" or one sentence on why that did not work.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a list that no shell reads
            [*command, clean_line(title), clean_line(body)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except OSError as error:
        return f"The command for notices cannot be started ({command[0]}): {error.strerror}."
    except subprocess.TimeoutExpired:
        return f"The command for notices ({command[0]}) was ended after {SECONDS:.0f} seconds."
    if done.returncode:
        return f"The command for notices ({command[0]}) failed with exit code {done.returncode}."
    return ""
