//! The initiator's side: from a bundle to a session that can send.

use crate::CryptoRng;
use crate::handshake::session_keys::Agreements;
use crate::handshake::transcript::{Party, Prekey, Transcript};
use crate::handshake::{HandshakeError, InitialHeader, LocalParty, RemoteParty, best_suite};
use crate::prekeys::{PrekeyBundle, PublicPrekey};
use crate::primitives::ml_kem;
use crate::primitives::x25519::PrivateKey;
use crate::ratchet::{RatchetPublicKey, Session};
use crate::secret::Secret;

/// Begins a session with a device whose bundle was fetched. The header goes beside every message until the
/// session [has received](Session::has_received).
///
/// The bundle's signatures are verified here, under the signing key that the peer's manifest names, and its days against
/// `today` (days since 1970). Draws from `rng`
/// 32 bytes for the ephemeral key, 32 for the encapsulation and 32 for the first ratchet key, in this order.
///
/// # Errors
/// [`HandshakeError::Bundle`] when the bundle is not this device's or not whole, [`HandshakeError::Suite`] when there is no
/// common suite, [`HandshakeError::Key`] for an unusable public key.
pub fn initiate(
    local: &LocalParty<'_>,
    remote: &RemoteParty,
    bundle: &PrekeyBundle,
    today: u32,
    rng: &mut dyn CryptoRng,
) -> Result<(Session, InitialHeader), HandshakeError> {
    let suite = best_suite(local.capabilities, remote.capabilities)?;
    let keys = BundleKeys::verify(remote, bundle, today)?;

    let ephemeral = PrivateKey::from_secret(Secret::random(rng));
    let (kem_ciphertext, kem) =
        ml_kem::encapsulate(&bundle.kem.public, rng).map_err(|_| HandshakeError::Bundle)?;
    let agree = |peer: &[u8; 32]| ephemeral.agree(peer).map_err(|_| HandshakeError::Key);
    let agreements = Agreements {
        dh1: local.identity.agree(keys.signed)?,
        dh2: agree(remote.identity.as_bytes())?,
        dh3: agree(keys.signed)?,
        dh4: keys.one_time.map(agree).transpose()?,
        kem,
    };

    let header = InitialHeader {
        suite,
        initiator_capabilities: local.capabilities,
        responder_capabilities: remote.capabilities,
        initiator_manifest_hash: local.manifest_hash,
        responder_manifest_hash: remote.manifest_hash,
        signed_prekey: bundle.signed.id,
        one_time_prekey: bundle.one_time.as_ref().map(|prekey| prekey.id),
        kem_prekey: (bundle.kem.kind, bundle.kem.id),
        ephemeral: *ephemeral.public(),
        kem_ciphertext,
    };
    let id = Transcript {
        suite,
        initiator: Party {
            account: local.account,
            device: local.device,
            identity: local.identity.public(),
            signing: local.signing,
            manifest_hash: local.manifest_hash,
            capabilities: local.capabilities,
        },
        responder: Party {
            account: remote.account,
            device: remote.device,
            identity: remote.identity,
            signing: remote.signing,
            manifest_hash: remote.manifest_hash,
            capabilities: remote.capabilities,
        },
        signed_prekey: Prekey::of(&bundle.signed),
        one_time_prekey: bundle.one_time.as_ref().map(Prekey::of),
        kem_prekey: Prekey::of(&bundle.kem),
        ephemeral: &header.ephemeral,
        kem_ciphertext: header.kem_ciphertext.as_slice(),
    }
    .session_id();

    let secrets = agreements.session_keys(&id);
    let session = Session::begin_as_initiator(
        id,
        secrets,
        &RatchetPublicKey::from_bytes(*keys.signed),
        rng,
    )?;
    Ok((session, header))
}

/// The X25519 keys of a verified bundle.
struct BundleKeys<'a> {
    signed: &'a [u8; 32],
    one_time: Option<&'a [u8; 32]>,
}

impl<'a> BundleKeys<'a> {
    fn verify(
        remote: &RemoteParty,
        bundle: &'a PrekeyBundle,
        today: u32,
    ) -> Result<Self, HandshakeError> {
        bundle.verify(&remote.account, remote.device, &remote.signing, today)?;
        Ok(Self {
            signed: agreement_key(&bundle.signed)?,
            one_time: bundle.one_time.as_ref().map(agreement_key).transpose()?,
        })
    }
}

fn agreement_key(prekey: &PublicPrekey) -> Result<&[u8; 32], HandshakeError> {
    prekey
        .public
        .as_slice()
        .try_into()
        .map_err(|_| HandshakeError::Bundle)
}

impl<'a> Prekey<'a> {
    fn of(prekey: &'a PublicPrekey) -> Self {
        Self {
            kind: prekey.kind,
            id: prekey.id,
            public: &prekey.public,
        }
    }
}
