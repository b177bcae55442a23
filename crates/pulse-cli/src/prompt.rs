//! Questions to a person at the terminal. Each waits on a thread of its own, so that a signal still ends the program.

use std::io::{self, BufRead, Read};

use pulse_client::limits::PASSPHRASE_CHARS_MIN;
use zeroize::Zeroizing;

use crate::exit::{Exit, Failure};

/// Standard input read for a message at most, above any text the engine takes, so that it can say what is too long.
const INPUT_BYTES_MAX: u64 = 256 * 1024;

/// Asks for a passphrase without showing it.
pub(crate) async fn passphrase(question: &'static str) -> Result<Zeroizing<String>, Failure> {
    apart(move || rpassword::prompt_password(question).map(Zeroizing::new)).await
}

/// Asks for a new passphrase, twice.
pub(crate) async fn new_passphrase() -> Result<Zeroizing<String>, Failure> {
    let first = passphrase("New passphrase: ").await?;
    if first.chars().count() < PASSPHRASE_CHARS_MIN {
        let what = format!("a passphrase has {PASSPHRASE_CHARS_MIN} characters at least");
        return Err(Failure::new(Exit::Data, what)
            .with_hint("Whoever has this computer can try short ones. Run the command again."));
    }
    let second = passphrase("The same again: ").await?;
    if *first != *second {
        return Err(Failure::new(Exit::Data, "the two passphrases differ").with_hint("Try again."));
    }
    Ok(first)
}

/// One line of standard input without its end; `None` when there is none.
pub(crate) async fn line() -> Result<Option<Zeroizing<String>>, Failure> {
    apart(|| {
        let mut line = Zeroizing::new(String::new());
        let count = io::stdin()
            .lock()
            .take(INPUT_BYTES_MAX)
            .read_line(&mut line)?;
        Ok((count > 0).then_some(line))
    })
    .await
}

/// All of standard input, without the line break at its end.
pub(crate) async fn everything() -> Result<String, Failure> {
    let mut text = apart(|| {
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .take(INPUT_BYTES_MAX)
            .read_to_end(&mut bytes)?;
        Ok(String::from_utf8(bytes))
    })
    .await?
    .map_err(|_| {
        Failure::new(
            Exit::Data,
            "what came from standard input is not UTF-8 text",
        )
    })?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        Err(stopped) => Err(Failure::new(Exit::Bug, stopped)),
    }
}
