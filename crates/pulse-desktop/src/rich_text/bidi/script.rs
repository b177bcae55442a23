//! What the scripts that are read from right to left say of their characters.

pub(super) fn is_rtl(character: char) -> bool {
    matches!(character, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Which font a letter will come from, as far as that can be told: stretches of two fonts must not be one word.
pub(super) fn script_block(character: char) -> Option<u8> {
    Some(match character {
        '\u{0590}'..='\u{05ff}' | '\u{fb1d}'..='\u{fb4f}' => 1,
        '\u{0600}'..='\u{06ff}'
        | '\u{0750}'..='\u{077f}'
        | '\u{0870}'..='\u{08ff}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' => 2,
        '\u{0700}'..='\u{074f}' => 3,
        '\u{0780}'..='\u{07bf}' => 4,
        '\u{07c0}'..='\u{07ff}' => 5,
        '\u{0800}'..='\u{086f}' => 6,
        character if is_rtl(character) => 7,
        _ => return None,
    })
}

/// The mirror image of a bracket (UAX #9 L4), for those that people type.
pub(super) fn mirrored(character: char) -> char {
    match character {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        '≤' => '≥',
        '≥' => '≤',
        '⁅' => '⁆',
        '⁆' => '⁅',
        other => other,
    }
}
