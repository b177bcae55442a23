//! A server in a few lines: mailboxes, manifests, prekeys and tokens in maps. It keeps the promises of a real one and can be
//! told to break down.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use pulse_protocol::bundle::{PrekeyBundle, PrekeyKind, PublicPrekey};
use pulse_protocol::frame::*;
use pulse_protocol::manifest::{self, ManifestChain, SignedManifest, Signer, VerifiedManifest};
use pulse_protocol::proof_of_work::{self, Puzzle};
use pulse_protocol::refusal::{Refusal, RefusalCode};
use pulse_protocol::{
    AccountId, DeviceId, EnvelopeId, Incarnation, Lane, MailLane, RegistrationPolicy, Seq,
    Timestamp,
};

pub(crate) const DIFFICULTY: u8 = 4;

#[derive(Default)]
pub(crate) struct Server {
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    pub(crate) mailboxes: BTreeMap<(AccountId, DeviceId), Mailbox>,
    attached: BTreeMap<usize, (AccountId, DeviceId)>,
    known: BTreeMap<usize, (AccountId, DeviceId)>,
    /// What the next submissions are refused with; `None` lets one through.
    pub(crate) refuse_submits: VecDeque<Option<RefusalCode>>,
    /// Submissions that were accepted, with their lane.
    pub(crate) submits: Vec<(AccountId, MailLane)>,
    /// Answers to submissions are lost while set: the submission is stored all the same.
    pub(crate) loses_answers: bool,
    /// Answers to submissions are kept in `held_answers` while set.
    pub(crate) holds_answers: bool,
    pub(crate) held_answers: Vec<(usize, Lane, ServerFrame)>,
    /// Submissions that were refused as stale.
    pub(crate) stale: usize,
    /// Each sealed envelope that was ever accepted, to replay and to count.
    pub(crate) envelopes: Vec<(AccountId, DeviceId, EnvelopeId, Vec<u8>)>,
    pub(crate) policy: Option<RegistrationPolicy>,
    /// Whose manifests were asked for.
    pub(crate) fetched: Vec<AccountId>,
    /// What each anonymous connection carried: whose, the connection, and which request.
    pub(crate) anonymous: Vec<(usize, [u8; 32], ClientBody)>,
    /// Stamps of yesterday are refused while set.
    pub(crate) checks_stamp_days: bool,
    /// The clock.
    pub(crate) now: Timestamp,
    /// What the next delivery tokens are refused with.
    pub(crate) refuse_tokens: VecDeque<RefusalCode>,
    /// How often somebody asked to be registered.
    pub(crate) registrations: usize,
    /// Says of every account that proves itself that it knows it not.
    pub(crate) denies_accounts: bool,
    /// Says of every proof of work that its challenge is too old.
    pub(crate) expires_challenges: bool,
    /// How often somebody asked for the terms of a registration.
    pub(crate) registration_starts: usize,
    /// Never answers who asks to be registered while set.
    pub(crate) keeps_registrations_back: bool,
    /// Says of every device that proves itself that it was removed, and shows this.
    pub(crate) claims_removed: Option<ManifestChain>,
    /// Attaching to a mailbox is never answered while set.
    pub(crate) keeps_mailboxes_back: bool,
    /// The signed prekey that the server says it hands out, whatever is true.
    pub(crate) claims_signed: Option<u32>,
    /// The version of the next welcome, whatever was offered.
    pub(crate) takes_version: Option<u32>,
}

pub(crate) struct Account {
    pub(crate) chain: Vec<SignedManifest>,
    pub(crate) newest: VerifiedManifest,
    token: [u8; 32],
    token_counter: u32,
    prekeys: BTreeMap<DeviceId, Stock>,
}

#[derive(Default)]
struct Stock {
    signed: Option<PublicPrekey>,
    last_resort: Option<PublicPrekey>,
    one_time: VecDeque<PublicPrekey>,
    kem: VecDeque<PublicPrekey>,
}

pub(crate) struct Mailbox {
    pub(crate) incarnation: u64,
    pub(crate) last: u64,
    pub(crate) waiting: BTreeMap<u64, (EnvelopeId, Vec<u8>, MailLane)>,
    pub(crate) ids: BTreeSet<EnvelopeId>,
}

type Replies = Vec<(usize, Lane, ServerFrame)>;

