//! Where a process has its private memory, as the kernel counts it.

use serde_json::{Value, json};

/// Parts of the names of what OpenGL brings into a process. With a graphics card it is another driver, and mostly less of it.
const DRIVER: &[&str] = &[
    "LLVM",
    "gallium",
    "swrast",
    "/dri/",
    "libGL",
    "libEGL",
    "libglapi",
    "libdrm",
    "libgbm",
    "libz3",
    "libelf",
    "libedit",
    "libxml2",
    "libicu",
    "libsensors",
    "/dev/dri",
];

/// Private memory in kB.
pub(crate) struct Memory {
    private: u64,
    driver: u64,
    program: u64,
    anonymous: u64,
}

impl Memory {
    pub(crate) fn of(process: u32) -> Self {
        let smaps = std::fs::read_to_string(format!("/proc/{process}/smaps")).unwrap();
        Self::parse(&smaps)
    }

    fn parse(smaps: &str) -> Self {
        let mut memory = Self {
            private: 0,
            driver: 0,
            program: 0,
            anonymous: 0,
        };
        let mut mapping = String::new();
        for line in smaps.lines() {
            let mut words = line.split_whitespace();
            let first = words.next().unwrap_or_default();
            if !first.ends_with(':') {
                // address, permissions, offset, device, inode, then the name, which may have spaces
                mapping = words.skip(4).collect::<Vec<_>>().join(" ");
                continue;
            }
            if matches!(first, "Private_Clean:" | "Private_Dirty:") {
                let kb: u64 = words.next().unwrap_or_default().parse().unwrap_or(0);
                memory.private += kb;
                if DRIVER.iter().any(|part| mapping.contains(part)) {
                    memory.driver += kb;
                } else if mapping.contains("pulse-desktop") {
                    memory.program += kb;
                } else if !mapping.starts_with('/') {
                    memory.anonymous += kb;
                }
            }
        }
        memory
    }

    /// In megabytes: a million bytes each.
    pub(crate) fn to_json(&self) -> Value {
        let mb = |kb: u64| kb as f64 * 1024.0 / 1e6;
        json!({
            "private_mb": mb(self.private),
            "driver_mb": mb(self.driver),
            "without_driver_mb": mb(self.private - self.driver),
            "program_mb": mb(self.program),
            "anonymous_mb": mb(self.anonymous),
        })
    }
}

#[test]
fn private_memory_is_counted_by_mapping() {
    let smaps = "\
7f00-7f01 r-xp 00000000 00:00 1   /usr/lib/libLLVM-15.so.1
Rss:                 100 kB
Private_Clean:        10 kB
Private_Dirty:         2 kB
7f02-7f03 rw-p 00000000 00:00 0
Private_Clean:         0 kB
Private_Dirty:        30 kB
";
    let memory = Memory::parse(smaps);
    assert_eq!(
        (memory.private, memory.driver, memory.anonymous),
        (42, 12, 30)
    );
}
