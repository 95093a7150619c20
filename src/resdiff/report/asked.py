"""What every display says of who is asked to do what by when."""

from __future__ import annotations

from resdiff.asked import Ask, Asked
from resdiff.report import words

COLUMNS = ("Paragraph", "Verb", "Addressee", "What is asked", "By when")


def title(value: Asked) -> str:
    """The heading of the table."""
    return f"Who is asked to do what by when: {value.name}"


def counted(value: Asked) -> str:
    """How much there is, in a sentence."""
    asks = {(a.paragraph, a.verb, a.addressee, a.what) for group in value.groups for a in group.asks}
    timed = {(a.paragraph, a.verb, a.addressee, a.what) for group in value.groups for a in group.asks if a.deadlines}
    if not asks:
        return "Nothing is asked of anybody by a verb that resdiff knows."
    return f"{words.counted(len(asks), 'act')} of asking, {words.number(len(timed))} with a term stated."


def notes(value: Asked) -> tuple[str, ...]:
    """What a reader must know of the table."""
    known = (
        "Listed is what a verb of asking governs (requests, calls upon, urges, decides that somebody shall ...), as printed. "
        "Who cannot be told for certain is not named; an act that addresses several stands under each."
    )
    if value.by_name:
        said = (
            f"In this language ({value.language}) addressees are told where a name that resdiff knows follows at once on the verb; "
            "what is asked of others stands last."
        )
        return (known, said)
    if value.grammar:
        return (known,)
    return (known, f"In this language ({value.language}) addressees and terms are not told; the verbs and what they govern are.")


def verb(ask: Ask) -> str:
    """The verb as printed, and where it is inherited from."""
    return f"{ask.verb} (of {ask.inherited})" if ask.inherited else ask.verb


def terms(ask: Ask) -> str:
    """The terms in one line."""
    return "; ".join(ask.deadlines)


def cells(ask: Ask) -> tuple[str, ...]:
    """A row of the table, in the order of COLUMNS."""
    return ask.paragraph, verb(ask), ask.addressee, ask.what, terms(ask)
