//! `cargo xtask demo`: a real server and two people, told as a story, in under two minutes; with `--desktop` in windows.

mod acts;
mod desktop;
mod disk;
mod narrator;
mod wire;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::stage::{Person, Server, Stage, WireTap};
use narrator::Narrator;

pub(crate) const SUMMARY: &str = "two people talk through a server that is killed meanwhile (--keep leaves it running; --desktop: in windows)";

/// Everybody who takes part.
struct Cast {
    server: Server,
    alice: Person,
    bob: Person,
    narrator: Narrator,
    /// Between the people and the server.
    tap: Option<WireTap>,
    /// Every text that was sent, in the order of sending, to be looked for on the server's disk and on the wire.
    texts: Vec<String>,
}

pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    let keep = match arguments {
        [] => false,
        [flag] if flag == "--keep" => true,
        [flag, rest @ ..] if flag == "--desktop" => return desktop::run(config, rest),
        _ => return Err(Failure::new("the demo takes --keep, or --desktop")),
    };
    let mut stage = Stage::set(config, "demo")?;
    let mut cast = Cast {
        server: Server::init(&stage, false)?,
        alice: Person::new(&stage, "Alice"),
        bob: Person::new(&stage, "Bob"),
        narrator: Narrator::begin(),
        tap: None,
        texts: Vec::new(),
    };
    acts::a_server(&mut cast)?;
    wire::is_tapped(&mut cast, &stage)?;
    acts::two_people(&mut cast)?;
    acts::a_request(&mut cast)?;
    acts::a_conversation(&mut cast)?;
    acts::bob_is_away(&mut cast)?;
    acts::the_server_is_killed(&mut cast)?;
    acts::once_and_in_order(&cast)?;
    disk::what_the_server_knows(&cast)?;
    wire::what_a_listener_learns(&mut cast, &stage)?;
    if keep {
        stage.keep();
    }
    acts::how_to_join(&mut cast, &stage, keep);
    Ok(())
}
