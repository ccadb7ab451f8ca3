# Terugkomen met de code: waar de zaak staat, het gesprek, en wat een melder verder kan.
return-heading = Ga verder met uw code
return-lead = Vul de code in die u kreeg toen u meldde.
return-code = Uw code
return-code-hint = Vijf groepjes van vijf tekens. Hoofdletters, spaties en streepjes maken niet uit. Plakken mag.
return-go = Open uw melding
return-lost = Bent u de code kwijt?
return-lost-text = Dan kunnen wij uw melding niet voor u openen. Wij hebben de code niet. Uw melding wordt wel gewoon behandeld.
return-lost-again = U kunt opnieuw melden en zeggen dat u eerder hebt gemeld.
return-ended = Vul uw code opnieuw in
return-ended-text = U was een tijd weg. Daarom is uw melding weer gesloten. Zo kan niemand anders op dit apparaat meelezen.
return-text = Uw bericht is nog niet verstuurd
return-text-hint = Het staat klaar. U verstuurt het nadat uw code is ingevuld. Bestanden die u koos, kiest u dan opnieuw.

own-heading = Uw melding
own-back = Terug naar uw melding
own-others = Uw zaken
own-first = Uw eerste melding
own-other = Zaak { $number }: { $channel }
own-fresh = { $count ->
    [one] Er is 1 nieuw bericht voor u.
   *[other] Er zijn { $count } nieuwe berichten voor u.
  }
own-now-received = Uw melding is binnen. Uiterlijk { $date } hoort u dat die is gelezen.
own-now-acknowledged = Uw melding is gelezen. Nu volgt de eerste beoordeling. Uiterlijk { $date } is die klaar.
own-now-acknowledged-question = Uw vraag is gelezen. Het antwoord komt hieronder, in het gesprek. Uiterlijk { $date } hoort u wat er is gedaan.
own-now-first-phase = Twee mensen beoordelen uw melding, los van elkaar. Uiterlijk { $date } zijn zij klaar.
own-now-split = De twee beoordelaars zijn het niet eens. Daarom kijkt de integriteitscommissie ernaar. U bent en blijft beschermd.
own-now-admitted = Uw melding wordt behandeld als klokkenluidersmelding. De integriteitscommissie is nu aan zet. Uiterlijk { $date } hoort u wat er is gedaan, en waarom.
own-now-other-route = Uw melding hoort bij een andere weg. Hieronder leest u welke, en waarom.
own-now-not-taken-up = Uw melding wordt niet in behandeling genomen. Hieronder leest u waarom.
own-now-second-look = Twee andere mensen kijken opnieuw naar uw melding. Uiterlijk { $date } zijn zij klaar.
own-now-closed = Uw zaak is gesloten. Hieronder leest u waarom.
own-now-done = Er loopt nu geen termijn. U kunt altijd een bericht sturen.
own-late = Dat had uiterlijk { $date } gemoeten. Wij zijn te laat. De volgende die erover gaat, is gewaarschuwd.

own-stands = Waar uw melding nu is
stand-received = Uw melding is ontvangen
stand-acknowledge = U hoort dat uw melding is gelezen
stand-acknowledge-done = U hebt gehoord dat uw melding is gelezen
stand-record = U kijkt na wat er voor u is opgeschreven
stand-record-done = U hebt goedgekeurd wat er voor u is opgeschreven
stand-passed-on = Uw melding is doorgegeven aan { $agency }
stand-first-phase = Twee mensen beoordelen uw melding
stand-first-phase-done = De eerste beoordeling is klaar
stand-first-phase-split = De beoordelaars waren het niet eens. De integriteitscommissie kijkt ernaar.
stand-first-phase-default = Er was geen oordeel op tijd. Daarom behandelen wij uw melding als klokkenluidersmelding.
stand-outcome = U krijgt de uitkomst, met de redenen
stand-outcome-done = U hebt de uitkomst gekregen
stand-second-look-asked = U hebt om een tweede blik gevraagd
stand-second-look = Twee andere mensen kijken opnieuw
stand-second-look-done = De tweede blik is klaar
stand-committee = De integriteitscommissie behandelt uw melding
stand-answer = U krijgt antwoord in het gesprek
stand-feedback = U hoort wat er is gedaan, en waarom
stand-feedback-done = U hebt gehoord wat er is gedaan, en waarom
stand-linked = U hebt gemeld dat u slecht wordt behandeld. Daarvoor is een aparte zaak.
stand-identity = U hebt laten weten wie u bent
stand-contact-ended = U hebt het contact beëindigd
stand-closed = De zaak is gesloten
stand-by = uiterlijk { $date }
stand-late = Dit is te laat. De volgende die erover gaat, is gewaarschuwd.

