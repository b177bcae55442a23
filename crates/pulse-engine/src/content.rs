//! What is inside the ciphertext: one versioned protobuf `Content` per thing said, up to 32 of them in a sealed message.
//!
//! ```text
//! message  = format (1 byte: 1) ‖ content*          1 to 32 of them
//! content  = length (u16, big-endian) ‖ protobuf    proto/content.proto
//! ```
//!
//! The bytes of a content are kept as they came: what this version does not know (a field, a kind, a whole version) is
//! shown as "needs a newer Pulse" and is there for the version that does.

mod wire;

use prost::Message;
use pulse_crypto::keys::AccountId;
use pulse_crypto::secret::Secret;
use pulse_protocol::{EnvelopeId, Timestamp};
use zeroize::Zeroizing;

use crate::limits::{
    CONTENTS_BYTES_MAX, CONTENTS_PER_MESSAGE_MAX, NAME_BYTES_MAX, RECEIPT_MESSAGES_MAX,
    RESEND_ENVELOPES_MAX, TEXT_BYTES_MAX,
};
use crate::{ContentId, MessageId};

/// The version of the schema this crate writes and fully reads.
pub const CONTENT_VERSION: u32 = 1;

/// The first byte of a message's contents.
const FORMAT_V1: u8 = 1;

/// Bytes before each content.
const LENGTH_BYTES: usize = 2;

/// One thing said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The sender's id of it.
    pub id: ContentId,
    /// The sender's claim of when.
    pub sent_at: Timestamp,
    /// What is said.
    pub body: Body,
}

/// What is said. `Debug` names the kind and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// A line of text.
    Text(Text),
    /// Messages of ours arrived or were seen.
    Receipt(Receipt),
    /// Somebody began or ceased to write.
    Typing {
        /// Whether they are writing.
        active: bool,
    },
    /// A contact's name and how to reach them.
    Profile(Profile),
    /// A stranger says who they are.
    Introduction(Introduction),
    /// A device could not open envelopes and asks for them again.
    ResendRequest(ResendRequest),
    /// What another device of ours said to somebody.
    SentCopy(SentCopy),
    /// Something only a newer Pulse understands. Keep the bytes.
    Newer,
}

/// A line of text, at most [`TEXT_BYTES_MAX`] bytes, not empty.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    /// Markdown; a reader that shows it as it is does no harm.
    pub body: String,
}

/// Which messages arrived or were seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Arrived, or seen.
    pub kind: ReceiptKind,
    /// Which, at least one and at most [`RECEIPT_MESSAGES_MAX`].
    pub messages: Vec<MessageId>,
}

/// Arrived, or seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReceiptKind {
    /// A device has it.
    Delivered,
    /// The person saw it.
    Read,
}

/// A contact's name and how to reach them.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    /// Their own name, as [`valid_name`] allows it.
    pub name: String,
    /// The profile key, from which the delivery token is derived.
    pub key: Secret<32>,
    /// The delivery token's counter.
    pub counter: u32,
}

/// A stranger's first content. It gives their key, so that accepting them lets us answer in the contacts' lane at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// Who they say they are.
    pub profile: Profile,
}

/// Envelopes that a device could not open, at least one and at most [`RESEND_ENVELOPES_MAX`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResendRequest {
    /// Their ids, as the mailbox gave them.
    pub envelopes: Vec<EnvelopeId>,
}

/// What one device of ours said to somebody, for its siblings to show.
#[derive(Clone, PartialEq, Eq)]
pub struct SentCopy {
    /// To whom.
    pub account: AccountId,
    /// The content as it left, byte for byte.
    pub content: Vec<u8>,
}

/// Why bytes are no content. They came from an authenticated peer, so the row says "unreadable" and nothing fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// The message's first byte is of a later format.
    #[error("the message's format needs a newer Pulse")]
    NewerFormat,
    /// A length points past the end, or there are no contents, or too many.
    #[error("the message is not a list of contents")]
    Malformed,
    /// More bytes or more entries than the limits allow.
    #[error("the content is too large")]
    TooLarge,
    /// The protobuf does not decode, or the named field is not what the schema says.
    #[error("the content's {0} is wrong")]
    Field(&'static str),
}

