//! Which protocol two sides speak.

/// The TLS application protocol (ALPN) of every version that shares this framing.
pub const ALPN: &[u8] = b"pulse/1";

/// The newest version this crate speaks.
pub const VERSION: u32 = 1;

/// The oldest version this crate speaks.
pub const VERSION_MIN: u32 = 1;

/// The versions that one side speaks, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionRange {
    /// The oldest.
    pub min: u32,
    /// The newest.
    pub max: u32,
}

impl VersionRange {
    /// What this crate speaks.
    pub const CURRENT: Self = Self {
        min: VERSION_MIN,
        max: VERSION,
    };

    /// Whether this version is among them. A client asks it of its welcome: who takes what was not offered speaks something
    /// else from there on.
    pub const fn contains(self, version: u32) -> bool {
        self.min <= version && version <= self.max
    }
}

/// The version a connection will use: the newest that both sides speak, if there is one. A server calls it with the range
/// of the client's hello and refuses with `Version` when it gets nothing.
pub fn negotiate(version_min: u32, version_max: u32) -> Option<u32> {
    let version = version_max.min(VERSION);
    (version >= version_min.max(VERSION_MIN)).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_both_speak_is_taken() {
        assert_eq!(negotiate(1, 1), Some(1));
        assert_eq!(negotiate(1, 9), Some(VERSION));
        assert_eq!(negotiate(0, 1), Some(1));
    }

    #[test]
    fn both_ends_of_a_range_belong_to_it() {
        let range = VersionRange { min: 2, max: 4 };
        let inside: Vec<_> = (0..7).filter(|version| range.contains(*version)).collect();
        assert_eq!(inside, [2, 3, 4]);
    }

    #[test]
    fn without_a_common_version_there_is_none() {
        assert_eq!(negotiate(2, 9), None);
        assert_eq!(negotiate(0, 0), None);
        assert_eq!(negotiate(3, 1), None);
    }
}
