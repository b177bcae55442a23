//! Connections of clients to the server: dialled, up, cut, and what travels on them.

use std::time::Duration;

use bytes::Bytes;
use pulse_engine::{ChannelBinding, Input, audit};
use pulse_protocol::auth::TransportKind;
use pulse_protocol::codec::{self, FrameBuffer};
use pulse_protocol::frame::{Hello, Submit};
use pulse_protocol::{
    ClientBody, ClientFrame, EnvelopeId, Lane, ServerBody, VERSION, VERSION_MIN, limits,
};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use super::course::Upheaval;
use super::faults::{chance, delay};
use super::network::{LinkId, Way};
use super::{Broken, Happening, World};

impl World {
    pub(super) fn redial(&mut self, client: usize) {
        for lane in [Lane::Identified, Lane::Anonymous] {
            self.redial_lane(client, lane);
        }
    }

    pub(super) fn redial_lane(&mut self, client: usize, lane: Lane) {
        let life = self.life(client);
        let pause = Duration::from_millis(200) + delay(&mut self.rng, 1_500);
        self.plan(pause, Happening::Dial { client, life, lane });
    }

    pub(super) fn dial(&mut self, client: usize, lane: Lane) {
        let Some(found) = self.clients.get_mut(client) else {
            return;
        };
        if found.link(lane).is_some() || found.server.is_none() {
            return;
        }
        if !self.server.is_up() {
            self.redial_lane(client, lane);
            return;
        }
        let mut exporter = [0; 32];
        self.rng.fill_bytes(&mut exporter);
        let link = self.network.open(client, lane, exporter);
        found.set_link(lane, Some(link));
        let pause = delay(&mut self.rng, self.faults.frame_delay_ms);
        self.plan(pause, Happening::Opened(link));
    }

    pub(super) fn opened(&mut self, id: LinkId) {
        let Some(link) = self.network.link(id) else {
            return;
        };
        let (client, lane, exporter) = (link.client, link.lane, link.exporter);
        let is_current = self
            .clients
            .get(client)
            .is_some_and(|client| client.link(lane) == Some(id));
        if !is_current {
            return;
        }
        if !self.server.is_up() {
            self.cut(id);
            return;
        }
        let name = self.name(client);
        self.say(|| format!("{name}: {lane:?} is up as {id:?}"));
        self.server.open(id, exporter, self.now);
        let binding = ChannelBinding {
            exporter,
            server: self.server.identity(),
            transport: TransportKind::Quic,
        };
        self.input(client, Input::Connected { lane, binding });
    }

    pub(super) fn send_to_server(
        &mut self,
        client: usize,
        lane: Lane,
        frame: &ClientFrame,
    ) -> Result<(), Broken> {
        let mut bytes = Vec::new();
        codec::encode_client(frame, &mut bytes);
        let fresh = self.checks.submitted(&bytes, frame)?;
        let mut mail = Vec::new();
        if let ClientBody::Submit(submit) = &frame.body {
            for sealed in fresh {
                self.audit(client, submit, &sealed)?;
            }
            mail.extend(submit.envelopes.iter().map(|envelope| envelope.id));
        }
        if self.is_watched() && matches!(frame.body, ClientBody::Submit(_)) {
            self.quiet_submissions += 1;
        }
        let name = self.name(client);
        self.say(|| format!("{name}: → {frame:?}"));
        if let Some(link) = self
            .clients
            .get(client)
            .and_then(|client| client.link(lane))
        {
            if lane == Lane::Anonymous {
                self.check_purpose(client, link, frame)?;
            }
            self.send(link, Way::ToServer, (bytes.into(), mail));
        }
        Ok(())
    }

    /// A manifest of somebody to whom nothing waits to be sent is asked for because of mail.
    fn check_purpose(
        &mut self,
        client: usize,
        link: LinkId,
        frame: &ClientFrame,
    ) -> Result<(), Broken> {
        let fetch = match &frame.body {
            ClientBody::Submit(_) | ClientBody::FetchBundles(_) => {
                return self.checks.carried(link, true);
            }
            ClientBody::FetchManifest(fetch) => fetch,
            _ => return Ok(()),
        };
        let Some(found) = self.clients.get_mut(client) else {
            return Ok(());
        };
        if found.has_queued(fetch.account)? {
            return Ok(());
        }
        self.summary.look_ups += 1;
        self.checks.carried(link, false)
    }

