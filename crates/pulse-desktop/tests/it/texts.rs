//! The files of texts: what the source names exists, every language has all of it, plurals are whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;
use pulse_client::Timestamp;
use pulse_desktop::state::Language;
use pulse_desktop::{LOCALES, Locale, Texts};

/// The categories that a language's plurals have.
fn categories(language: Language) -> &'static [&'static str] {
    match language {
        Language::Arabic => &["zero", "one", "two", "few", "many", "other"],
        Language::Spanish | Language::French => &["one", "other"],
        Language::Chinese => &["other"],
        _ => &["one", "other"],
    }
}

/// What a text is made of.
#[derive(Default)]
struct Text {
    variables: BTreeSet<String>,
    /// The keys of each choice in it.
    choices: Vec<Vec<String>>,
}

fn texts_of(locale: &Locale) -> BTreeMap<String, Text> {
    let mut texts = BTreeMap::new();
    for (file, source) in locale.files {
        let resource = parser::parse(*source)
            .unwrap_or_else(|(_, errors)| panic!("{}/{file}.ftl: {errors:?}", locale.tag));
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let mut text = Text::default();
            if let Some(value) = &message.value {
                read(value, &mut text);
            }
            let key = message.id.name.to_owned();
            let twice = texts.insert(key, text).is_some();
            assert!(
                !twice,
                "{} is there twice in {}",
                message.id.name, locale.tag
            );
        }
    }
    texts
}

fn read(pattern: &Pattern<&str>, text: &mut Text) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => read_inline(inline, text),
                Expression::Select { selector, variants } => {
                    read_inline(selector, text);
                    text.choices.push(
                        variants
                            .iter()
                            .map(|variant| match variant.key {
                                VariantKey::Identifier { name } => name.to_owned(),
                                VariantKey::NumberLiteral { value } => value.to_owned(),
                            })
                            .collect(),
                    );
                    for variant in variants {
                        read(&variant.value, text);
                    }
                }
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, text: &mut Text) {
    if let InlineExpression::VariableReference { id } = inline {
        text.variables.insert(id.name.to_owned());
    }
}

