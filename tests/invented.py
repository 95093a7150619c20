"""Small documents of our own invention, in the form of a plain text, for tests that need any document at all."""

from __future__ import annotations

from collections.abc import Sequence

PREAMBLE = (
    "Recalling the duty of every lighthouse to be seen,",
    "Deeply concerned that smugglers of lanterns profit from fog along the coast,",
)
OPERATIVE = (
    "Calls upon all keepers to light their lamps before dusk;",
    "Urges the harbour masters to exchange lists of wrecked lanterns with their neighbours;",
    "Decides to remain seized of the matter.",
)


def resolution(
    number: int, year: int, preamble: Sequence[str] = PREAMBLE, operative: Sequence[str] = OPERATIVE, day: str = "4 March"
) -> str:
    """The text of an invented resolution, a blank line between its paragraphs."""
    cover = (
        "United Nations",
        f"S/RES/{number} ({year})",
        "Security Council",
        "Distr.: General",
        f"{day} {year}",
        f"Resolution {number} ({year})",
        f"Adopted by the Security Council at its {number}th meeting, on {day} {year}",
    )
    body = ("The Security Council,", *preamble, *(f"{n}. {text}" for n, text in enumerate(operative, 1)))
    return "\n\n".join((*cover, *body)) + "\n"
