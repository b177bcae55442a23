//! What `cargo xtask bench desktop` measures: a released window with a large home, looked at from outside (`/proc`) and by the marks
//! that it writes itself (`--measure`). No screen reader runs, as for most people.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tempfile::TempDir;
use x11rb::protocol::xproto::Window;

use super::buses;
use super::display::{Area, Display, WHEEL_DOWN, WHEEL_UP};
use super::memory::Memory;
use super::process::{Process, wait_for};

/// Starts of which the middle one counts, after one that fills the caches.
const STARTS: usize = 9;

/// Turns of the wheel while frames are timed: up through the conversation and down again.
const TURNS: usize = 300;

/// Letters that are typed while frames are counted.
const LETTERS: &str = "the quick brown fox jumps over the lazy dog and back";

/// About what a hand does: a turn of the wheel, a key.
const TURN_EVERY: Duration = Duration::from_millis(12);
const KEY_EVERY: Duration = Duration::from_millis(60);

/// Nothing is done for so long before idling and memory are measured: that a window has come to rest shows in nothing else than time.
const SETTLE: Duration = Duration::from_secs(3);

const AREA: Area = Area {
    x: 0,
    y: 0,
    width: 1000,
    height: 800,
};

/// What is to be measured, told by `cargo xtask bench` in the environment.
struct Setting {
    program: PathBuf,
    home: PathBuf,
    key_file: PathBuf,
    idle: Duration,
    to: PathBuf,
}

impl Setting {
    fn from_environment() -> Self {
        let path = |name| PathBuf::from(std::env::var_os(name).expect(name));
        let idle = std::env::var("PULSE_MEASURE_IDLE_SECONDS").unwrap();
        Self {
            program: path("PULSE_MEASURE_PROGRAM"),
            home: path("PULSE_MEASURE_HOME"),
            key_file: path("PULSE_MEASURE_KEY_FILE"),
            idle: Duration::from_secs(idle.parse().unwrap()),
            to: path("PULSE_MEASURE_TO"),
        }
    }
}

/// `cargo xtask bench desktop` runs this and makes a table of what it writes.
#[test]
#[ignore = "measures a released window: cargo xtask bench desktop"]
fn a_window_is_measured() {
    let setting = Setting::from_environment();
    let bench = Bench::set(&setting);
    let (first_frame_ms, list_ms) = bench.starts();
    let run = bench.start();
    run.waits_for_mark("list");
    run.opens_the_conversation();
    let after_start = run.settled_memory();
    let (wheel_up, wheel_down) = (run.scrolls(WHEEL_UP), run.scrolls(WHEEL_DOWN));
    let typing = run.types();
    let after_use = run.settled_memory();
    let idle = run.idles(setting.idle);
    let report = json!({
        "first_frame_ms": first_frame_ms,
        "list_ms": list_ms,
        "rows": run.rows(),
        "memory": after_start.to_json(),
        "memory_after_use": after_use.to_json(),
        "scroll_work_us": ([wheel_up, wheel_down].concat()),
        "typing": typing,
        "idle": idle,
    });
    std::fs::write(&setting.to, format!("{report:#}\n")).unwrap();
}

/// The screen and the session that windows are measured on.
struct Bench<'a> {
    setting: &'a Setting,
    display: Display,
    session: String,
    folder: TempDir,
    _session_bus: Process,
}

impl<'a> Bench<'a> {
    fn set(setting: &'a Setting) -> Self {
        let folder = TempDir::with_prefix("pulse-measure-").unwrap();
        let display = Display::start(folder.path());
        let (session_bus, session) = buses::session_bus(folder.path());
        Self {
            setting,
            display,
            session,
            folder,
            _session_bus: session_bus,
        }
    }

    /// Milliseconds from before `exec` to the first frame and to the list on the screen, of several starts.
    fn starts(&self) -> (Vec<f64>, Vec<f64>) {
        let (mut first_frames, mut lists) = (Vec::new(), Vec::new());
        for index in 0..=STARTS {
            let run = self.start();
            let list = run.waits_for_mark("list");
            if index > 0 {
                first_frames.push(run.waits_for_mark("first-frame"));
                lists.push(list);
            }
        }
        (first_frames, lists)
    }

    fn start(&'a self) -> Run<'a> {
        let marks = self.folder.path().join("marks");
        // Left by the run before.
        let _ = std::fs::remove_file(&marks);
        let mut command = Command::new(&self.setting.program);
        command
            .arg("--home")
            .arg(&self.setting.home)
            .arg("--key-file")
            .arg(&self.setting.key_file)
            .arg("--measure")
            .arg(&marks)
            .env_clear()
            .env("DISPLAY", &self.display.name)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.session)
            .env("HOME", self.folder.path())
            .env("XDG_RUNTIME_DIR", self.folder.path())
            .env("LANG", "en_GB.UTF-8")
            .env("LIBGL_ALWAYS_SOFTWARE", "1");
        let started_us = now_us();
        let process = Process::start(&mut command, &self.folder.path().join("log"));
        let id = process.id();
        let log = self.folder.path().join("log");
        let window = wait_for(
            || {
                format!(
                    "no window: {}",
                    std::fs::read_to_string(&log).unwrap_or_default()
                )
            },
            || self.display.window_of(id),
        );
        Run {
            bench: self,
            process,
            window,
            marks,
            started_us,
        }
    }
}

