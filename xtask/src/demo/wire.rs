//! What somebody on the network learns: everything between the people and the server goes through a tap.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use super::{Cast, disk};
use crate::failure::{Failure, Outcome};
use crate::stage::{Haystack, Person, Stage, WireTap};

/// A demo has more datagrams than this; a tap that saw fewer was not on the way.
const DATAGRAMS_MIN: u64 = 200;

/// Puts the tap in front of the server.
pub(super) fn is_tapped(cast: &mut Cast, stage: &Stage) -> Outcome {
    std::fs::create_dir(folder(stage))?;
    let server = SocketAddr::from((Ipv4Addr::LOCALHOST, cast.server.port()));
    cast.tap = Some(WireTap::start(server, &folder(stage).join("capture"))?);
    Ok(())
}

/// The server's link as the people get it: it leads through the tap.
pub(super) fn link(cast: &Cast) -> String {
    match &cast.tap {
        Some(tap) => with_port(cast.server.link(), cast.server.port(), tap.port()),
        None => cast.server.link().to_owned(),
    }
}

/// A link that the people made, leading to the server itself: the tap ends with the demo.
pub(super) fn untapped(cast: &Cast, link: &str) -> String {
    link.rsplit_once("127.0.0.1:").map_or_else(
        || link.to_owned(),
        |(before, rest)| {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}127.0.0.1:{}{rest}", cast.server.port())
        },
    )
}

/// Searches everything that went over the wire for texts, names and ids, in every spelling.
pub(super) fn what_a_listener_learns(cast: &mut Cast, stage: &Stage) -> Outcome {
    let Some(tap) = cast.tap.take() else {
        return Ok(());
    };
    let datagrams = tap.finish()?;
    println!();
    cast.narrator
        .say("What does somebody on the network learn? Every datagram went through a tap:");
    let haystack = Haystack::read(&folder(stage))?;
    let kilobytes = haystack.bytes() / 1_000;
    cast.narrator
        .say(&format!("{datagrams} datagrams, {kilobytes} kB in all"));
    if datagrams < DATAGRAMS_MIN {
        return Err(Failure::new(
            "the tap saw hardly anything; the search proves nothing",
        ));
    }
    let mut forbidden = disk::forbidden(cast)?;
    forbidden.extend([&cast.alice, &cast.bob].into_iter().filter_map(address));
    if let Some(found) = haystack.seek(&forbidden).first() {
        return Err(Failure::new(format!("the wire shows {}", found.needle)));
    }
    cast.narrator
        .check("no text, no name, no id: not even the addresses on the envelopes");
    Ok(())
}

/// An account id as it is on the wire inside TLS.
fn address(person: &Person) -> Option<(String, Vec<u8>)> {
    Some((format!("{}'s id", person.name), disk::base32(&person.id)?))
}

fn folder(stage: &Stage) -> PathBuf {
    stage.folder().join("wire")
}

fn with_port(link: &str, from: u16, to: u16) -> String {
    link.replacen(&format!(":{from}"), &format!(":{to}"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_changes_its_port_only() {
        let link = with_port("pulse://127.0.0.1:4000/#s=ab4000", 4000, 5000);
        assert_eq!(link, "pulse://127.0.0.1:5000/#s=ab4000");
    }
}