impl Server {
    pub(crate) fn disconnect(&mut self, client: usize, lane: Lane) {
        if lane == Lane::Identified {
            self.attached.remove(&client);
            self.known.remove(&client);
        }
    }

    pub(crate) fn handle(
        &mut self,
        client: usize,
        lane: Lane,
        frame: ClientFrame,
        exporter: [u8; 32],
    ) -> Replies {
        let request = frame.request;
        if lane == Lane::Anonymous {
            let carried = (client, exporter, frame.body.clone());
            self.anonymous.push(carried);
        }
        let mut out = Vec::new();
        let is_submit = matches!(frame.body, ClientBody::Submit(_));
        match self.answer(client, lane, frame.body, exporter, &mut out) {
            Ok(None) => {}
            Ok(Some(_)) if is_submit && self.loses_answers => {}
            Ok(Some(body)) if is_submit && self.holds_answers => {
                self.held_answers
                    .push((client, lane, ServerFrame { request, body }));
            }
            Ok(Some(body)) => out.insert(0, (client, lane, ServerFrame { request, body })),
            Err(refusal) => out.push((
                client,
                lane,
                ServerFrame {
                    request,
                    body: ServerBody::Refused(refusal),
                },
            )),
        }
        out
    }

    fn answer(
        &mut self,
        client: usize,
        lane: Lane,
        body: ClientBody,
        exporter: [u8; 32],
        out: &mut Replies,
    ) -> Result<Option<ServerBody>, Refusal> {
        let policy = self.policy.unwrap_or(RegistrationPolicy::Open);
        Ok(Some(match body {
            ClientBody::Hello(hello) => {
                assert_eq!(hello.lane, lane);
                ServerBody::Welcome(Welcome {
                    version: self.takes_version.take().unwrap_or(1),
                    stamp_difficulty: DIFFICULTY,
                    server_time: Timestamp::default(),
                    policy,
                })
            }
            ClientBody::RegistrationStart(_) => {
                self.registration_starts += 1;
                ServerBody::RegistrationTerms(RegistrationTerms {
                    policy,
                    challenge: vec![7; 40].into(),
                    difficulty: DIFFICULTY,
                })
            }
            ClientBody::Register(_) if self.keeps_registrations_back => {
                self.registrations += 1;
                return Ok(None);
            }
            ClientBody::Register(register) => self.register(client, *register, exporter)?,
            ClientBody::Authenticate(auth) => self.authenticate(client, &auth, exporter)?,
            ClientBody::Attach(_) if !self.known.contains_key(&client) => {
                return Err(RefusalCode::NotAuthenticated.into());
            }
            ClientBody::Attach(_) if self.keeps_mailboxes_back => return Ok(None),
            ClientBody::Attach(attach) => self.attach(client, attach, out),
            ClientBody::Acknowledge(ack) => {
                if let Some(of) = self.attached.get(&client) {
                    let mailbox = self.mailboxes.get_mut(of).unwrap();
                    if mailbox.incarnation == ack.incarnation.get() {
                        mailbox.waiting.retain(|seq, _| *seq > ack.through.get());
                    }
                }
                return Ok(None);
            }
            ClientBody::UploadPrekeys(upload) => {
                let (account, device) = self.known[&client];
                let account = self.accounts.get_mut(&account).unwrap();
                add_prekeys(account, device, upload.prekeys);
                ServerBody::PrekeyCounts(counts(account, device))
            }
            ClientBody::CountPrekeys => {
                let (account, device) = self.known[&client];
                let counts = counts(&self.accounts[&account], device);
                ServerBody::PrekeyCounts(PrekeyCounts {
                    signed_id: self.claims_signed.unwrap_or(counts.signed_id),
                    ..counts
                })
            }
            ClientBody::SetDeliveryToken(token) => {
                if let Some(code) = self.refuse_tokens.pop_front() {
                    return Err(code.into());
                }
                let account = self.accounts.get_mut(&self.known[&client].0).unwrap();
                account.token = token.hash;
                account.token_counter = token.counter;
                ServerBody::DeliveryTokenSet(DeliveryTokenSet)
            }
            ClientBody::FetchManifest(fetch) => {
                self.fetched.push(fetch.account);
                let account = self
                    .accounts
                    .get(&fetch.account)
                    .ok_or(RefusalCode::UnknownRecipient)?;
                ServerBody::ManifestChain(chain_after(account, fetch.held))
            }
            ClientBody::FetchBundles(fetch) => {
                let account = self
                    .accounts
                    .get_mut(&fetch.account)
                    .ok_or(RefusalCode::UnknownRecipient)?;
                let bundles = fetch
                    .devices
                    .iter()
                    .filter_map(|device| bundle(account, *device))
                    .collect();
                ServerBody::Bundles(Bundles { bundles })
            }
            ClientBody::PublishManifest(signed) => {
                let account = self.known[&client].0;
                let known = self.accounts.get_mut(&account).unwrap();
                let Ok(newest) = manifest::verify_successor(&known.newest, &signed) else {
                    let chain = chain_after(known, None);
                    let refusal = Refusal::from(RefusalCode::ManifestConflict);
                    return Err(refusal.with_manifests(chain));
                };
                known.newest = newest;
                known.chain.push(signed);
                ServerBody::ManifestPublished(ManifestPublished)
            }
            ClientBody::Submit(submit) => {
                self.submit(client, lane, submit, out)?;
                ServerBody::Accepted(Accepted)
            }
        }))
    }

