//! A `pulse-server` on a free port of this machine.

use std::fs;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

use super::process::{Process, wait_for};

/// A running server.
pub(crate) struct Server {
    pub(crate) link: String,
    _process: Process,
}

impl Server {
    /// Makes one in a folder and waits until it listens.
    pub(crate) fn start(folder: &Path) -> Self {
        init(folder);
        let log = folder.with_extension("log");
        let mut serve = Command::new(program());
        serve.args(["serve", "--dir"]).arg(folder);
        let mut process = Process::start(&mut serve, &log);
        let said = || fs::read_to_string(&log).unwrap_or_default();
        let link = wait_for(
            || format!("the server did not start: {}", said()),
            || {
                assert!(process.is_running(), "the server ended: {}", said());
                let text = said();
                let listens = text.lines().any(|line| line.starts_with("listening on "));
                let link = text.lines().find_map(|line| line.strip_prefix("link "));
                (listens && text.ends_with('\n')).then(|| link.map(str::to_owned))?
            },
        );
        Self {
            link: link.trim().to_owned(),
            _process: process,
        }
    }
}

/// Keeps it to this machine and asks for little work: what is tested is not the work.
fn init(folder: &Path) {
    let port = UdpSocket::bind(("127.0.0.1", 0)).unwrap();
    let port = port.local_addr().unwrap().port().to_string();
    let mut init = Command::new(program());
    init.args(["init", "--host", "127.0.0.1", "--port", &port, "--dir"]);
    let output = init.arg(folder).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let file = folder.join("pulse.toml");
    let text = fs::read_to_string(&file).unwrap();
    let ours = [
        "listen",
        "metrics_listen",
        "registration_difficulty",
        "stamp_difficulty",
    ];
    let is_kept = |line: &&str| {
        let key = line.split('=').next().unwrap_or_default().trim();
        !(line.contains('=') && ours.contains(&key)) && line.trim() != "[limits]"
    };
    let kept: Vec<&str> = text.lines().filter(is_kept).collect();
    let tables = kept
        .iter()
        .position(|line| line.trim_start().starts_with('['));
    let (top, tables) = kept.split_at(tables.unwrap_or(kept.len()));
    let text = format!(
        "listen = \"127.0.0.1:{port}\"\nmetrics_listen = \"127.0.0.1:0\"\n{}\n[limits]\n\
         registration_difficulty = 1\nstamp_difficulty = 1\n{}\n",
        top.join("\n"),
        tables.join("\n")
    );
    fs::write(file, text).unwrap();
}

/// The server's program, which `cargo xtask test` builds beside ours; a test of this crate alone builds it when it is not
/// there.
fn program() -> PathBuf {
    static BUILT: Once = Once::new();
    let program = Path::new(env!("CARGO_BIN_EXE_pulse-desktop")).with_file_name("pulse-server");
    BUILT.call_once(|| {
        if !program.exists() {
            let mut build = Command::new(env!("CARGO"));
            build.args(["build", "--quiet", "--package", "pulse-server", "--bins"]);
            assert!(
                build.status().unwrap().success(),
                "pulse-server does not build"
            );
        }
    });
    program
}