impl Content {
    /// The bytes that travel, and that the row keeps.
    ///
    /// # Errors
    /// `TooLarge` or `Field` when the body breaks the limits that a reader will check; `Field` for [`Body::Newer`], which
    /// only exists on the reading side.
    pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, ContentError> {
        self.body.check()?;
        let message = wire::Content {
            version: CONTENT_VERSION,
            id: self.id.as_bytes().to_vec(),
            sent_at_ms: self.sent_at.as_millis(),
            body: Some(self.body.to_wire()?),
        };
        let bytes = Zeroizing::new(message.encode_to_vec());
        if bytes.len() > content_bytes_max() {
            return Err(ContentError::TooLarge);
        }
        Ok(bytes)
    }

    /// Reads one content. Never allocates more than a few times `bytes`.
    ///
    /// # Errors
    /// When the bytes are no content; a later version or an unknown kind is no error but [`Body::Newer`].
    pub fn decode(bytes: &[u8]) -> Result<Content, ContentError> {
        if bytes.len() > content_bytes_max() {
            return Err(ContentError::TooLarge);
        }
        let message = wire::Content::decode(bytes).map_err(|_| ContentError::Field("encoding"))?;
        let id = message
            .id
            .as_slice()
            .try_into()
            .map_err(|_| ContentError::Field("id"))?;
        let body = match message.body {
            Some(body) if message.version == CONTENT_VERSION => Body::from_wire(body)?,
            _ if message.version == 0 => return Err(ContentError::Field("version")),
            _ => Body::Newer,
        };
        body.check()?;
        Ok(Content {
            id: ContentId::from_bytes(id),
            sent_at: Timestamp::from_millis(message.sent_at_ms),
            body,
        })
    }
}

/// Puts encoded contents into the plaintext of one message.
///
/// # Errors
/// `Malformed` for none or more than 32, `TooLarge` for more bytes than [`CONTENTS_BYTES_MAX`].
pub fn pack<B: AsRef<[u8]>>(contents: &[B]) -> Result<Zeroizing<Vec<u8>>, ContentError> {
    if contents.is_empty() || contents.len() > CONTENTS_PER_MESSAGE_MAX {
        return Err(ContentError::Malformed);
    }
    let len = contents
        .iter()
        .fold(1, |sum, content| sum + packed_len(content.as_ref().len()));
    if len > CONTENTS_BYTES_MAX {
        return Err(ContentError::TooLarge);
    }
    let mut message = Zeroizing::new(Vec::with_capacity(len));
    message.push(FORMAT_V1);
    for content in contents {
        let content = content.as_ref();
        let length = u16::try_from(content.len()).map_err(|_| ContentError::TooLarge)?;
        message.extend_from_slice(&length.to_be_bytes());
        message.extend_from_slice(content);
    }
    Ok(message)
}

/// What a content of `len` bytes adds to a message, so that the outbox knows when a message is full.
pub const fn packed_len(len: usize) -> usize {
    LENGTH_BYTES + len
}

/// Takes the plaintext of a message apart into the bytes of its contents; [`Content::decode`] reads each.
///
/// # Errors
/// `NewerFormat` for another first byte, `Malformed` or `TooLarge` when it is no list of contents.
pub fn unpack(message: &[u8]) -> Result<Vec<&[u8]>, ContentError> {
    if message.len() > CONTENTS_BYTES_MAX {
        return Err(ContentError::TooLarge);
    }
    let (format, mut rest) = message.split_first().ok_or(ContentError::Malformed)?;
    if *format != FORMAT_V1 {
        return Err(ContentError::NewerFormat);
    }
    let mut contents = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<LENGTH_BYTES>() {
        let length = usize::from(u16::from_be_bytes(*length));
        let (content, after) = after
            .split_at_checked(length)
            .ok_or(ContentError::Malformed)?;
        if contents.len() == CONTENTS_PER_MESSAGE_MAX {
            return Err(ContentError::Malformed);
        }
        contents.push(content);
        rest = after;
    }
    if contents.is_empty() || !rest.is_empty() {
        return Err(ContentError::Malformed);
    }
    Ok(contents)
}

/// Whether a name can be shown on one line: 1 to [`NAME_BYTES_MAX`] bytes, something in it to see, no control characters, and none of
/// the invisible ones that turn the direction of what follows (a name must not dress up as another).
pub fn valid_name(name: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    // Somebody without a name to be seen would be an empty line in every list.
    name.len() <= NAME_BYTES_MAX
        && !name.chars().all(|c| c.is_whitespace() || hides(c))
        && !name.chars().any(|c| c.is_control() || turns(c))
}

