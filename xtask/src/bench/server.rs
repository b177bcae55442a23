//! One server process on one core, loaded by `pulse-load` on another.

use std::process::Command;

use serde_json::Value;

use super::cores;
use super::figure::Figure;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;
use crate::stage::{Server, Stage};

/// The server's core, and the load generator's.
const SERVER_CORE: usize = 0;
const LOAD_CORE: usize = 1;

/// Idle connections that are weighed.
const IDLE: &str = "2000";

/// Length of each measurement.
const SECONDS: &str = "10";

pub(super) fn measure(config: &Config) -> Outcome<Vec<Figure>> {
    let stage = Stage::set_released(config, "bench-server")?;
    let mut figures = full_load(&stage)?;
    figures.extend(low_load(&stage)?);
    figures.extend(idle(&stage)?);
    Ok(figures)
}

fn full_load(stage: &Stage) -> Outcome<Vec<Figure>> {
    let report = load(stage, "full", &["--seconds", SECONDS])?;
    let traffic = &report["traffic"];
    let number = |pointer: &str| number(traffic, pointer);
    Ok(vec![
        Figure::new(
            "server.messages_per_second",
            "durable, end to end, 64 pairs × 16 in flight × 600 B",
            number("/messages_per_second")?,
            "/s",
        )
        .at_least(40_000.0)
        .aiming_at(120_000.0),
        Figure::new(
            "server.cpu_us_per_message",
            "server CPU for each message",
            number("/server_cpu_us_per_message")?,
            "µs",
        )
        .aiming_at(4.0),
        Figure::new(
            "server.accepted_p50_ms",
            "submit to accepted at that load, median",
            number("/accepted/p50_ms")?,
            "ms",
        ),
        Figure::new(
            "server.delivered_p50_ms",
            "submit to delivered at that load, median",
            number("/delivered/p50_ms")?,
            "ms",
        ),
        Figure::new(
            "server.delivered_p99_ms",
            "submit to delivered at that load, p99",
            number("/delivered/p99_ms")?,
            "ms",
        )
        .aiming_at(20.0),
        Figure::new(
            "load.cpu_us_per_message",
            "(the load generator's own CPU for each message)",
            number("/load_cpu_us_per_message")?,
            "µs",
        ),
    ])
}

fn low_load(stage: &Stage) -> Outcome<Vec<Figure>> {
    let report = load(stage, "low", &["--low-load", "--seconds", SECONDS])?;
    let traffic = &report["traffic"];
    Ok(vec![
        Figure::new(
            "server.low_load_delivered_p50_ms",
            "submit to delivered at low load, median",
            number(traffic, "/delivered/p50_ms")?,
            "ms",
        ),
        Figure::new(
            "server.low_load_delivered_p99_ms",
            "submit to delivered at low load, p99",
            number(traffic, "/delivered/p99_ms")?,
            "ms",
        )
        .aiming_at(4.0),
    ])
}

fn idle(stage: &Stage) -> Outcome<Vec<Figure>> {
    let report = load(stage, "idle", &["--pairs", "0", "--idle", IDLE])?;
    let idle = &report["idle"];
    Ok(vec![
        Figure::new(
            "server.kib_per_idle_connection",
            format!("memory for each of {IDLE} idle connections"),
            number(idle, "/kib_per_connection")?,
            "KiB",
        )
        .at_most(35.0)
        .aiming_at(28.0),
        Figure::new(
            "server.connects_per_second",
            "full handshakes with authentication, both ends on two cores",
            number(idle, "/connects_per_second")?,
            "/s",
        ),
    ])
}

/// Loads a server of its own, fresh, and returns what the load generator reports.
fn load(stage: &Stage, name: &str, arguments: &[&str]) -> Outcome<Value> {
    let mut server = Server::init_named(stage, &format!("server-{name}"), true)?;
    // A mailbox takes 200 messages a second for hours; here 64 of them take what the machine gives.
    for rate in [
        "submit_to_recipient",
        "submit_from_network",
        "connect",
        "register",
    ] {
        let table = format!("limits.rates.{rate}");
        server.set(&table, "per_second", "0")?;
        server.set(&table, "burst", "1")?;
    }
    cores::on(SERVER_CORE, || server.start())?;
    let pid = server.process_id().unwrap_or_default().to_string();
    let output = cores::on(LOAD_CORE, || {
        let mut command = Command::new(stage.program("pulse-load"));
        command
            .args(["--json", "--server", server.link(), "--server-pid", &pid])
            .args(arguments);
        process::capture(&mut command)
    })?;
    let report: Value = serde_json::from_slice(&output)
        .map_err(|error| Failure::new(format!("pulse-load's report is not JSON: {error}")))?;
    println!("{name}: {report}");
    server.kill()?;
    nothing_lost(&report)?;
    Ok(report)
}

/// A fast server that loses or doubles is not a fast server.
fn nothing_lost(report: &Value) -> Outcome {
    for what in ["lost", "duplicates"] {
        if let Some(count @ 1..) = report["traffic"][what].as_u64() {
            return Err(Failure::new(format!("{count} messages {what} under load")));
        }
    }
    Ok(())
}

fn number(report: &Value, pointer: &str) -> Outcome<f64> {
    report
        .pointer(pointer)
        .and_then(Value::as_f64)
        .ok_or_else(|| Failure::new(format!("pulse-load does not say {pointer}")))
}