    /// Looks with the recipient's eyes at an envelope that leaves for the first time: which key was it encrypted with?
    fn audit(&mut self, sender: usize, submit: &Submit, sealed: &[u8]) -> Result<(), Broken> {
        let nobody = || Broken("an envelope of or for somebody who is not in this world".into());
        let recipient = (0..self.clients.len())
            .find(|index| self.script.account(*index) == Some(submit.recipient))
            .ok_or_else(nobody)?;
        let now = self.now;
        // Nothing of it stays, and the world's own randomness is not touched.
        let mut rng = ChaCha20Rng::seed_from_u64(0);
        let mut tx = self
            .clients
            .get_mut(sender)
            .ok_or_else(nobody)?
            .store
            .begin();
        let manifest = audit::manifest(&mut tx, now, &mut rng);
        tx.rollback();
        let manifest = manifest?.ok_or_else(nobody)?;
        let mut tx = self
            .clients
            .get_mut(recipient)
            .ok_or_else(nobody)?
            .store
            .begin();
        let audited = audit::envelope(sealed, &manifest, &mut tx, now, &mut rng);
        tx.rollback();
        let loses_sessions = self.course.upheaval == Upheaval::LosesSessions;
        self.checks
            .encrypted(audited?, loses_sessions, &mut self.summary)
    }

    pub(super) fn send(&mut self, link: LinkId, way: Way, frame: (Bytes, Vec<EnvelopeId>)) {
        let mut pause = delay(&mut self.rng, self.faults.frame_delay_ms);
        if chance(&mut self.rng, self.faults.stall) {
            pause += Duration::from_millis(1_000) + delay(&mut self.rng, 10_000);
        }
        if let Some(at) = self.network.send(link, way, frame, self.now, pause) {
            self.schedule.plan(at, Happening::Arrival { link, way });
        }
    }

    pub(super) fn arrive(&mut self, link: LinkId, way: Way) -> Result<(), Broken> {
        if chance(&mut self.rng, self.faults.cut) {
            if chance(&mut self.rng, self.faults.abandon) {
                self.abandon(link);
            } else {
                self.cut(link);
            }
        }
        let Some(carried) = self.network.arrive(link, way) else {
            return Ok(());
        };
        self.summary.frames += 1;
        self.quiet_frames += u64::from(self.is_watched());
        let frame = unframed(&carried.bytes)?;
        match way {
            Way::ToServer => self.arrive_at_server(link, frame, &carried.mail),
            Way::ToClient => self.arrive_at_client(link, frame),
        }
    }

    fn arrive_at_server(
        &mut self,
        link: LinkId,
        frame: Bytes,
        mail: &[EnvelopeId],
    ) -> Result<(), Broken> {
        if chance(&mut self.rng, self.faults.server_crash) {
            return self.kill_server();
        }
        if !mail.is_empty() {
            let is_again = mail.iter().any(|id| !self.submitted.insert(*id));
            self.summary.retries += u64::from(is_again);
            if chance(&mut self.rng, self.faults.copy) {
                self.plan_copy(frame.clone());
            }
        }
        self.server.receive(link, frame, self.now);
        Ok(())
    }

    /// Somebody on the way keeps a copy of a submission, to send it too: soon, or much later.
    fn plan_copy(&mut self, frame: Bytes) {
        let longest = if chance(&mut self.rng, 500) {
            Duration::from_secs(2)
        } else {
            self.course.copy_max()
        };
        let pause = delay(&mut self.rng, longest.as_millis() as u64);
        let is_renamed = chance(&mut self.rng, 500);
        self.plan(pause, Happening::Copy { frame, is_renamed });
    }

