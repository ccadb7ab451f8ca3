# De werkvoorraad, zoeken en een melding opschrijven.
inbox-summary = { $open ->
    [0] Er wacht niets op u.
    [1] 1 zaak is open.
   *[other] { $open } zaken zijn open.
  }{ $unread ->
    [0] {""}
    [1] {" "}In 1 zaak staat iets nieuws.
   *[other] {" "}In { $unread } zaken staat iets nieuws.
  }{ $late ->
    [0] {""}
    [1] {" "}1 zaak is te laat.
   *[other] {" "}{ $late } zaken zijn te laat.
  }
inbox-top = Open de bovenste zaak
inbox-search = Zoek in mijn zaken
inbox-views = Welke zaken
inbox-view-open = Open
inbox-view-unread = Met iets nieuws
inbox-view-late = Te laat
inbox-view-closed = Gesloten
inbox-caption-open = Open zaken, wat het eerst afloopt bovenaan
inbox-caption-unread = Zaken met iets nieuws
inbox-caption-late = Zaken die te laat zijn
inbox-caption-closed = Gesloten zaken
inbox-column-case = Zaak
inbox-column-needs = Wat nu nodig is
inbox-column-due = Termijn
inbox-column-concern = Onderwerp
inbox-column-agency = Organisatie
inbox-new = nieuw
inbox-unread = ongelezen
inbox-no-deadline = Geen termijn
inbox-received = ontvangen { $day }
inbox-chip-remove = Haal dit filter weg:
inbox-concern = Onderwerp
inbox-concern-all = Alle onderwerpen
inbox-concern-show = Toon
inbox-first = Naar het begin
inbox-next = Volgende zaken
inbox-empty-open = Er wacht niets op u
inbox-empty-text-open = Een nieuwe melding verschijnt hier vanzelf. U krijgt dan ook een bericht, zonder inhoud.
inbox-empty-unread = U hebt alles gelezen
inbox-empty-text-unread = Schrijft een melder iets nieuws, dan staat de zaak hier.
inbox-empty-late = Er is niets te laat
inbox-empty-text-late = Een zaak komt hier te staan op de dag nadat een termijn afliep.
inbox-empty-closed = U hebt nog geen gesloten zaken
inbox-empty-text-closed = Een gesloten zaak blijft hier te lezen zolang zij bewaard moet worden.
needs-nothing = Niets meer
needs-acknowledge = Bevestig de ontvangst
needs-read = Lees wat de melder schreef
needs-answer = Beantwoord de vraag
needs-begin-first-phase = Begin de eerste beoordeling
needs-first-phase = Rond de eerste beoordeling af
needs-second-look = Laat de tweede blik doen
needs-committee = Wacht op de commissie
needs-feedback = Geef uitkomst en terugkoppeling
needs-outcome-or-close = Stuur de uitkomst of sluit af
deadline-acknowledge = Ontvangst bevestigen
deadline-first-phase = Eerste beoordeling
deadline-second-look = Tweede blik
deadline-feedback = Terugkoppeling

search-title = Zoek in mijn zaken
search-label = Waar zoekt u naar?
search-hint = Een zaaknummer, een naam of een woord uit een melding, bericht of notitie. Alleen zaken die u hebt worden doorzocht.
search-button = Zoek
search-found = Gevonden
search-count = { $count ->
    [one] 1 zaak gevonden.
   *[other] { $count } zaken gevonden.
  }
search-none = Niets gevonden
search-none-text = Probeer een ander woord, of een deel van een woord. Zaken die niet van u zijn, worden niet doorzocht.
search-partial = Niet alles is doorzocht
search-partial-text = U hebt veel zaken. Zoek met een zeldzamer woord of met het zaaknummer.
search-empty = Typ een woord om naar te zoeken.

register-heading = Schrijf een melding op
register-lead = Voor wat iemand u door de telefoon of in een gesprek vertelt. De melder krijgt een code en kan daarmee nalezen, verbeteren en goedkeuren wat u opschreef.
register-say = Zeg het voordat u schrijft
register-say-text = Vertel de melder dat u opschrijft wat wordt gezegd, wie het leest, en dat een naam niet nodig is.
register-way = Hoe sprak u de melder?
register-via-phone = Door de telefoon
register-via-conversation = In een gesprek
register-agency = Over welke organisatie gaat het?
register-channel = Waar gaat het over?
register-told = Wat de melder vertelde
register-hint-what = In de woorden van de melder. Alleen dit is verplicht.
register-hint-who = Namen en functies. Wie hier genoemd wordt, krijgt de zaak niet.
register-who = De melder
register-identity-label = Wie mag weten wie de melder is?
register-identity-anonymous = Niemand. Schrijf dan nergens op wie het is.
register-identity-confidential = Alleen de functionarissen die de zaak behandelen.
register-identity-open = Iedereen die de zaak behandelt.
register-name = Naam van de melder
register-name-hint = Alleen als de melder niet anoniem wil blijven.
register-contact = Hoe wil de melder bereikt worden?
register-language-label = In welke taal schrijven wij de melder?
register-language-nl = Nederlands
register-language-en = Engels
register-button = Leg de melding vast

registered-title = De melding is vastgelegd
registered-lead = Geef de melder nu deze code. Lees de code voor in groepen van vier, of schrijf hem op.
registered-code = De code van de melder
registered-once = U ziet de code alleen nu
registered-once-text = Wij bewaren de code niet. Schrijf hem zelf nergens op: wie de code heeft, leest wat de melder leest.
registered-say = Vertel de melder ook
registered-say-check = Met de code kunt u op deze site nalezen wat is opgeschreven, verbeteren wat niet klopt en het goedkeuren.
registered-say-correct = Daar leest u ook onze berichten en schrijft u terug.
registered-say-lost = Bewaar de code goed. Is hij kwijt, dan kunnen wij hem niet herstellen.
registered-inbox = Naar de werkvoorraad
