# Wat een programma te horen krijgt dat de API gebruikt. `api-title-<status>` is de naam van het probleem,
# `api-problem-<code>` zegt wat er is; waar die er niet is, geldt `refusal-<code>`.
api-title-400 = Onjuist verzoek
api-title-401 = Niet aangemeld
api-title-403 = Niet toegestaan
api-title-404 = Niet gevonden
api-title-405 = Dat kan hier niet
api-title-409 = Dat kan nu niet
api-title-413 = Te groot
api-title-415 = Ander soort inhoud
api-title-429 = Te vaak
api-title-500 = Er ging iets mis
api-title-503 = Even niet beschikbaar
api-title-507 = Geen ruimte

api-fault = Er ging bij ons iets mis. Probeer het later opnieuw. Blijft het misgaan? Geef dan dit nummer door aan de beheerder: { $id }.
api-problem-fields = Een of meer velden zijn niet goed. Bij elk staat wat er mis is.
api-problem-not-found = Dit is er niet, of is niet voor u.
api-problem-wrong-method = Dit adres kent deze methode niet.
api-problem-sign-in = Stuur een geldig token mee. Misschien is het verlopen.
api-problem-too-large = Dit is groter dan wij aannemen.
api-problem-wrong-type-of-content = Stuur de inhoud als application/json.
api-problem-wrong-type-of-form = Stuur de bestanden als multipart/form-data.
api-problem-broken = Dit verzoek kwam niet goed aan. Er is niets gedaan.
api-problem-not-utf-8 = De tekst is geen geldige UTF-8. Er is niets gedaan.
api-problem-not-json = De inhoud is geen geldige JSON. Er is niets gedaan.
api-problem-not-an-object = De inhoud moet een JSON-object zijn.
api-problem-too-deep = De inhoud zit te diep in elkaar. Er is niets gedaan.

field-unknown-field = Dit veld kennen wij niet.
field-wrong-type = Dit is een ander soort waarde dan hier hoort. Hier hoort: { $limit }.
field-unknown-value = Deze waarde kennen wij niet. Kies uit: { $limit }.
field-wrong-number = Dit getal past hier niet.
field-bad-character = Hier staat een teken in dat niet kan worden bewaard.
field-wrong-key = Een sleutel heeft 1 tot { $limit } zichtbare tekens.
field-wrong-place = Dit is geen plaats in de lijst. Gebruik de waarde van next.
field-not-before-from = De tweede omvang is kleiner dan de eerste.
field-code-first = De code moet voor de bestanden staan.