    /// A copy arrives over a connection of its own: as it was, or with its envelopes under other ids. The server has to know the
    /// first again, the recipient the second.
    pub(super) fn submit_copy(&mut self, frame: Bytes, is_renamed: bool) -> Result<(), Broken> {
        let Ok(mut frame) = codec::decode_client(frame) else {
            return Err(Broken("a copied frame does not decode".into()));
        };
        if self.is_peace || !self.server.is_up() {
            return Ok(());
        }
        if let ClientBody::Submit(submit) = &mut frame.body {
            for envelope in &mut submit.envelopes {
                if is_renamed {
                    envelope.id = EnvelopeId::random(&mut self.rng);
                } else {
                    self.trail.copied(envelope.id);
                }
            }
        }
        let link = self.network.stranger();
        self.say(|| format!("{link:?}: somebody submits a copy"));
        self.summary.copies += 1;
        self.server.open(link, [0; 32], self.now);
        let hello = ClientBody::Hello(Hello {
            version_min: VERSION_MIN,
            version_max: VERSION,
            lane: Lane::Anonymous,
            capabilities: 0,
        });
        for (request, body) in [(1, hello), (2, frame.body)] {
            let mut bytes = Vec::new();
            codec::encode_client(&ClientFrame { request, body }, &mut bytes);
            self.server.receive(link, unframed(&bytes)?, self.now);
        }
        let way = Way::ToServer;
        self.plan(Duration::from_secs(5), Happening::Notice { link, way });
        Ok(())
    }

    pub(super) fn arrive_at_client(&mut self, id: LinkId, frame: Bytes) -> Result<(), Broken> {
        let Some(link) = self.network.link(id) else {
            return Ok(());
        };
        let (client, lane) = (link.client, link.lane);
        let frame = codec::decode_server(frame)
            .map_err(|error| Broken(format!("the server sent no frame: {error}")))?;
        if let ServerBody::Deliver(deliver) = &frame.body {
            self.summary.redelivered += u64::from(self.trail.arrived(client, deliver));
        }
        if self
            .clients
            .get(client)
            .is_some_and(|client| client.link(lane) == Some(id))
        {
            let name = self.name(client);
            self.say(|| format!("{name}: ← {frame:?}"));
            self.input(client, Input::Frame { lane, frame });
        }
        Ok(())
    }

    /// Cuts a connection. Both ends find out, the server perhaps much later.
    pub(super) fn cut(&mut self, link: LinkId) {
        if self.network.cut(link) {
            self.say(|| format!("{link:?} is cut"));
            self.summary.cuts += 1;
            let soon = delay(&mut self.rng, 1_000);
            self.plan(
                soon,
                Happening::Notice {
                    link,
                    way: Way::ToClient,
                },
            );
            let later = delay(&mut self.rng, 8_000);
            self.plan(
                later,
                Happening::Notice {
                    link,
                    way: Way::ToServer,
                },
            );
        }
    }

    /// The client gives a connection up and dials anew, while what it has sent is still on its way: it arrives before or after
    /// what is sent on the next one.
    fn abandon(&mut self, link: LinkId) {
        let Some(last) = self.network.abandon(link) else {
            return;
        };
        self.say(|| format!("{link:?} is given up"));
        self.summary.abandoned += 1;
        let soon = delay(&mut self.rng, 200);
        let way = Way::ToClient;
        self.plan(soon, Happening::Notice { link, way });
        let later = last.max(self.now).plus(delay(&mut self.rng, 8_000));
        let way = Way::ToServer;
        self.schedule.plan(later, Happening::Notice { link, way });
    }

    pub(super) fn notice(&mut self, id: LinkId, way: Way) {
        match way {
            Way::ToServer => self.server.close(id),
            Way::ToClient => {
                let Some(link) = self.network.link(id) else {
                    return;
                };
                let (client, lane) = (link.client, link.lane);
                let Some(found) = self.clients.get_mut(client) else {
                    return;
                };
                if found.link(lane) == Some(id) {
                    found.set_link(lane, None);
                    self.input(client, Input::Disconnected { lane });
                    self.redial_lane(client, lane);
                }
            }
        }
    }
}

/// Takes the length off a frame, the way both ends do it.
fn unframed(bytes: &[u8]) -> Result<Bytes, Broken> {
    let mut buffer = FrameBuffer::new(limits::FRAME_BYTES_MAX);
    let rest = buffer.extend(bytes);
    match buffer.next() {
        Ok(Some(frame)) if rest.is_empty() => Ok(frame),
        _ => Err(Broken("a frame does not survive its own encoding".into())),
    }
}
