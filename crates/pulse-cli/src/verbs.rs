//! The verbs, one file each, all of the same shape: the arguments, and `run`.

mod contact;
mod contacts;
mod conversations;
mod history;
mod listen;
mod phrase;
mod register;
mod search;
mod send;
mod status;
mod sync;
mod verify;
mod whoami;

use clap::Subcommand;

use crate::context::Context;
use crate::exit::Failure;

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Make an account on a server
    Register(register::Arguments),
    /// Show your account, and the link to give to others
    Whoami(whoami::Arguments),
    /// List your contacts
    Contacts,
    /// Add, accept, block or rename a contact
    #[command(subcommand)]
    Contact(contact::Verb),
    /// Send a message
    Send(send::Arguments),
    /// Show messages as they arrive, beginning with those that wait
    Listen(listen::Arguments),
    /// Send what is queued, fetch what waits, and end
    Sync(sync::Arguments),
    /// List your conversations
    Conversations(conversations::Arguments),
    /// Show a conversation, oldest message first
    History(history::Arguments),
    /// Find messages by their words
    Search(search::Arguments),
    /// Compare the safety number with a contact
    Verify(verify::Arguments),
    /// Show the connection, the queue and the store
    Status(status::Arguments),
    /// Show the 24 words that recover your account, once
    Phrase,
}

impl Verb {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Verb::Register(arguments) => register::run(arguments, context).await,
            Verb::Whoami(arguments) => whoami::run(arguments, context).await,
            Verb::Contacts => contacts::run(context).await,
            Verb::Contact(verb) => contact::run(verb, context).await,
            Verb::Send(arguments) => send::run(arguments, context).await,
            Verb::Listen(arguments) => listen::run(arguments, context).await,
            Verb::Sync(arguments) => sync::run(arguments, context).await,
            Verb::Conversations(arguments) => conversations::run(arguments, context).await,
            Verb::History(arguments) => history::run(arguments, context).await,
            Verb::Search(arguments) => search::run(arguments, context).await,
            Verb::Verify(arguments) => verify::run(arguments, context).await,
            Verb::Status(arguments) => status::run(arguments, context).await,
            Verb::Phrase => phrase::run(context).await,
        }
    }
}
