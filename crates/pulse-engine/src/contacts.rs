//! The people we know, and where we stand with each.
//!
//! ```text
//!  AddContact ──► Added ──they write──► Accepted ◄──AcceptContact── Requested ◄── a stranger writes
//!                                          │                           │
//!                                          └──────BlockContact─────────┴──► Blocked ──AddContact──► Added
//!                                                                              └──UnblockContact──► what they were
//! ```

use pulse_crypto::keys::AccountId;
use pulse_protocol::Timestamp;
use pulse_protocol::link::{ContactLink, ServerLink};
use pulse_protocol::refusal::RefusalCode;

use crate::account;
use crate::engine::CommandResult;
use crate::turn::Turn;
use crate::{
    CommandError, CommandOutput, ContactChange, ContactRow, ContactState, ConversationId,
    ConversationRow, EngineError, Event, IdentityState, Profile, outbox, repair, requests, tokens,
};

pub(crate) fn all(turn: &mut Turn<'_>) -> Result<Vec<ContactRow>, EngineError> {
    Ok(turn.tx.contacts()?)
}

pub(crate) fn changed(turn: &mut Turn<'_>, account: AccountId, change: ContactChange) {
    turn.tell(Event::ContactChanged { account, change });
}

/// `AddContact`. Their link carries their id, so they are who the link says.
pub(crate) fn add(
    turn: &mut Turn<'_>,
    link: &ContactLink,
    name: Option<&str>,
) -> Result<CommandResult, EngineError> {
    let Some(own) = turn.registered()? else {
        return Ok(Err(CommandError::NotRegistered));
    };
    if link.account == own.account {
        return Ok(Err(CommandError::OwnLink));
    }
    if let Err(error) = check_server(link, &own.server) {
        return Ok(Err(error));
    }
    let own_name = match name.map(account::checked_name).transpose() {
        Ok(name) => name,
        Err(error) => return Ok(Err(error)),
    };
    let account = link.account;
    let known = turn.tx.contact(account)?;
    let state = known.as_ref().map(|contact| contact.state);
    let mut contact = known.unwrap_or_else(|| new(turn, account, ContactState::Added));
    contact.own_name = own_name.or(contact.own_name);
    contact.name = shown_name(&contact);
    contact.verified = true;
    if state == Some(ContactState::Blocked) {
        contact.state = ContactState::Added;
        requests::forget_block(turn, account)?;
    }
    turn.tx.put_contact(&contact)?;
    ensure_conversation(turn, account)?;
    match state {
        None | Some(ContactState::Blocked) => changed(turn, account, ContactChange::Added),
        // Whoever adds somebody that waits for an answer has answered.
        Some(ContactState::Requested) => requests::accept_row(turn, contact)?,
        Some(ContactState::Added | ContactState::Accepted) => {
            changed(turn, account, ContactChange::Renamed)
        }
    }
    Ok(Ok(CommandOutput::ContactAdded { account }))
}

/// Accounts are reached on their own server alone. A server is its key; one with a certificate of a public authority is its name.
fn check_server(link: &ContactLink, own: &ServerLink) -> Result<(), CommandError> {
    let theirs = &link.server;
    let is_here = theirs.host.eq_ignore_ascii_case(&own.host) && theirs.port == own.port;
    let host = || theirs.host.clone();
    match (theirs.fingerprint, own.fingerprint) {
        (Some(theirs), Some(own)) if theirs == own => Ok(()),
        (Some(_), Some(_)) if is_here => Err(CommandError::OtherServerKey { host: host() }),
        _ if is_here => Ok(()),
        _ => Err(CommandError::WrongServer { host: host() }),
    }
}

/// `RenameContact`; an empty name goes back to theirs.
pub(crate) fn rename(
    turn: &mut Turn<'_>,
    account: AccountId,
    name: &str,
) -> Result<CommandResult, EngineError> {
    let Some(mut contact) = turn.tx.contact(account)? else {
        return Ok(Err(CommandError::UnknownContact));
    };
    contact.own_name = if name.trim().is_empty() {
        None
    } else {
        match account::checked_name(name) {
            Ok(name) => Some(name),
            Err(error) => return Ok(Err(error)),
        }
    };
    contact.name = shown_name(&contact);
    turn.tx.put_contact(&contact)?;
    changed(turn, account, ContactChange::Renamed);
    Ok(Ok(CommandOutput::None))
}

