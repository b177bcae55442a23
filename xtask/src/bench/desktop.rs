//! What somebody at a window waits for, and what an open window costs while nobody looks at it.
//!
//! A released `pulse-desktop` with a large home is driven under Xvfb by the machinery of its own end-to-end tests
//! (`crates/pulse-desktop/tests/windows/measure.rs`), OpenGL on the processor; this file makes the home and reads the report.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::figure::Figure;
use super::samples::Samples;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::stage::{Person, Server, Stage};
use crate::{prerequisites, process};

/// Messages in the store, in one conversation.
pub(super) const MESSAGES: u32 = 100_000;

/// How long an idle window is watched.
const IDLE_SECONDS: u32 = 30;

/// The test that drives and measures.
const TEST: &str = "measure::a_window_is_measured";

/// What the program may ask the system's loader for: the C library, its parts, and the compiler's.
const LIBRARIES: &[&str] = &[
    "linux-vdso",
    "ld-linux",
    "libc.so",
    "libm.so",
    "libgcc_s.so",
    "libdl.so",
    "libpthread.so",
    "librt.so",
];

pub(super) fn measure(config: &Config) -> Outcome<Vec<Figure>> {
    prerequisites::ensure(config)?;
    let stage = Stage::set_released(config, "bench-desktop")?;
    process::build_packaged_window(config)?;
    let mut server = Server::init(&stage, true)?;
    server.start()?;
    let mut alice = Person::new(&stage, "Alice");
    alice.register(server.link())?;
    fill(config, &alice)?;
    let report = stage.folder().join("report.json");
    let mut drive = process::cargo(config, &["test", "--workspace", "--locked", "--quiet"]);
    drive
        .args(["--test", "windows", "--", "--ignored", "--exact", TEST])
        .env("PULSE_MEASURE_PROGRAM", config.packaged_window())
        .env("PULSE_MEASURE_HOME", alice.home())
        .env("PULSE_MEASURE_KEY_FILE", alice.key_file())
        .env("PULSE_MEASURE_IDLE_SECONDS", IDLE_SECONDS.to_string())
        .env("PULSE_MEASURE_TO", &report);
    process::run(&mut drive)?;
    let report: Value = serde_json::from_slice(&fs::read(report)?)
        .map_err(|error| Failure::new(format!("the report cannot be read: {error}")))?;
    let mut figures = figures(&report)?;
    figures.extend(program(config, &stage)?);
    Ok(figures)
}

/// Puts the conversation into the store, as years of use would.
pub(super) fn fill(config: &Config, person: &Person) -> Outcome {
    // Built with the tests, for the features that they give the dependencies.
    let example = ["build", "--workspace", "--locked", "--example", "fill_home"];
    process::run(&mut process::cargo(config, &example))?;
    let mut fill = Command::new(config.binaries().join("examples/fill_home"));
    fill.arg(person.home().join("store.db"))
        .arg(person.key_file())
        .arg(MESSAGES.to_string());
    process::run(&mut fill)
}

