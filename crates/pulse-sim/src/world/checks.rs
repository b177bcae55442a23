//! The rules that hold in every world, whatever goes wrong.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use pulse_crypto::hash;
use pulse_engine::audit::Audited;
use pulse_engine::{
    ConversationId, Event, MemoryStore, MessageId, MessageRow, MessageStatus, Room, RowKind,
};
use pulse_protocol::{AccountId, ClientBody, ClientFrame, EnvelopeId};

use super::script::{NAMES, Script};
use super::{Broken, Summary};

/// What was seen so far.
pub(super) struct Checks {
    /// Plaintext that no wire and no server may ever hold.
    needles: Vec<Vec<u8>>,
    /// The one ciphertext of each envelope.
    sealed: BTreeMap<EnvelopeId, [u8; 32]>,
    ciphertexts: BTreeSet<[u8; 32]>,
    /// Names of the keys of all messages, and of the positions in their chains.
    keys: BTreeSet<[u8; 32]>,
    /// Messages told as added, per client.
    told: BTreeSet<(usize, MessageId)>,
    /// Per client and session record.
    sessions: BTreeMap<(usize, Vec<u8>), States>,
}

/// The states of a session record, by their hashes.
struct States {
    /// As last committed.
    last: [u8; 32],
    /// All it ever had.
    seen: BTreeSet<[u8; 32]>,
}

impl Checks {
    pub(super) fn new(needles: Vec<Vec<u8>>) -> Checks {
        Checks {
            needles,
            sealed: BTreeMap::new(),
            ciphertexts: BTreeSet::new(),
            keys: BTreeSet::new(),
            told: BTreeSet::new(),
            sessions: BTreeMap::new(),
        }
    }

    /// A frame leaves a client: nothing readable in it, and an envelope's bytes never change. Returns the envelopes that were
    /// never seen before, for [`encrypted`](Self::encrypted).
    pub(super) fn submitted(
        &mut self,
        bytes: &[u8],
        frame: &ClientFrame,
        summary: &mut Summary,
    ) -> Result<Vec<Bytes>, Broken> {
        let mut fresh = Vec::new();
        self.hides(bytes, "a client's frame")?;
        let ClientBody::Submit(submit) = &frame.body else {
            return Ok(fresh);
        };
        for envelope in &submit.envelopes {
            let digest = hash::sha256(&[&envelope.sealed]);
            match self.sealed.insert(envelope.id, digest) {
                Some(before) if before == digest => summary.retries += 1,
                Some(_) => {
                    return Err(Broken(
                        "an envelope was encrypted again under its id".into(),
                    ));
                }
                None if !self.ciphertexts.insert(digest) => {
                    return Err(Broken(
                        "one ciphertext travels under two envelope ids".into(),
                    ));
                }
                None => fresh.push(envelope.sealed.clone()),
            }
        }
        Ok(fresh)
    }

    /// A message was encrypted and has left: its key, and its place in the chain, were never used before. Whoever could make
    /// a device go back (a crash between sending and storing, a copied home) would show here at once.
    pub(super) fn encrypted(
        &mut self,
        audited: Audited,
        loses_sessions: bool,
        summary: &mut Summary,
    ) -> Result<(), Broken> {
        match audited {
            Audited::Opens(name) => {
                summary.keys += 1;
                let is_new = self.keys.insert(*name.position()) & self.keys.insert(*name.key());
                match is_new {
                    true => Ok(()),
                    false => Err(Broken("a message key was used twice".into())),
                }
            }
            Audited::Used => Err(Broken(
                "a message stands where one was read before: its key was used twice".into(),
            )),
            // The recipient lost what would open it; repair brings the content again under another key.
            Audited::NotHere if loses_sessions => Ok(()),
            Audited::NotHere => Err(Broken("a message left that nobody can open".into())),
        }
    }

    pub(super) fn said_by_server(&self, bytes: &[u8]) -> Result<(), Broken> {
        self.hides(bytes, "a server's frame")
    }

