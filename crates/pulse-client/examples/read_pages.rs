//! `read_pages HOME KEY_FILE PAGES`: reads so many pages at random places of the conversation that `fill_home` made, and says how
//! long each took by the clock and how much of that the processor worked for it. What the second does not see, others took.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use pulse_client::{AccountId, ConversationId, Home, HomeOptions, KeychainChoice, Role};

/// Rows that a window asks for at once.
const ROWS: usize = 60;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("read_pages HOME KEY_FILE PAGES");
    let (dir, key_file, pages) = (PathBuf::from(next()?), PathBuf::from(next()?), next()?);
    let pages: u64 = pages.parse()?;
    let options = HomeOptions {
        dir,
        keychain: KeychainChoice::KeyFile(key_file),
        role: Role::Owner,
        connect: false,
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let client = runtime.block_on(Home::open(options))?;
    let view = client.view();
    let conversation = ConversationId::direct(AccountId::from_bytes([0x5a; 32]));
    let count = view.count(conversation)?;
    let (mut clock, mut processor) = (Vec::new(), Vec::new());
    // Golden-ratio steps: every part of the conversation, never one page twice in a row.
    let mut position = 0;
    for _ in 0..pages {
        position = (position + count * 618 / 1_000) % count.max(1);
        let (begun, worked) = (Instant::now(), processor_time());
        let rows = view.rows_at(conversation, position, ROWS)?;
        processor.push(processor_time().saturating_sub(worked));
        clock.push(begun.elapsed());
        assert!(!rows.is_empty(), "nothing at {position}");
    }
    let out = &mut std::io::stdout();
    writeln!(
        out,
        "{pages} pages of {ROWS} rows, {count} rows in the conversation"
    )?;
    tell(out, "clock", clock)?;
    tell(out, "processor", processor)?;
    runtime.block_on(client.shutdown())?;
    Ok(())
}

fn tell(out: &mut impl Write, name: &str, mut times: Vec<Duration>) -> std::io::Result<()> {
    times.sort();
    let at = |share: f64| {
        let index = ((times.len() as f64 - 1.0) * share).round() as usize;
        times.get(index).copied().unwrap_or_default().as_secs_f64() * 1e3
    };
    writeln!(
        out,
        "{name:<10} median {:.3} ms, p99 {:.3}, p99.9 {:.3}, worst {:.3}",
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0)
    )
}

/// What the processor has worked for this thread.
#[allow(unsafe_code, reason = "std tells the clock only")]
fn processor_time() -> Duration {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call writes into `time` and nowhere else.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds)
        + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap_or_default())
}
