"""One stemmer for both databases: words in small letters without accents, and their stems by Snowball's Dutch.

Snowball's `dutch` (Kraaij and Pohlmann) and not its `dutch_porter`: only the first brings "gemaakt" and "maken",
"huis" and "huizen" together. English words go through it as well; their plurals and -ing come off acceptably.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

from snowballstemmer.dutch_stemmer import DutchStemmer

LETTERS_AT_MOST = 40
WORD = re.compile(r"[a-z0-9]+")
TRANSLATED = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
JOINED = re.compile(r"(?<=\w)['’`´.](?=\w)|(?<=\be)-(?=\w)")
"""What stands inside one word: s'avonds, auto's, e-mail, a.u.b."""

STOP_WORDS = frozenset(
    """
    aan aangezien af al alle allemaal alles als altijd ander andere anders are at be been behalve ben bent bij but by
    daar daarom dan dat de der deze die dit do does doen doet door dus echter een eens en er erg ermee ervan even for
    from gaan gaat gedaan geen geweest gewoon graag had hadden have he heb hebben hebt heel heeft hem hen her het hier
    hij him his hoe hoewel hun i if ik in into is it its ja je jij jou jouw jullie just kan kon konden kun kunnen kunt
    maar man me mee meer mij mijn moest moet moeten mocht mogen my na naar niet niets no nog nou nu of om omdat on ons
    onze ook op or our over own own she shall should so some soms steeds te tegen ten ter that the their them then
    there these they this to toch toe tot tussen uit uw van vaak vanaf vandaan veel via vind voor voorbij waar waarom
    want waren was wat we weer wel welke were werd what when wie wil willen wilt with word worden wordt would you your
    zal ze zelf zich zij zijn zo zoals zou zouden zonder zulke m n t s k d am an and as can could did dien en vd vh
    ivm evt bv bijv aub svp mn zn dr dr is mezelf jezelf haar hoor eigenlijk misschien liefst liever best beetje
    """.split()
) - {"man", "haar"}  # fmt: skip
"""Words that hold sentences together. A query of nothing else keeps them."""

COMMON_WORDS = frozenset(
    """
    hulp help helpen helpt geholpen helper helpende helping needed need needs wanted want looking someone somebody
    anyone please iemand mensen mens persoon personen zoek zoeken gezocht zoekt nodig aanbod aangeboden aanbieden bied
    bieden vraag vragen gevraagd buur buren buurt buurman buurvrouw buurtgenoot wijk straat dorp neighbour neighbours
    neighbor tijd uur uren uurtje uurtjes minuten hour hours week weken dag dagen day days maandag dinsdag woensdag
    donderdag vrijdag zaterdag zondag weekend weekenden monday tuesday wednesday thursday friday saturday sunday
    ochtend ochtenden middag middagen avond avonden morgen vandaag morning afternoon evening keer keertje keren per
    paar eerste tweede goed goede beste fijn fijne leuk leuke lief lieve mooi nieuw nieuwe oud oude groot grote klein
    kleine lang lange kort korte mag makkelijk moeilijk snel gauw rustig rustige jaar jaren maand maanden thuis huis
    home kom komen komt gekomen doe weet weten gebruik gebruiken gebruikt maken? krijg krijgen kreeg geef geven gaf
    laat laten houd houden hou hield sta staan staat zit zitten zat ligt liggen vinden gevonden bent zin ervaring
    ervaren regelmatig wekelijks dagelijks tijdelijk binnenkort vast losse los gratis vrij vrije free like love lot
    some thing things ding dingen spul spullen iets niemand ergens overal nergens nooit eigen zelfs alvast langer
    allebei beide twee drie vier vijf zes zeven acht negen tien een twee half halve heleboel beschikbaar available
    gezin familie jong jonge wonen woon woont gewend werk werken werkt gewerkt alleen samen anderen elkaar lekker
    lekkere lekkers vanwege wegens sinds volgend volgende komend komende aanstaande vorige afgelopen elke iedere elk
    ieder enkele sommige genoeg zeker natuurlijk meestal bijna ongeveer terug vroeg later straks soort dingetjes
    dankjewel dank bedankt hallo hoi groet groetjes dag mevrouw meneer vrouw vrouwen mannen kunnen handig probleem
    problemen lukt lukken gelukt wegwijs ken kennen kent nabij dichtbij hand handen handje handjes steun steuntje
    steken ondersteunen ondersteuning bezig druk drukke plezier geduld geduldig gezellige ruimte plek plaats
    """.replace("?", "").split()
) - {"dag", "maken"}  # fmt: skip
"""Words that every offer or request may hold: found when asked for, but they tell little."""

_snowball = DutchStemmer()
_one_at_a_time = Lock()
"""A stemmer keeps the word it works on in itself. Asked for by its class, because by name another package, when
installed, would answer with stems of its own, unlike those that are stored."""

IRREGULAR = dict(
    pair.split(":")
    for pair in """
    kinder:kind kinderen:kind kids:kind repareren:repareer repareert:repareer lampje:lamp lampjes:lamp
    reed:rijd rij:rijd rijdt:rijd rijden:rijd gereden:rijd rijdend:rijd liep:loop las:lees gelezen:lees
    voorgelezen:voorlees lezen:lees leest:lees schreef:schrijf geschreven:schrijf hielp:help geholpen:help
    gegaan:ga bracht:breng gebracht:breng gekocht:koop kocht:koop bakte:bak gebakken:bak zong:zing
    gezongen:zing zwom:zwem gezwommen:zwem eieren:ei glazen:glas gaten:gat bladeren:blad bomen:boom
    steden:stad wegen:weg paden:pad sloten:slot kleren:kleding children:kind leaves:leaf autos:auto fotos:foto
    omas:oma opas:opa videos:video pianos:piano babys:baby hobbys:hobby taxis:taxi pcs:pc tvs:tv
    agendas:agenda radios:radio kilos:kilo cameras:camera dias:dia euros:euro zware:zwaar zwaardere:zwaar
    lekke:lek lage:laag hoge:hoog kapotte:kapot vieze:vies stukke:stuk groene:groen gedragen:draag droeg:draag
    sliep:slaap keek:kijk gekeken:kijk hing:hang gehangen:hang opgehangen:ophang sneed:snijd gesneden:snijd
    gehouden:houd nam:neem genomen:neem meegenomen:meeneem reden:rijd gebroken:breek brak:breek
    weggebracht:wegbreng opgehaald:ophaal haalt:haal meegaan:meega meegegaan:meega ging:ga gaan:ga gaat:ga
    kopen:koop koopt:koop zag:zie gezien:zie ziet:zie zien:zie begrepen:begrijp begreep:begrijp
    begrijpt:begrijp sprak:spreek gesproken:spreek vertaalt:vertaal mice:mouse knives:knife shelves:shelf
    schilderijen:schilderij knippen:knip geknipt:knip knipt:knip ouders:ouder medicijnen:medicijn kopje:kop
    tas:tas blaadje:blad blaadjes:blad blaren:blad vrienden:vriend vriendin:vriend sorteren:sorteer
    isoleren:isoleer organiseren:organiseer installeren:installeer corrigeren:corrigeer
    solliciteren:solliciteer digitaliseren:digitaliseer kopieren:kopieer masseren:masseer
    fotograferen:fotografeer studeren:studeer monteren:monteer parkeren:parkeer renoveren:renoveer
    restaureren:restaureer mediteren:mediteer noteren:noteer presenteren:presenteer garden:garden
    gardening:garden driving:drive belt:bel paarden:paard maait:maai geprint:print solliciteer:solliciteer
    retourneren:retourneer
    """.split()
)  # fmt: skip
"""What the stemmer takes apart wrongly, or cannot know."""


KEPT = {
    word: stem or word
    for word, _, stem in (
        pair.partition(":")
        for pair in """
        gezond gezonde:gezond gezonder:gezond gezondheid gezellig gezellige:gezellig gezelligs:gezellig
        gezelligheid:gezellig handig handige:handig handigheid:handig gedicht gedichten:gedicht
        gedichtje:gedicht overheid geschenk geschenken:geschenk gewicht gewichten:gewicht gerecht
        gerechten:gerecht gerechtje:gerecht dans dansen:dans danst:dans gedanst:dans danste:dans uitje
        uitjes:uitje ommetje ommetjes:ommetje rondje rondjes:rondje plaatje plaatjes:plaatje plantje:plant
        plantjes:plant plan plannen:plan lenig lenige:lenig leniger:lenig lenigheid:lenig lift maatje
        maatjes:maatje rekening rekeningen:rekening rits ritsen:rits spelling telefoontje
        telefoontjes:telefoontje tochtje tochtjes:tochtje tochten:tochtje viooltje viooltjes:viooltje vers
        verse:vers witten werkster wasje wasjes:wasje wasgoed bandje bandjes:bandje haakje haakjes:haakje
        kitten schuren geschuurd:schuren tablet tablets:tablet tabletten orde berging bergingen:berging kaars
        kaarsen:kaars namens voorstelling voorstellingen:voorstelling baantje baantjes bestuurder
        chauffeurs:chauffeur fitting jammen gemeente gemeenten:gemeente gezin gezinnen:gezin geluid gebied
        gebak gebakje:gebak gebakjes:gebak gebouw gesprek gesprekken:gesprek gesprekje:gesprek
        gesprekjes:gesprek geheugen gereedschap gordijn gezelschap gebruik gemak gebit gebruiksaanwijzing
        verhaal verhalen:verhaal belasting belastingen:belasting vergadering vergaderingen:vergadering
        vergaderen:vergadering verzekering verzekeringen:verzekering leer leren leert:leren leerde:leren
        geleerd:leren leerling leerlingen:leerling kleding woning woningen:woning oefening oefeningen:oefening
        training trainingen:training voeding leuning steiger vriezer kleintje kleintjes:kleintje ouder
        ouders:ouder ouderen uitzoeken haren overleden klaver eten eet:eten eters:eter gegeten:eten at beest
        beesten:beest beestje:beest beestjes:beest muur muren:muur schilderij schilderijen:schilderij
        schilderijtje:schilderij kaartje:kaart kaartjes:kaart markt markten:markt marktje:markt lijst
        lijsten:lijst lijstje:lijst lijstjes:lijst geranium geraniums:geranium vis vissen visje:vis visjes:vis
        print printen:print geprint:print prints:print printer printers:printer fit fitter:fit blik
        blikken:blik blikjes:blikje blikje pot potten:pot potje potjes:potje perk perken:perk schenken
        geschonken:schenken kraampje kraampjes:kraampje stoelen:stoel stoeltje:stoel stofzuiger
        stofzuigers:stofzuiger stofzuigen stofzuigt:stofzuigen gestofzuigd:stofzuigen poetsen:poets
        poetst:poets gepoetst:poets poets poetser:poets rekenen sommen som sommetjes:som gitaren:gitaar garden
        gardening:garden mij zwanger kleuter kleuters:kleuter peuter peuters:peuter tieners:tiener tiener
        puber pubers:puber
        """.split()
    )
}  # fmt: skip
"""Words that look as if they had an ending, or one too many for the stemmer, and the stem they share."""

PARTICLES: dict[str, tuple[str, ...]] = {
    "breng": ("weg", "thuis"),
    "denk": ("mee",),
    "eet": ("mee",),
    "ga": ("mee",),
    "haal": ("op",),
    "hang": ("op",),
    "knap": ("op",),
    "kom": ("langs",),
    "laat": ("uit",),
    "lees": ("voor",),
    "leg": ("uit",),
    "loop": ("mee",),
    "maak": ("schoon",),
    "pas": ("op",),
    "rijd": ("mee",),
    "ruim": ("op",),
    "schuif": ("aan",),
    "sluit": ("aan",),
    "spit": ("om",),
    "stel": ("in",),
    "vraag": ("aan",),
    "vul": ("in",),
    "zet": ("op", "klaar"),
    "zoek": ("uit",),
}
"""Verbs by their stem, and what can stand apart from them."""


def normalise(text: str) -> str:
    """Write a text in small letters and digits alone: accents off, ij as two letters, apostrophes closed up."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(TRANSLATED))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(WORD.findall(JOINED.sub("", bare)))