#[test]
fn every_language_has_every_text_with_the_same_values() {
    let english = texts_of(Locale::of(Language::English));
    let mut problems = Vec::new();
    for locale in LOCALES {
        let texts = texts_of(locale);
        for (key, text) in &english {
            match texts.get(key) {
                None => problems.push(format!("{}: {key} is missing", locale.tag)),
                // A form of a plural may do without the number, the whole may not have others.
                Some(theirs) if theirs.variables != text.variables => {
                    problems.push(format!("{}: {key} has other values", locale.tag));
                }
                Some(_) => {}
            }
        }
        for key in texts.keys().filter(|key| !english.contains_key(*key)) {
            problems.push(format!("{}: {key} is not in English", locale.tag));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn plurals_have_the_forms_of_their_language() {
    let all: BTreeSet<_> = categories(Language::Arabic).iter().copied().collect();
    let mut problems = Vec::new();
    for locale in LOCALES {
        let wanted = categories(locale.language);
        for (key, text) in texts_of(locale) {
            for choice in &text.choices {
                let is_plural = choice
                    .iter()
                    .all(|form| all.contains(form.as_str()) || form.parse::<f64>().is_ok());
                let lacks = wanted.iter().find(|form| {
                    // "0" and "1" written out stand for the form that they are.
                    let written_out = match **form {
                        "zero" => "0",
                        "one" => "1",
                        "two" => "2",
                        _ => "",
                    };
                    !choice.iter().any(|it| it == *form || it == written_out)
                });
                if let Some(form) = lacks.filter(|_| is_plural) {
                    problems.push(format!("{}: {key} lacks the form {form}", locale.tag));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_file_of_english_is_listed_and_every_language_has_it() {
    let folder = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("locales");
    let names = |tag: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(folder.join(tag)).into_iter().flatten();
        entries
            .map(|entry| entry.unwrap().path())
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    for locale in LOCALES {
        let listed: BTreeSet<_> = locale
            .files
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        assert_eq!(listed, names("en"), "{}", locale.tag);
        assert_eq!(listed, names(locale.tag), "{}", locale.tag);
    }
}

#[test]
fn every_key_that_the_source_names_has_a_text() {
    let english = texts_of(Locale::of(Language::English));
    // Literals that look like keys: words with hyphens whose first word begins some key.
    let families: BTreeSet<_> = english
        .keys()
        .filter_map(|key| key.split_once('-').map(|(family, _)| family.to_owned()))
        .collect();
    let mut problems = Vec::new();
    for path in sources() {
        let source = fs::read_to_string(&path).unwrap();
        for (literal, is_asked) in literals(&source) {
            let is_key = literal.contains('-')
                && literal
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
                && !literal.starts_with('-')
                && !literal.ends_with('-');
            let family = literal.split('-').next().unwrap_or_default();
            let is_meant = is_asked
                || (families.contains(family)
                    && path.to_string_lossy().contains("/state/problems"));
            if is_key && is_meant && !english.contains_key(literal) {
                problems.push(format!("{}: {literal}", path.display()));
            }
        }
    }
    assert!(problems.is_empty(), "no text for\n{}", problems.join("\n"));
}

#[test]
fn every_call_gives_each_value_of_its_text() {
    let english = texts_of(Locale::of(Language::English));
    let (mut problems, mut checked) = (Vec::new(), 0);
    for path in sources() {
        let source = fs::read_to_string(&path).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        for call in calls(code) {
            let Some(text) = english.get(call.key) else {
                continue;
            };
            checked += 1;
            let lacks: Vec<_> = text
                .variables
                .iter()
                .filter(|variable| !call.values.contains(variable.as_str()))
                .collect();
            if !lacks.is_empty() {
                problems.push(format!("{}: {} lacks {lacks:?}", path.display(), call.key));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(checked > 200, "only {checked} calls were found");
}

/// A place that asks for a text: its key, and what is known to be given for it.
struct Call<'a> {
    key: &'a str,
    values: BTreeSet<&'a str>,
}

/// The calls whose key and values stand in the source. Values that come from elsewhere are not known, so those calls are left
/// out.
fn calls(code: &str) -> Vec<Call<'_>> {
    const WITHOUT_VALUES: [&str; 3] = ["texts.get(", "texts().get(", " said("];
    const WITH_VALUES: [&str; 3] = ["texts.with(", ".with(", "self.tell("];
    let mut found = Vec::new();
    for (name, has_values) in (WITHOUT_VALUES.map(|name| (name, false)).into_iter())
        .chain(WITH_VALUES.map(|name| (name, true)))
        .chain([("said_with(", true)])
    {
        for (at, _) in code.match_indices(name) {
            let inside = inside_of(&code[at + name.len()..]);
            let Some((key, rest)) = leading_literal(inside) else {
                continue;
            };
            let values = match (has_values, rest.trim_matches([',', ' ', '\n'])) {
                (false, _) => Some(BTreeSet::new()),
                (true, given) if name == "said_with(" => {
                    leading_literal(given).map(|(value, _)| BTreeSet::from([value]))
                }
                (true, given) if given.starts_with("&[") => Some(names(given)),
                (true, given) => given
                    .strip_prefix('&')
                    .and_then(|name| kept(&code[..at], name)),
            };
            if let Some(values) = values {
                found.push(Call { key, values });
            }
        }
    }
    found
}

/// What a call is given, up to the bracket that ends it.
fn inside_of(code: &str) -> &str {
    let mut depth = 0;
    let end = code.find(|sign| match sign {
        '(' | '[' | '{' => {
            depth += 1;
            false
        }
        ')' | ']' | '}' if depth > 0 => {
            depth -= 1;
            false
        }
        ')' | ']' | '}' => true,
        _ => false,
    });
    &code[..end.unwrap_or(code.len())]
}

fn leading_literal(code: &str) -> Option<(&str, &str)> {
    code.trim_start().strip_prefix('"')?.split_once('"')
}

/// The names in `[("name", …), …]`.
fn names(code: &str) -> BTreeSet<&str> {
    let pairs = code.match_indices('(');
    pairs
        .filter_map(|(at, _)| Some(leading_literal(&code[at + 1..])?.0))
        .collect()
}

/// The names in the array that was last called `name` before.
fn kept<'a>(before: &'a str, name: &str) -> Option<BTreeSet<&'a str>> {
    let is_word = name
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || it == b'_');
    let begins = format!("let {name} = [");
    let at = is_word.then(|| before.rfind(&begins)).flatten()?;
    Some(names(inside_of(&before[at + begins.len()..])))
}

/// The library's source files, without their tests.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// The string literals of a source, and whether each is given to `texts.get`, `with` or the like.
fn literals(source: &str) -> Vec<(&str, bool)> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(begin) = rest.find('"') {
        let (before, after) = rest.split_at(begin);
        let after = &after[1..];
        let Some(end) = after.find('"') else { break };
        let before: String = before.split_whitespace().collect();
        let is_asked = [
            "texts.get(",
            "texts.with(",
            "texts().get(",
            "self.tell(",
            "said(",
            "said_with(",
        ]
        .iter()
        .any(|call| before.ends_with(call));
        found.push((&after[..end], is_asked));
        rest = &after[end + 1..];
    }
    found
}

#[test]
fn every_error_has_words_in_every_language() {
    for locale in LOCALES {
        let texts = Texts::for_language(locale.language, "");
        for key in ["error-unreachable", "error-refused-for-now", "toast-copied"] {
            assert!(texts.has(key), "{}: {key}", locale.tag);
        }
    }
}

#[test]
fn the_system_chooses_the_language() {
    for (system, language) in [
        ("de-AT", Language::German),
        ("de_DE.UTF-8", Language::German),
        ("zh-Hans-CN", Language::Chinese),
        ("ar", Language::Arabic),
        ("pt-BR", Language::English),
        ("C", Language::English),
        ("", Language::English),
    ] {
        assert_eq!(Language::of_system(system), language, "{system}");
    }
}

#[test]
fn a_value_that_runs_the_other_way_is_set_apart() {
    let texts = Texts::for_language(Language::English, "en");
    let said = texts.with("error-wrong-server", &[("host", "مثال".into())]);
    assert!(said.contains("\u{2068}مثال\u{2069}"));
    let said = texts.with("error-wrong-server", &[("host", "example.org".into())]);
    assert!(!said.contains('\u{2068}'));
}

#[test]
fn kept_numbers_choose_plurals() {
    let texts = Texts::for_language(Language::English, "en");
    let kept = |minutes: &str| {
        vec![
            ("text".to_owned(), "Slow down.".to_owned()),
            ("minutes".to_owned(), minutes.to_owned()),
        ]
    };
    let one = texts
        .with_kept("error-refused-for-now", &kept("1"))
        .into_owned();
    let five = texts
        .with_kept("error-refused-for-now", &kept("5"))
        .into_owned();
    assert!(one.ends_with("in a minute."), "{one}");
    assert!(five.ends_with("in 5 minutes."), "{five}");
}

/// Somebody whose name is a telephone number, or that of an agent.
#[test]
fn names_of_digits_stay_as_they_are() {
    let texts = Texts::for_language(Language::English, "en");
    for name in ["007", "01512345678", "1000000"] {
        let kept = [("name".to_owned(), name.to_owned())];
        let said = texts.with_kept("toast-conversation-kept", &kept);
        assert!(said.contains(&format!("with {name} is")), "{said}");
    }
}

#[test]
fn the_first_of_a_month_has_a_word_in_french() {
    let french = Texts::for_language(Language::French, "fr");
    // 2026-03-01 and 2026-03-02, read in another year and in the same.
    let (first, second) = (1_772_366_400_000, 1_772_452_800_000);
    let [first, second] = [first, second].map(Timestamp::from_millis);
    let (spring, next_year) = (1_777_000_000_000, 1_804_000_000_000);
    let [spring, next_year] = [spring, next_year].map(Timestamp::from_millis);
    assert_eq!(french.day(first, spring), "1er mars");
    assert_eq!(french.day(second, spring), "2 mars");
    assert_eq!(french.day(first, next_year), "1er mars 2026");
    assert_eq!(french.day_heading(first, spring), "dimanche 1er mars");
    assert_eq!(french.short_moment(first, spring), "1er mars");
    let german = Texts::for_language(Language::German, "de");
    assert_eq!(german.day(first, next_year), "1. März 2026");
}
