# Wat er met een bestand is gedaan. `removed-<code>` is eruit gehaald, `left-<code>` zit er nog in, `not-cleaned-<code>` zegt
# waarom er geen schone kopie is.
removed-location = de plaats
removed-camera = gegevens van camera of telefoon
removed-author = namen van makers
removed-dates = data en tijden
removed-properties = titel en andere kenmerken
removed-comments = verborgen opmerkingen
removed-program = het programma of de printer
removed-identifiers = nummers waaraan kopieën te herkennen zijn
removed-thumbnails = kleine voorbeelden
removed-history = eerdere versies
removed-attachments = bestanden in het bestand
removed-scripts = scripts
removed-macros = macro’s
removed-links = verwijzingen naar andere plaatsen
removed-signatures = digitale handtekeningen
removed-descriptions = beschrijvingen van afbeeldingen
removed-frames = bewegende beelden na het eerste
removed-trailing = gegevens achter het einde
removed-pictures = afbeeldingen die niet schoongemaakt konden worden
removed-other = andere verborgen gegevens

left-tracked-changes = bijgehouden wijzigingen
left-notes = opmerkingen en notities
left-hidden-text = verborgen tekst
left-hidden-parts = verborgen bladen, rijen of dia’s
left-layers = lagen die uit kunnen staan
left-cropped-pictures = afbeeldingen waarvan een deel is weggesneden maar er nog in zit
left-invisible-characters = onzichtbare tekens, die een kopie kunnen merken

not-cleaned-empty = Er zit niets in dit bestand.
not-cleaned-unknown-type = Wij kennen dit soort bestand niet.
not-cleaned-not-supported = Dit soort bestand kunnen wij niet schoonmaken.
not-cleaned-too-large = Het bestand is daarvoor te groot.
not-cleaned-too-many-pixels = De afbeelding is daarvoor te groot.
not-cleaned-encrypted = Het bestand is op slot met een wachtwoord.
not-cleaned-broken = Het bestand is beschadigd, of het is gemaakt om programma’s te misleiden.
not-cleaned-macro = Er zit een macro in die er niet uit kan.
not-cleaned-several-pages = Het is een afbeelding met meer bladzijden.
not-cleaned-audio = Het is geluid. Een stem kan verraden wie er spreekt.
not-cleaned-video = Het is film. Beeld en stem kunnen verraden wie erop staat of wie filmt.

taken-removed = Uit de kopie gehaald:
taken-nothing = Er zaten geen verborgen gegevens in die wij kennen.
taken-left = Let op, dit zit er nog in:
taken-not-cleaned = Niet schoongemaakt.
taken-not-cleaned-then = Wie uw melding leest, krijgt het bestand zoals u het stuurt. Haal het weg als er iets in kan zitten dat naar u wijst.
taken-mismatch = De naam van dit bestand zegt iets anders dan wat erin zit.
