//! What a message weighs beside what is said, as the engine's own test finds it in real envelopes.

use super::figure::Figure;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;

const TEST: &[&str] = &[
    "test",
    "--package",
    "pulse-engine",
    "--test",
    "it",
    "--locked",
    "--quiet",
    "--",
    "--nocapture",
    "a_message_weighs_little_beside_its_content",
];

pub(super) fn measure(config: &Config) -> Outcome<Vec<Figure>> {
    let output = process::capture(&mut process::cargo(config, TEST))?;
    let text = String::from_utf8_lossy(&output);
    let content = find(&text, "overhead beside the content: ")?;
    let words = find(&text, "overhead beside the text: ")?;
    let short = find(&text, "envelope of a short text: ")?;
    println!("{content} bytes beside the content, {words} beside the text");
    Ok(vec![
        Figure::new(
            "message.overhead_bytes",
            "encryption of a message: bytes beside content and padding",
            content,
            "B",
        )
        .at_most(260.0),
        Figure::new(
            "message.overhead_beside_text_bytes",
            "all of a message beside its text and padding",
            words,
            "B",
        ),
        Figure::new(
            "message.short_envelope_bytes",
            "envelope of a short text, with all of that",
            short,
            "B",
        ),
    ])
}

fn find(text: &str, before: &str) -> Outcome<f64> {
    text.split(before)
        .nth(1)
        .and_then(|rest| rest.split(' ').next()?.parse().ok())
        .ok_or_else(|| Failure::new(format!("the test did not say {before:?}")))
}
