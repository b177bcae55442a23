//! `pulse contact unblock`: takes a block back.

use clap::Args;
use pulse_client::Command;

use crate::context::{Context, Reach};
use crate::exit::Failure;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Who, by name or id
    who: String,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let command = |account| Command::UnblockContact { account };
    super::change(context, Reach::Online, &arguments.who, command, |name| {
        format!("{name} is not blocked any more.")
    })
    .await
}
