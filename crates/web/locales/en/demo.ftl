demo-mail-title = Messages that the demo would have sent
demo-mail-lead = The demo sends no e-mail. Here you see what would have been sent: that there is something, and never what.
demo-mail-empty = Nothing has been sent yet
demo-mail-empty-text = Messages appear here on the hour, and those to reporters at seven in the morning.
demo-mail-to = To
