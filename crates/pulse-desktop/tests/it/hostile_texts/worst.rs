//! The worst texts that were thought of. The tests of `src/rich_text` count what laying them out takes.

/// Bytes of a message at most.
pub(crate) const BYTES_MAX: usize = 8 * 1024;

/// As many repetitions as fit into a message.
fn full_of(part: &str) -> String {
    part.repeat(BYTES_MAX / part.len())
}

/// So many different characters, as far as they fit into a message.
fn all_of(from: u32, to: u32) -> String {
    let mut text: String = (from..to).filter_map(char::from_u32).collect();
    text.truncate(text.floor_char_boundary(BYTES_MAX));
    text
}

/// The worst texts that were thought of, each as long as a message may be.
pub(crate) fn worst() -> Vec<(&'static str, String)> {
    vec![
        ("letters", full_of("a")),
        ("words", full_of("word ")),
        ("lines", full_of("\n")),
        ("lines of a letter", full_of("a\n")),
        ("points", full_of("- a\n")),
        ("points of two scripts", full_of("- א*b*`c`\n")),
        ("quotations", full_of(">a\nb\n")),
        ("fences", full_of("```\na\n```\n")),
        ("headings", full_of("# a\n")),
        ("stars", full_of("*a ")),
        ("nested marks", full_of("*_~~**__`a`__**~~_*")),
        ("code", full_of("`a` ")),
        ("links", full_of("http://a ")),
        ("named links", full_of("[a](http://b)")),
        ("brackets", full_of("[")),
        (
            "a long link",
            format!("https://a.example/{}", "b".repeat(BYTES_MAX - 18)),
        ),
        ("Hebrew letters", full_of("א")),
        ("Hebrew words", full_of("שלום ")),
        ("Arabic letters", full_of("ب")),
        ("Arabic words", full_of("مرحبا ")),
        ("Arabic lines", full_of("ب\n")),
        ("two scripts in turn", full_of("aא")),
        ("two scripts and marks", full_of("*א*a ")),
        ("two scripts of digits", full_of("1א2ب")),
        ("Hebrew code", full_of("`א` ")),
        ("Hebrew links", full_of("http://א ")),
        ("isolates", full_of("\u{2067}א\u{2066}a")),
        ("overrides", full_of("\u{202e}aא")),
        (
            "open isolates",
            format!("א{}", full_of("\u{2067}").split_off(3)),
        ),
        (
            "marks on one letter",
            format!("a{}", full_of("\u{301}").split_off(2)),
        ),
        (
            "marks on a Hebrew letter",
            format!("א{}", full_of("\u{5b0}").split_off(2)),
        ),
        ("marks on Arabic letters", full_of("ب\u{651}\u{64e}")),
        ("nothing to see", full_of("\u{200b}")),
        ("joiners", full_of("\u{200d}")),
        ("soft hyphens", full_of("\u{ad}")),
        ("controls", full_of("\0\u{7}\u{1b}[31m")),
        ("tabulators", full_of("\t")),
        ("spaces", full_of(" ")),
        ("no-break spaces", full_of("\u{a0}")),
        ("emoji", full_of("😀")),
        ("families", full_of("👨‍👩‍👧‍👦")),
        ("flags", full_of("🇩🇪")),
        ("keycaps", full_of("1️⃣")),
        ("emoji marks alone", full_of("\u{fe0f}")),
        ("different emoji", all_of(0x1f300, 0x1fb00)),
        (
            "emoji far apart",
            format!("👍{}👍", "\n".repeat(BYTES_MAX - 8)),
        ),
        ("different Han", all_of(0x4e00, 0x9fff)),
        ("more different Han", all_of(0x6000, 0x9fff)),
        ("different symbols", all_of(0x2000, 0x4000)),
        ("all alphabets", all_of(0x80, 0x1fff)),
        (
            "different Arabic",
            all_of(0x600, 0x8ff) + &all_of(0xfb50, 0xfdff),
        ),
        ("private use", all_of(0xe000, 0xf8ff)),
        ("wide ones", full_of("﷽")),
        ("Hangul parts", full_of("\u{1100}\u{1161}\u{11a8}")),
        ("Devanagari", full_of("क्षत्रिय")),
        ("Thai without spaces", full_of("กำแพง")),
        (
            "Tibetan stacks",
            full_of("\u{0f40}\u{0f90}\u{0f90}\u{0f90}"),
        ),
        ("tags", full_of("🏴\u{e0067}\u{e0062}\u{e007f}")),
        ("fractions", full_of("1⁄2")),
        ("separators", full_of("a\u{2028}b\u{2029}c\u{85}")),
    ]
}
