//! `pulse contact block`: hears nothing of somebody any more.

use clap::Args;
use pulse_client::Command;

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
    client
        .command(Command::BlockContact {
            account: contact.account,
        })
        .await?;
    super::show(context, &client, contact.account, |name| {
        format!("{name} is blocked. `pulse contact unblock` takes that back.")
    })
}
