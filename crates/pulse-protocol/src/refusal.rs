//! How a server says no: a number that a program acts on and a sentence for a person.
//!
//! The hundreds say what to do: 1xx the same again later, 2xx fetch something and try again, 3xx repair the request, 4xx do not
//! try again, 5xx the server's own fault. Numbers are never reused; the table is in `docs/wire.md`.

use core::fmt;

use crate::codec::fields::{Checked, Invalid};
use crate::limits::{REFUSAL_TEXT_BYTES_MAX, RETRY_AFTER_MS_MAX};
use crate::manifest::ManifestChain;
use crate::wire;

/// Something was not done, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text} ({code})")]
pub struct Refusal {
    /// What a program goes by.
    pub code: RefusalCode,
    /// For a person; never a name, a key or an id. Free of control characters when it came off the wire.
    pub text: String,
    /// 1xx: try again after this many milliseconds; 0: no earlier than the client's own back-off says.
    pub retry_after_ms: u32,
    /// The current manifests, with [`RefusalCode::StaleManifest`], [`RefusalCode::ManifestConflict`] and, as its proof,
    /// [`RefusalCode::DeviceRemoved`].
    pub manifests: Option<ManifestChain>,
}

impl Refusal {
    /// A refusal with the number's usual text.
    pub fn new(code: RefusalCode) -> Self {
        Self {
            code,
            text: code.text().to_owned(),
            retry_after_ms: 0,
            manifests: None,
        }
    }

    /// With another text.
    #[must_use]
    pub fn with_text(self, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, ..self }
    }

    /// With a delay.
    #[must_use]
    pub const fn with_retry_after_ms(mut self, retry_after_ms: u32) -> Self {
        self.retry_after_ms = retry_after_ms;
        self
    }

    /// With the manifests the client should know.
    #[must_use]
    pub fn with_manifests(self, manifests: ManifestChain) -> Self {
        Self {
            manifests: Some(manifests),
            ..self
        }
    }

    pub(crate) fn from_goodbye(wire: wire::Goodbye) -> Result<Self, Invalid> {
        Self::check(wire::Refused {
            code: wire.code,
            text: wire.text,
            retry_after_ms: wire.retry_after_ms,
            manifests: None,
        })
    }

    pub(crate) fn to_goodbye(&self) -> wire::Goodbye {
        wire::Goodbye {
            code: self.code.number(),
            text: cut(&self.text).to_owned(),
            retry_after_ms: self.retry_after_ms,
        }
    }
}

impl From<RefusalCode> for Refusal {
    fn from(code: RefusalCode) -> Self {
        Self::new(code)
    }
}

impl Checked for Refusal {
    type Wire = wire::Refused;

    fn check(wire: wire::Refused) -> Result<Self, Invalid> {
        if wire.text.len() > REFUSAL_TEXT_BYTES_MAX {
            return Err(Invalid("refused.text"));
        }
        Ok(Self {
            code: RefusalCode::from_number(wire.code),
            text: printable(wire.text),
            retry_after_ms: wire.retry_after_ms.min(RETRY_AFTER_MS_MAX),
            manifests: wire.manifests.map(ManifestChain::check).transpose()?,
        })
    }

    fn to_wire(&self) -> wire::Refused {
        wire::Refused {
            code: self.code.number(),
            text: cut(&self.text).to_owned(),
            retry_after_ms: self.retry_after_ms,
            manifests: self.manifests.as_ref().map(ManifestChain::to_wire),
        }
    }
}

/// The text of a server reaches terminals and screens: no escape sequences, no line breaks, no reversed writing.
fn printable(text: String) -> String {
    let is_hostile = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(is_hostile) {
        text.replace(is_hostile, " ")
    } else {
        text
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(REFUSAL_TEXT_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal, $text:literal;)*) => {
        /// The number of a refusal. The hundreds say what to do, see the [module](self).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RefusalCode {
            $($(#[doc = $doc])+ $name,)*
            /// A number this version does not know: its hundreds say what to do.
            Other(u32),
        }

        impl RefusalCode {
            /// Every number this version knows.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The number on the wire, also used as the application code that closes a connection.
            pub const fn number(self) -> u32 {
                match self {
                    $(Self::$name => $number,)*
                    Self::Other(number) => number,
                }
            }

            /// The code with this number.
            pub const fn from_number(number: u32) -> Self {
                match number {
                    $($number => Self::$name,)*
                    other => Self::Other(other),
                }
            }

            /// What it says when nothing more particular is to be said.
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other(_) => "The server refused this",
                }
            }
        }
    };
}