def words(text: str) -> list[str]:
    """Return the words of a text in their order, normalised, long ones cut off."""
    return [word[:LETTERS_AT_MOST] for word in normalise(text).split()]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of one normalised word.

    Stemmed until nothing changes: Snowball makes "fietsen" to "fiets", but "fiets" to "fiet".
    """
    kept = KEPT.get(word)
    if kept:
        return kept
    if len(word) < 3 or not word.isalpha():
        return IRREGULAR.get(word, word)
    found = IRREGULAR.get(word, word)
    with _one_at_a_time:
        for _ in range(3):
            shorter = _snowball.stemWord(found)
            if shorter == found or len(shorter) < 2:
                break
            found = shorter
    if word.startswith("ge") and found.endswith(("aid", "eid", "oid")) or found.endswith("lt") and len(found) > 4:
        found = found[:-1]
    return found if WORD.fullmatch(found) else word


def stems(text: str) -> list[str]:
    """Return the stems of the words that tell something, in their order, each once.

    Verbs in two pieces are put together as well ("ik laat je hond uit": uitlaat). A text of nothing but stop words
    keeps them.
    """
    found = words(text)
    telling = [word for word in found if word not in STOP_WORDS] or found
    return list(dict.fromkeys([*map(stem, telling), *_verbs_in_two(found)]))


def written(text: str) -> dict[str, str]:
    """Return each stem of a text with the first word that was written for it."""
    return {stem(word): word for word in reversed(words(text))}


def _verbs_in_two(found: list[str]) -> Iterator[str]:
    for at, word in enumerate(found):
        for particle in PARTICLES.get(stem(word), ()):
            is_behind = particle in found[at + 1 : at + 8]
            is_before = found[max(at - 2, 0) : at] == [particle, "te"] or (
                particle == "op" and stem(word) == "pas" and particle in found[max(at - 4, 0) : at]
            )
            if is_behind or is_before:
                yield stem(particle + word)
