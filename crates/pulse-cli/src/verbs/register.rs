//! `pulse register`: makes an account on a server.

use std::time::Duration;

use clap::Args;
use pulse_client::ServerLink;

use crate::arguments::seconds;
use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure};
use crate::screen::Style;
use crate::{json, progress, text, trouble};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The server's link, as `pulse-server init` printed it
    #[arg(long, value_name = "LINK")]
    server: String,

    /// The name that your contacts will see
    #[arg(long)]
    name: String,

    /// The invite, when the server asks for one
    #[arg(long, value_name = "TOKEN")]
    invite: Option<String>,

    /// How long to wait for the server, proof of work included
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = seconds)]
    timeout: Duration,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let server: ServerLink = arguments.server.trim().parse()?;
    let client = context.open_or_create(Reach::Online).await?;
    let registration = client.register(server, &arguments.name, arguments.invite.as_deref());
    let registration = tokio::time::timeout(arguments.timeout, registration);
    let registered = progress::during(context.screen, &client, "Registering", registration)
        .await
        .map_err(|_elapsed| {
            Failure::new(
                Exit::Unreachable,
                "the server did not confirm the registration in time",
            )
            .with_hint("Run the same command again, with a longer --timeout if the server is far away or your computer slow.")
        })?;
    if let Err(error) = registered {
        return Err(trouble::explained(&client, error).await);
    }
    let account = client
        .view()
        .account()?
        .ok_or_else(|| Failure::new(Exit::Bug, "the account is registered and not in the store"))?;
    context.screen.show(&json::Account::of(&account), || {
        let name = context
            .screen
            .style(Style::Bold, &text::line(&account.name));
        format!(
            "Welcome, {name}. You are registered.\n\n\
             Give this link to people who want to write to you:\n  {}\n\n\
             Next:\n  \
             pulse phrase             write down the 24 words that recover this account\n  \
             pulse contact add LINK   add somebody by their link\n  \
             pulse listen             wait for messages",
            account.contact_link
        )
    })
}
