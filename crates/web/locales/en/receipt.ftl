# Coming back with the code: where the case stands, the conversation, and what else a reporter can do.
return-heading = Go on with your code
return-lead = Fill in the code that you got when you reported.
return-code = Your code
return-code-hint = Five groups of five characters. Capitals, spaces and hyphens do not matter. You may paste it.
return-go = Open your report
return-lost = Have you lost the code?
return-lost-text = Then we can’t open your report for you. We do not have the code. Your report is being handled all the same.
return-lost-again = You can report again and say that you have reported before.
return-ended = Fill in your code again
return-ended-text = You were away for a while. So your report was closed again. That way nobody else on this device can read along.
return-text = Your message has not been sent yet
return-text-hint = It is ready. You send it after your code has been filled in. Files that you chose you then choose again.

own-heading = Your report
own-back = Back to your report
own-others = Your cases
own-first = Your first report
own-other = Case { $number }: { $channel }
own-fresh = { $count ->
    [one] There is 1 new message for you.
   *[other] There are { $count } new messages for you.
  }
own-now-received = Your report came in. By { $date } at the latest you hear that it was read.
own-now-acknowledged = Your report has been read. Now comes the first assessment. It is ready by { $date } at the latest.
own-now-acknowledged-question = Your question has been read. The answer comes below, in the conversation. By { $date } at the latest you hear what was done.
own-now-first-phase = Two people assess your report, each on their own. They are ready by { $date } at the latest.
own-now-split = The two assessors do not agree. So the integrity committee looks at it. You are protected and stay so.
own-now-admitted = Your report is being handled as a whistleblower report. The integrity committee is next. By { $date } at the latest you hear what was done, and why.
own-now-other-route = Your report belongs to another route. Below you read which, and why.
own-now-not-taken-up = Your report is not taken up. Below you read why.
own-now-second-look = Two other people look at your report again. They are ready by { $date } at the latest.
own-now-closed = Your case is closed. Below you read why.
own-now-done = No term is running now. You can always send a message.
own-late = That should have been done by { $date }. We are late. The next person responsible has been warned.

own-stands = Where your report is now
stand-received = Your report was received
stand-acknowledge = You hear that your report was read
stand-acknowledge-done = You have heard that your report was read
stand-record = You check what was written down for you
stand-record-done = You have approved what was written down for you
stand-passed-on = Your report was passed on to { $agency }
stand-first-phase = Two people assess your report
stand-first-phase-done = The first assessment is ready
stand-first-phase-split = The assessors did not agree. The integrity committee looks at it.
stand-first-phase-default = There was no judgement in time. So we treat your report as a whistleblower report.
stand-outcome = You get the outcome, with the reasons
stand-outcome-done = You have got the outcome
stand-second-look-asked = You asked for a second look
stand-second-look = Two other people look again
stand-second-look-done = The second look is ready
stand-committee = The integrity committee handles your report
stand-answer = You get an answer in the conversation
stand-feedback = You hear what was done, and why
stand-feedback-done = You have heard what was done, and why
stand-linked = You told us that you are treated badly. There is a separate case for that.
stand-identity = You let us know who you are
stand-contact-ended = You ended the contact
stand-closed = The case was closed
stand-by = by { $date } at the latest
stand-late = This is late. The next person responsible has been warned.

own-outcome = The outcome
own-outcome-route = This route fits what you tell: { $route }.
own-second-look = Ask for a second look
own-second-look-until = Do you not agree? Up to and including { $date } you can ask for a second look.

own-conversation = Conversation
own-conversation-empty = There are no messages yet
own-conversation-empty-text = By { $date } at the latest there is a message for you here. You can also write something yourself.
own-earlier = { $count ->
    [one] The earlier message
   *[other] The { $count } earlier messages
  }
own-write = Write a message
own-write-hint = Never put your code in a message.
own-write-hint-anonymous = Never put your code in a message. And write nothing from which anyone can tell who you are.
own-files = Send files along
own-files-hint = We clear photos, PDFs and office documents of hidden information. They go with your message.
own-send = Send the message
own-sent = Your message was sent.
own-pending = Goes with your message
own-pending-text = These files are only sent with your message.
own-silent-contact-ended = You ended the contact. So you can’t write here any more.
own-silent-closed = The case is closed. So you can’t write here any more.
message-you = You
message-system = The reporting point
message-named = { $role }: { $name }
message-kind-acknowledged = confirmation
message-kind-record-corrected = correction of the record
message-kind-passed-on = passed on
message-kind-feedback-given = what was done, and why
message-kind-outcome-sent = the outcome
message-kind-second-look-asked = asking for a second look
message-kind-closed = closing
message-headed = { $by } ({ $kind })
message-read-by-staff = Read by somebody who handles it
message-unread-by-staff = Not read yet
message-new = New
message-read-by-you = Read by you
message-outcome-above = This letter is above, under “The outcome”.

own-handlers = Who handles your report
own-handlers-text = Only these people can read your report. Anyone you named is kept out, and so are those above that person. Is somebody missing? Write it in the conversation.
own-handler-intake = { $count ->
    [one] 1 integrity officer, who receives and handles your report.
   *[other] { $count } integrity officers, who receive and handle your report.
  }
own-handler-assessor = { $count ->
    [one] 1 second assessor, who was asked for a judgement of their own.
   *[other] { $count } assessors, who were asked for a judgement of their own.
  }
own-handler-committee = { $count ->
    [one] 1 person of the integrity committee.
   *[other] { $count } people of the integrity committee.
  }
