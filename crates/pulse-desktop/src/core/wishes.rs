//! Wishes that are commands of the client, and what each answers.

use std::path::PathBuf;

use pulse_client::limits::CONNECT_TIMEOUT;
use pulse_client::transport::quic::QuicTransport;
use pulse_client::transport::{ConnectError, Transport};
use pulse_client::{
    AppLock, Client, ClientError, Command, CommandOutput, Home, KeychainError, Lane, Privacy,
    Protection as MadeWith, ServerLink, StoreError,
};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::desk::Done;
use crate::{Hidden, Request, Update, Wish};

/// Connects to a server and leaves again. The connection says nothing: its handshake shows whether a Pulse server answers, and
/// whether it has the key of the link.
pub(super) async fn try_server(server: ServerLink) -> Update {
    let transport = QuicTransport::new();
    let attempt = transport.connect(Lane::Anonymous, &server);
    let error = match timeout(CONNECT_TIMEOUT, attempt).await {
        Ok(connected) => connected.err(),
        Err(_elapsed) => Some(ConnectError::NoAnswer),
    };
    Update::ServerTried { server, error }
}

/// The command of a request that is nothing but a command.
pub(super) fn command(request: Request) -> Option<Command> {
    Some(match request {
        Request::Retry(message) => Command::RetryMessage { message },
        Request::DeleteMessage(message) => Command::DeleteMessage { message },
        Request::DeleteConversation { conversation, .. } => {
            Command::DeleteConversation { conversation }
        }
        Request::MarkRead {
            conversation,
            through,
        } => Command::MarkRead {
            conversation,
            through,
        },
        Request::SetTyping {
            conversation,
            active,
        } => Command::SetTyping {
            conversation,
            active,
        },
        Request::AddContact { link, name } => Command::AddContact { link, name },
        Request::Accept(account) => Command::AcceptContact { account },
        Request::Block(account) => Command::BlockContact { account },
        Request::Unblock(account) => Command::UnblockContact { account },
        Request::RemoveContact { account, .. } => Command::RemoveContact { account },
        Request::Rename { account, name } => Command::RenameContact { account, name },
        Request::ConfirmSafetyNumber { account, confirmed } => {
            Command::ConfirmSafetyNumber { account, confirmed }
        }
        Request::AcceptIdentityChange(account) => Command::AcceptIdentityChange { account },
        Request::RevealPhrase => Command::RevealPhrase,
        Request::ConfirmPhrase(words) => Command::ConfirmPhrase { words },
        Request::SetName(name) => Command::SetName { name },
        Request::SetPrivacy {
            read_receipts,
            typing,
        } => Command::SetPrivacy {
            privacy: Privacy {
                read_receipts,
                typing,
            },
        },
        Request::SetMute { conversation, mute } => Command::SetMute { conversation, mute },
        Request::SetUnreadMark {
            conversation,
            marked,
        } => Command::SetUnreadMark {
            conversation,
            marked,
        },
        _ => return None,
    })
}

/// What is said of a request when there is no home to do it in. `None` for what means nothing then, and for what the window says
/// again when the home is back: drafts, what was seen, what it shows.
pub(super) fn refused(request: Request) -> Option<Update> {
    let wish = match request {
        Request::Search { kind, number, .. } => {
            let error = StoreError::Unavailable("the home is not open".to_owned());
            return Some(Update::Found {
                kind,
                number,
                found: Err(error),
            });
        }
        Request::SetDraft { .. }
        | Request::SetTyping { .. }
        | Request::MarkRead { .. }
        | Request::OpenConversation(_)
        | Request::Rows { .. }
        | Request::Locate { .. }
        | Request::EndSearch(_)
        | Request::Reconnect => return None,
        Request::Send { conversation, text } => Wish::Send { conversation, text },
        Request::Storage => Wish::Other,
        other => wish_of(&command(other)?),
    };
    Some(Update::Failed {
        wish,
        error: ClientError::Closed,
    })
}

/// What is said when the command fails.
pub(super) fn wish_of(command: &Command) -> Wish {
    match command {
        Command::AddContact { .. } => Wish::AddContact,
        Command::ConfirmPhrase { .. } => Wish::ConfirmPhrase,
        _ => Wish::Other,
    }
}

/// Has the client do it.
pub(super) async fn perform(client: Client, command: Command) -> Done {
    let wish = wish_of(&command);
    let changes_account = matches!(
        command,
        Command::SetName { .. } | Command::ConfirmPhrase { .. }
    );
    // The window shows it no more before it is asked for.
    let takes_away = matches!(
        command,
        Command::DeleteMessage { .. }
            | Command::DeleteConversation { .. }
            | Command::RemoveContact { .. }
    );
    match client.command(command).await {
        Ok(CommandOutput::ContactAdded { account }) => Done::Tell(Update::ContactAdded(account)),
        Ok(CommandOutput::Phrase(words)) => Done::Tell(Update::Phrase(words)),
        Ok(_) if wish == Wish::ConfirmPhrase => Done::PhraseConfirmed,
        Ok(_) if changes_account => Done::AccountChanged,
        Ok(_) => Done::Nothing,
        Err(error) if takes_away => Done::NotDeleted(error),
        Err(error) => Done::Tell(Update::Failed { wish, error }),
    }
}

/// Sends a text; it is stored before this ends, and leaves when it can.
pub(super) async fn send(
    client: Client,
    conversation: pulse_client::ConversationId,
    text: String,
) -> Done {
    match client.send_text(conversation, &text).await {
        Ok(_) => Done::Nothing,
        Err(error) => Done::Tell(Update::Failed {
            wish: Wish::Send { conversation, text },
            error,
        }),
    }
}

/// How large the store is.
pub(super) async fn storage(client: Client) -> Done {
    let answer = async {
        let bytes = client.status().await?.store_bytes;
        let messages = client.view().message_count()?;
        Ok::<_, ClientError>(Update::Storage { bytes, messages })
    };
    Done::Tell(answer.await.unwrap_or_else(|error| Update::Failed {
        wish: Wish::Other,
        error,
    }))
}

/// Sets, changes or removes the app lock's passphrase; or changes the home's, which is the lock's too.
pub(super) async fn set_app_lock(
    home: PathBuf,
    present: Option<Hidden>,
    new: Option<Hidden>,
) -> Done {
    let work = move || {
        let lock = AppLock::new(&home);
        let is_changed = lock.change(present.map(|it| it.0), new.map(|it| it.0))?;
        let by_home = Home::protection(&home) == Some(MadeWith::Passphrase);
        Ok(match is_changed {
            true => Update::AppLockChanged {
                set: !by_home && lock.is_set(),
            },
            false => Update::AppLockKept,
        })
    };
    slowly(work).await
}

/// Checks the app lock's passphrase.
pub(super) async fn check_app_lock(home: PathBuf, passphrase: Zeroizing<String>) -> Done {
    let work = move || {
        let right = AppLock::new(&home).check(passphrase)?;
        Ok(Update::AppUnlocked { right })
    };
    slowly(work).await
}

/// Argon2id takes its time, and files may.
async fn slowly(work: impl FnOnce() -> Result<Update, KeychainError> + Send + 'static) -> Done {
    let failed = |what: String| Update::Failed {
        wish: Wish::AppLock,
        error: ClientError::Store(StoreError::Unavailable(what)),
    };
    Done::Tell(match tokio::task::spawn_blocking(work).await {
        Ok(Ok(update)) => update,
        Ok(Err(error)) => failed(error.to_string()),
        Err(error) => failed(error.to_string()),
    })
}
