//! `pulse contact unblock`: takes a block back.

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
        .command(Command::UnblockContact {
            account: contact.account,
        })
        .await?;
    super::show(context, &client, contact.account, |name| {
        format!("{name} is not blocked any more.")
    })
}
