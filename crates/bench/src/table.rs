//! The table of what was measured.

use std::time::Duration;

/// One line of the table.
struct Line {
    what: String,
    figure: String,
    beside: String,
    ratio: Option<f64>,
}

/// The table.
#[derive(Default)]
pub struct Table(Vec<Line>);

impl Table {
    /// A figure, what it is compared with, and the ratio of the two.
    pub fn line(
        &mut self,
        what: impl Into<String>,
        figure: impl Into<String>,
        beside: impl Into<String>,
        ratio: Option<f64>,
    ) {
        let line = Line { what: what.into(), figure: figure.into(), beside: beside.into(), ratio };
        note(format_args!("  {}: {}", line.what, line.figure));
        self.0.push(line);
    }

    /// Prints the table as Markdown.
    #[expect(clippy::print_stdout, reason = "this is what was asked for")]
    pub fn print(&self) {
        println!("| what | figure | beside it, in the same run | ratio |\n|---|---|---|---|");
        for Line { what, figure, beside, ratio } in &self.0 {
            let ratio = ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
            println!("| {what} | {figure} | {beside} | {ratio} |");
        }
    }
}

/// A line about how it goes.
#[expect(clippy::print_stderr, reason = "the measurement takes minutes")]
pub fn note(text: impl std::fmt::Display) {
    eprintln!("{text}");
}

/// Times of many runs of one thing.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// The times, in any order.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that a share of the runs did not pass.
    pub fn quantile(&self, share: f64) -> Duration {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "small"
        )]
        let place = ((self.0.len().saturating_sub(1)) as f64 * share).round() as usize;
        self.0.get(place).copied().unwrap_or_default()
    }

    /// The median in milliseconds.
    pub fn median(&self) -> f64 {
        self.quantile(0.5).as_secs_f64() * 1000.0
    }

    /// The median and the 95th percentile as text.
    pub fn told(&self) -> String {
        format!("p50 {:.1} ms, p95 {:.1} ms", self.median(), self.quantile(0.95).as_secs_f64() * 1000.0)
    }
}
