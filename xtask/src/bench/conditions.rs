//! Where and when something was measured: figures without it say nothing.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::Command;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::cores;
use super::samples::Samples;
use crate::config::Config;
use crate::failure::Outcome;
use crate::process;

/// Syncs that the disk is asked for, to know what one costs.
const SYNCS: usize = 50;

/// The machine at this moment.
pub(super) struct Conditions {
    cpu: String,
    cores: usize,
    kernel: String,
    compiler: String,
    commit: String,
    date: String,
    /// Waiting and running processes over the last minute, before anything of ours ran.
    load: String,
    file_system: String,
    sync_ms: f64,
}

impl Conditions {
    pub(super) fn now(config: &Config) -> Self {
        let git = |arguments: &[&str]| {
            let mut command = Command::new("git");
            said(command.current_dir(&config.root).args(arguments))
        };
        let dirty = !git(&["status", "--porcelain", "--untracked-files=no"]).is_empty();
        let commit = git(&["rev-parse", "--short=10", "HEAD"]);
        Self {
            cpu: field("/proc/cpuinfo", "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            kernel: first_line("/proc/sys/kernel/osrelease"),
            compiler: said(Command::new("rustc").arg("--version")),
            commit: if dirty {
                commit + " with changes"
            } else {
                commit
            },
            date: date(),
            load: first_line("/proc/loadavg")
                .split(' ')
                .next()
                .unwrap_or_default()
                .to_owned(),
            file_system: file_system(),
            sync_ms: sync_ms().unwrap_or(f64::NAN),
        }
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "cpu": self.cpu,
            "cores": self.cores,
            "kernel": self.kernel,
            "compiler": self.compiler,
            "commit": self.commit,
            "date": self.date,
            "load_before": self.load,
            "file_system": self.file_system,
            "sync_ms": self.sync_ms,
            "pinned": cores::can_pin(),
        })
    }
}

impl fmt::Display for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({} cores), {}", self.cpu, self.cores, self.kernel)?;
        writeln!(
            f,
            "{}, commit {}, {}",
            self.compiler, self.commit, self.date
        )?;
        write!(
            f,
            "{}, one fdatasync of 4 KiB: {:.2} ms in the median; load before: {}",
            self.file_system, self.sync_ms, self.load
        )
    }
}

fn said(command: &mut Command) -> String {
    let output = process::capture(command).unwrap_or_default();
    String::from_utf8_lossy(&output).trim().to_owned()
}

fn first_line(path: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

/// `name : value` of a file of the kernel.
fn field(path: &str, name: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.split_once(':')).map_or_else(
        || "unknown".to_owned(),
        |(_, value)| value.trim().to_owned(),
    )
}

/// The day, in UTC (Howard Hinnant's `civil_from_days`, for days since 1970).
fn date() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    civil(since.map_or(0, |since| since.as_secs() / 86_400))
}

fn civil(days: u64) -> String {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

/// Of the folder that stages are set in, as `/proc/mounts` has it: the mount point that covers it best.
fn file_system() -> String {
    let folder = std::env::temp_dir();
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(point, _)| folder.starts_with(point))
        .max_by_key(|(point, _)| point.len())
        .map_or_else(|| "unknown".to_owned(), |(_, kind)| kind.to_owned())
}

/// What makes a message durable at the least: a small append and its sync.
fn sync_ms() -> Outcome<f64> {
    let path = std::env::temp_dir().join(format!("pulse-sync-{}", std::process::id()));
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let mut samples = Samples::default();
    for _ in 0..SYNCS {
        let begun = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        samples.add(begun.elapsed());
    }
    fs::remove_file(&path)?;
    Ok(samples.quantile_ms(0.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_dates() {
        assert_eq!(civil(0), "1970-01-01");
        assert_eq!(civil(19_782), "2024-02-29");
        assert_eq!(civil(20_779), "2026-11-22");
    }
}
