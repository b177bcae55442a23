//! Handshake, ratchet and seal, beside vodozemac where it has the same operation.

use super::cores;
use super::figure::Figure;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;

/// What the benchmark calls an operation, how a program finds it, and the microseconds to reach and to aim at.
type Operation = (&'static str, &'static str, Option<(f64, f64)>);

const OPERATIONS: &[Operation] = &[
    ("encrypt 100 B", "crypto.encrypt", Some((2.0, 1.4))),
    ("decrypt 100 B", "crypto.decrypt", Some((2.0, 1.4))),
    (
        "ping-pong round trip",
        "crypto.ping_pong",
        Some((130.0, 110.0)),
    ),
    (
        "handshake, initiator",
        "crypto.initiator",
        Some((250.0, 210.0)),
    ),
    (
        "handshake, responder",
        "crypto.responder",
        Some((160.0, 135.0)),
    ),
    (
        "handshake, responder, first message opened",
        "crypto.responder_and_first",
        None,
    ),
    (
        "load, encrypt 100 B, store",
        "crypto.load_encrypt_store",
        None,
    ),
    (
        "load, decrypt 100 B, store",
        "crypto.load_decrypt_store",
        None,
    ),
    (
        "refuse a message, 32 chains with gaps",
        "crypto.refuse",
        None,
    ),
    ("seal a 200 B message", "crypto.seal", None),
    ("open a seal, pair key at hand", "crypto.open", None),
];

const BENCH: &[&str] = &[
    "bench",
    "--package",
    "pulse-crypto",
    "--bench",
    "ratchet",
    "--locked",
];

pub(super) fn measure(config: &Config) -> Outcome<Vec<Figure>> {
    process::run(process::cargo(config, BENCH).arg("--no-run"))?;
    let output = cores::on(1, || process::capture(&mut process::cargo(config, BENCH)))?;
    let text = String::from_utf8_lossy(&output).into_owned();
    println!("{}", text.trim_end());
    OPERATIONS
        .iter()
        .map(|(name, key, target)| {
            let (own, other) = find(&text, name).ok_or_else(|| {
                Failure::new(format!("the benchmark did not say how long {name:?} takes"))
            })?;
            let figure = Figure::new(key, *name, own, "µs").beside(other);
            Ok(match target {
                Some((target, aim)) => figure.at_most(*target).aiming_at(*aim),
                None => figure,
            })
        })
        .collect()
}

/// The microseconds of ours and of vodozemac's: after the name, separated by more than one blank.
fn find(text: &str, name: &str) -> Option<(f64, Option<f64>)> {
    let rest = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix("  "))?;
    let mut numbers = rest.split_whitespace().map(str::parse::<f64>);
    let own = numbers.next()?.ok()?;
    Some((own, numbers.next().and_then(Result::ok)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_their_whole_name() {
        let text = "\
operation (microseconds)            Pulse    vodozemac    ratio
handshake, responder, first          9.00        10.00     1.11
handshake, responder               110.25
encrypt 100 B                        1.20        12.00    10.00
";
        assert_eq!(find(text, "encrypt 100 B"), Some((1.2, Some(12.0))));
        assert_eq!(find(text, "handshake, responder"), Some((110.25, None)));
        assert_eq!(find(text, "encrypt"), None);
    }
}