/// A window that runs.
struct Run<'a> {
    bench: &'a Bench<'a>,
    process: Process,
    window: Window,
    marks: PathBuf,
    started_us: u64,
}

impl Run<'_> {
    fn lines(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(&self.marks).unwrap_or_default();
        text.lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    }

    /// Milliseconds from the start to a mark.
    fn waits_for_mark(&self, name: &str) -> f64 {
        let at = wait_for(
            || format!("no mark {name}"),
            || {
                let lines = self.lines();
                let line = lines.iter().find(|line| line["mark"] == name)?;
                line["at_us"].as_u64()
            },
        );
        ms(at - self.started_us)
    }

    fn frames(&self) -> Vec<Value> {
        let mut lines = self.lines();
        lines.retain(|line| line["frame"].is_u64());
        lines
    }

    fn rows(&self) -> u64 {
        let frames = self.frames();
        frames
            .last()
            .and_then(|frame| frame["rows"].as_u64())
            .unwrap_or(0)
    }

    fn opens_the_conversation(&self) {
        self.bench.display.place(self.window, AREA);
        self.bench.display.focus(self.window);
        self.bench.display.press("alt+Down");
        wait_for(
            || "the conversation does not open".to_owned(),
            || (self.rows() > 0).then_some(()),
        );
    }

    /// Turns the wheel over the conversation; what each frame took.
    fn scrolls(&self, wheel: u8) -> Vec<u64> {
        let before = self.frames().len();
        self.bench
            .display
            .point((AREA.width * 2 / 3, AREA.height / 2));
        for _ in 0..TURNS {
            self.bench.display.click(wheel);
            std::thread::sleep(TURN_EVERY);
        }
        let frames = self.frames();
        let drawn = frames.iter().skip(before);
        drawn
            .filter_map(|frame| frame["work_us"].as_u64())
            .collect()
    }

    /// Types into the composer. For each key: how many frames until it is in the text that is drawn (1: in the frame that got the
    /// key), and the milliseconds from the key to the end of that frame.
    fn types(&self) -> Value {
        let before = self.frames().len();
        let mut sent = Vec::new();
        for letter in LETTERS.chars() {
            sent.push(now_us());
            self.bench.display.type_text(&letter.to_string());
            std::thread::sleep(KEY_EVERY);
        }
        let frames: Vec<Value> = self.frames().into_iter().skip(before).collect();
        let number = |frame: &Value, key: &str| frame[key].as_u64().unwrap_or(0);
        let (mut frames_each, mut ms_each, mut keys) = (Vec::new(), Vec::new(), 0);
        for (index, frame) in frames.iter().enumerate() {
            for _ in 0..number(frame, "keys") {
                keys += 1;
                let shown = frames[index..]
                    .iter()
                    .position(|later| number(later, "draft") >= keys);
                if let Some(later) = shown {
                    frames_each.push(later + 1);
                    let at = number(&frames[index + later], "at_us");
                    let key = usize::try_from(keys - 1).unwrap();
                    ms_each.push(ms(at.saturating_sub(sent[key])));
                }
            }
        }
        json!({"keys": keys, "typed": LETTERS.len(), "frames": frames_each, "ms": ms_each})
    }

    /// Processor time and wake-ups while nobody does anything.
    fn idles(&self, time: Duration) -> Value {
        self.bench.display.point((AREA.width + 200, 10));
        std::thread::sleep(SETTLE);
        let frames = self.frames().len();
        let (cpu, switches, begun) = (self.cpu(), self.switches(), Instant::now());
        std::thread::sleep(time);
        let seconds = begun.elapsed().as_secs_f64();
        json!({
            "seconds": seconds,
            "cpu_percent": (self.cpu() - cpu) / seconds * 100.0,
            "wakeups_per_second": (self.switches() - switches) / seconds,
            "frames": self.frames().len() - frames,
        })
    }

    fn settled_memory(&self) -> Memory {
        std::thread::sleep(SETTLE);
        Memory::of(self.process.id())
    }

    /// Seconds of processor time of all threads.
    fn cpu(&self) -> f64 {
        let nanos = self.tasks(|task| {
            let text = std::fs::read_to_string(task.join("schedstat")).unwrap_or_default();
            let first = text.split(' ').next().unwrap_or_default();
            first.parse().unwrap_or(0.0)
        });
        nanos / 1e9
    }

    /// How often any thread went to sleep, which is how often it was woken.
    fn switches(&self) -> f64 {
        self.tasks(|task| {
            let text = std::fs::read_to_string(task.join("status")).unwrap_or_default();
            let mut lines = text.lines();
            let line = lines.find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            line.unwrap_or_default().trim().parse().unwrap_or(0.0)
        })
    }

    fn tasks(&self, of: impl Fn(&Path) -> f64) -> f64 {
        let tasks = format!("/proc/{}/task", self.process.id());
        let tasks = std::fs::read_dir(tasks).unwrap();
        tasks.map(|task| of(&task.unwrap().path())).sum()
    }
}

fn now_us() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::try_from(now.as_micros()).unwrap()
}

fn ms(us: u64) -> f64 {
    us as f64 / 1e3
}