own-outcome = De uitkomst
own-outcome-route = Deze weg past bij wat u vertelt: { $route }.
own-second-look = Vraag een tweede blik
own-second-look-until = Bent u het er niet mee eens? Tot en met { $date } kunt u om een tweede blik vragen.

own-conversation = Gesprek
own-conversation-empty = Er zijn nog geen berichten
own-conversation-empty-text = Uiterlijk { $date } staat hier een bericht voor u. U kunt zelf ook iets schrijven.
own-earlier = { $count ->
    [one] Het eerdere bericht
   *[other] De { $count } eerdere berichten
  }
own-write = Schrijf een bericht
own-write-hint = Zet nooit uw code in een bericht.
own-write-hint-anonymous = Zet nooit uw code in een bericht. Schrijf ook niets waaraan iemand kan zien wie u bent.
own-files = Bestanden meesturen
own-files-hint = Foto’s, pdf’s en kantoordocumenten ontdoen wij van verborgen gegevens. Ze gaan mee met uw bericht.
own-send = Verstuur het bericht
own-sent = Uw bericht is verstuurd.
own-pending = Gaat mee met uw bericht
own-pending-text = Deze bestanden worden pas verstuurd met uw bericht.
own-silent-contact-ended = U hebt het contact beëindigd. Daarom kunt u hier niet meer schrijven.
own-silent-closed = De zaak is gesloten. Daarom kunt u hier niet meer schrijven.
message-you = U
message-system = Het meldpunt
message-named = { $role }: { $name }
message-kind-acknowledged = bevestiging
message-kind-record-corrected = verbetering van het verslag
message-kind-passed-on = doorgegeven
message-kind-feedback-given = wat er is gedaan, en waarom
message-kind-outcome-sent = de uitkomst
message-kind-second-look-asked = vraag om een tweede blik
message-kind-closed = afsluiting
message-headed = { $by } ({ $kind })
message-read-by-staff = Gelezen door een behandelaar
message-unread-by-staff = Nog niet gelezen
message-new = Nieuw
message-read-by-you = Door u gelezen
message-outcome-above = Deze brief staat hierboven, bij “De uitkomst”.

own-handlers = Wie uw melding behandelt
own-handlers-text = Alleen deze mensen kunnen uw melding lezen. Wie u met naam noemde, wordt hierbuiten gehouden, en wie boven die persoon staat ook. Mist u iemand? Schrijf het in het gesprek.
own-handler-intake = { $count ->
    [one] 1 integriteitsfunctionaris. Die ontvangt en behandelt uw melding.
   *[other] { $count } integriteitsfunctionarissen. Zij ontvangen en behandelen uw melding.
  }
own-handler-assessor = { $count ->
    [one] 1 tweede beoordelaar. Die is gevraagd om apart te oordelen.
   *[other] { $count } beoordelaars. Zij zijn gevraagd om apart te oordelen.
  }
own-handler-committee = { $count ->
    [one] 1 persoon van de integriteitscommissie.
   *[other] { $count } mensen van de integriteitscommissie.
  }
own-handler-recovered = { $count ->
    [one] 1 persoon die uw zaak met de noodsleutel heeft geopend, omdat niemand anders dat nog kon.
   *[other] { $count } mensen die uw zaak met de noodsleutel hebben geopend, omdat niemand anders dat nog kon.
  }
