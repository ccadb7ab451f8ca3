# The inbox, searching, and writing down a report.
inbox-summary = { $open ->
    [0] Nothing waits for you.
    [1] 1 case is open.
   *[other] { $open } cases are open.
  }{ $unread ->
    [0] {""}
    [1] {" "}There is something new in 1 case.
   *[other] {" "}There is something new in { $unread } cases.
  }{ $late ->
    [0] {""}
    [1] {" "}1 case is late.
   *[other] {" "}{ $late } cases are late.
  }
inbox-top = Open the top case
inbox-search = Search my cases
inbox-views = Which cases
inbox-view-open = Open
inbox-view-unread = With something new
inbox-view-late = Late
inbox-view-closed = Closed
inbox-caption-open = Open cases, what ends first on top
inbox-caption-unread = Cases with something new
inbox-caption-late = Cases that are late
inbox-caption-closed = Closed cases
inbox-column-case = Case
inbox-column-needs = What it needs now
inbox-column-due = Deadline
inbox-column-concern = Concern
inbox-column-agency = Organisation
inbox-new = new
inbox-unread = unread
inbox-no-deadline = No deadline
inbox-received = received { $day }
inbox-chip-remove = Remove this filter:
inbox-concern = Concern
inbox-concern-all = All concerns
inbox-concern-show = Show
inbox-first = To the beginning
inbox-next = Next cases
inbox-empty-open = Nothing waits for you
inbox-empty-text-open = A new report appears here by itself. You also get a notice, without content.
inbox-empty-unread = You have read everything
inbox-empty-text-unread = When a reporter writes something new, the case stands here.
inbox-empty-late = Nothing is late
inbox-empty-text-late = A case comes to stand here on the day after a deadline ended.
inbox-empty-closed = You have no closed cases yet
inbox-empty-text-closed = A closed case can be read here for as long as it must be kept.
needs-nothing = Nothing more
needs-acknowledge = Acknowledge receipt
needs-read = Read what the reporter wrote
needs-answer = Answer the question
needs-begin-first-phase = Begin the first assessment
needs-first-phase = Finish the first assessment
needs-second-look = Have the second look done
needs-committee = Wait for the committee
needs-feedback = Give outcome and feedback
needs-outcome-or-close = Send the outcome or close
deadline-acknowledge = Acknowledge receipt
deadline-first-phase = First assessment
deadline-second-look = Second look
deadline-feedback = Feedback

search-title = Search my cases
search-label = What are you looking for?
search-hint = A case number, a name, or a word from a report, message or note. Only the cases that you hold are searched.
search-button = Search
search-found = Found
search-count = { $count ->
    [one] 1 case found.
   *[other] { $count } cases found.
  }
search-none = Nothing found
search-none-text = Try another word, or part of a word. Cases that are not yours are not searched.
search-partial = Not everything was searched
search-partial-text = You have many cases. Search with a rarer word or with the case number.
search-empty = Type a word to look for.

register-heading = Write down a report
register-lead = For what somebody tells you by phone or in a conversation. The reporter gets a code with which to read, correct and approve what you wrote down.
register-say = Say it before you write
register-say-text = Tell the reporter that you write down what is said, who reads it, and that no name is needed.
register-way = How did you speak with the reporter?
register-via-phone = By phone
register-via-conversation = In a conversation
register-agency = Which organisation is it about?
register-channel = What is it about?
register-told = What the reporter told
register-hint-what = In the reporter’s words. Only this is required.
register-hint-who = Names and positions. Who is named here does not get the case.
register-who = The reporter
register-identity-label = Who may know who the reporter is?
register-identity-anonymous = Nobody. Then do not write down anywhere who it is.
register-identity-confidential = Only the officers who handle the case.
register-identity-open = Everybody who handles the case.
register-name = The reporter’s name
register-name-hint = Only if the reporter does not want to stay anonymous.
register-contact = How does the reporter want to be reached?
register-language-label = In which language do we write to the reporter?
register-language-nl = Dutch
register-language-en = English
register-button = Put the report on record

registered-title = The report is on record
registered-lead = Give the reporter this code now. Read it out in groups of four, or write it down.
registered-code = The reporter’s code
registered-once = You see the code only now
registered-once-text = We do not keep the code. Do not write it down for yourself: whoever has the code reads what the reporter reads.
registered-say = Also tell the reporter
registered-say-check = With the code you can read on this site what was written down, correct what is not right, and approve it.
registered-say-correct = There you also read our messages and write back.
registered-say-lost = Keep the code well. If it is lost, we can’t recover it.
registered-inbox = To the inbox