/// `BlockContact`. What they send is dropped after decryption; what waits for them is not sent; our token changes.
pub(crate) fn block(turn: &mut Turn<'_>, account: AccountId) -> Result<CommandResult, EngineError> {
    let known = turn.tx.contact(account)?;
    requests::note_block(turn, account, known.as_ref().map(|known| known.state))?;
    let mut contact = known.unwrap_or_else(|| new(turn, account, ContactState::Blocked));
    let knew_our_token = matches!(contact.state, ContactState::Accepted | ContactState::Added);
    contact.state = ContactState::Blocked;
    turn.tx.put_contact(&contact)?;
    outbox::fail_all(turn, account, RefusalCode::Other(0))?;
    repair::forget_asked(turn, account)?;
    if knew_our_token {
        tokens::not_told(turn, account)?;
        tokens::rotate(turn)?;
    }
    changed(turn, account, ContactChange::Blocked);
    Ok(Ok(CommandOutput::None))
}

/// They told us their profile at a time of theirs. A late one, sent again after a newer was heard, teaches nothing.
pub(crate) fn learn_profile(
    turn: &mut Turn<'_>,
    account: AccountId,
    profile: &Profile,
    sent_at: Timestamp,
) -> Result<(), EngineError> {
    if !tokens::learn(turn, account, profile, sent_at)? {
        return Ok(());
    }
    let Some(mut contact) = turn.tx.contact(account)? else {
        return Ok(());
    };
    if contact.their_name.as_deref() == Some(&profile.name) {
        return Ok(());
    }
    contact.their_name = Some(profile.name.clone());
    contact.name = shown_name(&contact);
    turn.tx.put_contact(&contact)?;
    changed(turn, account, ContactChange::Renamed);
    Ok(())
}

/// Somebody we added has written: both sides agreed.
pub(crate) fn answered(
    turn: &mut Turn<'_>,
    mut contact: ContactRow,
) -> Result<ContactRow, EngineError> {
    contact.state = ContactState::Accepted;
    turn.tx.put_contact(&contact)?;
    changed(turn, contact.account, ContactChange::Accepted);
    outbox::forget_unanswered(turn, contact.account)?;
    // Our introduction may have been one too many for them: now that they listen, they hear it again.
    tokens::not_told(turn, contact.account)?;
    tokens::offer_profile(turn, contact.account)?;
    Ok(contact)
}

/// A row for somebody new.
pub(crate) fn new(turn: &mut Turn<'_>, account: AccountId, state: ContactState) -> ContactRow {
    let mut contact = ContactRow {
        account,
        name: String::new(),
        own_name: None,
        their_name: None,
        state,
        verified: false,
        compared: false,
        identity: IdentityState::Unchanged,
        added_at: turn.now,
    };
    contact.name = shown_name(&contact);
    contact
}

/// Our name for them, else theirs, else the beginning of their id.
fn shown_name(contact: &ContactRow) -> String {
    let name = contact.own_name.as_ref().or(contact.their_name.as_ref());
    name.cloned()
        .unwrap_or_else(|| contact.account.to_string().chars().take(8).collect())
}

/// A conversation in the list, before anything was said in it.
pub(crate) fn ensure_conversation(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<(), EngineError> {
    let id = ConversationId::direct(account);
    if turn.tx.conversation(id)?.is_none() {
        let row = ConversationRow {
            id,
            last_message: None,
            last_at: turn.now,
            unread: 0,
            read_through: None,
        };
        turn.tx.put_conversation(&row)?;
        turn.tell(Event::ConversationChanged { conversation: id });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use pulse_protocol::ServerIdentity;

    use super::*;

    fn server(host: &str, key: Option<u8>) -> ServerLink {
        ServerLink {
            host: host.into(),
            port: 7857,
            fingerprint: key.map(|byte| ServerIdentity::from_bytes([byte; 32])),
        }
    }

    /// The attack: somebody changes a link on its way, so that it speaks for a server of theirs.
    #[test]
    fn a_server_is_its_key_or_else_its_name() {
        let check = |theirs: (&str, Option<u8>), own: (&str, Option<u8>)| {
            let link = ContactLink {
                server: server(theirs.0, theirs.1),
                account: AccountId::from_bytes([7; 32]),
            };
            check_server(&link, &server(own.0, own.1))
        };
        let own = ("pulse.example", Some(1));
        let other_key = |host: &str| CommandError::OtherServerKey { host: host.into() };
        let elsewhere = |host: &str| CommandError::WrongServer { host: host.into() };
        assert_eq!(check(own, own), Ok(()));
        assert_eq!(check(("Pulse.Example", Some(1)), own), Ok(()));
        assert_eq!(check(("192.0.2.7", Some(1)), own), Ok(()));
        assert_eq!(check(("pulse.example", None), own), Ok(()));
        assert_eq!(check(own, ("pulse.example", None)), Ok(()));
        assert_eq!(
            check(("pulse.example", Some(2)), own),
            Err(other_key("pulse.example"))
        );
        for key in [Some(2), None] {
            let refused = check(("other.example", key), own);
            assert_eq!(refused, Err(elsewhere("other.example")));
        }
    }
}
