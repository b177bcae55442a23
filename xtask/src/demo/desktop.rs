//! `cargo xtask demo --desktop`: two windows that talk, on the user's screen; `--headless` on none, with pictures.

use std::process::{Child, Command, Stdio};

use super::narrator::Narrator;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::stage::{Person, Server, Stage};
use crate::{prerequisites, process};

/// The story of the window tests, and the variable that says where its pictures go.
const STORY: &str = "story::two_people_meet_talk_and_survive_a_crash";
const PICTURES: &str = "PULSE_STORY_PICTURES";

pub(super) fn run(config: &Config, arguments: &[String]) -> Outcome {
    match arguments {
        [] if config.has_display => two_windows(config),
        [] => Err(Failure::new(
            "there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set).\n\
             `cargo xtask demo --desktop --headless` plays the same on a screen in memory, and keeps pictures of it.",
        )),
        [flag] if flag == "--headless" => pictures(config),
        _ => Err(Failure::new("the demo of the desktop takes --headless")),
    }
}

/// Alice and Bob are made and introduced with `pulse`, then each home is opened in a window.
fn two_windows(config: &Config) -> Outcome {
    process::build_programs(config)?;
    let stage = Stage::set(config, "demo")?;
    let mut narrator = Narrator::begin();
    narrator.chapter("A server, and two people who have met");
    let mut server = Server::init(&stage, false)?;
    server.start()?;
    let mut people = [Person::new(&stage, "Alice"), Person::new(&stage, "Bob")];
    for person in &mut people {
        person.register(server.link())?;
        narrator.check(&format!("{} has an account", person.name));
    }
    meet(&people)?;
    narrator.chapter("Two windows: write in one and watch the other");
    let mut windows = Vec::new();
    for person in &people {
        windows.push(Window::open(&stage, person)?);
        narrator.check(&format!("{}'s window", person.name));
    }
    narrator.say("Everything ends when both windows are closed, or with Ctrl+C.");
    for window in &mut windows {
        window.child.wait()?;
    }
    Ok(())
}

/// A request, its acceptance, and a few words, so that the windows have something to show.
fn meet([alice, bob]: &[Person; 2]) -> Outcome {
    alice.must(&["contact", "add", &bob.link])?;
    alice.must(&["send", &bob.id, "Hi Bob! Shall we try the windows?"])?;
    bob.must(&["sync"])?;
    bob.must(&["contact", "accept", &alice.id])?;
    bob.must(&["send", &alice.id, "Yes. **Write** something 👋"])?;
    alice.must(&["sync"])?;
    Ok(())
}

/// A running `pulse-desktop`, ended with the demo.
struct Window {
    child: Child,
}

impl Window {
    fn open(stage: &Stage, person: &Person) -> Outcome<Self> {
        let child = Command::new(stage.program("pulse-desktop"))
            .arg("--home")
            .arg(person.home())
            .arg("--key-file")
            .arg(person.key_file())
            .stdin(Stdio::null())
            .spawn()?;
        Ok(Self { child })
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The end-to-end test is the demo: everything in it is done by clicks and keys.
fn pictures(config: &Config) -> Outcome {
    prerequisites::ensure(config)?;
    process::build_programs(config)?;
    let folder = config.target_dir.join("demo-desktop");
    let mut play = process::cargo(config, &["test", "--workspace", "--locked"]);
    play.args(["--test", "windows", "--", "--exact", STORY, "--nocapture"])
        .env(PICTURES, &folder);
    process::run(&mut play)?;
    println!("\nThe pictures are in {}", folder.display());
    Ok(())
}
