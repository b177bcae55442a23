//! `pulse contact accept`: lets somebody in who wrote to us.

use clap::Args;
use pulse_client::{Command, CommandError, ContactState};

use crate::context::{Context, Reach};
use crate::exit::Failure;
use crate::who;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Who, by name or id
    who: String,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Online).await?;
    let contact = who::resolve(&client.view(), &arguments.who)?;
    // Accepting answers a stranger. A block was meant, and is taken back by its own verb alone.
    if contact.state == ContactState::Blocked {
        return Err(CommandError::Blocked.into());
    }
    let account = contact.account;
    client.command(Command::AcceptContact { account }).await?;
    super::show(context, &client, account, |name| {
        format!("{name} is a contact now.")
    })
}
