//! Where the program speaks to whoever started it: the one place that prints.

/// A line of what was asked for, on standard output.
#[expect(clippy::print_stdout, reason = "this is where the program speaks")]
pub fn line(text: impl std::fmt::Display) {
    println!("{text}");
}

/// A line about how it goes or why it does not, on standard error.
#[expect(clippy::print_stderr, reason = "this is where the program speaks")]
pub fn note(text: impl std::fmt::Display) {
    eprintln!("{text}");
}
