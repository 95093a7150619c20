"""Which short runs of letters are words: closed lists, because word lists made from subtitles hold "ed", "al" and "io" too.

Judgement, from the languages' function words and from what stands in resolutions ("de facto", "ad hoc", "et al."); a linguist may
change them.
"""

from __future__ import annotations

from resdiff.models import Language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SINGLE = {
    Language.EN: _words("a i o"),
    Language.FR: _words("a o y à ô"),
    Language.ES: _words("a e o u y"),
    Language.RU: _words("а б в ж и к о с у я"),
}
"""Letters that are words. Any other alone is a fragment, or a label that no joined form will be found for."""

PAIRS = {
    Language.EN: _words(
        "ad ah al am an as at be by cf co de do eg el en et ex ft go ha he hm id ie if ii in is it iv ix jr kg km la "
        "le lo me mm mr ms mt my no of oh ok on op or os ox pm pp re so sq st to tv uk un up us vi vs we xi xv"
    ),
    Language.FR: _words(
        "ad ai al an as au bu ce cf ci co da de do du dû en es et eu ex eû fi hé ii il iv ix je kg km la le lu là ma me "
        "mm mû ne ni no nu né on op or os ou où pu re sa se si su ta te tu un us va vi vs vu ça"
    ),
    Language.ES: _words(
        "al ay ce cf co da de di dé el en es ex fe fu ha he id ii ir iv ix je kg km la le lo me mi mm mí ni no oh os re "
        "se si su sé sí te ti tu té tú un va ve vi ya yo"
    ),
    Language.RU: _words(
        "бы во вы гг да до ее ей ею её же за из им их ка кг км ко ли мм мы на не ни но об ом он от по се со та те ти то "
        "ту ты уж ум эй эх юг яд"
    ),
}
"""Words of two letters."""

ENDINGS = {
    Language.EN: _words(
        "ary ate ble ent ers ial ies ing ion ism ist ity ive nce nts ory ous ted ally ance ated ence ists ment sion tion tions"
    ),
    Language.FR: _words(
        "ant ent eur ifs ion ité ive nts aire ance ants ence eurs euse ieux ique isme iste ités ment sion tion aires "
        "iques istes tions"
    ),
    Language.ES: _words("ado dad ión able ados ción ento ismo ista sión ancia encia istas mente ciones"),
    Language.RU: _words("изм ние ний ния ных ции ция ение ения изма ного ному ости ость ский ской ться ировать"),
}
"""Endings that lists hold as words, and that never stand alone in these texts."""

PREFIXES = _words(
    "non pre pro sub anti auto over post semi sous extra inter intra macro micro multi socio trans ultra under contra counter"
)
"""Never half of a split word, though lists may lack them: "non nuclear", "counter terrorism" are printed so."""

ENCLITICS = _words("la le lo me os se te las les los nos")
"""Spanish pronouns that join to a verb: "implementar las" is two words though "implementarlas" is one."""

BROKEN_AFTER = _words("co de re com con des pre pro sur inter super trans contra")
"""First syllables after which printers break words, though they are words or prefixes too: there the joined form must be
found twice over."""

JOINING = _words("and or to et ou à y o e u a и или und oder")
"""Words before which a hyphen at the end of a line stands for a second half still to come ("troop- and police-contributing")."""
