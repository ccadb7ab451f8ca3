//! Every number that is a choice or a legal term, with its source and the day it was last checked (2026-11-24).

use crate::deadline::Term;

/// Acknowledgement of receipt. Wbk article 2(2); Directive article 9(1)(b).
pub const ACKNOWLEDGE: Term = Term::Days(7);
/// Feedback after the acknowledgement. Wbk article 2(2); Directive article 9(1)(f).
pub const FEEDBACK: Term = Term::Months(3);
/// Conclusion of the first phase after receipt. Own policy: a third of the feedback term.
pub const FIRST_PHASE: Term = Term::Weeks(4);
/// Conclusion of a second look after it was asked for. Own policy, the same length as the first.
pub const SECOND_LOOK: Term = Term::Weeks(4);
/// How long after an outcome a reporter may ask for a second look. Own policy, after the six weeks of Awb article 6:7.
pub const SECOND_LOOK_WINDOW: Term = Term::Weeks(6);

/// Longest text of one answer or message, in characters.
pub const LONGEST_TEXT: usize = 20_000;
/// Longest short field (a name, a place, a subject), in characters.
pub const LONGEST_LINE: usize = 300;
/// Shortest reason that is asked of an official, in characters: a sentence, not a word.
pub const SHORTEST_REASON: usize = 15;
/// Most files with one report or message.
pub const MOST_FILES: usize = 20;
/// Largest file, in bytes: 10 GiB.
pub const LARGEST_FILE: u64 = 10 * 1024 * 1024 * 1024;
/// Most parties named in one case.
pub const MOST_PARTIES: usize = 200;
