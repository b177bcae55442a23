//! A file of the repository, split so that checks can look at code alone.

/// A text file with its path from the root, `/` between folders.
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    pub(crate) fn new(path: String, text: String) -> Self {
        Self { path, text }
    }

    /// The crate's folder name, when the file belongs to one: `pulse-server`, `xtask`.
    pub(crate) fn crate_name(&self) -> Option<&str> {
        if self.path.starts_with("xtask/") {
            return Some("xtask");
        }
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// The file's name without its folders.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether the file is part of what people run: not of tests, benchmarks, examples or fuzz targets.
    pub(crate) fn is_shipped(&self) -> bool {
        let beside = ["/tests/", "/benches/", "/examples/", "fuzz/"];
        self.is_rust()
            && !beside.iter().any(|folder| self.path.contains(folder))
            && !matches!(self.name(), "tests.rs" | "conformance.rs")
    }

    /// Lines of code with their numbers: without comments, and without the tests at the end of the file.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .zip(1..)
            .take_while(|(line, _)| line.trim() != "#[cfg(test)]")
            .map(|(line, number)| (number, line.split("//").next().unwrap_or(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_tests_are_not_code() {
        let text = "use a; // why\n//! b\n#[cfg(test)]\nmod tests { use c; }\n";
        let file = SourceFile::new("crates/pulse-x/src/a.rs".to_owned(), text.to_owned());
        let code: Vec<_> = file.code().map(|(_, line)| line.trim()).collect();
        assert_eq!(code, ["use a;", ""]);
    }

    #[test]
    fn a_file_knows_its_crate() {
        let file = |path: &str| SourceFile::new(path.to_owned(), String::new());
        assert_eq!(
            file("crates/pulse-x/src/a/b.rs").crate_name(),
            Some("pulse-x")
        );
        assert_eq!(file("xtask/src/main.rs").crate_name(), Some("xtask"));
        assert_eq!(file("README.md").crate_name(), None);
        assert!(file("crates/pulse-x/src/a/b.rs").is_shipped());
        assert!(!file("crates/pulse-x/tests/it/b.rs").is_shipped());
    }
}