fn figures(report: &Value) -> Outcome<Vec<Figure>> {
    let rows = number(report, "/rows")?;
    if rows < f64::from(MESSAGES) {
        return Err(Failure::new(format!("the conversation has {rows} rows")));
    }
    let keys = number(report, "/typing/keys")?;
    if keys < number(report, "/typing/typed")? {
        return Err(Failure::new("keys were lost while typing was timed"));
    }
    let memory = |when: &str, what: &str| number(report, &format!("/{when}/{what}"));
    let frames = list(report, "/typing/frames")?;
    let work = samples(&list(report, "/scroll_work_us")?, 1e-3);
    println!("{} frames while scrolling, {keys} keys", work.len());
    Ok(vec![
        Figure::new(
            "desktop.first_frame_ms",
            "window: start to first frame, median",
            samples(&list(report, "/first_frame_ms")?, 1.0).quantile_ms(0.5),
            "ms",
        )
        .at_most(150.0),
        Figure::new(
            "desktop.list_ms",
            "window: start to the list, 100,000 messages in the store, median",
            samples(&list(report, "/list_ms")?, 1.0).quantile_ms(0.5),
            "ms",
        )
        .at_most(300.0),
        Figure::new(
            "desktop.private_mb",
            "window: private memory, conversation of 100,000 open",
            memory("memory", "private_mb")?,
            "MB",
        )
        .at_most(150.0)
        .aiming_at(100.0),
        Figure::new(
            "desktop.private_without_driver_mb",
            "the same without the mappings of the OpenGL driver",
            memory("memory", "without_driver_mb")?,
            "MB",
        )
        .at_most(150.0)
        .aiming_at(100.0),
        Figure::new(
            "desktop.private_after_use_mb",
            "window: private memory after scrolling and typing",
            memory("memory_after_use", "private_mb")?,
            "MB",
        )
        .at_most(150.0)
        .aiming_at(100.0),
        Figure::new(
            "desktop.idle_cpu_percent",
            "window: processor time when idle",
            number(report, "/idle/cpu_percent")?,
            "%",
        )
        .at_most(0.1),
        Figure::new(
            "desktop.idle_wakeups_per_second",
            "window: wake-ups a second when idle, all threads",
            number(report, "/idle/wakeups_per_second")?,
            "/s",
        )
        .at_most(2.0),
        Figure::new(
            "desktop.frame_work_p99_ms",
            "window: work per frame while scrolling in 100,000 messages, p99",
            work.quantile_ms(0.99),
            "ms",
        )
        .at_most(2.0),
        Figure::new(
            "desktop.key_frames_max",
            "window: frames from a key to its letter, the slowest of 50",
            frames.iter().copied().fold(0.0, f64::max),
            "frames",
        )
        .at_most(1.0),
        Figure::new(
            "desktop.key_ms_p95",
            "window: a key to the end of its frame, p95",
            samples(&list(report, "/typing/ms")?, 1.0).quantile_ms(0.95),
            "ms",
        ),
    ])
}

/// The size of the stripped program, and what it needs of the system.
fn program(config: &Config, stage: &Stage) -> Outcome<Vec<Figure>> {
    let stripped = stage.folder().join("pulse-desktop.stripped");
    let mut strip = Command::new("strip");
    strip.arg("--strip-all").arg("-o").arg(&stripped);
    process::run(strip.arg(config.packaged_window()))?;
    let bytes = fs::metadata(&stripped)?.len();
    let mut figures = vec![
        Figure::new(
            "desktop.size_mb",
            "pulse-desktop, stripped",
            bytes as f64 / 1e6,
            "MB",
        )
        .at_most(35.0),
    ];
    if process::is_installed(config, "ldd") {
        let others = other_libraries(&config.packaged_window())?;
        for other in &others {
            println!("needs {other}");
        }
        figures.push(
            Figure::new(
                "desktop.other_libraries",
                "libraries that pulse-desktop needs besides the C library's",
                others.len() as f64,
                "",
            )
            .at_most(0.0),
        );
    }
    Ok(figures)
}

fn other_libraries(program: &Path) -> Outcome<Vec<String>> {
    let said = process::capture(Command::new("ldd").arg(program))?;
    let said = String::from_utf8_lossy(&said).into_owned();
    let names = said
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    let is_other = |name: &&str| !LIBRARIES.iter().any(|known| name.contains(known));
    Ok(names.filter(is_other).map(str::to_owned).collect())
}

fn number(report: &Value, pointer: &str) -> Outcome<f64> {
    let value = report.pointer(pointer).and_then(Value::as_f64);
    value.ok_or_else(|| Failure::new(format!("the report has no {pointer}")))
}

fn list(report: &Value, pointer: &str) -> Outcome<Vec<f64>> {
    let values = report.pointer(pointer).and_then(Value::as_array);
    let values = values.ok_or_else(|| Failure::new(format!("the report has no {pointer}")))?;
    Ok(values.iter().filter_map(Value::as_f64).collect())
}

fn samples(values: &[f64], to_ms: f64) -> Samples {
    let mut samples = Samples::default();
    for value in values {
        samples.add_ms(value * to_ms);
    }
    samples
}
