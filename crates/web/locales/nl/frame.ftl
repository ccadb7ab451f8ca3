# Het kader van elke pagina.
frame-skip = Naar de inhoud
frame-service = Meldpunt
frame-languages = Taal
frame-navigation = Hoofdmenu
frame-trail = U bent hier
frame-about = Over deze site
frame-sign-out = Afmelden
frame-leave = Verlaat deze site snel
frame-way-out = Snel weg
frame-how = Zo werkt het
frame-privacy = Privacy
frame-accessibility = Toegankelijkheid
frame-log = Openbaar logboek
frame-security = Beveiliging
frame-promise = Deze site bewaart niet wie u bent of waar u vandaan komt, en vraagt niets op bij anderen.
frame-no-assets = De opmaak van deze site ontbreekt nog. Maak haar met:

form-errors = Er is nog iets niet goed ingevuld
form-error = Fout:
form-optional = (niet verplicht)
form-choose = Kies…

alert-info = Let op:
alert-ok = Gelukt:
alert-warning = Waarschuwing:
alert-error = Belangrijk:

step-was = gedaan
step-is = nu
step-comes = komt nog

summary-change = Wijzig

pager-label = Pagina’s
pager-page = Pagina
pager-previous = Vorige
pager-next = Volgende
pager-total = { $total ->
    [one] 1 resultaat
   *[other] { $total } resultaten
  }{ $pages ->
    [one] {""}
   *[other] , pagina { $page } van { $pages }
  }

date-full = { $weekday } { $day }
date-moment = { $day } om { $hour }.{ $minute } uur
weekday-1 = maandag
weekday-2 = dinsdag
weekday-3 = woensdag
weekday-4 = donderdag
weekday-5 = vrijdag
weekday-6 = zaterdag
weekday-7 = zondag
month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

days-today = vandaag
days-left = { $days ->
    [one] nog 1 dag
   *[other] nog { $days } dagen
  }
days-late = { $days ->
    [one] 1 dag te laat
   *[other] { $days } dagen te laat
  }
size-bytes = { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
  }
