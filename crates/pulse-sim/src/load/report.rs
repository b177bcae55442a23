//! What the load generator found, for people and as JSON.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::histogram::Histogram;

/// Everything that was measured in one run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Messages under load.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traffic: Option<TrafficReport>,
    /// Idle connections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle: Option<IdleReport>,
}

/// Messages under load.
#[derive(Clone, Debug, Serialize)]
pub struct TrafficReport {
    /// Pairs of people.
    pub pairs: usize,
    /// Messages on their way in each pair.
    pub in_flight: usize,
    /// Bytes of a sealed envelope.
    pub size_bytes: usize,
    /// Length of the measurement.
    pub seconds: f64,
    /// Messages both accepted and delivered within it.
    pub messages: u64,
    /// The same for each second.
    pub messages_per_second: f64,
    /// From writing the submission to reading `Accepted`.
    pub accepted: Latency,
    /// From writing the submission to reading the delivery.
    pub delivered: Latency,
    /// The server's processor time for each message, when its process is known.
    pub server_cpu_us_per_message: Option<f64>,
    /// The server's processor use, 1 being one core.
    pub server_cores: Option<f64>,
    /// The load generator's own processor time for each message.
    pub load_cpu_us_per_message: Option<f64>,
    /// Deliveries of something that had been delivered before.
    pub duplicates: u64,
    /// Messages that never came, waited for ten seconds after the end.
    pub lost: u64,
}

/// How long things took, in milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct Latency {
    /// Half were not slower.
    pub p50_ms: f64,
    /// One in a hundred was slower.
    pub p99_ms: f64,
    /// The slowest.
    pub max_ms: f64,
}

/// Idle connections.
#[derive(Clone, Debug, Serialize)]
pub struct IdleReport {
    /// Authenticated, attached connections that say nothing.
    pub connections: usize,
    /// Full handshakes with authentication, for each second of this run (the load generator's half included).
    pub connects_per_second: f64,
    /// The server's memory before and after.
    pub resident_before_bytes: Option<u64>,
    /// The server's memory with all connections open.
    pub resident_after_bytes: Option<u64>,
    /// The difference for each connection.
    pub kib_per_connection: Option<f64>,
}

impl From<&Histogram> for Latency {
    fn from(histogram: &Histogram) -> Latency {
        let ms = |duration: Duration| duration.as_secs_f64() * 1e3;
        Latency {
            p50_ms: ms(histogram.quantile(0.5)),
            p99_ms: ms(histogram.quantile(0.99)),
            max_ms: ms(histogram.quantile(1.0)),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(traffic) = &self.traffic {
            traffic.fmt(f)?;
        }
        if let Some(idle) = &self.idle {
            idle.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for TrafficReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} pairs × {} in flight × {} B, {:.1} s",
            self.pairs, self.in_flight, self.size_bytes, self.seconds
        )?;
        writeln!(
            f,
            "  durable end to end   {:>10.0} messages/s",
            self.messages_per_second
        )?;
        line(f, "submit to accepted ", &self.accepted)?;
        line(f, "submit to delivered", &self.delivered)?;
        if let (Some(cpu), Some(cores)) = (self.server_cpu_us_per_message, self.server_cores) {
            writeln!(
                f,
                "  server               {cpu:>10.2} µs/message ({cores:.2} cores)"
            )?;
        }
        if let Some(cpu) = self.load_cpu_us_per_message {
            writeln!(f, "  load generator       {cpu:>10.2} µs/message")?;
        }
        writeln!(f, "  duplicates {}, lost {}", self.duplicates, self.lost)
    }
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, latency: &Latency) -> fmt::Result {
    let Latency {
        p50_ms,
        p99_ms,
        max_ms,
    } = latency;
    writeln!(
        f,
        "  {name}  p50 {p50_ms:>8.2} ms  p99 {p99_ms:>8.2} ms  max {max_ms:>8.2} ms"
    )
}

impl fmt::Display for IdleReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} idle connections, {:.0} connects/s",
            self.connections, self.connects_per_second
        )?;
        if let Some(kib) = self.kib_per_connection {
            writeln!(f, "  server memory        {kib:>10.1} KiB/connection")?;
        }
        Ok(())
    }
}
