# The frame of every page.
frame-skip = Skip to the content
frame-service = Reporting point
frame-languages = Language
frame-navigation = Main menu
frame-trail = You are here
frame-about = About this site
frame-sign-out = Sign out
frame-leave = Leave this site now
frame-way-out = A quick way out
frame-how = How it works
frame-privacy = Privacy
frame-accessibility = Accessibility
frame-log = Public log
frame-security = Security
frame-promise = This site does not keep who you are or where you come from, and asks nothing of anyone else.
frame-no-assets = The styles of this site are not there yet. Make them with:

form-errors = Something is not filled in right yet
form-error = Error:
form-optional = (optional)
form-choose = Choose…

alert-info = Please note:
alert-ok = Done:
alert-warning = Warning:
alert-error = Important:

step-was = done
step-is = now
step-comes = still to come

summary-change = Change

pager-label = Pages
pager-page = Page
pager-previous = Previous
pager-next = Next
pager-total = { $total ->
    [one] 1 result
   *[other] { $total } results
  }{ $pages ->
    [one] {""}
   *[other] , page { $page } of { $pages }
  }

date-full = { $weekday } { $day }
date-moment = { $day } at { $hour }:{ $minute }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

days-today = today
days-left = { $days ->
    [one] 1 day left
   *[other] { $days } days left
  }
days-late = { $days ->
    [one] 1 day late
   *[other] { $days } days late
  }
size-bytes = { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
  }
