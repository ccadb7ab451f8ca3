demo-mail-title = Berichten die de demo zou hebben verstuurd
demo-mail-lead = De demo verstuurt geen e-mail. Hier ziet u wat er verstuurd zou zijn: dat er iets is, en nooit wat.
demo-mail-empty = Er is nog niets verstuurd
demo-mail-empty-text = Berichten verschijnen hier op het hele uur, en die aan melders om zeven uur ’s ochtends.
demo-mail-to = Aan
