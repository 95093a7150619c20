"""The sentences that invented documents are made of, in English, French and Spanish (two of it); all of our own writing.

`{a}` and `{b}` are invented places (they begin with a consonant), `{n}` a number from 11 to 98. Italics stand between asterisks.
"""

from __future__ import annotations

NB = "\u00a0"

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "iso": "eng", "letter": "E", "folder": "English", "un": "United Nations", "organ": "Security Council", "ga": "General Assembly",
        "distr": "Distr.: General", "specimen": "SPECIMEN - not a United Nations document", "title": "Resolution {number} ({year})",
        "adopted": "Adopted by the Security Council at its {meeting} meeting, on {day}", "formula": "*The Security Council*,",
        "ga_formula": "*The General Assembly*,", "assembly": "Resolution adopted by the General Assembly on {day}",
        "theme": "Lights and harbours of {a}", "draft": "{sponsor}: draft resolution", "end": ";", "point": "({})", "and": " and ",
        "day": "{number} {month} {year}", "recall": "*Recalling* its resolution {listed},",
        "recalls": "*Recalling* its resolutions {listed},",
        "takes": "*Taking note* of document {symbol},", "statement": "Statement by the President of the Security Council",
        "months": "January February March April May June July August September October November December",
    },
    "fr": {
        "iso": "fra", "letter": "F", "folder": "French", "un": "Nations Unies", "organ": "Conseil de sécurité", "ga": "Assemblée générale",
        "distr": "Distr. générale", "specimen": "SPÉCIMEN - ceci n’est pas un document des Nations Unies",
        "title": "Résolution {number} ({year})",
        "adopted": "Adoptée par le Conseil de sécurité à sa {meeting}e séance, le {day}", "formula": "*Le Conseil de sécurité*,",
        "ga_formula": "*L’Assemblée générale*,", "assembly": "Résolution adoptée par l’Assemblée générale le {day}",
        "theme": "Phares et ports de {a}", "draft": f"{{sponsor}}{NB}: projet de résolution", "end": f"{NB};", "point": "{})",
        "and": " et ",
        "day": "{number} {month} {year}", "recall": "*Rappelant* sa résolution {listed},",
        "recalls": "*Rappelant* ses résolutions {listed},",
        "takes": "*Prenant note* du document {symbol},", "statement": "Déclaration de la Présidente du Conseil de sécurité",
        "months": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    },
    "es": {
        "iso": "spa", "letter": "S", "folder": "Spanish", "un": "Naciones Unidas", "organ": "Consejo de Seguridad",
        "ga": "Asamblea General",
        "distr": "Distr. general", "specimen": "ESPÉCIMEN - no es un documento de las Naciones Unidas",
        "title": "Resolución {number} ({year})",
        "adopted": "Aprobada por el Consejo de Seguridad en su {meeting}a sesión, celebrada el {day}",
        "formula": "*El Consejo de Seguridad*,", "ga_formula": "*La Asamblea General*,",
        "assembly": "Resolución aprobada por la Asamblea General el {day}", "theme": "Faros y puertos de {a}",
        "draft": "{sponsor}: proyecto de resolución", "end": ";", "point": "{})", "and": " y ", "day": "{number} de {month} de {year}",
        "recall": "*Recordando* su resolución {listed},", "recalls": "*Recordando* sus resoluciones {listed},",
        "takes": "*Tomando nota* del documento {symbol},", "statement": "Declaración de la Presidencia del Consejo de Seguridad",
        "months": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    },
}  # fmt: skip

RECITALS = (
    (
        "*Bearing in mind* that the lighthouse of {a} has guided ships towards {b} for {n} years,",
        "*Gardant à l’esprit* que le phare de {a} guide les navires vers {b} depuis {n} ans,",
        "*Teniendo presente* que el faro de {a} guía los barcos hacia {b} desde hace {n} años,",
    ),
    (
        "*Deeply concerned* that the wells of {a} have run dry and that {n} families have left for {b},",
        "*Profondément préoccupé* par le fait que les puits de {a} sont à sec et que {n} familles sont parties pour {b},",
        "*Profundamente preocupado* porque los pozos de {a} se han secado y {n} familias han partido hacia {b},",
    ),
    (
        "*Welcoming* the reopening, after {n} months, of the road between {a} and {b},",
        "*Se félicitant* de la réouverture, au bout de {n} mois, de la route entre {a} et {b},",
        "*Acogiendo con beneplácito* la reapertura, después de {n} meses, del camino entre {a} y {b},",
    ),
    (
        "*Noting* that the ferry between {a} and {b} carries {n} passengers on market days,",
        "*Notant* que le bac entre {a} et {b} transporte {n} passagers les jours de marché,",
        "*Observando* que el transbordador entre {a} y {b} lleva a {n} pasajeros los días de mercado,",
    ),
    (
        "*Reaffirming* that the archives of {a} belong to those who wrote them, wherever their {n} volumes may be kept,",
        "*Réaffirmant* que les archives de {a} appartiennent à ceux qui les ont écrites, où que leurs {n} volumes soient conservés,",
        "*Reafirmando* que los archivos de {a} pertenecen a quienes los escribieron, dondequiera que se guarden sus {n} volúmenes,",
    ),
    (
        "*Recognizing* the patience of the fishers of {a}, whose {n} nets were taken to {b} and were not returned,",
        "*Conscient* de la patience des pêcheurs de {a}, dont {n} filets ont été emportés à {b} et n’ont pas été rendus,",
        "*Reconociendo* la paciencia de los pescadores de {a}, cuyas {n} redes fueron llevadas a {b} y no devueltas,",
    ),
    (
        "*Commending* the {n} volunteers who rebuilt the bridge of {a} stone by stone,",
        "*Saluant* les {n} volontaires qui ont rebâti pierre par pierre le pont de {a},",
        "*Encomiando* a los {n} voluntarios que reconstruyeron piedra a piedra el puente de {a},",
    ),
)

