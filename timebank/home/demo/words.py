"""The names and notes of the invented gemeente. Nobody with such a name is meant."""

GEMEENTE = ("GM9999", "Voorbeeldstad")
WIJKEN = (("WK999901", "De Linden", 2140), ("WK999902", "Het Oude Hof", 1725), ("WK999903", "Kanaalzone", 1310))
"""Code, name and households of each wijk."""

_FIRST_NAMES = """
Aaliyah Abdel Adil Agnieszka Ali Amina Anja Anneke Arjen Aylin Babette Bart Bea Bilal Bram Carla Cemre Chantal
Chidi Coen Daan Dawit Demi Dilara Dirk Eelco Els Emre Esra Eva Farid Femke Filip Fleur Frits Gerda Giovanni Greet
Gwen Hamza Hanneke Hassan Hennie Hilde Ibrahim Ineke Ingrid Iris Ismail Jaap Jamila Jan Janneke Jasper Jeroen
Joke Jolanta Kees Khadija Klaas Koos Lars Latifa Leyla Lies Lotte Luuk Maaike Maarten Mariam Marijke Mehmet Merel
Mohamed Mustafa Nadia Nel Niels Nina Nour Olena Omar Pascal Petra Piet Priya Rachid Ravi Rob Rosa Roza Ruth Said
Samira Sanne Sjoerd Soraya Stef Stefan Sunita Thea Tigist Tomasz Truus Umar Vera Wahid Wei Willem Wouter Yara
Yusuf Zeynep Zoë
"""
FIRST_NAMES = tuple(_FIRST_NAMES.split())

LAST_NAMES = (
    *("de Jong", "Jansen", "de Vries", "van den Berg", "Bakker", "Visser", "Smit", "Meijer", "de Boer", "Mulder"),
    *("Bos", "Vos", "Peters", "Hendriks", "van Leeuwen", "Dekker", "Brouwer", "de Wit", "Dijkstra", "Postma"),
    *("Yilmaz", "Kaya", "Demir", "Öztürk", "el Amrani", "Benali", "Haddad", "El Idrissi", "Tesfay", "Abebe"),
    *("Nowak", "Kowalski", "Shevchenko", "Ramdin", "Pinas", "Martina", "Nguyen", "Wong", "Singh", "Okafor"),
)

NOTES = {
    "transport": ("Naar het ziekenhuis gebracht", "Meegegaan naar de gemeente", "Naar het station gebracht", ""),
    "shopping": ("Boodschappen gedaan", "Medicijnen opgehaald", "Zware boodschappen gedragen", ""),
    "cooking": ("Soep gekookt", "Samen gegeten", "Taart gebakken", ""),
    "company": ("Koffie gedronken", "Samen gewandeld", "Spelletjes gedaan", ""),
    "repairs": ("Lamp opgehangen", "Fietsband geplakt", "Kast in elkaar gezet", "Kraan gemaakt", ""),
    "garden": ("Heg geknipt", "Gras gemaaid", "Planten water gegeven", ""),
    "energy": ("Tochtstrips geplakt", "Samen naar de energierekening gekeken", ""),
    "animals": ("Hond uitgelaten", "Op de kat gepast", ""),
    "language": ("Brief uitgelegd", "Nederlands geoefend", "Formulier ingevuld", ""),
    "computer": ("Telefoon ingesteld", "Geholpen met DigiD", "Printer gemaakt", ""),
    "children": ("Op de kinderen gepast", "Met huiswerk geholpen", "Naar zwemles gebracht", ""),
    "sport": ("Samen gefietst", "Samen naar de gym", ""),
    "activities": ("Buurtfeest opgezet", "Koffie geschonken in het buurthuis", "Zwerfvuil geraapt", ""),
    "other": ("Gordijnen genaaid", "Geholpen met verhuizen", ""),
}
"""What people write beside each kind of help; often nothing."""

COMMON_KINDS = {"company": 5, "shopping": 4, "transport": 3, "repairs": 3, "language": 3, "computer": 3, "cooking": 2}
"""How much more often than once these kinds happen; the others count once."""
