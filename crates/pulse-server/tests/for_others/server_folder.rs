//! A real `pulse-server` for the tests of programs that talk to one.
//!
//! They include this file by its path: they reach a server as people's programs do, over the network, and must not depend on
//! its crate.

use std::io::BufRead;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

/// The folder of a server that serves this machine alone.
pub(crate) struct ServerFolder {
    program: PathBuf,
    folder: PathBuf,
}

impl ServerFolder {
    /// `pulse-server init` with the program that lies beside another one of the workspace. The server asks for hardly any
    /// work: what is tested is not the work.
    pub(crate) fn init(beside: &str, folder: &Path, registration: &str) -> Self {
        let made = Self {
            program: program(beside),
            folder: folder.to_owned(),
        };
        let port = free_port();
        let output = made
            .command("init")
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let configuration = format!(
            "listen = \"127.0.0.1:{port}\"\npublic_host = \"127.0.0.1\"\nregistration = \"{registration}\"\n\
             metrics_listen = \"127.0.0.1:0\"\n\n[limits]\nregistration_difficulty = 1\nstamp_difficulty = 1\n"
        );
        std::fs::write(folder.join("pulse.toml"), configuration).unwrap();
        made
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// A command of `pulse-server` in this folder.
    pub(crate) fn command(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(verb).arg("--dir").arg(&self.folder);
        command
    }
}

/// Reads what a server says on its standard output until it has said its link, which it does once it listens. `None`: it
/// ended before.
pub(crate) fn link(output: &mut impl BufRead) -> Option<String> {
    let mut lines = output.lines().map_while(Result::ok);
    lines.find_map(|line| Some(line.strip_prefix("link ")?.trim().to_owned()))
}

/// A port of 127.0.0.1 that nobody had a moment ago.
fn free_port() -> u16 {
    let socket = UdpSocket::bind(("127.0.0.1", 0)).unwrap();
    socket.local_addr().unwrap().port()
}

/// The server's program, which `cargo xtask test` builds beside the others; a test of one crate alone builds it when it is
/// not there.
fn program(beside: &str) -> PathBuf {
    static BUILT: Once = Once::new();
    let name = format!("pulse-server{}", std::env::consts::EXE_SUFFIX);
    let program = Path::new(beside).with_file_name(name);
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
