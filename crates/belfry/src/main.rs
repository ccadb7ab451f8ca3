//! The program Belfry.

#[expect(dead_code, reason = "until the player performs the stories")]
mod demo;

fn main() {}
