//! How an account comes to be: ask for the terms, meet them, register.

use core::fmt;

use bytes::Bytes;
use pulse_crypto::keys::{RootPublicKey, SIGNATURE_LEN};

use super::{SetDeliveryToken, UploadPrekeys};
use crate::codec::fields::{self, Checked, Invalid, Opaque};
use crate::limits::{CHALLENGE_BYTES_MAX, INVITE_BYTES_MAX};
use crate::manifest::SignedManifest;
use crate::{Incarnation, RegistrationPolicy, wire};

/// Asks for the terms of a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationStart {
    /// The first root key of the account to be; the challenge is bound to it.
    pub root_key: RootPublicKey,
}

impl Checked for RegistrationStart {
    type Wire = wire::RegistrationStart;

    fn check(wire: wire::RegistrationStart) -> Result<Self, Invalid> {
        Ok(Self {
            root_key: fields::root_key(&wire.root_key, "registration_start.root_key")?,
        })
    }

    fn to_wire(&self) -> wire::RegistrationStart {
        wire::RegistrationStart {
            root_key: fields::copied(self.root_key.as_bytes()),
        }
    }
}

/// What a registration costs here.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistrationTerms {
    /// Who may register.
    pub policy: RegistrationPolicy,
    /// To be given back as it is; opaque. Empty unless the policy is open.
    pub challenge: Bytes,
    /// Leading zero bits of the proof of work over the challenge; see
    /// [`Puzzle::for_registration`](crate::proof_of_work::Puzzle::for_registration).
    pub difficulty: u8,
}

impl Checked for RegistrationTerms {
    type Wire = wire::RegistrationTerms;

    fn check(wire: wire::RegistrationTerms) -> Result<Self, Invalid> {
        Ok(Self {
            policy: RegistrationPolicy::from_number(wire.policy)
                .ok_or(Invalid("registration_terms.policy"))?,
            challenge: fields::at_most(
                wire.challenge,
                CHALLENGE_BYTES_MAX,
                "registration_terms.challenge",
            )?,
            difficulty: fields::difficulty(wire.difficulty, "registration_terms.difficulty")?,
        })
    }

    fn to_wire(&self) -> wire::RegistrationTerms {
        wire::RegistrationTerms {
            policy: self.policy.number(),
            challenge: self.challenge.clone(),
            difficulty: self.difficulty.into(),
        }
    }
}

impl fmt::Debug for RegistrationTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistrationTerms")
            .field("policy", &self.policy)
            .field("challenge", &Opaque(self.challenge.len()))
            .field("difficulty", &self.difficulty)
            .finish()
    }
}

/// Makes an account with its first device.
#[derive(Clone, PartialEq, Eq)]
pub struct Register {
    /// Generation 1, version 1, signed by the root key, with one device.
    pub manifest: SignedManifest,
    /// As the terms gave it; empty unless the policy is open.
    pub challenge: Bytes,
    /// The challenge's solution.
    pub nonce: u64,
    /// When the policy asks for one.
    pub invite: Option<String>,
    /// Of the manifest's only device.
    pub prekeys: UploadPrekeys,
    /// What contacts' submissions will be checked against.
    pub delivery_token: SetDeliveryToken,
    /// The device key's signature over this connection, as in `Authenticate`.
    pub possession: [u8; SIGNATURE_LEN],
}

impl Checked for Register {
    type Wire = wire::Register;

    fn check(wire: wire::Register) -> Result<Self, Invalid> {
        if wire.invite.len() > INVITE_BYTES_MAX {
            return Err(Invalid("register.invite"));
        }
        Ok(Self {
            manifest: SignedManifest::check(wire.manifest.ok_or(Invalid("register.manifest"))?)?,
            challenge: fields::at_most(wire.challenge, CHALLENGE_BYTES_MAX, "register.challenge")?,
            nonce: wire.nonce,
            invite: (!wire.invite.is_empty()).then_some(wire.invite),
            prekeys: UploadPrekeys::check(wire.prekeys.ok_or(Invalid("register.prekeys"))?)?,
            delivery_token: SetDeliveryToken::check(
                wire.delivery_token
                    .ok_or(Invalid("register.delivery_token"))?,
            )?,
            possession: fields::array(&wire.possession, "register.possession")?,
        })
    }

    fn to_wire(&self) -> wire::Register {
        wire::Register {
            manifest: Some(self.manifest.to_wire()),
            challenge: self.challenge.clone(),
            nonce: self.nonce,
            invite: self.invite.clone().unwrap_or_default(),
            prekeys: Some(self.prekeys.to_wire()),
            delivery_token: Some(self.delivery_token.to_wire()),
            possession: fields::copied(&self.possession),
        }
    }
}

impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Register")
            .field("manifest", &self.manifest)
            .field("challenge", &Opaque(self.challenge.len()))
            .field(
                "invite",
                &self.invite.as_ref().map(|text| Opaque(text.len())),
            )
            .field("prekeys", &self.prekeys)
            .field("delivery_token", &self.delivery_token)
            .finish_non_exhaustive()
    }
}

/// The account exists, its device is authenticated on this connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Of the new device's mailbox.
    pub incarnation: Incarnation,
}

impl Checked for Registered {
    type Wire = wire::Registered;

    fn check(wire: wire::Registered) -> Result<Self, Invalid> {
        Ok(Self {
            incarnation: Incarnation::new(wire.incarnation),
        })
    }

    fn to_wire(&self) -> wire::Registered {
        wire::Registered {
            incarnation: self.incarnation.get(),
        }
    }
}
