//! The way of each message: in which envelope its sender was rid of it, and what became of that envelope at the recipient. It
//! says what may be asked of the message. Whatever its recipient could open when it came is shown in order; what had to be sent
//! again comes late; what came while its sender was blocked is never shown.

use std::collections::{BTreeMap, BTreeSet};

use pulse_engine::{Effects, Event, MessageId, MessageStatus};
use pulse_protocol::frame::Deliver;
use pulse_protocol::{ClientBody, EnvelopeId, Incarnation, Seq};

/// What became of an envelope at its recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// It was opened, or recognised as one that was.
    Opened,
    /// Nothing opened it, or something else that was processed with it.
    Parted,
    /// It was opened, and may have come late.
    Late,
    /// Its sender was blocked.
    Blocked,
}

/// What a recipient's counters and contacts say after a turn.
#[derive(Clone, Copy, Default)]
pub(super) struct State {
    /// Envelopes that no session opened so far.
    pub(super) parted: u64,
    pub(super) is_blocking: bool,
}

/// The trails of all people.
#[derive(Default)]
pub(super) struct Trail {
    people: BTreeMap<usize, Person>,
    copied: BTreeSet<EnvelopeId>,
}

#[derive(Default)]
struct Person {
    /// The envelope of the submission that left last: there is one at a time.
    leaving: Option<EnvelopeId>,
    /// The envelopes in which this person's messages were first accepted.
    accepted: BTreeMap<MessageId, EnvelopeId>,
    /// Envelopes that reached this person and were not processed yet.
    arrived: BTreeMap<(Incarnation, Seq), EnvelopeId>,
    /// How often each did.
    arrivals: BTreeMap<EnvelopeId, u64>,
    came: BTreeMap<EnvelopeId, Came>,
    state: State,
}

impl Trail {
    /// An envelope reaches a client. True when it had before.
    pub(super) fn arrived(&mut self, client: usize, deliver: &Deliver) -> bool {
        let person = self.people.entry(client).or_default();
        let place = (deliver.incarnation, deliver.seq);
        person.arrived.insert(place, deliver.id);
        let arrivals = person.arrivals.entry(deliver.id).or_default();
        *arrivals += 1;
        *arrivals > 1
    }

    /// A turn was committed, with these effects whether they are performed or lost.
    pub(super) fn committed(&mut self, client: usize, effects: &Effects, state: State) {
        let person = self.people.entry(client).or_default();
        for event in &effects.events {
            person.note_event(event);
        }
        let before = person.state;
        let came = match () {
            () if before.is_blocking || state.is_blocking => Came::Blocked,
            () if before.parted != state.parted => Came::Parted,
            () => Came::Opened,
        };
        // What a turn without an acknowledgement processed is acknowledged by a later one, and counts with that.
        person.state.is_blocking |= state.is_blocking;
        for (_, frame) in &effects.frames {
            match &frame.body {
                ClientBody::Submit(submit) => {
                    person.leaving = submit.envelopes.first().map(|envelope| envelope.id);
                }
                ClientBody::Acknowledge(acknowledge) => {
                    person.processed(acknowledge.incarnation, acknowledge.through, came);
                    person.state = state;
                }
                _ => {}
            }
        }
    }

    /// Somebody else submits an envelope once more: it may come although it was lost with the server's disk, and at any time.
    pub(super) fn copied(&mut self, envelope: EnvelopeId) {
        self.copied.insert(envelope);
    }

    /// What became at `reader` of the envelope in which `writer` was rid of a message. `None`: it never came.
    pub(super) fn of(&self, writer: usize, reader: usize, message: MessageId) -> Option<Came> {
        let envelope = self.people.get(&writer)?.accepted.get(&message)?;
        match self.people.get(&reader)?.came.get(envelope)? {
            Came::Opened if self.copied.contains(envelope) => Some(Came::Late),
            came => Some(*came),
        }
    }
}

impl Person {
    /// The submission that left last was accepted, or a receipt says that it arrived, when a row first moves on.
    fn note_event(&mut self, event: &Event) {
        let Event::MessageChanged { id, status, .. } = event else {
            return;
        };
        let is_gone = matches!(
            status,
            MessageStatus::Sent | MessageStatus::Delivered | MessageStatus::Read
        );
        if let (true, Some(envelope)) = (is_gone, self.leaving) {
            self.accepted.entry(*id).or_insert(envelope);
        }
    }

    fn processed(&mut self, incarnation: Incarnation, through: Seq, came: Came) {
        let first = (incarnation, Seq::new(0));
        let places: Vec<_> = self
            .arrived
            .range(first..=(incarnation, through))
            .map(|(place, _)| *place)
            .collect();
        for place in places {
            if let Some(envelope) = self.arrived.remove(&place) {
                self.came.entry(envelope).or_insert(came);
            }
        }
    }
}
