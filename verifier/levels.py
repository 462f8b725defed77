"""What was read of a post or video on a platform: the closed list of `Document.level`, and its words for people."""

from __future__ import annotations

#: The post itself, as the platform shows it to strangers.
POST = "post"
#: What is said in a video, as people wrote it down, and as a program heard it.
MANUAL_CAPTIONS = "manual_captions"
AUTOMATIC_CAPTIONS = "automatic_captions"
#: What is written beside a video: nothing of what is said in it.
TITLE_AND_DESCRIPTION = "title_and_description"

#: Levels at which what is said in the video is part of the text.
HEARD = frozenset({MANUAL_CAPTIONS, AUTOMATIC_CAPTIONS})


def clock(seconds: float) -> str:
    """A moment of a recording as players show it: `2:15`, `1:02:15`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
