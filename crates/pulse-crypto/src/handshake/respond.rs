//! The responder's side: from an initial header to a session that can receive.

use crate::handshake::session_keys::Agreements;
use crate::handshake::transcript::{Party, Prekey, Transcript};
use crate::handshake::{HandshakeError, InitialHeader, LocalParty, RemoteParty, best_suite};
use crate::prekeys::{BundleSecrets, PrekeyKind, SecretPrekey};
use crate::primitives::x25519::PrivateKey;
use crate::ratchet::{RatchetKey, RatchetPublicKey, Session};

/// Answers a handshake with the prekeys that its header names.
///
/// `remote` is the sender as the manifest with [`InitialHeader::initiator_manifest_hash`] shows it, `local` our device as the
/// one of our manifests with [`InitialHeader::responder_manifest_hash`] shows it: look both up first, never copy what the
/// header says. A session made from a forged header cannot
/// decrypt anything; keep it, and erase the one-time prekeys, only once it has. Needs no randomness: the answer's ratchet key is
/// drawn when something is sent.
///
/// # Errors
/// [`HandshakeError::Mismatch`] when `secrets` are not the prekeys that the header names, or the header names other manifests
/// or capabilities than the parties have, [`HandshakeError::Suite`] for a suite that is not the best common one,
/// [`HandshakeError::Key`] for an unusable public key.
pub fn respond(
    local: &LocalParty<'_>,
    remote: &RemoteParty,
    header: &InitialHeader,
    secrets: &BundleSecrets,
) -> Result<Session, HandshakeError> {
    check_claims(local, remote, header)?;
    if header.suite != best_suite(remote.capabilities, local.capabilities)? {
        return Err(HandshakeError::Suite);
    }
    let keys = PrivateKeys::find(header, secrets)?;

    let agreements = Agreements {
        dh1: keys
            .signed
            .agree(remote.identity.as_bytes())
            .map_err(|_| HandshakeError::Key)?,
        dh2: local.identity.agree(&header.ephemeral)?,
        dh3: keys
            .signed
            .agree(&header.ephemeral)
            .map_err(|_| HandshakeError::Key)?,
        dh4: match keys.one_time {
            Some(key) => Some(
                key.agree(&header.ephemeral)
                    .map_err(|_| HandshakeError::Key)?,
            ),
            None => None,
        },
        kem: keys.kem.decapsulate(&header.kem_ciphertext),
    };
    let (kem_kind, kem_id) = header.kem_prekey;
    let id = Transcript {
        suite: header.suite,
        initiator: Party {
            account: remote.account,
            device: remote.device,
            identity: remote.identity,
            signing: remote.signing,
            manifest_hash: remote.manifest_hash,
            capabilities: remote.capabilities,
        },
        responder: Party {
            account: local.account,
            device: local.device,
            identity: local.identity.public(),
            signing: local.signing,
            manifest_hash: local.manifest_hash,
            capabilities: local.capabilities,
        },
        signed_prekey: Prekey {
            kind: PrekeyKind::Signed,
            id: header.signed_prekey,
            public: keys.signed.public(),
        },
        one_time_prekey: keys
            .one_time
            .zip(header.one_time_prekey)
            .map(|(key, id)| Prekey {
                kind: PrekeyKind::OneTime,
                id,
                public: key.public(),
            }),
        kem_prekey: Prekey {
            kind: kem_kind,
            id: kem_id,
            public: keys.kem.public(),
        },
        ephemeral: &header.ephemeral,
        kem_ciphertext: header.kem_ciphertext.as_slice(),
    }
    .session_id();

    let ratchet_key = RatchetKey::from_parts(
        keys.signed.as_secret().clone(),
        RatchetPublicKey::from_bytes(*keys.signed.public()),
    );
    Ok(Session::begin_as_responder(
        id,
        agreements.session_keys(&id),
        ratchet_key,
    ))
}

/// What the header says of both manifests must be what was looked up.
fn check_claims(
    local: &LocalParty<'_>,
    remote: &RemoteParty,
    header: &InitialHeader,
) -> Result<(), HandshakeError> {
    let is_true = header.initiator_manifest_hash == remote.manifest_hash
        && header.initiator_capabilities == remote.capabilities
        && header.responder_manifest_hash == local.manifest_hash
        && header.responder_capabilities == local.capabilities;
    if is_true {
        Ok(())
    } else {
        Err(HandshakeError::Mismatch)
    }
}

/// The private halves of the prekeys that a header names.
struct PrivateKeys<'a> {
    signed: &'a PrivateKey,
    one_time: Option<&'a PrivateKey>,
    kem: &'a crate::primitives::ml_kem::DecapsulationKey,
}

impl<'a> PrivateKeys<'a> {
    fn find(header: &InitialHeader, secrets: &'a BundleSecrets) -> Result<Self, HandshakeError> {
        let BundleSecrets {
            signed,
            one_time,
            kem,
        } = secrets;
        let is_named = |prekey: &SecretPrekey, kind, id| prekey.kind == kind && prekey.id == id;
        let one_time_is_named = match (one_time, header.one_time_prekey) {
            (Some(prekey), Some(id)) => is_named(prekey, PrekeyKind::OneTime, id),
            (None, None) => true,
            _ => false,
        };
        let (kem_kind, kem_id) = header.kem_prekey;
        if !is_named(signed, PrekeyKind::Signed, header.signed_prekey)
            || !one_time_is_named
            || !is_named(kem, kem_kind, kem_id)
        {
            return Err(HandshakeError::Mismatch);
        }
        Ok(Self {
            signed: signed.x25519().ok_or(HandshakeError::Mismatch)?,
            one_time: one_time.as_ref().and_then(SecretPrekey::x25519),
            kem: kem.ml_kem().ok_or(HandshakeError::Mismatch)?,
        })
    }
}
