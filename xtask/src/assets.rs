//! The look: open component styles, fonts, pictures and our own style, built into one folder that the program embeds.

use crate::run::{Done, command, root, run, say};
use crate::setup;

const FOLDER: &str = "crates/web/assets";

/// Fetches and builds the assets, unless they are newer than what they are made of.
pub fn build() -> Done {
    setup::npm(FOLDER)?;
    let folder = root().join(FOLDER);
    let sources: Vec<_> = ["build.mjs", "package-lock.json", "style", "pictures", "script"]
        .iter()
        .map(|name| folder.join(name))
        .collect();
    if !setup::newer(&sources, &folder.join("dist/manifest.json")) {
        say("the assets are up to date");
        return Ok(());
    }
    run(command("node", ["build.mjs"]).current_dir(folder))
}
