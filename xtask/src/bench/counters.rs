//! A server's counters, asked for again and again over one connection: the moment at which something happened in it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// A server on this machine that does not answer for so long will not.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// Nothing was counted for this long: what was on its way has arrived.
const QUIET: Duration = Duration::from_millis(120);

/// Between two looks while waiting for quiet: a counter tells nobody when it counts.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// One counter of a server, over a connection that is kept.
pub(super) struct Counter {
    host: String,
    name: &'static str,
    stream: BufReader<TcpStream>,
}

impl Counter {
    pub(super) fn connect(host: &str, name: &'static str) -> Outcome<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
        Ok(Self {
            host: host.to_owned(),
            name,
            stream: BufReader::new(stream),
        })
    }

    /// Its value; 0 while the server has not counted anything.
    pub(super) fn value(&mut self) -> Outcome<u64> {
        let request = format!("GET /metrics HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let body = self.answer()?;
        Ok(value_of(&body, self.name))
    }

    /// Waits until nothing is counted any more, and returns the value.
    pub(super) fn quiet(&mut self) -> Outcome<u64> {
        let mut value = self.value()?;
        let mut since = Instant::now();
        while since.elapsed() < QUIET {
            std::thread::sleep(LOOK_EVERY);
            let now = self.value()?;
            if now != value {
                (value, since) = (now, Instant::now());
            }
        }
        Ok(value)
    }

    /// The last moment at which it was surely not more than `before` yet: the beginning of the last request that still
    /// saw the old value. The change came after it, by one request (a fraction of a millisecond) at the most.
    pub(super) fn moment_of_change(&mut self, before: u64, timeout: Duration) -> Outcome<Instant> {
        let begun = Instant::now();
        let mut last = begun;
        loop {
            let asked = Instant::now();
            if self.value()? > before {
                return Ok(last);
            }
            last = asked;
            if begun.elapsed() > timeout {
                return Err(Failure::new(format!("{} does not count", self.name)));
            }
        }
    }

    fn answer(&mut self) -> Outcome<String> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(Failure::new("the server closed the connection for metrics"));
            }
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().ok();
            }
        }
        let length: usize =
            length.ok_or_else(|| Failure::new("the metrics do not say how long they are"))?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(String::from_utf8_lossy(&body).into_owned())
    }
}

/// `name value` of a page in the Prometheus format.
fn value_of(page: &str, name: &str) -> u64 {
    page.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
        .and_then(|value| value.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_is_found_by_its_whole_name() {
        let page = "# TYPE a counter\na_b 7\na{x=\"1\"} 3\na 5\n";
        assert_eq!(value_of(page, "a"), 5);
        assert_eq!(value_of(page, "a_b"), 7);
        assert_eq!(value_of(page, "c"), 0);
    }
}
