//! The rules that hold in every world, whatever goes wrong.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use pulse_crypto::hash;
use pulse_engine::audit::Audited;
use pulse_engine::{Event, MemoryStore, MessageId, Room};
use pulse_protocol::{ClientBody, ClientFrame, EnvelopeId};

use super::needles::Needles;
use super::network::LinkId;
use super::server::Row;
use super::{Broken, Summary};

/// What was seen so far.
pub(super) struct Checks {
    /// Plaintext that no wire and no server may ever hold.
    needles: Needles,
    /// The one ciphertext of each envelope.
    sealed: BTreeMap<EnvelopeId, [u8; 32]>,
    ciphertexts: BTreeSet<[u8; 32]>,
    /// Whether each anonymous connection carries what people send (else it carries what mail makes a client ask).
    sending: BTreeMap<LinkId, bool>,
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
            needles: Needles::new(needles),
            sealed: BTreeMap::new(),
            ciphertexts: BTreeSet::new(),
            sending: BTreeMap::new(),
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
    ) -> Result<Vec<Bytes>, Broken> {
        let mut fresh = Vec::new();
        self.hides(bytes, "a client's frame")?;
        let ClientBody::Submit(submit) = &frame.body else {
            return Ok(fresh);
        };
        for envelope in &submit.envelopes {
            let digest = hash::sha256(&[&envelope.sealed]);
            match self.sealed.insert(envelope.id, digest) {
                Some(before) if before == digest => {}
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

    /// An anonymous connection carries what people send, or what mail makes a client ask; one that carried both would tell a server
    /// that makes up senders whose messages they are.
    pub(super) fn carried(&mut self, link: LinkId, is_sent: bool) -> Result<(), Broken> {
        match self.sending.insert(link, is_sent) {
            Some(before) if before != is_sent => {
                Err(Broken(format!("{link:?} carries messages and look-ups")))
            }
            _ => Ok(()),
        }
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

    /// Nothing readable is in these rows of the server's disk.
    pub(super) fn disk(&self, rows: &[Row]) -> Result<(), Broken> {
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

    fn hides(&self, bytes: &[u8], place: &str) -> Result<(), Broken> {
        match self.needles.are_in(bytes) {
            true => Err(Broken(format!("plaintext in {place}"))),
            false => Ok(()),
        }
    }
}

/// What the proofs that the rules can fail need.
#[cfg(test)]
impl Checks {
    /// As if no session had had any state before.
    pub(super) fn forget_states(&mut self) {
        self.sessions.clear();
    }
}