own-handler-nobody = Op dit moment kan niemand uw melding lezen. Wij zoeken iemand die dat mag.
own-identity-anonymous = U meldt anoniem. Niemand weet wie u bent.
own-identity-confidential = Alleen de integriteitsfunctionarissen weten wie u bent.
own-identity-open = Iedereen die uw zaak behandelt, weet wie u bent.

own-more = Wat u nog meer kunt doen
act-treated = Ik word slecht behandeld om mijn melding
act-treated-hint = Er begint een aparte zaak. Uw werkgever moet dan uitleggen waarom het niet door uw melding komt.
act-be-known = Ik wil nu bekend zijn
act-be-known-hint = U laat weten wie u bent, stap voor stap.
act-record = Nakijken wat er voor mij is opgeschreven
act-record-hint = U verbetert het, of keurt het goed.
act-proof = Een bewijs en mijn melding ophalen
act-proof-hint = Een ondertekende verklaring dat uw melding is ontvangen.
act-notices = Een e-mail als er iets nieuws is
act-notices-hint = Aanzetten of uitzetten. De mail heeft geen inhoud.
act-end = Het contact beëindigen
act-end-hint = U krijgt dan geen berichten meer.
own-report = Wat u hebt gemeld
own-report-show = Laat zien wat u hebt gemeld
own-elsewhere = Bescherming en hulp
own-elsewhere-show = Waar kunt u hulp krijgen of anders melden?
own-protected = U bent beschermd vanaf de dag dat u meldde. U mag op elk moment ook naar het Huis voor Klokkenluiders.
own-leave = Sluit uw melding

second-look-heading = Vraag een tweede blik
second-look-lead = Twee andere mensen beoordelen uw melding opnieuw. Zij waren er de eerste keer niet bij.
second-look-next = U krijgt de nieuwe uitkomst binnen vier weken, weer met de redenen. U kunt dit één keer vragen.
second-look-why = Waarom bent u het er niet mee eens?
second-look-why-hint = Zeg wat er volgens u niet klopt, of wat u er nog bij weet. Kort mag ook.
second-look-go = Vraag de tweede blik
second-look-done = U hebt om een tweede blik gevraagd.

be-known-heading = Laten weten wie u bent
be-known-lead = Dit hoeft niet. Doe het alleen als u het zelf wilt.
be-known-why = Het kan helpen: wij kunnen u bellen, en u beter beschermen als er iets gebeurt.
be-known-back = U kunt het niet terugnemen. Wie het weet, weet het.
be-known-law = Uw bescherming blijft hetzelfde.
be-known-mode = Wie mag het weten?
be-known-mode-confidential = Alleen de integriteitsfunctionarissen
be-known-mode-open = Iedereen die mijn zaak behandelt
be-known-mode-hint-confidential = Niet de tweede beoordelaar en niet de commissie.
be-known-mode-hint-open = Ook de tweede beoordelaar en de commissie, als die erbij komen.
be-known-to-confidential = Alleen de integriteitsfunctionarissen van uw zaak krijgen dit te zien.
be-known-to-open = Iedereen die uw zaak behandelt, nu en later, krijgt dit te zien.
be-known-sure = Kijk nog eens na. Er is nog niets verstuurd.
be-known-go = Laat weten wie ik ben
be-known-change = Wijzig
be-known-done = Wij weten nu wie u bent.

