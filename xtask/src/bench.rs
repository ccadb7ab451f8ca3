//! What we promise to be fast at, measured.

use crate::run::{Done, command, run};
use crate::{assets, packages, setup};

/// Builds the program and the measurement for release, and measures. `more` goes to the measurement.
pub fn all(more: &[String]) -> Done {
    setup::ensure(&[setup::NODE])?;
    assets::build()?;
    run(&mut command("cargo", ["build", "--release", "--locked", "-p", "belfry", "-p", "bench"]))?;
    let built = packages::target()?.join("release");
    let mut bench = command(&built.join("bench").to_string_lossy(), ["--belfry"]);
    run(bench.arg(built.join("belfry")).arg("--on").arg(packages::target()?).args(more))
}