/// Whether a character is not seen: it takes no place, or an empty one. A name may hold some, as letters of some scripts need; whoever
/// compares names leaves them out, since with them one name looks like another.
pub fn hides(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// One content alone fills a message at most.
const fn content_bytes_max() -> usize {
    CONTENTS_BYTES_MAX - 1 - LENGTH_BYTES
}

impl Body {
    /// The limits, the same for what we write and what we read.
    fn check(&self) -> Result<(), ContentError> {
        match self {
            Body::Text(text) if text.body.is_empty() => Err(ContentError::Field("text")),
            Body::Text(text) if text.body.len() > TEXT_BYTES_MAX => Err(ContentError::TooLarge),
            Body::Receipt(receipt) => count(receipt.messages.len(), RECEIPT_MESSAGES_MAX),
            Body::ResendRequest(request) => count(request.envelopes.len(), RESEND_ENVELOPES_MAX),
            Body::Profile(profile) | Body::Introduction(Introduction { profile })
                if !valid_name(&profile.name) =>
            {
                Err(ContentError::Field("name"))
            }
            _ => Ok(()),
        }
    }
}

fn count(len: usize, max: usize) -> Result<(), ContentError> {
    match len {
        0 => Err(ContentError::Field("list")),
        _ if len > max => Err(ContentError::TooLarge),
        _ => Ok(()),
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Body::Text(_) => "Text",
            Body::Receipt(_) => "Receipt",
            Body::Typing { .. } => "Typing",
            Body::Profile(_) => "Profile",
            Body::Introduction(_) => "Introduction",
            Body::ResendRequest(_) => "ResendRequest",
            Body::SentCopy(_) => "SentCopy",
            Body::Newer => "Newer",
        })
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({} bytes)", self.body.len())
    }
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Profile(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn content(body: Body) -> Content {
        Content {
            id: ContentId::from_bytes([7; 16]),
            sent_at: Timestamp::from_millis(1_700_000_000_000),
            body,
        }
    }

    fn text(body: &str) -> Content {
        content(Body::Text(Text { body: body.into() }))
    }

    fn any_profile() -> impl Strategy<Value = Profile> {
        ("[^\\p{C}\\p{Z}]{1,20}", any::<[u8; 32]>(), any::<u32>()).prop_map(
            |(name, key, counter)| Profile {
                name,
                key: Secret::from_bytes(key),
                counter,
            },
        )
    }

    fn any_body() -> impl Strategy<Value = Body> {
        let ids = || any::<[u8; 16]>();
        prop_oneof![
            ".{1,200}".prop_map(|body| Body::Text(Text { body })),
            (
                any::<bool>(),
                proptest::collection::vec(ids(), 1..=RECEIPT_MESSAGES_MAX)
            )
                .prop_map(|(read, ids)| {
                    let kind = if read {
                        ReceiptKind::Read
                    } else {
                        ReceiptKind::Delivered
                    };
                    Body::Receipt(Receipt {
                        kind,
                        messages: ids.into_iter().map(MessageId::from_bytes).collect(),
                    })
                }),
            any::<bool>().prop_map(|active| Body::Typing { active }),
            any_profile().prop_map(Body::Profile),
            (
                any::<[u8; 32]>(),
                proptest::collection::vec(any::<u8>(), 1..100)
            )
                .prop_map(|(account, content)| {
                    Body::SentCopy(SentCopy {
                        account: AccountId::from_bytes(account),
                        content,
                    })
                }),
            any_profile().prop_map(|profile| Body::Introduction(Introduction { profile })),
            proptest::collection::vec(ids(), 1..=RESEND_ENVELOPES_MAX).prop_map(|ids| {
                let envelopes = ids.into_iter().map(EnvelopeId::from_bytes).collect();
                Body::ResendRequest(ResendRequest { envelopes })
            }),
        ]
    }

    fn any_content() -> impl Strategy<Value = Content> {
        (any::<[u8; 16]>(), any::<u64>(), any_body()).prop_map(|(id, sent_at, body)| Content {
            id: ContentId::from_bytes(id),
            sent_at: Timestamp::from_millis(sent_at),
            body,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn contents_come_out_as_they_went_in(contents in proptest::collection::vec(any_content(), 1..=4)) {
            let encoded: Vec<_> = contents.iter().map(|content| content.encode().unwrap()).collect();
            let message = pack(&encoded).unwrap();
            let decoded: Vec<_> = unpack(&message).unwrap().into_iter().map(|bytes| Content::decode(bytes).unwrap()).collect();
            prop_assert_eq!(decoded, contents);
        }

        #[test]
        fn a_cut_message_is_refused_or_shorter(contents in proptest::collection::vec(any_content(), 1..=4), cut in any::<prop::sample::Index>()) {
            let encoded: Vec<_> = contents.iter().map(|content| content.encode().unwrap()).collect();
            let message = pack(&encoded).unwrap();
            let cut = &message[..cut.index(message.len())];
            if let Ok(fewer) = unpack(cut) {
                prop_assert!(fewer.len() < encoded.len());
            }
        }
    }

    #[test]
    fn unknown_kinds_and_versions_are_newer_and_unknown_fields_do_no_harm() {
        let mut known = text("hello").encode().unwrap().to_vec();
        // Field 1000, varint 5: a field of a later version.
        known.extend_from_slice(&[0xc0, 0x3e, 5]);
        assert_eq!(Content::decode(&known).unwrap(), text("hello"));

        // Field 30, an empty message: a kind of a later version.
        let unknown_kind = [&[8, 1, 18, 16][..], &[7; 16], &[0xf2, 1, 0]].concat();
        assert_eq!(Content::decode(&unknown_kind).unwrap().body, Body::Newer);

        let mut later_version = text("hello").encode().unwrap().to_vec();
        later_version[1] = 2;
        assert_eq!(Content::decode(&later_version).unwrap().body, Body::Newer);
        assert_eq!(unpack(&[2, 0, 0]), Err(ContentError::NewerFormat));
    }

    #[test]
    fn limits_hold_on_both_sides() {
        assert_eq!(text("").encode().unwrap_err(), ContentError::Field("text"));
        assert!(text(&"x".repeat(TEXT_BYTES_MAX)).encode().is_ok());
        assert_eq!(
            text(&"x".repeat(TEXT_BYTES_MAX + 1)).encode().unwrap_err(),
            ContentError::TooLarge
        );
        assert_eq!(
            content(Body::Newer).encode().unwrap_err(),
            ContentError::Field("body")
        );
        let one = text("x").encode().unwrap();
        assert_eq!(pack::<Vec<u8>>(&[]), Err(ContentError::Malformed));
        assert!(pack(&vec![&one; CONTENTS_PER_MESSAGE_MAX]).is_ok());
        assert_eq!(
            pack(&vec![&one; CONTENTS_PER_MESSAGE_MAX + 1]),
            Err(ContentError::Malformed)
        );
        let long = text(&"x".repeat(TEXT_BYTES_MAX)).encode().unwrap();
        assert_eq!(pack(&vec![&long; 32]), Err(ContentError::TooLarge));
        // 33 empty contents, as a hostile peer would write them.
        assert_eq!(
            unpack(&[&[1][..], &[0; 66]].concat()),
            Err(ContentError::Malformed)
        );
        assert_eq!(
            unpack(&vec![1; CONTENTS_BYTES_MAX + 1]),
            Err(ContentError::TooLarge)
        );
        for malformed in [&[][..], &[1], &[1, 0], &[1, 0, 1], &[1, 0, 0, 0]] {
            assert_eq!(
                unpack(malformed),
                Err(ContentError::Malformed),
                "{malformed:?}"
            );
        }
    }

    #[test]
    fn names_are_one_visible_line() {
        for good in [
            "Alice",
            "李",
            "Zoë 🐝",
            "👩\u{200d}🚀\u{fe0f}",
            &"x".repeat(NAME_BYTES_MAX),
        ] {
            assert!(valid_name(good), "{good}");
        }
        for bad in [
            "",
            " ",
            "a\nb",
            "\u{202e}ecila",
            "\u{2066}",
            "\u{200b}",
            "\u{3164} \u{2800}",
            "\u{feff}\u{e0041}\u{200d}",
            &"x".repeat(NAME_BYTES_MAX + 1),
        ] {
            assert!(!valid_name(bad), "{bad:?}");
        }
    }

    #[test]
    fn debug_shows_the_kind_and_no_text() {
        assert!(!format!("{:?}", text("a secret plan")).contains("secret"));
    }
}
