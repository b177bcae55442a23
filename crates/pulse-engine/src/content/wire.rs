//! The generated messages of `proto/content.proto`, and the way between them and the checked types.

#![expect(unreachable_pub, reason = "generated")]

use pulse_crypto::keys::AccountId;
use pulse_crypto::secret::Secret;
use pulse_protocol::EnvelopeId;

use super::{
    Body as Checked, ContentError, Introduction as CheckedIntroduction, Profile as CheckedProfile,
    Receipt as CheckedReceipt, ReceiptKind, ResendRequest as CheckedResend,
    SentCopy as CheckedCopy, Text as CheckedText,
};
use crate::MessageId;

pub(super) use content::Body;

include!(concat!(env!("OUT_DIR"), "/pulse.content.v1.rs"));

impl Checked {
    pub(super) fn to_wire(&self) -> Result<Body, ContentError> {
        Ok(match self {
            Checked::Text(text) => Body::Text(Text {
                body: text.body.clone(),
            }),
            Checked::Receipt(receipt) => Body::Receipt(Receipt {
                kind: match receipt.kind {
                    ReceiptKind::Delivered => 1,
                    ReceiptKind::Read => 2,
                },
                messages: join(receipt.messages.iter().map(MessageId::as_bytes)),
            }),
            Checked::Typing { active } => Body::Typing(Typing { active: *active }),
            Checked::Profile(profile) => Body::Profile(profile_to_wire(profile)),
            Checked::Introduction(introduction) => Body::Introduction(Introduction {
                profile: Some(profile_to_wire(&introduction.profile)),
            }),
            Checked::ResendRequest(request) => Body::ResendRequest(ResendRequest {
                envelopes: join(request.envelopes.iter().map(EnvelopeId::as_bytes)),
            }),
            Checked::SentCopy(copy) => Body::SentCopy(SentCopy {
                account: copy.account.as_bytes().to_vec(),
                content: copy.content.clone(),
            }),
            Checked::Newer => return Err(ContentError::Field("body")),
        })
    }

    pub(super) fn from_wire(body: Body) -> Result<Checked, ContentError> {
        Ok(match body {
            Body::Text(text) => Checked::Text(CheckedText { body: text.body }),
            Body::Receipt(receipt) => {
                let kind = match receipt.kind {
                    1 => ReceiptKind::Delivered,
                    2 => ReceiptKind::Read,
                    _ => return Ok(Checked::Newer),
                };
                let messages = split(&receipt.messages, "messages")?;
                let messages = messages.map(MessageId::from_bytes).collect();
                Checked::Receipt(CheckedReceipt { kind, messages })
            }
            Body::Typing(typing) => Checked::Typing {
                active: typing.active,
            },
            Body::Profile(profile) => Checked::Profile(profile_from_wire(profile)?),
            Body::Introduction(introduction) => {
                let profile = introduction.profile.ok_or(ContentError::Field("profile"))?;
                Checked::Introduction(CheckedIntroduction {
                    profile: profile_from_wire(profile)?,
                })
            }
            Body::ResendRequest(request) => {
                let envelopes = split(&request.envelopes, "envelopes")?;
                let envelopes = envelopes.map(EnvelopeId::from_bytes).collect();
                Checked::ResendRequest(CheckedResend { envelopes })
            }
            Body::SentCopy(copy) => {
                let account = copy.account.as_slice().try_into();
                let account = account.map_err(|_| ContentError::Field("copy's account"))?;
                Checked::SentCopy(CheckedCopy {
                    account: AccountId::from_bytes(account),
                    content: copy.content,
                })
            }
        })
    }
}

fn profile_to_wire(profile: &CheckedProfile) -> Profile {
    Profile {
        name: profile.name.clone(),
        key: profile.key.as_bytes().to_vec(),
        counter: profile.counter,
    }
}

fn profile_from_wire(profile: Profile) -> Result<CheckedProfile, ContentError> {
    let key = profile
        .key
        .as_slice()
        .try_into()
        .map_err(|_| ContentError::Field("profile key"))?;
    Ok(CheckedProfile {
        name: profile.name,
        key: Secret::from_bytes(key),
        counter: profile.counter,
    })
}

fn join<'a>(ids: impl Iterator<Item = &'a [u8; 16]>) -> Vec<u8> {
    ids.flatten().copied().collect()
}

fn split<'a>(
    bytes: &'a [u8],
    field: &'static str,
) -> Result<impl Iterator<Item = [u8; 16]> + 'a, ContentError> {
    match bytes.as_chunks::<16>() {
        (ids, []) => Ok(ids.iter().copied()),
        _ => Err(ContentError::Field(field)),
    }
}
