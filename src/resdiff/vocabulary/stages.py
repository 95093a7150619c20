"""How far a draft is, and how the talks left a paragraph, as drafts print it in six languages.

    Rev.1 (12 March), under silence until 14 March, in blue     a round
    [agreed ad ref]                                             a status
    5. (deleted)                                                a paragraph that is not there

Drafting practice; the United Nations prints no such documents. Where a language has no settled word for one of these, it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from resdiff.vocabulary.phrases import HAN

_LONGEST = 200
"""Code points of the longest line of a cover that is looked at."""
_AD_REF = r"ad[\s.-]?r[eé]f(?:[eé]r[eé]ndum|\.)?"
_ON = r"[\s,:–—-]+(?:on\s+)?\d{1,2}(?:[\s./-]\w{1,9})?(?:[\s./-]\d{2,4})?"
_BUT = r"[\s,;–—-]*(?:pending|subject to|awaiting|except(?: for)?|(?:with )?reserv(?:ed by|ations? (?:by|from|of)))\s[^\[\]()\n;]{2,60}"
AGREED = (
    rf"(?:(?:(?:provisionally|tentatively)\s+)?agreed(?:\s+(?:text|para(?:graph)?))?(?:,?\s+{_AD_REF})?|{_AD_REF}|AAR)(?:{_ON})?(?:{_BUT})?"
    rf"|(?:convenu|agréé)e?s?(?:\s+(?:{_AD_REF}|provisoirement))?|(?:approuvé|accepté|adopté)e?s?\s+(?:{_AD_REF}|provisoirement)|accord\s+(?:{_AD_REF}|provisoire)"
    rf"|(?:acordad|convenid)[oa]s?(?:\s+(?:{_AD_REF}|provisionalmente))?|(?:aprobad|aceptad)[oa]s?\s+(?:{_AD_REF}|provisionalmente)|acuerdo\s+{_AD_REF}"
    rf"|(?:предварительно\s+)?согласован(?:[оаы]|ный|ная|ное)?(?:\s+(?:{_AD_REF}|ад[\s-]?реф(?:ерендум\w*|\.)?|предварительно))?"
    rf"|(?:(?:تم\s+)?الاتفاق\s+علي|ا?تفق\s+علي|متفق\s+علي)(?:ه|ها)(?:\s+(?:{_AD_REF}|(?:بشرط|رهن|شريطة)\s+(?:\w+\s?){{1,3}}|مبدئيا|مؤقتا))?"
    r"|(?:暂定?|暂时|原则上?|已)同意"
    r"|(?:暂定?|暂时|初步|已|原则上?|(?:有?待|尚待)(?:核准|请示|批准|确认))?(?:商定|议定|达成一致)(?:[，,]?(?:有?待|尚待)(?:核准|请示|批准|确认))?"
)
"""What says that a paragraph is settled, in brackets; "ad referendum" is settled until a capital has agreed. In Chinese and Arabic in the
words of glossaries: provisionally agreed, agreed subject to consultation or approval."""

SETTLED = (
    rf"(?i:\[\s*(?:{AGREED})\s*\]|［\s*(?:{AGREED})\s*］|\(\s*(?:{AGREED})\s*\)|（\s*(?:{AGREED})\s*）"
    rf"|\{{\s*(?:{AGREED})\s*\}}|(?<!\w)(?:agreed|convenue?|acordad[oa]|согласовано)\s+{_AD_REF}(?!\w))"
)
"""A pattern of what drafts print at the end or the beginning of a paragraph that delegations have settled."""

EMPTY = re.compile(
    r"[\[［(（]?\s*(?:(?:deleted|supprimée?|suprimid[oa]|eliminad[oa]|исключен[оа]?|снят[оа]?|удален[оа]?|محذوف(?:ة)?|حذفت?|已?删除|已删"
    r"|merged|moved|intentionally (?:left )?blank|left blank|vacant|à supprimer|x{2,5})|\.{3}|…)\s*[\])）］]?[\s.;,؛；。]*",
    re.IGNORECASE,
)
"""A pattern of all that is printed under the number of a paragraph that is not there: "(deleted)", "XX"."""

_NTH = r"(?:first|second|third|fourth|fifth|final|initial)"
_UNTIL = (
    r"(?:[,，]?[ \u00a0]?(?:(?:until|till|up to|ends?|expires?|jusqu['’]au?|jusqu['’]à|hasta|до|حتى)\b ?|截?至|直?到)"
    r"(?:[ap]\.m\.|\d\.(?=\d)|\([^()\n]{1,40}\)|[^\n;.；。()（）\[\]]){1,60})?"
)
_UNDER_SILENCE = (
    r"(?:(?:put |placed )?under )?silence(?: procedure)?(?! (?:rompu|brisé))"
    r"|(?:(?:mise? |placée? )?sous )?(?:la )?procédure (?:de silence|d['’](?:approbation|accord|acceptation) tacite)(?! rompue)"
    r"|sous silence"
    r"|(?:(?:puesto |sometido )?(?:bajo|en) )?(?:el )?procedimiento de (?:silencio|(?:acuerdo|aceptación|aprobación) tácit[oa])"
    r"|bajo silencio"
    r"|(?:под |по )?процедур[аеойы]{1,2} (?:молчания|умолчания|[«\"]?отсутствия возражений[»\"]?)"
    r"|(?:قيد |في إطار |بموجب )?(?:ال)?إجراء (?:ال)?(?:صمت|صامت|الموافقة (?:الصامتة|الضمنية)|عدم الاعتراض)"
    r"|[默静](?:许|认|默)程序|无异议程序"
)
"""How drafts say that they stand unless somebody objects; outside English a judgement from usage, which a native reader may mend."""
_BROKEN = (
    r"silence (?:broken|rompu|brisé)|procédure (?:de silence|d['’](?:approbation|accord) tacite) rompue"
    r"|silencio roto|(?:процедура )?молчани[ея] нарушен[оа]|нарушение процедуры молчания|تم كسر (?:إجراء )?الصمت|كسر إجراء الصمت"
    r"|打破(?:默许|静默)(?:程序)?"
)
_BLUE = (
    r"in blue|(?:mise? |texte |version |projet )en bleu"
    r"|(?:puesto |texto |versión |proyecto )en azul|в (?:синем|голубом) (?:цвете|виде|варианте)"
    r"|ب(?:اللون|الحبر) الأزرق|蓝色(?:草案|案文|文本)"
)
ROUND = re.compile(
    rf"\b(?:zero[ _-]draft|{_NTH}[ _-]draft(?! resolution)|elements|non-?paper|r[eé]v(?:ision)?\.?[ _-]?\d+|draft[ _-]?\d+"
    rf"|(?:compilation|consolidated) text|(?:co-)?(?:chairs?|facilitators?|penholders?)['’]s? (?:text|draft)|{_BROKEN}|{_BLUE}"
    rf"|(?:{_UNDER_SILENCE}){_UNTIL}|(?<=^)en (?:bleu|azul)(?=$)"
    r"|avant-projet(?: z[ée]ro)?|projet z[ée]ro|version z[ée]ro|(?:premier|deuxième|troisième|dernier) (?:projet|jet)(?! de résolution)"
    r"|révision \d+|(?:première|deuxième|troisième|dernière) (?:version|révision)|version révisée \d+"
    r"|(?:borrador|proyecto|versión) cero|(?:primer|segundo|tercer|último) borrador|anteproyecto|revisión \d+|borrador \d+"
    r"|нулево[йм] (?:проект|вариант)\w*|(?:перв|втор|треть|предварительн)\w+ (?:проект|вариант)(?! резолюции)"
    r"|редакция \d+|ред\. ?\d+|(?:перв|втор|треть)\w+ редакция|пересмотренный (?:проект|вариант) \d+|пересмотр \d+|пересм\. ?\d+"
    r")(?![^\W\d_])"
    rf"|(?:{_BROKEN}|{_BLUE}|(?:{_UNDER_SILENCE}){_UNTIL})(?<=[\u0600-\u06ff{HAN}\d])"
    r"|المسودة (?:ال)?صفر(?:ية)?|المسودة (?:الأولى|الثانية|الثالثة|النهائية)|مشروع أولي|المشروع الصفري|التنقيح \d+|تنقيح \d+"
    r"|التنقيح (?:الأول|الثاني|الثالث|الرابع)"
    r"|零(?:号)?(?:草案|案文|草稿)|第[一二三四五六七八九十\d]+次?修[订正](?:稿|案文|本)?|修订[一二三四五六七八九十\d]+|修订稿\d+|第[一二三四五\d]+稿|[初一二三四五]稿"
    r"|草案第?[一二三四五\d]+稿|第[一二三四五\d]+号?草案",
    re.IGNORECASE,
)
"""A pattern of how a draft or its file's name says which round it is, and that it is under silence and until when."""