    fn register(
        &mut self,
        client: usize,
        register: Register,
        exporter: [u8; 32],
    ) -> Result<ServerBody, Refusal> {
        self.registrations += 1;
        if self.expires_challenges {
            return Err(RefusalCode::ChallengeExpired.into());
        }
        let newest =
            manifest::verify_first(&register.manifest).map_err(|_| RefusalCode::InvalidManifest)?;
        let account = *newest.account();
        match self.policy.unwrap_or(RegistrationPolicy::Open) {
            RegistrationPolicy::Open => {
                let puzzle = Puzzle::for_registration(&register.challenge, DIFFICULTY);
                if !proof_of_work::check(&puzzle, register.nonce) {
                    return Err(RefusalCode::BadProofOfWork.into());
                }
            }
            _ if register.invite.as_deref() == Some("good") => {}
            _ => return Err(RefusalCode::BadInvite.into()),
        }
        if self.accounts.contains_key(&account) {
            return Err(RefusalCode::AccountExists.into());
        }
        let device = newest.devices()[0].id;
        let transcript = super::world::transcript(account, device, exporter);
        transcript
            .verify(&newest.devices()[0].signing, &register.possession)
            .map_err(|_| RefusalCode::BadSignature)?;
        let mut new = Account {
            chain: vec![register.manifest],
            newest,
            token: register.delivery_token.hash,
            token_counter: register.delivery_token.counter,
            prekeys: BTreeMap::new(),
        };
        add_prekeys(&mut new, device, register.prekeys.prekeys);
        self.accounts.insert(account, new);
        self.known.insert(client, (account, device));
        let mailbox = self.mailbox(account, device);
        Ok(ServerBody::Registered(Registered {
            incarnation: Incarnation::new(mailbox.incarnation),
        }))
    }

    fn authenticate(
        &mut self,
        client: usize,
        auth: &Authenticate,
        exporter: [u8; 32],
    ) -> Result<ServerBody, Refusal> {
        let account = self
            .accounts
            .get(&auth.account)
            .filter(|_| !self.denies_accounts)
            .ok_or(RefusalCode::UnknownAccount)?;
        let removed = |chain| Refusal::from(RefusalCode::DeviceRemoved).with_manifests(chain);
        if let Some(chain) = &self.claims_removed {
            return Err(removed(chain.clone()));
        }
        let device = account
            .newest
            .device(auth.device)
            .ok_or_else(|| removed(chain_after(account, None)))?;
        let transcript = super::world::transcript(auth.account, auth.device, exporter);
        transcript
            .verify(&device.signing, &auth.signature)
            .map_err(|_| RefusalCode::BadSignature)?;
        self.known.insert(client, (auth.account, auth.device));
        Ok(ServerBody::Authenticated(Authenticated {
            prekeys: counts(account, auth.device),
            position: account.newest.position(),
            manifest_hash: *account.newest.hash(),
            token_counter: account.token_counter,
        }))
    }