codes! {
    /// The server has too much to do.
    Busy = 100, "The server is busy";
    /// Too much from this device, this network or to this recipient.
    RateLimited = 101, "Too many requests, slow down";
    /// The recipient's mailbox is full.
    MailboxFull = 102, "The recipient's mailbox is full";
    /// The store cannot take anything: the disk is full or broken.
    StoreUnavailable = 103, "The server cannot store anything at the moment";
    /// The server stops in order; it will be back.
    ShuttingDown = 104, "The server is shutting down";
    /// Too many strangers' envelopes wait for the recipient.
    RequestsFull = 105, "The recipient has too many requests waiting";

    /// The recipient's devices have changed; the newer manifests are attached.
    StaleManifest = 200, "The recipient's devices have changed";
    /// Somebody published before; the newer manifests are attached.
    ManifestConflict = 201, "A newer manifest was published before";
    /// The registration challenge is too old or already used: ask for new terms.
    ChallengeExpired = 202, "The registration challenge has expired";
    /// The stamp is of another day, used, or too easy: hello tells the difficulty of today.
    StampStale = 203, "The stamp is of another day or too easy";

    /// Not a frame, or a field that is not acceptable.
    Malformed = 300, "The request is malformed";
    /// A kind of frame the server does not know.
    UnknownFrame = 301, "The server does not know this kind of request";
    /// Larger than the limit.
    FrameTooLarge = 302, "The request is too large";
    /// No common protocol version.
    Version = 303, "Client and server have no protocol version in common";
    /// Not at this point of a connection: before hello, before attach, a second time.
    WrongState = 304, "The request does not fit the state of the connection";
    /// The manifest does not verify or does not follow.
    InvalidManifest = 305, "The manifest is not valid";
    /// The prekeys do not verify, or are too many.
    InvalidPrekeys = 306, "The prekeys are not valid";
    /// The envelopes are not exactly for the devices of the manifest.
    WrongDevices = 307, "The envelopes do not match the recipient's devices";

    /// Only for an authenticated device.
    NotAuthenticated = 400, "This needs an authenticated device";
    /// The signature does not verify for this connection.
    BadSignature = 401, "The signature is not valid";
    /// The server has no such recipient.
    UnknownRecipient = 402, "The server does not know this recipient";
    /// The server has no such account or device to authenticate as.
    UnknownAccount = 403, "The server does not know this account";
    /// The account's manifest no longer lists the device.
    DeviceRemoved = 404, "This device was removed from its account";
    /// The delivery token is not the recipient's.
    BadToken = 405, "The delivery token is not valid";
    /// The stamp's proof of work does not hold.
    BadStamp = 406, "The stamp is not valid";
    /// The registration's proof of work does not hold.
    BadProofOfWork = 407, "The proof of work is not valid";
    /// No such invite, or it was used.
    BadInvite = 408, "The invite is not valid or was used";
    /// The invite was valid once.
    InviteExpired = 409, "The invite has expired";
    /// Nobody can register here.
    RegistrationClosed = 410, "The server takes no registrations";
    /// Not on this lane.
    WrongLane = 411, "The request is not allowed on this kind of connection";
    /// A newer connection of the same device took over.
    Replaced = 412, "A newer connection of this device took over";
    /// The account is registered already.
    AccountExists = 413, "The account exists already";

    /// The server failed; it is not the client's fault.
    Internal = 500, "The server failed";
}

impl RefusalCode {
    /// Whether the same request may succeed later, unchanged.
    pub const fn is_later(self) -> bool {
        matches!(self.number(), 100..=199 | 500..=599)
    }

    /// Whether something has to be fetched before trying again.
    pub const fn is_fetch(self) -> bool {
        matches!(self.number(), 200..=299)
    }
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stable_and_come_back() {
        for (code, number) in [
            (RefusalCode::Busy, 100),
            (RefusalCode::StaleManifest, 200),
            (RefusalCode::WrongDevices, 307),
            (RefusalCode::AccountExists, 413),
            (RefusalCode::Internal, 500),
            (RefusalCode::Other(777), 777),
        ] {
            assert_eq!(code.number(), number);
            assert_eq!(RefusalCode::from_number(number), code);
        }
        for code in RefusalCode::ALL {
            assert_eq!(RefusalCode::from_number(code.number()), *code);
            assert!(code.text().len() <= REFUSAL_TEXT_BYTES_MAX);
        }
    }

    #[test]
    fn a_server_cannot_write_to_a_terminal_with_its_text() {
        let wire = wire::Refused {
            code: 100,
            text: "busy\u{1b}[2J\r\n\u{202e}\u{61c}now\u{7f}".to_owned(),
            retry_after_ms: u32::MAX,
            manifests: None,
        };
        let refusal = Refusal::check(wire).unwrap();
        assert_eq!(refusal.text, "busy [2J    now ");
        assert_eq!(refusal.retry_after_ms, RETRY_AFTER_MS_MAX);
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let refusal = Refusal::new(RefusalCode::Busy).with_text("ä".repeat(1000));
        let wire = refusal.to_wire();
        assert_eq!(wire.text, "ä".repeat(256));
        assert!(Refusal::check(wire).is_ok());
        let odd = format!("x{}", "ä".repeat(1000));
        assert_eq!(cut(&odd).len(), 511);
    }
}
