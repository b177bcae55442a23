//! Reads the clipboard's picture in a process of its own, with little memory.
//!
//! The picture is fetched and decoded before anybody knows how large it is: whoever fills the clipboard (a web page can offer its
//! visitor a picture to copy) must not take the memory of the window, nor end it with a decoder that fails.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use super::clipboard::{self, Found};
use super::qr_image::{self, QrTrouble, Wanted};
use super::system_limits::{Lasts, Limited, lower};
use crate::limits::{CLIPBOARD_ANSWER_BYTES_MAX, CLIPBOARD_MEMORY_MAX};

/// The option that makes this program the reader; what is looked for comes after it.
pub const OPTION: &str = "--read-clipboard";

/// What an answer begins with when a code was found.
const FOUND: &str = "found ";

/// In the process of its own: what to write to standard output.
pub fn answer(wanted: Wanted) -> String {
    limit_memory();
    match read(wanted) {
        Ok(text) => format!("{FOUND}{text}"),
        Err(trouble) => trouble.text_key().to_owned(),
    }
}

fn read(wanted: Wanted) -> Result<String, QrTrouble> {
    match clipboard::picture()? {
        Found::Pixels {
            width,
            height,
            pixels,
        } => qr_image::read_rgba(wanted, width, height, pixels),
        Found::File(path) => qr_image::read_file(wanted, &path),
    }
}

/// In the window: starts the process and waits for it; never on the window's thread.
pub(super) fn ask(program: &Path, wanted: Wanted) -> Result<String, QrTrouble> {
    let reader = Command::new(program)
        .arg(OPTION)
        .arg(wanted.name())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut reader = reader.map_err(|error| {
        tracing::warn!(%error, "the clipboard's reader cannot be started");
        QrTrouble::NoClipboardPicture
    })?;
    let mut said = String::new();
    if let Some(output) = reader.stdout.take() {
        // What is no text, or too much of it, is no answer.
        let _ = output
            .take(CLIPBOARD_ANSWER_BYTES_MAX)
            .read_to_string(&mut said);
    }
    let ended = reader.wait();
    if !ended.is_ok_and(|status| status.success()) {
        // Nearly always its memory was not enough.
        return Err(QrTrouble::TooLarge);
    }
    match said.strip_prefix(FOUND) {
        Some(text) => Ok(text.to_owned()),
        None => Err(QrTrouble::of_text_key(&said).unwrap_or(QrTrouble::NotAPicture)),
    }
}

/// What is asked for beyond ends this process, and nothing else.
fn limit_memory() {
    if let Err(error) = lower(Limited::Memory, CLIPBOARD_MEMORY_MAX, Lasts::ForGood) {
        tracing::warn!(%error, "memory could not be limited");
    }
}
