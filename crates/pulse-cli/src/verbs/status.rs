//! `pulse status`: the connection, the queue and the store.

use std::time::Duration;

use clap::Args;
use pulse_client::transport::ConnectError;
use pulse_client::{Client, CurrentRole, LaneState, Status};
use tokio::time::{Instant, timeout_at};

use crate::arguments::seconds;
use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure};
use crate::held::{self, Held};
use crate::screen::{Screen, Style};
use crate::{json, progress, table, text, trouble};

/// From this skew on, times of messages look wrong to people.
const SKEW_NOTED: Duration = Duration::from_secs(60);

#[derive(Args)]
pub(crate) struct Arguments {
    /// How long to try to reach the server
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    timeout: Duration,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Online).await?;
    let settled = settled(&client, Instant::now() + arguments.timeout);
    let status =
        progress::during(context.screen, &client, "Looking for the server", settled).await?;
    let held = held::all(&client.view())?;
    let screen = context.screen;
    screen.show(&json::Standing::of(&status, &held), || {
        human(screen, &status, &held)
    })?;
    if status.connected_lanes().len() == 2 || status.account.is_none() {
        return Ok(());
    }
    if let Some(failure) = trouble::lasting(&status) {
        return Err(failure);
    }
    if let LaneState::Refused(refusal) = &status.identified {
        let mut failure = Failure::new(Exit::Refused, format!("the server refused: {refusal}"));
        failure.refusal = Some(refusal.code);
        return Err(failure);
    }
    Err(Failure::unreachable())
}

/// The status once both connections are up or refused, or the time is over.
async fn settled(client: &Client, deadline: Instant) -> Result<Status, Failure> {
    let mut events = client.events();
    loop {
        let status = client.status().await?;
        let is_settled = |lane: &LaneState| {
            matches!(
                lane,
                LaneState::Connected
                    | LaneState::Refused(_)
                    | LaneState::Replaced
                    | LaneState::Waiting(ConnectError::WrongFingerprint)
            )
        };
        if status.account.is_none()
            || trouble::lasting(&status).is_some()
            || is_settled(&status.identified) && is_settled(&status.anonymous)
        {
            return Ok(status);
        }
        match timeout_at(deadline, events.next()).await {
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => return Ok(status),
        }
    }
}

fn human(screen: Screen, status: &Status, held: &[Held]) -> String {
    let mut rows = Vec::new();
    let mut row = |name: &str, value: String| rows.push(vec![name.to_owned(), value]);
    match &status.account {
        Some(account) => {
            row(
                "Account",
                format!("{}  {}", text::line(&account.name), account.account),
            );
            if !account.registered {
                let state = "not registered yet; run the same `pulse register` again";
                row("", screen.style(Style::Yellow, state));
            }
        }
        None => row("Account", "none yet; run `pulse register`".to_owned()),
    }
    if let Some(server) = &status.server {
        row("Server", server.to_string());
    }
    row("Connection", connection(screen, status));
    row("Queue", queue(status.queued));
    for held in held {
        row("", held::line(held));
    }
    if let Some(put_off) = &status.put_off {
        let said = put_off.refusal.to_string();
        let said = text::line(&said);
        row("", format!("the server does not take it now: {said}"));
    }
    row("Store", store(status.store_bytes));
    if let Some(skew) = status
        .clock_skew_ms
        .filter(|ms| ms.unsigned_abs() >= millis(SKEW_NOTED))
    {
        let direction = if skew > 0 { "behind" } else { "ahead of" };
        row(
            "Clock",
            format!(
                "{} s {direction} the server's; set it right",
                skew.unsigned_abs() / 1_000
            ),
        );
    }
    if status.store_problem.is_some() {
        row(
            "Problem",
            screen.style(Style::Red, "the store cannot be written; is the disk full?"),
        );
    }
    if status.role == CurrentRole::Guest {
        row(
            "Home",
            "in use by another Pulse, which does the work".to_owned(),
        );
    }
    table::aligned(&rows).join("\n")
}

fn connection(screen: Screen, status: &Status) -> String {
    let style = match &status.identified {
        LaneState::Refused(_) | LaneState::Replaced => Style::Red,
        _ => Style::Yellow,
    };
    match (trouble::in_words(status), &status.identified) {
        (Some(trouble), _) => screen.style(style, &text::line(&trouble)),
        (None, _) if status.connected_lanes().len() == 2 => screen.style(Style::Green, "connected"),
        (None, LaneState::Offline) => "offline".to_owned(),
        (None, _) => screen.style(Style::Yellow, "connecting"),
    }
}

fn queue(queued: u64) -> String {
    match queued {
        0 => "empty".to_owned(),
        1 => "1 message waits to be sent".to_owned(),
        count => format!("{count} messages wait to be sent"),
    }
}

fn store(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB, encrypted", bytes.div_ceil(1_000)),
        _ => format!(
            "{}.{} MB, encrypted",
            bytes / 1_000_000,
            bytes % 1_000_000 / 100_000
        ),
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
