//! `pulse contact …`: what changes one contact.

mod accept;
mod add;
mod block;
mod rename;
mod unblock;

use clap::Subcommand;
use pulse_client::{AccountId, Client, Command};

use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure};
use crate::json;
use crate::who;

/// What to do with a contact.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Add somebody by the link they gave you
    Add(add::Arguments),
    /// Let somebody in who wrote to you
    Accept(accept::Arguments),
    /// Hear nothing of somebody any more
    Block(block::Arguments),
    /// Take a block back
    Unblock(unblock::Arguments),
    /// Call somebody by a name of your own
    Rename(rename::Arguments),
}

pub(crate) async fn run(verb: Verb, context: &Context) -> Result<(), Failure> {
    match verb {
        Verb::Add(arguments) => add::run(arguments, context).await,
        Verb::Accept(arguments) => accept::run(arguments, context).await,
        Verb::Block(arguments) => block::run(arguments, context).await,
        Verb::Unblock(arguments) => unblock::run(arguments, context).await,
        Verb::Rename(arguments) => rename::run(arguments, context).await,
    }
}

/// Does something to one contact, and shows them as they are then.
async fn change(
    context: &Context,
    reach: Reach,
    who: &str,
    command: impl FnOnce(AccountId) -> Command,
    sentence: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    let client = context.open(reach).await?;
    let account = who::resolve(&client.view(), who)?.account;
    client.command(command(account)).await?;
    show(context, &client, account, sentence)
}

/// Shows the contact as it is now: the object for scripts, `sentence` (made with the name) for people.
fn show(
    context: &Context,
    client: &Client,
    account: AccountId,
    sentence: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    let contact = client.view().contact(account)?.ok_or_else(|| {
        Failure::new(Exit::Bug, "the contact was changed and is not in the store")
    })?;
    context.screen.show(&json::Contact::of(&contact), || {
        sentence(&crate::text::line(&contact.name))
    })
}
