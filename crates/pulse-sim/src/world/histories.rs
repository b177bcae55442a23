//! What the histories of both people must hold at the end.

use std::collections::{BTreeMap, BTreeSet};

use pulse_engine::{ConversationId, MemoryStore, MessageRow, MessageStatus, RowKind};
use pulse_protocol::AccountId;

use super::Broken;
use super::course::Upheaval;
use super::script::{NAMES, Script};
use super::trail::{Came, Trail};

/// Messages by what was asked of them.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) messages: u64,
    pub(super) late: u64,
    pub(super) unseen: u64,
}

/// A message and what may be asked of it.
struct Said<'a> {
    text: &'a str,
    /// It has to be shown.
    is_due: bool,
    /// It has to be shown in its place among all of which that is asked.
    is_ordered: bool,
}

/// Both histories hold every text of both people once, each person's in the order in which they said them, and every sender
/// knows that it arrived.
pub(super) fn judge(
    script: &Script,
    trail: &Trail,
    upheaval: Upheaval,
    stores: &[&MemoryStore],
) -> Result<Tally, Broken> {
    let mut tally = Tally::default();
    for (reader, store) in stores.iter().enumerate() {
        let conversation = conversation(script, reader)?;
        let history = store.history(conversation);
        let arrivals = store.arrivals().into_iter();
        let arrivals: Vec<_> = arrivals
            .filter(|row| row.conversation == conversation)
            .collect();
        for writer in 0..NAMES.len() {
            let said = said(script, trail, upheaval, stores, (writer, reader))?;
            for rows in [&history, &arrivals] {
                let shown = texts_of(rows, script.account(writer));
                compare(&said, &shown).map_err(|what| {
                    Broken(format!(
                        "person {writer} said {} messages, person {reader} has {}: {what}",
                        said.len(),
                        shown.len()
                    ))
                })?;
            }
            if writer != reader {
                tally.messages += said.len() as u64;
                tally.late += said.iter().filter(|said| !said.is_ordered).count() as u64;
                tally.unseen += said.iter().filter(|said| !said.is_due).count() as u64;
            }
        }
        only_texts(&history, reader)?;
        dropped_nothing(store, reader, upheaval)?;
        all_arrived(&history, reader, upheaval)?;
    }
    Ok(tally)
}

fn conversation(script: &Script, person: usize) -> Result<ConversationId, Broken> {
    let peer = script.account(1 - person);
    peer.map(ConversationId::direct)
        .ok_or_else(|| Broken("somebody has no account".into()))
}

/// What a person said, in that order, with what may be asked of it.
fn said<'a>(
    script: &'a Script,
    trail: &Trail,
    upheaval: Upheaval,
    stores: &[&MemoryStore],
    (writer, reader): (usize, usize),
) -> Result<Vec<Said<'a>>, Broken> {
    let own = match stores.get(writer) {
        Some(store) => store.history(conversation(script, writer)?),
        None => Vec::new(),
    };
    let ids: BTreeMap<&str, _> = own.iter().map(|row| (row.text.as_str(), row.id)).collect();
    let texts = script.texts(writer).into_iter();
    Ok(texts
        .map(|text| {
            let id = ids.get(text).copied();
            let came = id.and_then(|id| trail.of(writer, reader, id));
            let is_again = id.is_some_and(|id| script.tried_again(writer, id));
            let is_strict = writer == reader || upheaval == Upheaval::None;
            Said {
                text,
                is_due: is_strict || upheaval != Upheaval::Block || came != Some(Came::Blocked),
                is_ordered: is_strict || (came == Some(Came::Opened) && !is_again),
            }
        })
        .collect())
}

fn texts_of(rows: &[MessageRow], writer: Option<AccountId>) -> Vec<&str> {
    let rows = rows
        .iter()
        .filter(|row| Some(row.sender) == writer && row.kind == RowKind::Text);
    rows.map(|row| row.text.as_str()).collect()
}