_SILENCE = re.compile(
    rf"[\W_]*(?:draft |(?:this |the )?text (?:is )?)?(?:{_UNDER_SILENCE}|{_BROKEN}|{_BLUE}|en bleu|en azul)(?![^\W\d_{HAN}])"
    r"(?:[\s,，]*(?:(?:until|till|up to|ends?|expires?|by|broken|jusqu['’]au?|jusqu['’]à|par|hasta|por|до|حتى)\b|截?至|直?到).{0,100}"
    r"|[\W_]*)",
    re.IGNORECASE | re.DOTALL,
)


def is_round(line: str) -> bool:
    """Whether a line says nothing but how far a draft is: "Under silence until Monday, 12 March, 10 a.m."."""
    return bool(_SILENCE.fullmatch(line.strip()))


def bears_round(lines: Iterable[str]) -> bool:
    """Whether one of the lines of a cover says which round of a draft this is."""
    return any(len(line) <= _LONGEST and (m := ROUND.search(line)) and m[0].casefold() not in _NO_ROUND for line in lines)


def is_round_alone(line: str) -> bool:
    """Whether a line says which round of a draft this is and, a word of a date at the most, nothing else: "Rev.1 (12 March)"."""
    if len(line) > _LONGEST or not bears_round([line]):
        return False
    return bool(_ONE_WORD.fullmatch(ROUND.sub("", line)))


_ONE_WORD = re.compile(r"[\W\d_]*(?:[^\W\d_]{1,12}[\W\d_]*)?")
_NO_ROUND = frozenset(("elements", "silence", "предварительный вариант"))
"""What a cover may print of something else."""
