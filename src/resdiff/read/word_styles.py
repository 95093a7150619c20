"""What the styles of a Word file say of a run or a paragraph: italic, bold, raised, hidden, the list it is numbered by, whether it heads.

A property set on the run itself counts; else the one of its character style and of its paragraph's style, of which the toggles (italic,
bold, hidden) cancel each other out, as the format has it; else the document's defaults. Styles inherit through `basedOn`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from resdiff.read.word_package import W

_OFF = frozenset(["0", "false", "off", "none"])
_CHAIN = 30
"""Styles based on one another at most; a ring of styles ends here too."""
_KAITI = frozenset(["楷体", "楷体_gb2312", "kaiti", "kaiti_gb2312", "stkaiti", "华文楷体", "標楷體", "dfkai-sb"])
"""Chinese typefaces that stand for italics."""


@dataclass(frozen=True, slots=True)
class Look:
    """How words are set; None where nothing is said."""

    italic: bool | None = None
    bold: bool | None = None
    italic_complex: bool | None = None
    """Italics of right-to-left scripts, which the format keeps apart."""
    bold_complex: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    complex: bool | None = None
    struck: bool | None = None

    def under(self, other: Look) -> Look:
        """This look where it says something, else the other's."""
        return Look(*(a if a is not None else b for a, b in zip(self.values(), other.values(), strict=True)))

    def values(self) -> tuple[bool | None, ...]:
        """All fields in order."""
        return (
            self.italic,
            self.bold,
            self.italic_complex,
            self.bold_complex,
            self.hidden,
            self.raised,
            self.complex,
            self.struck,
        )

    def slanted(self, *, bold_too: bool) -> str:
        """What sets the words apart: "italic", "bold" (only where that stands for italics), or ""."""
        italic, bold = (self.italic_complex, self.bold_complex) if self.complex else (self.italic, self.bold)
        return "italic" if italic else "bold" if bold and bold_too else ""

    @property
    def heavy(self) -> bool:
        """Whether the words are bold."""
        return bool(self.bold_complex if self.complex else self.bold)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A list and the level in it; None where nothing is said."""

    list_: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    look: Look
    numbered: Numbered
    outline: int | None


class Styles:
    """The styles of one file."""

    def __init__(self, root: etree._Element | None) -> None:
        self.raw: dict[str, _Style] = {}
        self.paragraph = self.character = ""
        """The ids of the default styles."""
        self.defaults = Look()
        self._looks: dict[str, Look] = {}
        self._mixed: dict[tuple[str, str], Look] = {}
        if root is None:
            return
        self.defaults = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.iterchildren(f"{W}style"):
            id_, kind = style.get(f"{W}styleId") or "", style.get(f"{W}type")
            if style.get(f"{W}default") in ("1", "true", "on"):
                if kind == "paragraph":
                    self.paragraph = id_
                elif kind == "character":
                    self.character = id_
            properties = style.find(f"{W}pPr")
            self.raw[id_] = _Style(
                value(style, "basedOn"), look_of(style.find(f"{W}rPr")), numbered_of(properties), outline_of(properties)
            )

    def _chain(self, id_: str) -> list[_Style]:
        """The style and those it is based on."""
        found: list[_Style] = []
        while id_ in self.raw and len(found) < _CHAIN:
            found.append(self.raw[id_])
            id_ = found[-1].based_on
        return found

    def _look(self, id_: str) -> Look:
        if id_ not in self._looks:
            look = Look()
            for style in self._chain(id_):
                look = look.under(style.look)
            self._looks[id_] = look
        return self._looks[id_]

    def look(self, paragraph: str, properties: etree._Element | None) -> Look:
        """How a run is set that has these properties (w:rPr) in a paragraph of this style."""
        own = look_of(properties)
        character = value(properties, "rStyle") or self.character
        key = (paragraph, character)
        if key not in self._mixed:
            self._mixed[key] = _toggled(self._look(paragraph), self._look(character), self.defaults)
        return own.under(self._mixed[key])

    def numbered(self, paragraph: str) -> Numbered:
        """The list that a paragraph style puts its paragraphs in."""
        found = Numbered(None, None)
        for style in self._chain(paragraph):
            said = style.numbered
            found = Numbered(said.list_ if found.list_ is None else found.list_, said.level if found.level is None else found.level)
        return found

    def heads(self, paragraph: str) -> bool:
        """Whether a paragraph style has a level in the document's outline."""
        level = next((style.outline for style in self._chain(paragraph) if style.outline is not None), None)
        return level is not None and level < 9


def value(parent: etree._Element | None, tag: str) -> str:
    """The value of a child element; "" where there is none."""
    child = parent.find(f"{W}{tag}") if parent is not None else None
    return (child.get(f"{W}val") or "") if child is not None else ""


def whole(text: str | None) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    text = (text or "").strip()
    sign = text[:1] == "-"
    digits = text[sign:]
    return (-int(digits) if sign else int(digits)) if digits.isdecimal() and len(digits) <= 9 else None


def outline_of(properties: etree._Element | None) -> int | None:
    """The outline level that paragraph properties set."""
    return whole(value(properties, "outlineLvl"))


def numbered_of(properties: etree._Element | None) -> Numbered:
    """The list and level that paragraph properties (w:pPr) set."""
    said = properties.find(f"{W}numPr") if properties is not None else None
    if said is None:
        return Numbered(None, None)
    return Numbered(value(said, "numId") or None, whole(value(said, "ilvl")))


_TOGGLES = {f"{W}{tag}": place for place, tag in enumerate(("i", "b", "iCs", "bCs", "vanish"))}
_COMPLEX = (f"{W}rtl", f"{W}cs")
_STRIKES = (f"{W}strike", f"{W}dstrike")


def look_of(properties: etree._Element | None) -> Look:
    """What run properties (w:rPr) say by themselves."""
    if properties is None or not len(properties):
        return Look()
    said: list[bool | None] = [None] * 8
    for child in properties:
        tag = child.tag
        if tag in _TOGGLES:
            said[_TOGGLES[tag]] = _on(child)
        elif tag in _COMPLEX:
            said[6] = said[6] or _on(child)
        elif tag in _STRIKES:
            said[7] = said[7] or _on(child)
        elif tag == f"{W}vertAlign":
            said[5] = child.get(f"{W}val") == "superscript"
        elif tag == f"{W}rFonts" and (child.get(f"{W}eastAsia") or "").casefold() in _KAITI:
            said[0] = True
    return Look(*said)


def _on(child: etree._Element) -> bool:
    return (child.get(f"{W}val") or "1").casefold() not in _OFF


def _toggled(paragraph: Look, character: Look, defaults: Look) -> Look:
    """The look that two styles make together."""
    mixed = [
        default if a is None and b is None else bool(a) != bool(b)
        for a, b, default in zip(paragraph.values(), character.values(), defaults.values(), strict=True)
    ]
    plain = character.under(paragraph).under(defaults)
    return replace(Look(*mixed), raised=plain.raised, complex=plain.complex, struck=plain.struck)
