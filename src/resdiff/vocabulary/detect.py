"""Which language a document is in."""

from __future__ import annotations

import re

from resdiff.models import Language

_FORMULAS = {
    Language.EN: r"^\W*The\s+(?:Security\s+Council|General\s+Assembly|Economic\s+and\s+Social\s+Council)\s*[,:]",
    Language.FR: r"^\W*(?:Le\s+Conseil\s+de\s+s[ée]curit[ée]|L['’]Assembl[ée]e\s+g[ée]n[ée]rale)\s*[,:]",
    Language.ES: r"^\W*(?:El\s+Consejo\s+de\s+Seguridad|La\s+Asamblea\s+General)\s*[,:]",
    Language.RU: r"^\W*(?:Совет\s+Безопасности|Генеральная\s+Ассамблея)\s*[,:]",
    Language.AR: r"^\W*(?:إن\s+)?(?:مجلس\s+الأمن|الجمعية\s+العامة)\s*[,:،]",
    Language.ZH: r"^\W*(?:安全理事会|大会)\s*[,:，：]",
    Language.DE: r"^\W*(?:Der\s+Sicherheitsrat|Die\s+Generalversammlung)\s*[,:]",
}
_COVER = {
    Language.EN: r"United\s+Nations|Security\s+Council|General\s+Assembly|Adopted\s+by\s+the|draft\s+resolution",
    Language.FR: r"Nations\s+Unies|Conseil\s+de\s+s[ée]curit[ée]|Distr\.\s+g[ée]n[ée]rale|Adopt[ée]e\s+par|projet\s+de\s+r[ée]solution",
    Language.ES: r"Naciones\s+Unidas|Consejo\s+de\s+Seguridad|Distr\.\s+general|Aprobada\s+por|proyecto\s+de\s+resoluci[óo]n",
    Language.DE: r"Vereinte\s+Nationen|Sicherheitsrat|Generalversammlung|verabschiedet",
}
_COMMON = {
    Language.EN: r"\b(?:the|of|and|to|in|that)\b",
    Language.FR: r"\b(?:le|la|les|des|et|du|que|dans)\b",
    Language.ES: r"\b(?:el|la|los|las|de|y|que|en)\b",
    Language.DE: r"\b(?:der|die|das|und|den|von|mit)\b",
}


def detect(text: str) -> Language | None:
    """The language of a document, from its enacting words, else its script, else the words of its cover page, else its commonest small
    words; None where nothing tells."""
    earliest = {language: m.start() for language, p in _FORMULAS.items() if (m := re.search(p, text, re.MULTILINE))}
    if earliest:
        return min(earliest, key=lambda language: earliest[language])
    letters = len(re.findall(r"[^\W\d_]", text[:20000])) or 1
    for language, script in (
        (Language.AR, "[\u0621-\u064a]"),
        (Language.RU, "[\u0400-\u04ff]"),
        (Language.ZH, "[\u3400-\u4dbf\u4e00-\u9fff]"),
    ):
        if len(re.findall(script, text[:20000])) > 0.4 * letters:
            return language
    for table, floor, reach in ((_COVER, 2, 3000), (_COMMON, 8, 20000)):
        counts = {language: len(re.findall(p, text[:reach], re.IGNORECASE)) for language, p in table.items()}
        best = max(counts, key=lambda language: counts[language])
        if counts[best] >= floor and sorted(counts.values())[-2] < 0.7 * counts[best]:
            return best
    return None