    /// The server's disk holds nothing readable.
    pub(super) fn disk(&self, rows: &[(&'static str, Vec<u8>, Bytes)]) -> Result<(), Broken> {
        for (table, key, value) in rows {
            self.hides(key, table)?;
            self.hides(value, table)?;
        }
        Ok(())
    }

    /// A turn was committed: a session may have gone on, but never back to a state it had before, from which it would use
    /// its keys a second time.
    pub(super) fn committed(&mut self, client: usize, store: &MemoryStore) -> Result<(), Broken> {
        for (room, key, value) in store.records() {
            if room != Room::Sessions {
                continue;
            }
            let digest = hash::sha256(&[value]);
            let entry = self.sessions.entry((client, key.to_vec()));
            let states = entry.or_insert_with(|| States {
                last: digest,
                seen: BTreeSet::from([digest]),
            });
            if states.last != digest {
                states.last = digest;
                if !states.seen.insert(digest) {
                    return Err(Broken(
                        "a session went back to a state it had before".into(),
                    ));
                }
            }
        }
        Ok(())
    }

    /// A client's listener hears of each message once.
    pub(super) fn told(&mut self, client: usize, event: &Event) -> Result<(), Broken> {
        if let Event::MessageAdded { row } = event
            && !self.told.insert((client, row.id))
        {
            return Err(Broken("a message was told as new twice".into()));
        }
        Ok(())
    }

    /// At the end: both histories hold every text of both people once, each person's in the order in which they said them,
    /// and every sender knows that it arrived.
    pub(super) fn histories(
        &self,
        script: &Script,
        stores: &[&MemoryStore],
    ) -> Result<u64, Broken> {
        let mut messages = 0;
        for (reader, store) in stores.iter().enumerate() {
            let peer = 1 - reader;
            let conversation = script
                .account(peer)
                .map(ConversationId::direct)
                .ok_or_else(|| Broken("somebody has no account".into()))?;
            let history = store.history(conversation);
            let arrivals: Vec<_> = store
                .arrivals()
                .into_iter()
                .filter(|row| row.conversation == conversation)
                .collect();
            for rows in [&history, &arrivals] {
                for writer in 0..NAMES.len() {
                    let account = script.account(writer);
                    let said = script.texts(writer);
                    compare(
                        rows,
                        account,
                        said,
                        (reader, writer),
                        !script.loses_sessions(),
                    )?;
                }
            }
            only_texts(&history, reader)?;
            dropped_nothing(store, reader, script.loses_sessions())?;
            all_arrived(&history, reader)?;
            messages += script.texts(reader).len() as u64;
        }
        Ok(messages)
    }

    fn hides(&self, bytes: &[u8], place: &str) -> Result<(), Broken> {
        let shows = |needle: &Vec<u8>| {
            bytes
                .windows(needle.len())
                .any(|window| window == needle.as_slice())
        };
        match self.needles.iter().any(shows) {
            true => Err(Broken(format!("plaintext in {place}"))),
            false => Ok(()),
        }
    }
}

fn compare(
    rows: &[MessageRow],
    writer: Option<AccountId>,
    mut said: Vec<&str>,
    (reader, index): (usize, usize),
    in_order: bool,
) -> Result<(), Broken> {
    let rows = rows
        .iter()
        .filter(|row| Some(row.sender) == writer && row.kind == RowKind::Text);
    let mut shown: Vec<&str> = rows.map(|row| row.text.as_str()).collect();
    if !in_order {
        shown.sort_unstable();
        said.sort_unstable();
    }
    if shown == said {
        return Ok(());
    }
    let number = |text: &&str| text.split(' ').nth(1).unwrap_or("?").to_owned();
    let numbers: Vec<_> = shown.iter().map(number).collect();
    Err(Broken(format!(
        "person {index} said {} messages, person {reader} has {}: {}",
        said.len(),
        shown.len(),
        numbers.join(" ")
    )))
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
fn dropped_nothing(store: &MemoryStore, reader: usize, loses_sessions: bool) -> Result<(), Broken> {
    for (_, key, _) in store
        .records()
        .filter(|(room, _, _)| *room == Room::Settings)
    {
        let Some(reason) = key.strip_prefix(b"count ") else {
            continue;
        };
        let is_harmless = match reason {
            b"duplicate" | b"content known" => true,
            b"no session" => loses_sessions,
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

fn all_arrived(rows: &[MessageRow], writer: usize) -> Result<(), Broken> {
    let arrived = |status| matches!(status, MessageStatus::Delivered | MessageStatus::Read);
    match rows.iter().find(|row| row.outgoing && !arrived(row.status)) {
        Some(row) => Err(Broken(format!(
            "a message of person {writer} ended as {:?}",
            row.status
        ))),
        None => Ok(()),
    }
}
