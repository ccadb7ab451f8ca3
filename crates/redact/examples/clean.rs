//! Cleans one file by hand: `cargo run -p redact --example clean -- IN OUT`.

#![expect(clippy::print_stderr, reason = "a tool for the terminal")]

use redact::clean::{Limits, Outcome, clean};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: clean IN OUT");
        return ExitCode::FAILURE;
    };
    let bytes = match std::fs::read(&from) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{from}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let cleaning = clean(&from, &bytes, &Limits::default());
    match cleaning.outcome {
        Outcome::Cleaned(copy) => {
            eprintln!("{from}: {:?}, took {:?}, left {:?}", copy.kind, copy.removed, copy.left);
            match std::fs::write(&to, copy.bytes) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => {
                    eprintln!("{to}: {error}");
                    ExitCode::FAILURE
                }
            }
        }
        Outcome::CannotClean { why } => {
            eprintln!("{from}: {:?} cannot be cleaned: {}", cleaning.kind, why.code());
            ExitCode::FAILURE
        }
    }
}