treated-heading = U wordt slecht behandeld om uw melding
treated-lead = Dat mag niet. Vertel wat er gebeurt. Wij beginnen daar een aparte zaak over, met dezelfde code.
treated-law = Gebeurt er iets nadeligs na een melding, dan gaat de wet ervan uit dat het door de melding komt. Uw werkgever moet bewijzen dat dat niet zo is.
treated-case = De nieuwe zaak staat los van uw eerste. U ziet ze naast elkaar als u uw code invult. Bestanden stuurt u daar mee met een bericht.
treated-name = Meldt u anoniem of vertrouwelijk, dan begint de nieuwe zaak anoniem. U kunt daar zelf laten weten wie u bent.
treated-what = Wat is er gebeurd of gezegd?
treated-what-hint = Bijvoorbeeld: ander werk, geen verlenging, een slechte beoordeling, buitengesloten worden, bedreigd worden. Ook als het nog maar een dreigement is.
treated-when-hint = Noem liefst de dagen, en wanneer u meldde.
treated-who = Wie deed het?
treated-who-hint = Liefst met de hele naam: dan blijft die persoon buiten deze zaak.
treated-worries = Wat hebt u nu nodig?
treated-go = Meld dit
treated-done = Dit is een nieuwe zaak over hoe u wordt behandeld. Uw eerste zaak gaat gewoon door.
treated-help = Praat er ook over met iemand. Zij helpen u:

record-heading = Klopt dit verslag?
record-lead = U vertelde dit per telefoon of in een gesprek. Een integriteitsfunctionaris schreef het op. U mag het verbeteren tot het klopt.
record-right = Het klopt
record-right-text = Als u het goedkeurt, geldt dit als uw melding. Daarna kunt u nog steeds berichten sturen.
record-approve = Keur het verslag goed
record-approved = U hebt het verslag goedgekeurd.
record-wrong = Er moet iets anders
record-correct = Wat moet er anders?
record-correct-hint = Noem de zin die niet klopt, en hoe het wel was.
record-correct-go = Stuur de verbetering
record-corrected = Uw verbetering is bij het verslag gezet.
record-corrections = Uw verbeteringen tot nu toe
own-record = Kijk na wat er voor u is opgeschreven
own-record-text = U vertelde uw melding aan iemand.
own-record-go = Lees het verslag, verbeter het of keur het goed.

end-heading = Het contact beëindigen
end-lead = Dit kan. U hoeft niet te zeggen waarom.
end-messages = U krijgt geen berichten meer, en wij kunnen u niets meer vragen.
end-case = De zaak zelf kan doorgaan. Wat u hebt verteld, wordt er niet minder waar door.
end-read = Met uw code kunt u nog steeds lezen wat er staat.
end-treated = Wordt u later slecht behandeld, dan kunt u dat nog steeds melden met uw code.
end-back = Terugdraaien kan niet.
end-sure = Ja, ik wil het contact beëindigen
end-go = Beëindig het contact
end-not = Toch niet
end-done = U hebt het contact beëindigd.

proof-heading = Uw bewijs
proof-lead = Een bestand met een handtekening: op deze dag is een melding met uw inhoud ontvangen. Niemand kan dat later ontkennen.
proof-in-log = Uw melding staat nu ook op zijn plaats in het openbare logboek. Het bewijs laat dat zien, zonder te zeggen wat u meldde.
proof-not-in-log = Het bewijs is nu een ondertekende belofte. Binnen twee dagen komt uw melding op zijn plaats in het openbare logboek. Haalt u het bewijs daarna opnieuw op, dan staat dat erin.
proof-fetch = Haal het bewijs op
proof-content = De inhoud
proof-content-text = Wilt u ooit laten zien wát u hebt gemeld? Bewaar dan ook de inhoud, precies zoals die is ontvangen. In dit tweede bestand staat uw hele verhaal.
proof-content-fetch = Haal de inhoud op
proof-check = Zo kijkt iemand het na
proof-check-text = Met het programma Belfry, op elke computer, zonder verbinding met ons:
proof-check-more = Meer over nakijken

notices-heading = Een e-mail als er iets nieuws is
notices-on = U krijgt nu een e-mail als er iets nieuws is.
notices-off = U krijgt nu geen e-mail.
notices-set = Gebruik dit adres
notices-end = Stuur geen e-mail meer
notices-set-done = U krijgt voortaan een e-mail als er iets nieuws is.
notices-end-done = U krijgt geen e-mail meer. Uw adres is gewist.
