//! `pulse phrase`: shows the 24 words once and asks for them back.
//!
//! Once they were given back, the root key leaves this device: from then on only the paper recovers the account.

use pulse_client::{Client, Command, CommandOutput, SecretText};

use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure};
use crate::{json, prompt, table};

/// Columns in which the words are shown.
const COLUMNS: usize = 4;

pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Offline).await?;
    let CommandOutput::Phrase(phrase) = client.command(Command::RevealPhrase).await? else {
        return Err(Failure::new(
            Exit::Bug,
            "the phrase was asked for and did not come",
        ));
    };
    let screen = context.screen;
    screen.show(&json::Phrase { event: "phrase", phrase: phrase.reveal() }, || {
        format!(
            "These 24 words recover your account. Write them on paper; whoever has them has the account.\n\n{}\n",
            columns(phrase.reveal())
        )
    })?;
    drop(phrase);
    if context.terminal.input && context.terminal.output && !screen.is_json() {
        hide(context).await?;
    }
    give_back(context, &client).await
}

/// Waits until the words are written down and takes them off the screen and out of its scrollback.
async fn hide(context: &Context) -> Result<(), Failure> {
    context
        .screen
        .note("Press Enter when you have written them down.");
    prompt::line().await?;
    context.screen.line("\u{1b}[H\u{1b}[2J\u{1b}[3J")
}

async fn give_back(context: &Context, client: &Client) -> Result<(), Failure> {
    let screen = context.screen;
    screen.note("Now type the 24 words, with spaces between them:");
    let Some(words) = prompt::line()
        .await?
        .filter(|words| !words.trim().is_empty())
    else {
        return Err(
            Failure::new(Exit::Data, "no words were given back").with_hint(
                "Nothing changed. Run `pulse phrase` again when you have written them down.",
            ),
        );
    };
    let words = SecretText::new(words.trim().to_lowercase());
    client.command(Command::ConfirmPhrase { words }).await?;
    screen.show(
        &json::PhraseConfirmed {
            event: "phrase_confirmed",
        },
        || "Right. The words are no longer kept on this device: keep the paper safe.".to_owned(),
    )
}

/// The words with their numbers, read down the columns.
fn columns(phrase: &str) -> String {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let rows = words.len().div_ceil(COLUMNS);
    let cell = |index: usize| {
        words
            .get(index)
            .map(|word| format!("{:>2} {word}", index + 1))
    };
    let table: Vec<Vec<String>> = (0..rows)
        .map(|row| {
            (0..COLUMNS)
                .filter_map(|column| cell(column * rows + row))
                .collect()
        })
        .collect();
    table::aligned(&table)
        .iter()
        .map(|line| format!("  {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_stand_in_numbered_columns() {
        let phrase = (1..=24)
            .map(|n| format!("w{n}"))
            .collect::<Vec<_>>()
            .join(" ");
        let shown = columns(&phrase);
        assert_eq!(shown.lines().count(), 6);
        assert!(shown.starts_with("   1 w1   7 w7   13 w13  19 w19"));
    }
}
