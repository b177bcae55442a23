//! A window that is killed leaves the way free.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use pulse_desktop::native::single_instance::{Handover, Start, start};

const HOME: &str = "PULSE_TEST_WINDOW_OF_HOME";
const OPEN: &str = "window open";

fn link(text: &str) -> Handover {
    Handover {
        link: Some(text.to_owned()),
        ..Handover::default()
    }
}

/// A process that is the window of this home until somebody kills it.
fn window_process(home: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["native::single_instance::a_killed_window_leaves_the_way_free"])
        .args(["--exact", "--nocapture"])
        .env(HOME, home)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains(OPEN)));
    child
}

#[test]
fn a_killed_window_leaves_the_way_free() {
    if let Some(home) = std::env::var_os(HOME) {
        let Start::First(mut first) = start(Path::new(&home), &Handover::default()).unwrap() else {
            panic!("somebody else was first");
        };
        first.listen(|_| {}).unwrap();
        println!("\n{OPEN}");
        loop {
            std::thread::park();
        }
    }
    let home = tempfile::tempdir().unwrap();
    let mut window = window_process(home.path());
    assert!(matches!(
        start(home.path(), &link("pulse://a/")),
        Ok(Start::HandedOver)
    ));
    // SIGKILL: it cleans nothing up.
    window.kill().unwrap();
    window.wait().unwrap();
    assert!(home.path().join("window").exists());
    assert!(matches!(
        start(home.path(), &link("pulse://a/")),
        Ok(Start::First(_))
    ));
}
