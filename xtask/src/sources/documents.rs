//! Documents: what they point to and name must be there.

use std::collections::BTreeSet;

use super::file::SourceFile;

/// Every path of the repository, folders as well.
pub(super) struct Paths(BTreeSet<String>);

impl Paths {
    pub(super) fn of<'a>(files: impl Iterator<Item = &'a str>) -> Self {
        let mut paths = BTreeSet::new();
        for file in files {
            let folders = file.match_indices('/').map(|(at, _)| &file[..at]);
            paths.extend(folders.map(str::to_owned));
            paths.insert(file.to_owned());
        }
        Self(paths)
    }

    /// Whether a path is this one or ends so at a `/`: `handlers.rs`, `src/frame.rs`, `verbs/`.
    fn any_ends_with(&self, end: &str) -> bool {
        let end = end.trim_end_matches('/');
        let ends = |path: &String| {
            path.strip_suffix(end)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        self.0.iter().any(ends)
    }
}

/// Relative links of a document lead to what is there.
pub(super) fn links(file: &SourceFile, paths: &Paths, findings: &mut Vec<String>) {
    if !file.path.ends_with(".md") {
        return;
    }
    for (number, line) in prose(&file.text) {
        for target in targets(line) {
            let path = target.split('#').next().unwrap_or_default();
            let is_elsewhere = path.contains("://") || path.starts_with("mailto:");
            if path.is_empty() || is_elsewhere {
                continue;
            }
            if resolve(&file.path, path).is_none_or(|path| !paths.0.contains(&path)) {
                findings.push(format!("{}:{number}: {path} is not there", file.path));
            }
        }
    }
}

/// What the map of the house quotes as code is a path of the repository, or a name that the code knows.
pub(super) fn map(files: &[SourceFile], paths: &Paths, findings: &mut Vec<String>) {
    let Some(map) = files.iter().find(|file| file.path == "ARCHITECTURE.md") else {
        findings.push("ARCHITECTURE.md is not there".to_owned());
        return;
    };
    let is_source = |file: &&SourceFile| {
        let endings = [".rs", ".toml", ".proto"];
        endings.iter().any(|ending| file.path.ends_with(ending))
    };
    let words: BTreeSet<&str> = files
        .iter()
        .filter(is_source)
        .flat_map(|file| file.text.split(|c: char| !is_of_word(c)))
        .collect();
    for (number, line) in prose(&map.text) {
        for name in quoted(line) {
            let is_there = match name.contains(['/', '.']) {
                true => paths.any_ends_with(name),
                false => name.split("::").all(|word| words.contains(word)),
            };
            if !is_there {
                findings.push(format!("{}:{number}: there is no {name}", map.path));
            }
        }
    }
}

/// The lines outside of blocks of code, with their numbers.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    })
}

/// Where the links of a line lead: `[text](target)`, `[name]: target` and the pictures of HTML.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let inline = line.split("](").skip(1);
    let named = line
        .strip_prefix('[')
        .and_then(|line| line.split_once("]: "))
        .map(|(_, target)| target);
    let pictures = line.split("src=\"").skip(1);
    let after = inline.chain(named).chain(pictures);
    after.filter_map(|rest| rest.split([')', ' ', '"']).next())
}

/// The path from the root that a relative one in a file means; `None` when it leaves the repository.
fn resolve(file: &str, target: &str) -> Option<String> {
    let mut path: Vec<&str> = file.split('/').collect();
    path.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                path.pop()?;
            }
            part => path.push(part),
        }
    }
    Some(path.join("/"))
}

/// What stands between backticks, without arguments: names and paths, not commands.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    let quoted = line.split('`').skip(1).step_by(2);
    quoted
        .map(|code| code.split('(').next().unwrap_or(code))
        .filter(|name| name.chars().all(|c| is_of_word(c) || "/.:".contains(c)))
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile::new(path.to_owned(), text.to_owned())
    }

    fn paths(files: &[&str]) -> Paths {
        Paths::of(files.iter().copied())
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        let paths = paths(&["README.md", "docs/wire.md", "docs/images/list.png"]);
        let found = |text: &str| {
            let mut findings = Vec::new();
            links(&file("docs/a.md", text), &paths, &mut findings);
            findings.len()
        };
        for good in [
            "see [wire](wire.md#frames), [home](../README.md) and [all](../docs/)",
            "[there](https://pulse.example/a.md), [here](#below), [post](mailto:a@pulse.example)",
            "<img src=\"images/list.png\"> and ![list](images/list.png)",
            "[wire]: wire.md",
            "```\n[code](nowhere.md)\n```",
        ] {
            assert_eq!(found(good), 0, "{good}");
        }
        for bad in [
            "[a](b.md)",
            "[a](../wire.md)",
            "[a](../../README.md)",
            "![a](images/a.png)",
            "[a]: nowhere.md",
        ] {
            assert_eq!(found(bad), 1, "{bad}");
        }
    }

    #[test]
    fn names_that_the_code_does_not_know_are_found() {
        let found = |text: &str| {
            let files = [
                file("ARCHITECTURE.md", text),
                file("crates/pulse-x/src/outbox.rs", "pub fn pump(a: B) {}"),
                file("crates/pulse-x/Cargo.toml", "name = \"pulse-x\""),
            ];
            let paths = Paths::of(files.iter().map(|file| file.path.as_str()));
            let mut findings = Vec::new();
            map(&files, &paths, &mut findings);
            findings.len()
        };
        assert_eq!(found("`pulse-x`: `pump`, `src/outbox.rs`, `src/`"), 0);
        assert_eq!(found("`cargo xtask ci` and `pump(now, rng)`"), 0);
        assert_eq!(found("`drain`, `src/inbox.rs`, `pulse-y`"), 3);
    }
}
