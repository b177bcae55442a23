//! Makes an account with its first device. Everything is verified here; one transaction of the directory does the rest.

use pulse_protocol::bundle::{Prekey, PrekeyKind};
use pulse_protocol::frame::{Register, Registered};
use pulse_protocol::limits::ONE_TIME_PREKEYS_MAX;
use pulse_protocol::manifest::{self, Device, VerifiedManifest};
use pulse_protocol::{Incarnation, Refusal, RefusalCode, RegistrationPolicy};

use crate::context::{Context, PeerState};
use crate::directory::Registration;
use crate::mailboxes::{MailboxId, UsedKey};
use crate::rate_limit::Rate;
use crate::refusals::{of_store, refuse};
use crate::store::StoreError;

pub(super) async fn handle(cx: &mut Context, request: Register) -> Result<Registered, Refusal> {
    if cx.peer.state != PeerState::Identified {
        return Err(refuse(RefusalCode::WrongState, "not now"));
    }
    cx.services
        .rates
        .check_network(Rate::Register, &cx.peer.network, cx.now)?;
    let used = check_terms(cx, &request)?;
    let manifest = first_manifest(&request)?;
    let device = only_device(&manifest)?;
    let mailbox = MailboxId {
        account: *manifest.account(),
        device: device.id,
    };
    cx.transcript(mailbox.account, mailbox.device)
        .verify(&device.signing, &request.possession)
        .map_err(|_| {
            refuse(
                RefusalCode::BadSignature,
                "the signature is not of this device on this connection",
            )
        })?;
    check_prekeys(&mailbox, device, &request.prekeys.prekeys)?;
    check_first_stock(&request.prekeys.prekeys)?;

    let registration = Registration {
        manifest,
        device: mailbox.device,
        prekeys: request.prekeys.prekeys,
        token: (request.delivery_token.hash, request.delivery_token.counter),
        used: Some(used),
    };
    let registered = cx.services.directory.register_account(registration).await;
    registered.map_err(|error| match error {
        StoreError::Used => used_before(cx.services.policy.registration()),
        error => of_store(error),
    })?;
    let incarnation = Incarnation::random(&mut *cx.rng);
    let state = cx.services.mailboxes.open(mailbox, incarnation).await;
    let state = state.map_err(of_store)?;

    cx.services.policy.registered(cx.now);
    cx.services.metrics.registered.increment(1);
    cx.become_device(mailbox);
    Ok(Registered {
        incarnation: state.incarnation,
    })
}

/// The challenge or invite that the registration uses up.
fn check_terms(cx: &Context, request: &Register) -> Result<UsedKey, Refusal> {
    let policy = &cx.services.policy;
    match policy.registration() {
        RegistrationPolicy::Open => {
            let root_key = request.manifest.root_keys.first().ok_or_else(invalid)?;
            policy.check_challenge(&request.challenge, request.nonce, root_key, cx.now)
        }
        RegistrationPolicy::Invite => policy.check_invite(request.invite.as_deref(), cx.now),
        RegistrationPolicy::Closed => Err(refuse(
            RefusalCode::RegistrationClosed,
            "this server takes no new accounts",
        )),
    }
}

fn used_before(policy: RegistrationPolicy) -> Refusal {
    match policy {
        RegistrationPolicy::Invite => refuse(RefusalCode::BadInvite, "the invite was used before"),
        RegistrationPolicy::Open | RegistrationPolicy::Closed => refuse(
            RefusalCode::ChallengeExpired,
            "the challenge was used before: ask for another",
        ),
    }
}

fn first_manifest(request: &Register) -> Result<VerifiedManifest, Refusal> {
    manifest::verify_first(&request.manifest).map_err(|_| invalid())
}

fn only_device(manifest: &VerifiedManifest) -> Result<&Device, Refusal> {
    match manifest.devices() {
        [device] => Ok(device),
        _ => Err(invalid()),
    }
}

fn invalid() -> Refusal {
    refuse(
        RefusalCode::InvalidManifest,
        "the manifest is not a valid next one",
    )
}

/// Signatures of prekeys: by the device that uploads them, for itself.
pub(super) fn check_prekeys(
    mailbox: &MailboxId,
    device: &Device,
    prekeys: &[Prekey],
) -> Result<(), Refusal> {
    for prekey in prekeys {
        prekey
            .verify(&mailbox.account, mailbox.device, &device.signing)
            .map_err(|_| refuse(RefusalCode::InvalidPrekeys, "a prekey is not signed well"))?;
    }
    Ok(())
}

/// Without a signed and a last-resort key nobody could write to the account.
fn check_first_stock(prekeys: &[Prekey]) -> Result<(), Refusal> {
    let count = |kind| prekeys.iter().filter(|prekey| prekey.kind == kind).count();
    let is_complete = count(PrekeyKind::Signed) == 1
        && count(PrekeyKind::KemLastResort) == 1
        && count(PrekeyKind::OneTime) <= ONE_TIME_PREKEYS_MAX
        && count(PrekeyKind::KemOneTime) <= ONE_TIME_PREKEYS_MAX;
    match is_complete {
        true => Ok(()),
        false => Err(refuse(
            RefusalCode::InvalidPrekeys,
            "a new device brings one signed and one last-resort prekey",
        )),
    }
}
