//! Envelopes for the devices of one account: all are stored, or none.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use bytes::Bytes;
use pulse_crypto::hash;
use pulse_protocol::frame::{Accepted, Permission, Submit};
use pulse_protocol::{
    AccountId, DeviceId, EnvelopeId, Incarnation, MailLane, ManifestPosition, Refusal, RefusalCode,
};

use crate::context::{Context, PeerState, Services, account_key, device_key};
use crate::directory::Account;
use crate::mailboxes::{Append, Appended, MailboxId, NewEnvelope, StoredEnvelope, UsedKey};
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};
use crate::store::{Pending, StoreError};

/// A submission that waits for the disk, with what its recipients will be handed.
pub struct PendingSubmit {
    appended: Pending<Vec<Appended>>,
    envelopes: Vec<(EnvelopeId, Bytes)>,
    lane: MailLane,
    has_stamp: bool,
}

pub(super) async fn handle(cx: &mut Context, request: Submit) -> Result<PendingSubmit, Refusal> {
    let sender = sender(cx, &request)?;
    let account = cx.services.directory.account(request.recipient).await;
    let account = account
        .map_err(of_store)?
        .ok_or_else(|| refuse(RefusalCode::UnknownRecipient, "no such account"))?;
    let (lane, stamp) = check_permission(cx, &request, &account)?;
    if account.manifest.position() != request.position {
        return Err(stale(cx, request.recipient, request.position).await);
    }
    check_devices(&request, &account, sender)?;

    let envelopes = request.envelopes;
    let handed_over = envelopes.iter().map(|e| (e.id, e.sealed.clone())).collect();
    let account = request.recipient;
    let append = Append {
        envelopes: envelopes
            .into_iter()
            .map(|envelope| NewEnvelope {
                mailbox: MailboxId {
                    account,
                    device: envelope.device,
                },
                id: envelope.id,
                sealed: envelope.sealed,
            })
            .collect(),
        lane,
        today: cx.now.day(),
        incarnation: Incarnation::random(&mut *cx.rng),
        stamp,
    };
    Ok(PendingSubmit {
        appended: cx.services.mailboxes.append(append),
        envelopes: handed_over,
        lane,
        has_stamp: stamp.is_some(),
    })
}

/// The sending device, for copies to its siblings; nobody, for a submission to others.
fn sender(cx: &Context, request: &Submit) -> Result<Option<DeviceId>, Refusal> {
    match (cx.peer.state, &request.permission) {
        (PeerState::Anonymous, Permission::DeliveryToken(_) | Permission::Stamp(_)) => Ok(None),
        (PeerState::Device(device), Permission::OwnAccount)
            if device.account == request.recipient =>
        {
            Ok(Some(device.device))
        }
        (PeerState::Anonymous | PeerState::Device(_), _) => Err(refuse(
            RefusalCode::WrongLane,
            "others are written to over the anonymous lane, own devices over the identified one",
        )),
        (PeerState::Fresh, _) => Err(refuse(RefusalCode::WrongState, "say hello first")),
        (PeerState::Identified, _) => {
            Err(refuse(RefusalCode::NotAuthenticated, "authenticate first"))
        }
    }
}

fn check_permission(
    cx: &Context,
    request: &Submit,
    account: &Account,
) -> Result<(MailLane, Option<UsedKey>), Refusal> {
    let services = &cx.services;
    let recipient = account_key(&request.recipient);
    match &request.permission {
        Permission::DeliveryToken(token) => {
            services
                .rates
                .check_network(Rate::SubmitFromNetwork, &cx.peer.network, cx.now)?;
            if !hash::eq_constant_time(&token.hash(), &account.token_hash) {
                return Err(refuse(
                    RefusalCode::BadToken,
                    "not the recipient's delivery token",
                ));
            }
            let rate = Rate::SubmitToRecipient;
            services.rates.check(rate, recipient, cx.now)?;
            Ok((MailLane::Contact, None))
        }
        Permission::Stamp(stamp) => {
            services
                .rates
                .check_network(Rate::SubmitFromNetwork, &cx.peer.network, cx.now)?;
            let used = services
                .policy
                .check_stamp(stamp, &request.recipient, cx.now)?;
            if services.rates.is_first(used.key) {
                let rate = Rate::RequestToRecipient;
                services.rates.check(rate, recipient, cx.now)?;
            }
            Ok((MailLane::Request, Some(used)))
        }
        Permission::OwnAccount => {
            let device = device_key(&cx.device()?);
            services.rates.check(Rate::Device, device, cx.now)?;
            Ok((MailLane::Own, None))
        }
    }
}

/// One envelope for each device that the manifest lists; for copies, each but the sender's own.
fn check_devices(
    request: &Submit,
    account: &Account,
    sender: Option<DeviceId>,
) -> Result<(), Refusal> {
    let named: BTreeSet<_> = request.envelopes.iter().map(|e| e.device).collect();
    let listed = account.manifest.devices().iter().map(|device| device.id);
    let expected: BTreeSet<_> = listed.filter(|device| Some(*device) != sender).collect();
    match named == expected && named.len() == request.envelopes.len() {
        true => Ok(()),
        false => Err(refuse(
            RefusalCode::WrongDevices,
            "one envelope for each device of the manifest",
        )),
    }
}

/// The sender's device list is not the newest: here is the one that is.
async fn stale(cx: &Context, account: AccountId, held: ManifestPosition) -> Refusal {
    let chain = cx.services.directory.manifests(account, Some(held)).await;
    match chain {
        Ok(manifests) => Refusal {
            manifests,
            ..refuse(
                RefusalCode::StaleManifest,
                "the recipient's devices have changed",
            )
        },
        Err(error) => of_store(error),
    }
}

impl PendingSubmit {
    /// Bytes of its envelopes.
    pub fn bytes(&self) -> usize {
        self.envelopes.iter().map(|(_, sealed)| sealed.len()).sum()
    }

    /// Once durable: hands the envelopes to whoever is connected, then answers.
    pub(super) fn poll_done(
        &mut self,
        cx: &mut TaskContext<'_>,
        services: &Services,
    ) -> Poll<Result<Accepted, Refusal>> {
        let appended = match ready!(Pin::new(&mut self.appended).poll(cx)) {
            Ok(appended) => appended,
            Err(StoreError::Used) if self.has_stamp => {
                let text = "the stamp was used before";
                return Poll::Ready(Err(refuse(RefusalCode::StampStale, text)));
            }
            Err(error) => return Poll::Ready(Err(of_store(error))),
        };
        for (appended, (id, sealed)) in appended.into_iter().zip(self.envelopes.drain(..)) {
            if !appended.new {
                services.metrics.duplicates.increment(1);
                continue;
            }
            services.metrics.accepted.increment(1);
            let envelope = StoredEnvelope {
                seq: appended.seq,
                id,
                lane: self.lane,
                sealed,
            };
            services.presence.announce(&appended.mailbox, envelope);
        }
        Poll::Ready(Ok(Accepted))
    }
}
