//! `pulse register`: makes an account on a server.

use std::cell::Cell;
use std::time::Duration;

use clap::Args;
use pulse_client::{Client, Event, EventStream, ServerLink, WorkPurpose};

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
    let host = server.host.clone();
    let works = Cell::new(false);
    let hearing = hear(client.events(), &works);
    let registration = client.register(server, &arguments.name, arguments.invite.as_deref());
    let registration = async {
        tokio::select! {
            registered = registration => Some(registered),
            () = hearing => None,
            () = tokio::time::sleep(arguments.timeout) => None,
        }
    };
    let registered = progress::during(context.screen, &client, "Registering", registration).await;
    match registered {
        Some(Ok(_)) => {}
        Some(Err(error)) => return Err(trouble::explained(&client, error).await),
        None => return Err(too_late(&client, &host, arguments.timeout, works.get()).await?),
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

/// Notes that the server asks for work.
async fn hear(mut events: EventStream, works: &Cell<bool>) {
    while let Some(event) = events.next().await {
        if let Event::Working {
            purpose: WorkPurpose::Registration,
            ..
        } = event
        {
            works.set(true);
        }
    }
    // Whoever registers hears of the client's end.
    std::future::pending().await
}

/// How far it came when the time was over.
enum Reached {
    /// Nobody answered.
    Nothing,
    /// The server greeted.
    Server,
    /// The server asked for work.
    Work,
}

async fn too_late(
    client: &Client,
    host: &str,
    timeout: Duration,
    works: bool,
) -> Result<Failure, Failure> {
    let status = client.status().await?;
    if let Some(refused) = trouble::passing(&status) {
        return Ok(refused);
    }
    // A server tells its time when it greets.
    let reached = match (works, status.clock_skew_ms) {
        (true, _) => Reached::Work,
        (false, Some(_)) => Reached::Server,
        (false, None) => Reached::Nothing,
    };
    Ok(unfinished(reached, host, timeout))
}

fn unfinished(reached: Reached, host: &str, timeout: Duration) -> Failure {
    let seconds = timeout.as_secs_f64();
    let (exit, what, hint) = match reached {
        Reached::Nothing => (
            Exit::Unreachable,
            format!("the server at {host} did not answer in {seconds} s"),
            "Check the link, that the server runs, that this computer is online, and that UDP is let through; then run \
             the same command again.",
        ),
        Reached::Server => (
            Exit::Queued,
            format!("the server at {host} answers, and did not confirm it in {seconds} s"),
            "Run the same command again, with a longer --timeout.",
        ),
        Reached::Work => (
            Exit::Queued,
            format!("the server asks for a proof of work, which was not done in {seconds} s"),
            "Run the same command again with more time, for instance --timeout 600; the work begins anew.",
        ),
    };
    Failure::new(exit, format!("you are not registered yet: {what}"))
        .with_hint(format!("Nothing is lost. {hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_done_in_time_is_named_with_what_to_do() {
        let said = |reached| unfinished(reached, "pulse.example", Duration::from_secs(3));
        for (reached, exit, what, to_do) in [
            (
                Reached::Nothing,
                Exit::Unreachable,
                "did not answer in 3 s",
                "UDP",
            ),
            (
                Reached::Server,
                Exit::Queued,
                "did not confirm",
                "--timeout",
            ),
            (
                Reached::Work,
                Exit::Queued,
                "proof of work",
                "--timeout 600",
            ),
        ] {
            let failure = said(reached);
            assert_eq!(failure.exit, exit);
            assert!(failure.what.contains("not registered yet"), "{failure:?}");
            assert!(failure.what.contains(what), "{failure:?}");
            let hint = failure.hint.unwrap_or_default();
            assert!(hint.contains("Nothing is lost") && hint.contains("again"));
            assert!(hint.contains(to_do), "{hint}");
        }
    }
}
