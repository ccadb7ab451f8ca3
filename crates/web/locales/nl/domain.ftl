# De woorden voor de dingen zelf, overal gelijk: onderwerpen, wie iets mag weten, rollen, stadia, uitkomsten, wat er is verteld.
channel-abuse = Een misstand
channel-union-law = Een inbreuk op Europees recht
channel-integrity = Een schending van de integriteit
channel-conduct = Ongewenst gedrag
channel-complaint = Een klacht
channel-retaliation = Benadeling na een melding
channel-question = Een vraag of een dilemma

identity-anonymous = Anoniem
identity-confidential = Vertrouwelijk
identity-open = Open

role-intake-officer = Integriteitsfunctionaris
role-confidential-adviser = Vertrouwenspersoon
role-committee-chair = Voorzitter van de integriteitscommissie
role-committee-member = Lid van de integriteitscommissie
role-committee-secretary = Secretaris van de integriteitscommissie
role-investigator = Onderzoeker
role-care-contact = Contactpersoon voor zorg
role-competent-authority = Bevoegd gezag
role-measure-owner = Eigenaar van een maatregel
role-verifier = Controleur van maatregelen
role-monitor = Monitor
role-disclosure-officer = Openbaarmaker
role-second-reader = Tweede lezer
role-authorised-reader = Bevoegde lezer
role-process-auditor = Procesauditor
role-screening-officer = Screeningsfunctionaris
role-auditor = Auditor
role-administrator = Beheerder

stage-received = Ontvangen
stage-acknowledged = Ontvangst bevestigd
stage-first-phase = Eerste beoordeling
stage-split = Ligt bij de commissie: de beoordelaars verschillen
stage-admitted = In behandeling als klokkenluidersmelding
stage-other-route = Gaat een andere weg
stage-not-taken-up = Niet in behandeling genomen
stage-second-look = Tweede blik
stage-closed = Gesloten

outcome-admitted = Uw melding wordt behandeld als klokkenluidersmelding.
outcome-other-route = Uw melding hoort bij een andere weg.
outcome-not-taken-up = Uw melding wordt niet in behandeling genomen.

route-complaint = De klachtenregeling
route-conduct = De regeling voor ongewenst gedrag
route-integrity = De integriteitsregeling van de organisatie
route-human-resources = Personeelszaken, voor een geschil over het werk
route-police = De politie of het Openbaar Ministerie
route-other-authority = Een andere instantie die erover gaat

told-what = Wat er is gebeurd
told-when = Wanneer
told-where = Waar
told-who = Wie erbij betrokken waren
told-how = Hoe de melder dit weet
told-relation = Band met de organisatie
told-told = Aan wie al verteld
told-worries = Zorgen
