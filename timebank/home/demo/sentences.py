"""What the people of the invented gemeente offer, ask, can do and need. Nobody real wrote these."""

OFFERS = (
    *("Ik kan fietsen maken, ook een lekke band", "Ik laat graag je hond uit", "Ik kook soep voor wie dat wil"),
    *("Ik help met brieven van de gemeente", "Ik kan je telefoon instellen", "Ik doe boodschappen voor je"),
    *("Ik rijd je naar het ziekenhuis", "Ik pas op kinderen na schooltijd", "Ik hang lampen en planken op"),
    *("Ik help in de tuin: snoeien en onkruid wieden", "Ik drink graag koffie met je", "Ik lees voor uit de krant"),
    *("Ik kan broeken korter maken", "Nederlands oefenen? Ik heb tijd", "Ik help met huiswerk, rekenen en taal"),
    *("Ik kan tochtstrips plakken", "Samen wandelen door het park", "Ik speel graag schaak of rummikub"),
    *("Ik kan taarten bakken voor een verjaardag", "Ik zorg voor je kat als je weg bent"),
    *("Ik help met je computer en je mail", "Ik vertaal Arabisch en Turks", "Ik ga mee naar de dokter of het loket"),
    *("Ik kan muren verven", "Ik help bij het verhuizen, ik heb een aanhanger", "Ik geef je planten water"),
    *("Ik leer je naaien op de machine", "Samen fietsen op zondag", "Ik schenk koffie in het buurthuis"),
    *("Ik help met het invullen van formulieren", "Ik kan een kraan repareren", "Ik breng je pakje weg"),
    *("Ik geef gitaarles aan beginners", "Ik help met DigiD en internetbankieren", "Ik zet kasten in elkaar"),
    *("Ik bel elke dag even met je", "Ik ga met je mee zwemmen", "Ik help met een brief voor een baan"),
    "Ik maak foto's van je feest",
)
REQUESTS = (
    *("Wie kan mijn fiets maken?", "Wie loopt er met me mee naar de markt?", "Wie helpt me met mijn telefoon?"),
    *("Ik zoek iemand die mijn hond uitlaat op dinsdag", "Wie kan een lamp ophangen?", "Wie leest mijn post met me?"),
    *("Wie wil samen Nederlands oefenen?", "Wie brengt me naar de fysio?", "Wie doet zware boodschappen voor me?"),
    *("Ik zoek iemand om koffie mee te drinken", "Wie past er een avond op mijn kinderen?", "Wie snoeit mijn heg?"),
    *("Wie helpt mijn zoon met rekenen?", "Mijn printer doet het niet, wie weet raad?", "Wie wil met mij wandelen?"),
    *("Wie kan mijn gordijnen korter maken?", "Wie gaat met me mee naar het ziekenhuis?", "Wie wil samen koken?"),
    *("Wie geeft mijn planten water in de vakantie?", "Wie kan een kast naar boven tillen?"),
    *("Wie helpt met mijn belastingbrief?", "Wie wil een keer kaarten of schaken?", "Wie kan mijn kraan maken?"),
    *("Ik zoek iemand die Turks spreekt", "Wie haalt mijn medicijnen op?", "Wie kan op mijn kat passen?"),
    *(
        "Wie leert mij fietsen?",
        "Wie helpt met een straatfeest?",
        "Wie kijkt met mij naar mijn energierekening?",
    ),
    *("Wie gaat mee sporten? Alleen vind ik het niets", "Wie kan mijn muur verven?", "Wie rijdt er naar de kringloop?"),
    *("Ik zoek een maatje voor de film", "Wie repareert mijn stofzuiger?", "Wie helpt met het opruimen van de schuur?"),
)
TALENTS = (
    *("Ik kan goed koken", "Ik weet veel van fietsen", "Ik spreek Nederlands en Arabisch", "Ik kan goed luisteren"),
    *("Ik kan naaien", "Ik ben handig met computers", "Ik kan tuinieren", "Ik kan goed voorlezen"),
)
NEEDS = (
    *(("ov_card", "Voor de bus heen en terug"), ("material", "Een goede snoeischaar"), ("key", "Van het buurthuis")),
    *(("insurance", "Voor als er iets stukgaat"), ("child_care", "Een uur oppas op woensdag"), ("interpreter", "")),
    *(("guidance", "De eerste keer samen"), ("information", "Hoe werkt een rolstoel?"), ("other", "Een fietspomp")),
)
"""The kind of what somebody needs, and what they say of it."""

PLACES = ("Het buurthuis", "De bank bij de speeltuin", "Bij mij thuis", "De ingang van het park", "De bibliotheek")