own-handler-recovered = { $count ->
    [one] 1 person who opened your case with the emergency key, because nobody else could any more.
   *[other] { $count } people who opened your case with the emergency key, because nobody else could any more.
  }
own-handler-nobody = Right now nobody can read your report. We are looking for somebody who may.
own-identity-anonymous = You report anonymously. Nobody knows who you are.
own-identity-confidential = Only the integrity officers know who you are.
own-identity-open = Everybody who handles your case knows who you are.

own-more = What else you can do
act-treated = I am being treated badly because of my report
act-treated-hint = A separate case begins. Your employer then has to explain why it is not because of your report.
act-be-known = I want to be known now
act-be-known-hint = You let us know who you are, step by step.
act-record = Check what was written down for me
act-record-hint = You correct it, or approve it.
act-proof = Fetch a proof and my report
act-proof-hint = A signed statement that your report was received.
act-notices = An e-mail when there is something new
act-notices-hint = Switch it on or off. The e-mail has no content.
act-end = End the contact
act-end-hint = You then get no more messages.
own-report = What you reported
own-report-show = Show what you reported
own-elsewhere = Protection and help
own-elsewhere-show = Where can you get help, or report elsewhere?
own-protected = You are protected from the day on which you reported. At any moment you may also go to the Whistleblowers Authority.
own-leave = Close your report

second-look-heading = Ask for a second look
second-look-lead = Two other people assess your report again. They had no part in it the first time.
second-look-next = You get the new outcome within four weeks, again with the reasons. You can ask this once.
second-look-why = Why do you not agree?
second-look-why-hint = Say what you think is not right, or what more you know. Short is fine.
second-look-go = Ask for the second look
second-look-done = You asked for a second look.

be-known-heading = Letting us know who you are
be-known-lead = You do not have to. Only do it if you want to yourself.
be-known-why = It can help: we can call you, and protect you better if something happens.
be-known-back = You can’t take it back. What somebody knows, they know.
be-known-law = Your protection stays the same.
be-known-mode = Who may know?
be-known-mode-confidential = Only the integrity officers
be-known-mode-open = Everybody who handles my case
be-known-mode-hint-confidential = Not the second assessor and not the committee.
be-known-mode-hint-open = Also the second assessor and the committee, if they come in.
be-known-to-confidential = Only the integrity officers of your case get to see this.
be-known-to-open = Everybody who handles your case, now and later, gets to see this.
be-known-sure = Check once more. Nothing has been sent yet.
be-known-go = Let them know who I am
be-known-change = Change
be-known-done = We now know who you are.

treated-heading = You are treated badly because of your report
treated-lead = That is not allowed. Tell us what happens. We begin a separate case about it, with the same code.
treated-law = If something bad happens to you after a report, the law takes it that the report is the cause. Your employer has to prove that it is not.
treated-case = The new case stands apart from your first. You see them side by side when you fill in your code. Files you send there, with a message.
treated-name = If you report anonymously or confidentially, the new case begins anonymously. You can let us know there who you are.
treated-what = What was done or said?
treated-what-hint = For example: other work, no renewal, a bad appraisal, being left out, being threatened. Also if it is only a threat so far.
treated-when-hint = Preferably name the days, and when you reported.
treated-who = Who did it?
treated-who-hint = Preferably with the full name: then that person is kept out of this case.
treated-worries = What do you need now?
treated-go = Report this
treated-done = This is a new case about how you are treated. Your first case just goes on.
treated-help = Talk about it with somebody as well. They help you:

record-heading = Is this record right?
record-lead = You told this by phone or in person. An integrity officer wrote it down. You may correct it until it is right.
record-right = It is right
record-right-text = If you approve it, this counts as your report. You can still send messages after that.
record-approve = Approve the record
record-approved = You have approved the record.
record-wrong = Something must be different
record-correct = What must be different?
record-correct-hint = Name the sentence that is not right, and how it was.
record-correct-go = Send the correction
record-corrected = Your correction was added to the record.
record-corrections = Your corrections so far
own-record = Check what was written down for you
own-record-text = You told your report to somebody.
own-record-go = Read the record, correct it or approve it.

end-heading = Ending the contact
end-lead = You can do this. You do not have to say why.
end-messages = You get no more messages, and we can’t ask you anything any more.
end-case = The case itself may go on. What you told does not become less true.
end-read = With your code you can still read what is there.
end-treated = If you are treated badly later, you can still report that with your code.
end-back = There is no way back.
end-sure = Yes, I want to end the contact
end-go = End the contact
end-not = Not after all
end-done = You ended the contact.

proof-heading = Your proof
proof-lead = A file with a signature: on this day a report with your content was received. Nobody can deny that later.
proof-in-log = Your report now also stands in its place in the public log. The proof shows that, without saying what you reported.
proof-not-in-log = The proof is now a signed promise. Within two days your report comes to its place in the public log. If you fetch the proof again after that, it says so.
proof-fetch = Fetch the proof
proof-content = The content
proof-content-text = Do you ever want to show what you reported? Then keep the content as well, exactly as it was received. Your whole story is in this second file.
proof-content-fetch = Fetch the content
proof-check = How somebody checks it
proof-check-text = With the program Belfry, on any computer, without a connection to us:
proof-check-more = More about checking

notices-heading = An e-mail when there is something new
notices-on = You now get an e-mail when there is something new.
notices-off = You get no e-mail now.
notices-set = Use this address
notices-end = Send no more e-mail
notices-set-done = From now on you get an e-mail when there is something new.
notices-end-done = You get no more e-mail. Your address was erased.
