//! `cargo xtask screenshots`: every state of the app as a picture, to be looked at.
//!
//! They are drawn by the same code and from the same states as the image tests, without a screen.

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::{prerequisites, process};

pub(crate) const SUMMARY: &str = "draw every state of the desktop app (--to FOLDER, --only WORDS)";

/// The test that draws, and the variables it reads.
const TEST: &str = "every_state_is_drawn";
const FOLDER: &str = "PULSE_SCREENSHOTS";
const ONLY: &str = "PULSE_SCREENSHOTS_ONLY";

pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    let mut folder = config.target_dir.join("screenshots");
    let mut only = String::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let value = rest.next();
        let value =
            value.ok_or_else(|| Failure::new("screenshots takes --to FOLDER, --only WORDS"))?;
        match argument.as_str() {
            "--to" => folder = std::path::absolute(value)?,
            "--only" => only.clone_from(value),
            _ => return Err(Failure::new("screenshots takes --to FOLDER, --only WORDS")),
        }
    }
    prerequisites::ensure(config)?;
    let mut draw = process::cargo(config, &["test", "--workspace", "--locked"]);
    draw.args(["--test", "images", "--", "--ignored", "--exact", TEST])
        .env(FOLDER, &folder)
        .env(ONLY, only);
    process::run(&mut draw)?;
    println!("\nThe pictures are in {}", folder.display());
    Ok(())
}