    fn attach(&mut self, client: usize, attach: Attach, out: &mut Replies) -> ServerBody {
        let of = self.known[&client];
        self.attached.insert(client, of);
        let mailbox = self.mailbox(of.0, of.1);
        let incarnation = Incarnation::new(mailbox.incarnation);
        let after = if attach.incarnation == incarnation {
            attach.seq.get()
        } else {
            0
        };
        for (seq, (id, sealed, lane)) in mailbox.waiting.range(after + 1..) {
            out.push((
                client,
                Lane::Identified,
                deliver(incarnation, *seq, *id, sealed, *lane),
            ));
        }
        let through = Seq::new(mailbox.last);
        let caught_up = ServerBody::CaughtUp(CaughtUp {
            incarnation,
            through,
        });
        out.push((
            client,
            Lane::Identified,
            ServerFrame {
                request: 0,
                body: caught_up,
            },
        ));
        ServerBody::Attached(Attached {
            incarnation,
            last_seq: through,
        })
    }

    fn submit(
        &mut self,
        client: usize,
        lane: Lane,
        submit: Submit,
        out: &mut Replies,
    ) -> Result<(), Refusal> {
        if let Some(Some(code)) = self.refuse_submits.pop_front() {
            return Err(code.into());
        }
        let account = self
            .accounts
            .get(&submit.recipient)
            .ok_or(RefusalCode::UnknownRecipient)?;
        if submit.position != account.newest.position() {
            let chain = chain_after(account, None);
            self.stale += 1;
            return Err(Refusal::from(RefusalCode::StaleManifest).with_manifests(chain));
        }
        let sender = self.known.get(&client).filter(|_| lane == Lane::Identified);
        let wanted: BTreeSet<DeviceId> = account
            .newest
            .devices()
            .iter()
            .map(|device| device.id)
            .filter(|device| sender != Some(&(submit.recipient, *device)))
            .collect();
        if submit
            .envelopes
            .iter()
            .map(|envelope| envelope.device)
            .collect::<BTreeSet<_>>()
            != wanted
        {
            return Err(RefusalCode::WrongDevices.into());
        }
        let mail_lane = match &submit.permission {
            Permission::DeliveryToken(token) if token.hash() == account.token => MailLane::Contact,
            Permission::DeliveryToken(_) => return Err(RefusalCode::BadToken.into()),
            Permission::Stamp(stamp) if self.checks_stamp_days && stamp.day < self.now.day() => {
                return Err(RefusalCode::StampStale.into());
            }
            Permission::Stamp(stamp) => {
                let puzzle = Puzzle::for_stamp(
                    &submit.recipient,
                    stamp.day,
                    &stamp.request_id,
                    stamp.difficulty,
                );
                if stamp.difficulty < DIFFICULTY || !proof_of_work::check(&puzzle, stamp.nonce) {
                    return Err(RefusalCode::BadStamp.into());
                }
                MailLane::Request
            }
            Permission::OwnAccount => MailLane::Own,
        };
        self.submits.push((submit.recipient, mail_lane));
        for envelope in submit.envelopes {
            self.append(
                submit.recipient,
                envelope.device,
                envelope.id,
                envelope.sealed.to_vec(),
                mail_lane,
                out,
            );
        }
        Ok(())
    }

    /// Puts an envelope into a mailbox, as a hostile server could, too.
    pub(crate) fn append(
        &mut self,
        account: AccountId,
        device: DeviceId,
        id: EnvelopeId,
        sealed: Vec<u8>,
        lane: MailLane,
        out: &mut Replies,
    ) {
        let mailbox = self.mailbox(account, device);
        if !mailbox.ids.insert(id) {
            return;
        }
        mailbox.last += 1;
        let (seq, incarnation) = (mailbox.last, Incarnation::new(mailbox.incarnation));
        mailbox.waiting.insert(seq, (id, sealed.clone(), lane));
        self.envelopes.push((account, device, id, sealed.clone()));
        for (client, of) in &self.attached {
            if *of == (account, device) {
                out.push((
                    *client,
                    Lane::Identified,
                    deliver(incarnation, seq, id, &sealed, lane),
                ));
            }
        }
    }

    fn mailbox(&mut self, account: AccountId, device: DeviceId) -> &mut Mailbox {
        let count = self.mailboxes.len() as u64;
        self.mailboxes
            .entry((account, device))
            .or_insert_with(|| Mailbox {
                incarnation: 1000 + count,
                last: 0,
                waiting: BTreeMap::new(),
                ids: BTreeSet::new(),
            })
    }