/// Every message at most once; those that are due, each; those of which order is asked, in it.
fn compare(said: &[Said<'_>], shown: &[&str]) -> Result<(), String> {
    let by_text: BTreeMap<&str, &Said<'_>> = said.iter().map(|said| (said.text, said)).collect();
    let mut seen = BTreeSet::new();
    for text in shown {
        if !by_text.contains_key(text) {
            return Err("nobody said one of them".into());
        }
        if !seen.insert(*text) {
            return Err(format!("{} is shown twice", number(text)));
        }
    }
    let is_lost = |said: &&Said<'_>| said.is_due && !seen.contains(said.text);
    if let Some(lost) = said.iter().find(is_lost) {
        return Err(format!("{} is not shown", number(lost.text)));
    }
    let is_ordered = |text: &&str| by_text.get(text).is_some_and(|said| said.is_ordered);
    let has: Vec<_> = shown.iter().copied().filter(is_ordered).collect();
    let all = said.iter().map(|said| said.text);
    let should: Vec<_> = all
        .filter(|text| seen.contains(text) && is_ordered(text))
        .collect();
    match has == should {
        true => Ok(()),
        false => {
            let numbers: Vec<_> = has.into_iter().map(number).collect();
            Err(format!("out of order: {}", numbers.join(" ")))
        }
    }
}

fn number(text: &str) -> &str {
    text.split(' ').nth(1).unwrap_or("?")
}

fn only_texts(rows: &[MessageRow], reader: usize) -> Result<(), Broken> {
    let strange = rows
        .iter()
        .find(|row| !matches!(row.kind, RowKind::Text | RowKind::Notice));
    match strange {
        Some(row) => Err(Broken(format!(
            "person {reader} sees a row of kind {:?}",
            row.kind
        ))),
        None => Ok(()),
    }
}

/// The engine counts what it drops, by reason. "used" would be a second ciphertext at a place of a ratchet that was taken: a
/// message key used twice, seen from the other side.
fn dropped_nothing(store: &MemoryStore, reader: usize, upheaval: Upheaval) -> Result<(), Broken> {
    for (_, key, _) in store
        .records()
        .filter(|(room, _, _)| *room == pulse_engine::Room::Settings)
    {
        let Some(reason) = key.strip_prefix(b"count ") else {
            continue;
        };
        let is_harmless = match reason {
            b"duplicate" | b"content known" => true,
            b"no session" => upheaval == Upheaval::LosesSessions,
            b"blocked" => upheaval == Upheaval::Block,
            _ => false,
        };
        if !is_harmless {
            let reason = String::from_utf8_lossy(reason);
            return Err(Broken(format!(
                "person {reader} dropped something: {reason}"
            )));
        }
    }
    Ok(())
}

/// Whoever was blocked hears nothing of what came meanwhile, and no receipt that waited when the block began.
fn all_arrived(rows: &[MessageRow], writer: usize, upheaval: Upheaval) -> Result<(), Broken> {
    let arrived = |status| match status {
        MessageStatus::Delivered | MessageStatus::Read => true,
        MessageStatus::Sent => upheaval == Upheaval::Block,
        _ => false,
    };
    match rows.iter().find(|row| row.outgoing && !arrived(row.status)) {
        Some(row) => Err(Broken(format!(
            "message {} of person {writer} ended as {:?}",
            number(&row.text),
            row.status
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Messages by name: capital letters are asked for in order, `x` and later ones only if they are there.
    fn said(texts: &'static [&'static str]) -> Vec<Said<'static>> {
        let said = texts.iter().map(|text| Said {
            text,
            is_due: *text < "x",
            is_ordered: text.chars().all(char::is_uppercase),
        });
        said.collect()
    }

    #[test]
    fn each_is_shown_once_and_in_order() {
        let said = said(&["A", "B", "late", "C", "x"]);
        for shown in [
            &["A", "B", "late", "C", "x"][..],
            &["A", "B", "C", "late"],
            &["x", "late", "A", "B", "C"],
        ] {
            assert_eq!(compare(&said, shown), Ok(()), "{shown:?}");
        }
        for shown in [
            &["A", "B", "C"][..],
            &["A", "late", "C"],
            &["B", "A", "late", "C"],
            &["A", "B", "late", "C", "C"],
            &["A", "B", "late", "C", "late"],
            &["A", "B", "late", "C", "D"],
        ] {
            assert!(compare(&said, shown).is_err(), "{shown:?}");
        }
    }
}
