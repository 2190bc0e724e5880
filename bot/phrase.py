"""The words with which somebody comes back from another device: six of 1,024, sixty bits that can be written on paper.

Everyday German words in plain letters, which every Latin keyboard has; few differ by one letter alone.
"""

import re
import secrets

COUNT = 6
WORDS: tuple[str, ...] = tuple(
    """
    abend abteil acker adler ahorn aktie alarm album algen allee alltag alpen ameise amsel ananas anfang
    angel angler anker anlage anorak antrag antwort anzug apfel april arbeit arena asche atem athlet atlas
    auge august aurora auster auto autor backe backofen bagger bahn bahnhof balken ball ballon bambus
    banane band baron bart basar basilikum basis batterie bauch bauer baum baumhaus baumwolle becher
    becken beere beet bein beispiel berg bergwerk bericht beruf besen besteck besuch beutel biber biene
    bild birke biskuit blase blatt blau blech blei bleistift blick blitz block blume blumen boden bogen
    bohne bohrer boje boot boxer braun brause breit bremse brett brezel brief brille brise brokkoli
    brombeere bruder brunnen buch buche bucht bude bulldogge bunt busch butter cafe camping cello cent chance
    chef chor clown cousin creme dach dachs dackel dame dampf dank datei daten dattel datum dauer daumen
    deck decke deich delfin delta dessert dezember diamant dichter diele diener dienst diesel dill ding
    diplom direkt dohle doktor dollar donner dorf dorsch dose drache draht drei dreieck drossel druck
    drucker duft dunkel dusche ebbe eber echo ecke edel efeu eiche einhorn eichhorn eidechse eile eimer
    einkauf eins eisberg eisen elch elefant elfe elster eltern energie enkel ente entwurf erbse erde ernte
    ersatz espe essen essig etage euro export fabel fabrik fackel faden fahne fahrer fahrrad fahrt falke
    falte familie farbe farn fasan fass faust februar feier feige feld feldweg fenchel fenster ferien
    ferkel ferne fernseher fest fichte figur film filter finger fink firma fisch flach flagge flamme
    flasche fleck fleisch flieder fliege flieger floh flosse flug flugzeug fluss form forscher foto fracht
    frage freitag freude freund frieden frisch frosch frost frucht fuchs funke futter gabel galerie gans
    garage garten gasse gast gebirge geduld geige geist gelb gelee gemeinde genau gerade gerste geruch
    gesang geschenk gesicht gestern getreide gewicht gewitter gipfel gips giraffe gitarre gitter glanz
    glas glatt gleis glocke glockenturm gold gondel graben grad gramm granit graupe grenze griff grille
    grob grotte grube grund gruppe gurke gurt haar hafer hagel haken halbmond halle halm hamster handel
    handschuh handtuch hang harfe hasel haube haufen haut hebel hecht hecke heft heim heimat heizung hell
    hemd henne herbst herde hering herz heute himbeere himmel hirsch hirse hitze hoch hohl holunder holz
    honig hopfen horn hotel huhn hummer humor hund idee igel imker import insekt insel instrument iris
    jacke jagd jaguar jahr januar jasmin jeans joghurt jubel juli jung juwel kabine kaffee kaiser kakao
    kaktus kalb kalender kamel kamera kamille kamin kaminofen kamm kammer kanal kanne kanu kapitel kappe
    karotte karte kartoffel kasse kastanie kasten kater katze kauz kehle keks keller kellner kern kerze
    kessel kette keule kiefer kies kilo kind kirschbaum kirsche kissen kiste kiwi klammer klang klar
    klasse klavier klee kleeblatt kleid klein klinge klingel klippe kluft knie knolle knopf knospe knoten
    koffer komet komma kompass konto konzert kopf koralle korb korken kosten kragen kralle kran kranich
    kranz kraut krebs kreide kreis krone krug kuchen kugel kunde kunst kupfer kurs kurve labor lachs laden
    lage lager lama lampe laterne latte laub laubfrosch lauch lavendel lawine leben leder leer lehm lehrer
    leicht leine leinen leiste leiter lektion lerche leuchtturm licht liebe lied lila lilie limette lineal
    links linse lippe liste liter locke lohn lorbeer luftballon lunge lupe lupine magen magnet mais maler
    mango mantel mappe markt marmor marsch marzipan maschine maske mathe maulwurf mehl meise meister
    melodie melone menge mensch messer metall meter miete milch minute minze mispel mittag mittwoch mixer
    molch monat mond montag moor morgen motor motte murmel muschel museum musik mutig nachbar nacht
    nachtigall nadel nahe napf nashorn natur nebel neffe nelke netz neun nichte nilpferd nische nixe
    norden nordsee note notiz november nymphe nuss oase obst ochse ofen oktober olive onkel oper orange
    orden ordner orgel orkan osten ostsee otter ozean paket palast palme panda papagei papier papierboot
    pappel paprika park parkett paste pauke pause pedal pelikan perle person pfad pfanne pfeffer
    pfefferminz pfeife pfeil pferd pfirsich pflanze pflaume pforte pfosten pfote pilot pilz pinguin pinsel
    pirat pizza plakat plan planet platte platz pokal polster pony post prinz probe programm propeller
    pudel pullover pult puma punkt puppe purpur pute puzzle quader qualle quark quarz quelle quer quitte
    quiz rabe radar radio rahmen rasen rathaus raupe rechnung rede reform regal regen regenbogen reif
    reifen reihe reiher rennen rente rettich rezept rhabarber richter riegel riff rinde ringelblume rippe
    ritter robbe roboter rock roggen rohr rolle roman rosa rosine route rucksack ruder ruhe ruhig rumpf
    rutsche saal sache saft sahne saite salat salbe salbei salz samen samstag sandburg sanft sattel sauber
    schach schaf schal schale schatz schaufel schaukel schaum schein schere scheune schiff schild schirm
    schlaf schlange schlau schleife schmal schmied schnabel schnecke schnee schneemann schnell schnur
    schokolade schrank schraube schrift schritt schuh schule schulter schuppe schwalbe schwamm schwan
    schwarz schwer schwester schwimmer sechs seehund seele seestern segel seide seife seil sekunde
    sellerie senf sense serie sessel sicher sieb sieben siegel signal silbe silber skizze socke sofa sohle
    sommer sonne sonnenblume sonntag sorge spargel spaten spatz specht speer speise spiegel spiel
    spielplatz spinat spinne spitz sport sprache sprung spur staat stab stachel stadt stahl stamm stand
    stark staub steg steil stein steinbock stelle stempel steppe steuer stiefel stier stift still stimme
    stirn stock stoff storch strand strandkorb strauch streusel strom strumpf stube studio stuhl stunde
    sturm summe suppe system tabelle tablett tafel taille takt talent taler tanne tannenbaum tanz tapete
    tasche tausch teekanne teig telefon teller tempo tennis teppich termin text theater thema thron
    thymian tief tiger tinte titel tochter toll tomate torte tour traktor traube traum treffen treppe treu
    trick tritt trog trommel trompete tropfen truhe tugend tulpe tunnel turm turnen turnier ufer ulme
    umweg umzug union urlaub urwald vanille ventil verein verkehr vers vertrag vetter vieh viertel violett
    violine vogel vogelhaus volk vorhang vorrat vulkan waage wade waffel wahl wald walnuss walze wandern
    warm wasser wasserfall weber wecker weinberg weizen welle welt wende werk weste westen wetter wicke
    widder wiese windrad winkel winter wirbel wissen witz woche wohnung wolf wolke wort wunder wunsch
    wurst wurzel zange zauber zaun zebra zehn zeichen zeile zeit zeitung zeltplatz zentrum zettel zeuge
    ziege ziel zimmer zimt zimtstern zirkel zirkus zitrone zucker zukunft zwei zweig zwiebel zwilling
    zwirn
    """.split()  # noqa: SIM905 - a list to read, not a wall of quotes
)


def new_phrase() -> str:
    """Six words that nobody can guess."""
    return " ".join(secrets.choice(WORDS) for _ in range(COUNT))


def as_told(typed: str) -> str:
    """A phrase as somebody typed it, in the form in which it was told: small letters, one space between words."""
    return " ".join(re.findall(r"[a-z]+", typed.lower()))