OPERATIVE = (
    (
        "*Calls upon* the harbour masters of {a} and {b} to exchange every {n} days their lists of ships in distress",
        "*Demande* aux capitaines de port de {a} et de {b} d’échanger tous les {n} jours la liste des navires en détresse",
        "*Exhorta* a los capitanes de puerto de {a} y {b} a que intercambien cada {n} días la lista de barcos en peligro",
    ),
    (
        "*Urges* all keepers of lights along the coast of {a} to keep their lamps burning through {n} nights of fog",
        "*Exhorte* tous les gardiens de phare de la côte de {a} à laisser brûler leurs lampes pendant {n} nuits de brouillard",
        "*Insta* a todos los fareros de la costa de {a} a que mantengan encendidas sus lámparas durante {n} noches de niebla",
    ),
    (
        "*Requests* the Secretary-General to report within {n} days on the repair of the dike at {a} and of the locks at {b}",
        "*Prie* le Secrétaire général de faire rapport dans les {n} jours sur la réfection de la digue de {a} et des écluses de {b}",
        "*Solicita* al Secretario General que informe en un plazo de {n} días sobre la reparación del dique de {a} y las esclusas de {b}",
    ),
    (
        "*Encourages* the schools of {a} to teach the {n} songs of {b} to children of every age",
        "*Encourage* les écoles de {a} à enseigner les {n} chants de {b} aux enfants de tous âges",
        "*Alienta* a las escuelas de {a} a que enseñen las {n} canciones de {b} a los niños de todas las edades",
    ),
    (
        "*Decides* to extend by {n} days the mandate of the observers of the harvest in {a}",
        "*Décide* de proroger de {n} jours le mandat des observateurs de la moisson à {a}",
        "*Decide* prorrogar {n} días el mandato de los observadores de la cosecha en {a}",
    ),
    (
        "*Demands* that the granaries of {a} be opened to the {n} households of {b} that have lost their crop",
        "*Exige* que les greniers de {a} soient ouverts aux {n} foyers de {b} qui ont perdu leur récolte",
        "*Exige* que los graneros de {a} se abran a los {n} hogares de {b} que han perdido su cosecha",
    ),
    (
        "*Invites* the guilds of {a} and {b} to share their workshops for {n} days each winter",
        "*Invite* les corporations de {a} et de {b} à partager leurs ateliers {n} jours chaque hiver",
        "*Invita* a los gremios de {a} y {b} a que compartan sus talleres {n} días cada invierno",
    ),
    (
        "*Condemns* the theft of {n} bells from the towers of {a}, and their sale in {b}",
        "*Condamne* le vol de {n} cloches dans les tours de {a}, et leur vente à {b}",
        "*Condena* el robo de {n} campanas de las torres de {a}, y su venta en {b}",
    ),
)

POINTS = (
    "*Requests* the Secretary-General, with regard to {a}:",
    f"*Prie* le Secrétaire général, en ce qui concerne {{a}}{NB}:",
    "*Solicita* al Secretario General que, en lo que respecta a {a}:",
)

DETAILS = (
    (
        "To count the {n} boats that lie in the harbour",
        "De compter les {n} bateaux qui se trouvent au port",
        "Cuente los {n} barcos que hay en el puerto",
    ),
    ("To mend the roof of the market hall", "De réparer le toit de la halle", "Repare el techo del mercado"),
    (
        "To return to {b} the {n} maps that were lent",
        "De rendre à {b} les {n} cartes qui ont été prêtées",
        "Devuelva a {b} los {n} mapas prestados",
    ),
    ("To plant {n} willows along the river", "De planter {n} saules le long du fleuve", "Plante {n} sauces a lo largo del río"),
)

SEIZED = (
    "*Decides* to remain seized of the matter.",
    "*Décide* de rester saisi de la question.",
    "*Decide* seguir ocupándose de la cuestión.",
)

LETTER = {
    "en": (
        "Letter dated {day} from the keeper of the lighthouse of {a} addressed to the President of the Security Council",
        "I have the honour to transmit to you the register of the {n} ships which passed the lighthouse of {a} in the past winter, with the"
        " hours at which each was seen and the weather of that hour.",
        "The register shows that the channel towards {b} has silted up, and that ships of a greater draught must wait for the tide.",
        "I should be grateful if you would have the present letter and its annex circulated as a document of the Security Council.",
    ),
    "fr": (
        "Lettre datée du {day}, adressée à la Présidence du Conseil de sécurité par le gardien du phare de {a}",
        "J’ai l’honneur de vous faire tenir le registre des {n} navires qui sont passés devant le phare de {a} l’hiver dernier, avec"
        " l’heure à laquelle chacun a été vu et le temps qu’il faisait alors.",
        "Il ressort de ce registre que le chenal qui mène à {b} s’est ensablé, et que les navires d’un plus grand tirant d’eau doivent"
        " attendre la marée.",
        "Je vous serais reconnaissant de bien vouloir faire distribuer le texte de la présente lettre et de son annexe comme document du"
        " Conseil de sécurité.",
    ),
}