    pub(crate) fn prekey_counts(&self, account: AccountId, device: DeviceId) -> PrekeyCounts {
        counts(&self.accounts[&account], device)
    }

    pub(crate) fn take_bundle(
        &mut self,
        account: AccountId,
        device: DeviceId,
    ) -> Option<PrekeyBundle> {
        bundle(self.accounts.get_mut(&account)?, device)
    }

    pub(crate) fn upload(
        &mut self,
        account: AccountId,
        device: DeviceId,
        prekeys: Vec<PublicPrekey>,
    ) {
        add_prekeys(self.accounts.get_mut(&account).unwrap(), device, prekeys);
    }

    /// Replaces everything after a manifest by another history.
    pub(crate) fn fork(
        &mut self,
        account: AccountId,
        after: &VerifiedManifest,
        other: SignedManifest,
    ) {
        let known = self.accounts.get_mut(&account).unwrap();
        known.newest = manifest::verify_successor(after, &other).unwrap();
        known.chain = vec![after.signed().clone(), other];
    }

    /// Publishes a manifest that follows the newest.
    pub(crate) fn publish(&mut self, account: AccountId, signed: SignedManifest) {
        let known = self.accounts.get_mut(&account).unwrap();
        known.newest = manifest::verify_successor(&known.newest, &signed).unwrap();
        known.chain.push(signed);
    }
}

fn deliver(
    incarnation: Incarnation,
    seq: u64,
    id: EnvelopeId,
    sealed: &[u8],
    lane: MailLane,
) -> ServerFrame {
    let sealed = sealed.to_vec().into();
    ServerFrame {
        request: 0,
        body: ServerBody::Deliver(Deliver {
            incarnation,
            seq: Seq::new(seq),
            id,
            sealed,
            lane,
        }),
    }
}

fn chain_after(account: &Account, held: Option<pulse_protocol::ManifestPosition>) -> ManifestChain {
    let newest_root = account
        .chain
        .iter()
        .rposition(|signed| signed.signer == Signer::Root)
        .unwrap();
    let mut manifests = account.chain[newest_root..].to_vec();
    if let Some(held) = held {
        let newest = account.newest.position();
        let missing = newest.version.saturating_sub(held.version) as usize;
        if newest.generation == held.generation {
            manifests.drain(..manifests.len() - missing);
        }
    }
    ManifestChain(manifests)
}

fn add_prekeys(account: &mut Account, device: DeviceId, prekeys: Vec<PublicPrekey>) {
    let key = account.newest.device(device).unwrap().signing;
    let id = *account.newest.account();
    let stock = account.prekeys.entry(device).or_default();
    for prekey in prekeys {
        prekey.verify(&id, device, &key).unwrap();
        match prekey.kind {
            PrekeyKind::Signed => stock.signed = Some(prekey),
            PrekeyKind::KemLastResort => stock.last_resort = Some(prekey),
            PrekeyKind::OneTime => stock.one_time.push_back(prekey),
            PrekeyKind::KemOneTime => stock.kem.push_back(prekey),
        }
    }
    assert!(stock.one_time.len() <= 100 && stock.kem.len() <= 100);
}

fn counts(account: &Account, device: DeviceId) -> PrekeyCounts {
    let Some(stock) = account.prekeys.get(&device) else {
        return PrekeyCounts::default();
    };
    let (signed, last_resort) = (
        stock.signed.as_ref().unwrap(),
        stock.last_resort.as_ref().unwrap(),
    );
    PrekeyCounts {
        one_time: stock.one_time.len() as u32,
        kem_one_time: stock.kem.len() as u32,
        signed_day: pulse_protocol::Day(signed.day),
        last_resort_day: pulse_protocol::Day(last_resort.day),
        signed_id: signed.id.get(),
        last_resort_id: last_resort.id.get(),
    }
}

fn bundle(account: &mut Account, device: DeviceId) -> Option<PrekeyBundle> {
    let stock = account.prekeys.get_mut(&device)?;
    Some(PrekeyBundle {
        device,
        signed: stock.signed.clone()?,
        one_time: stock.one_time.pop_front(),
        kem: stock
            .kem
            .pop_front()
            .or_else(|| stock.last_resort.clone())?,
    })
}
