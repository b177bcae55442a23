//! How this server words its refusals. The numbers are the protocol's; the texts are for people and name nobody.

use pulse_protocol::{Refusal, RefusalCode};

use crate::store::StoreError;

/// A refusal to be answered by another request, or by none.
pub(crate) fn refuse(code: RefusalCode, text: &str) -> Refusal {
    Refusal::new(code).with_text(text)
}

/// A refusal for now.
pub(crate) fn later(code: RefusalCode, text: &str, retry_after_ms: u32) -> Refusal {
    Refusal {
        retry_after_ms,
        ..refuse(code, text)
    }
}

/// What a failing store means to the peer.
pub(crate) fn of_store(error: StoreError) -> Refusal {
    match error {
        StoreError::MailboxFull => later(
            RefusalCode::MailboxFull,
            "the recipient's mailbox is full until its device connects",
            10 * 60 * 1000,
        ),
        StoreError::RequestsFull => later(
            RefusalCode::RequestsFull,
            "too many requests wait for the recipient already",
            60 * 60 * 1000,
        ),
        StoreError::Busy => later(RefusalCode::Busy, "the server is busy", 500),
        StoreError::Unavailable => later(
            RefusalCode::StoreUnavailable,
            "the server cannot store anything now",
            30 * 1000,
        ),
        StoreError::Lost => later(RefusalCode::ShuttingDown, "the server is stopping", 2_000),
        StoreError::Unknown => refuse(RefusalCode::UnknownRecipient, "no such account"),
        StoreError::Exists => refuse(RefusalCode::AccountExists, "this account is registered"),
        StoreError::Conflict => refuse(
            RefusalCode::ManifestConflict,
            "another manifest was published first",
        ),
        StoreError::PrekeysFull => refuse(
            RefusalCode::InvalidPrekeys,
            "the stock of one-time prekeys is full",
        ),
        StoreError::Used => refuse(RefusalCode::BadToken, "this was used before"),
        StoreError::Corrupt => {
            tracing::error!("a row of the store does not parse; run `pulse-server check`");
            refuse(RefusalCode::Internal, "the server's store is damaged")
        }
    }
}
