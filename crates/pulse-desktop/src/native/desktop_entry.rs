//! The few words of the desktop entry format that are needed here.

/// Pulse's name among applications: of its desktop entry, its icon, its window and its notifications.
pub const APP_ID: &str = "im.pulse.Pulse";

/// The value of a key in the `[Desktop Entry]` group.
pub(super) fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut is_ours = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            is_ours = line == "[Desktop Entry]";
        } else if is_ours
            && let Some((found, value)) = line.split_once('=')
            && found.trim() == key
        {
            return Some(value.trim());
        }
    }
    None
}

/// A command line for `Exec=`, quoted as the specification asks: twice, once for the arguments and once for the string.
pub(super) fn exec<'a>(arguments: impl IntoIterator<Item = &'a String>) -> String {
    let quoted: Vec<String> = arguments.into_iter().map(|it| quoted(it)).collect();
    quoted.join(" ")
}

fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@,=".contains(c);
    // A percent sign begins a field code, also between quotes.
    let doubled = argument.replace('%', "%%");
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return doubled;
    }
    let mut out = String::from('"');
    for c in doubled.chars() {
        match c {
            // Escaped for the argument, and that backslash once more for the string.
            '"' | '`' | '$' => out.extend(["\\\\", &c.to_string()]),
            '\\' => out.push_str("\\\\\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(arguments: &[&str]) -> String {
        let arguments: Vec<String> = arguments.iter().map(|&it| it.to_owned()).collect();
        exec(&arguments)
    }

    #[test]
    fn plain_arguments_stand_as_they_are() {
        assert_eq!(
            line(&["/usr/bin/pulse-desktop", "--hidden"]),
            "/usr/bin/pulse-desktop --hidden"
        );
    }

    #[test]
    fn what_a_desktop_would_understand_otherwise_is_quoted() {
        assert_eq!(line(&["/home/a b/pulse"]), "\"/home/a b/pulse\"");
        assert_eq!(line(&["100%"]), "\"100%%\"");
        assert_eq!(line(&["a$b"]), "\"a\\\\$b\"");
        assert_eq!(line(&["a\\b"]), "\"a\\\\\\\\b\"");
        assert_eq!(line(&["a\nExec=evil"]), "\"a\\nExec=evil\"");
        assert_eq!(line(&[""]), "\"\"");
    }

    #[test]
    fn values_are_those_of_the_entry_itself() {
        let text = "# Name=no\n[Desktop Action x]\nName=other\n[Desktop Entry]\nName = Pulse\n";
        assert_eq!(value(text, "Name"), Some("Pulse"));
        assert_eq!(value(text, "Exec"), None);
    }
}
