//! What people mean with `*stars*` and `> angles`: a small part of Markdown, line by line.
//!
//! Unlike Markdown, every line break and every space of a message is kept: people lay out their messages with them. No
//! HTML, no images, no tables, and no headings: a line that begins with `# 1` says just that. What is not closed is ordinary
//! text.

use std::ops::Range;

use super::links;
use super::marks::without_piles;
use crate::limits::{LINK_BYTES_MAX, MARKUP_DEPTH_MAX, MARKUP_LIST_DEPTH_MAX};

/// A message in parts that are laid out below each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// What is shown of it, without the marks.
    pub text: String,
    /// How, in order and without gaps.
    pub spans: Vec<Span>,
}

/// What a part of a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Ordinary lines.
    Text,
    /// Lines of somebody else.
    Quote,
    /// Lines of code.
    Code,
    /// A point of a list.
    Item {
        /// What stands before it: a dot or a number.
        marker: String,
        /// How far it is moved in; 0 at the edge.
        depth: u8,
    },
}

/// A stretch of one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Which bytes of the block's text.
    pub bytes: Range<usize>,
    /// How they look.
    pub style: Style,
}

/// How a stretch looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Strong.
    pub bold: bool,
    /// Emphasised.
    pub italic: bool,
    /// Taken back.
    pub strike: bool,
    /// Code within a line.
    pub code: bool,
    /// Where a click leads.
    pub link: Option<String>,
}

/// Reads a message. Any text is one.
#[must_use]
pub fn parse(text: &str) -> Message {
    let text = without_piles(text);
    let lines: Vec<&str> = text.split('\n').collect();
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    // A fence without an end has none after a later one either: it is looked for once.
    let mut closes = true;
    while let Some(line) = lines.get(at) {
        at += 1;
        let opens = closes && is_fence(line);
        let rest = lines.get(at..).filter(|_| opens);
        let code = rest.and_then(fenced);
        closes &= code.is_some() || !opens;
        if let Some(code) = code {
            blocks.push(Block::plain(BlockKind::Code, code.join("\n")));
            at += code.len() + 1;
        } else {
            let (kind, content) = classify(line);
            let joins = matches!(kind, BlockKind::Text | BlockKind::Quote);
            match blocks.last_mut() {
                Some(last) if joins && last.kind == kind => last.add_line(content),
                _ => blocks.push(Block::line(kind, content)),
            }
        }
    }
    Message { blocks }
}

/// A message without its marks, for where nothing but letters can be shown: points of lists keep what stands before them.
#[must_use]
pub fn plain(text: &str) -> String {
    let blocks = parse(text)
        .blocks
        .into_iter()
        .map(|block| match block.kind {
            BlockKind::Item { marker, .. } => format!("{marker} {}", block.text),
            BlockKind::Text | BlockKind::Quote | BlockKind::Code => block.text,
        });
    blocks.collect::<Vec<_>>().join("\n")
}

/// The same on one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    let text = plain(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("```")
        .is_some_and(|language| !language.contains('`') && language.len() < 32)
}

/// The lines before the fence that closes.
fn fenced<'a, 'b>(lines: &'a [&'b str]) -> Option<&'a [&'b str]> {
    let end = lines.iter().position(|line| line.trim() == "```");
    looks_through(end.unwrap_or(lines.len()) + 1);
    lines.get(..end?)
}

/// What a line is, and what is left of it.
fn classify(line: &str) -> (BlockKind, &str) {
    if let Some(rest) = line.strip_prefix('>') {
        return (BlockKind::Quote, rest.strip_prefix(' ').unwrap_or(rest));
    }
    let unindented = line.trim_start_matches(' ');
    let depth = u8::try_from((line.len() - unindented.len()) / 2)
        .unwrap_or(u8::MAX)
        .min(MARKUP_LIST_DEPTH_MAX);
    for bullet in ["- ", "* ", "+ ", "• "] {
        if let Some(rest) = unindented.strip_prefix(bullet)
            && !rest.trim().is_empty()
        {
            return (
                BlockKind::Item {
                    marker: "•".into(),
                    depth,
                },
                rest,
            );
        }
    }
    let digits = unindented.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits)
        && let (Some(number), Some(rest)) =
            (unindented.get(..=digits), unindented.get(digits + 1..))
        && number.ends_with(['.', ')'])
        && let Some(rest) = rest.strip_prefix(' ')
        && !rest.trim().is_empty()
    {
        return (
            BlockKind::Item {
                marker: number.into(),
                depth,
            },
            rest,
        );
    }
    (BlockKind::Text, line)
}

impl Block {
    fn plain(kind: BlockKind, text: String) -> Self {
        let spans = vec![Span {
            bytes: 0..text.len(),
            style: Style::default(),
        }];
        Self { kind, text, spans }
    }

    fn line(kind: BlockKind, content: &str) -> Self {
        let mut block = Self {
            kind,
            text: String::new(),
            spans: Vec::new(),
        };
        inline(content, &Style::default(), 0, &mut block);
        block
    }

    fn add_line(&mut self, content: &str) {
        self.push("\n", &Style::default());
        inline(content, &Style::default(), 0, self);
    }

    fn push(&mut self, text: &str, style: &Style) {
        if text.is_empty() {
            return;
        }
        let from = self.text.len();
        self.text.push_str(text);
        match self.spans.last_mut() {
            Some(last) if last.style == *style => last.bytes.end = self.text.len(),
            _ => self.spans.push(Span {
                bytes: from..self.text.len(),
                style: style.clone(),
            }),
        }
    }
}

/// The marks around a stretch, the longer ones first.
const MARKS: [&str; 5] = ["**", "__", "~~", "*", "_"];

/// Reads the marks within one line.
fn inline(text: &str, style: &Style, depth: u8, out: &mut Block) {
    if depth > MARKUP_DEPTH_MAX {
        return out.push(text, style);
    }
    // A mark that has no end after one place has none after a later one either: each is looked for once.
    let mut unclosed = [false; MARKS.len()];
    let mut no_code = 0;
    let (mut plain_from, mut at) = (0, 0);
    while let Some(rest) = text.get(at..) {
        looks_through(1);
        let Some(character) = rest.chars().next() else {
            break;
        };
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        // A mail address begins before the sign by which it is found.
        let mut from = at;
        let found = match character {
            '\\' => escaped(rest),
            '`' => code(rest, &mut no_code),
            '[' if style.link.is_none() => named_link(rest),
            '*' | '_' | '~' => marked(rest, before, &mut unclosed),
            'h' | 'H' | 'p' | 'P' | 'w' | 'W'
                if style.link.is_none() && !before.is_some_and(char::is_alphanumeric) =>
            {
                links::bare(rest).map(|(length, address)| Found {
                    length,
                    shown: 0..length,
                    effect: Effect::Link(address),
                })
            }
            '@' if style.link.is_none() => {
                let before = text.get(plain_from..at).unwrap_or_default();
                links::mail(before, rest).map(|(back, length, address)| {
                    from = at - back;
                    Found {
                        length: back + length,
                        shown: 0..back + length,
                        effect: Effect::Link(address),
                    }
                })
            }
            _ => None,
        };
        let Some(found) = found else {
            at += skip(rest, character);
            continue;
        };
        out.push(text.get(plain_from..from).unwrap_or_default(), style);
        let rest = text.get(from..).unwrap_or_default();
        let shown = rest.get(found.shown).unwrap_or_default();
        let inner = found.effect.on(style);
        match found.effect {
            Effect::Bold | Effect::Italic | Effect::Strike => inline(shown, &inner, depth + 1, out),
            Effect::NamedLink(_) => inline(shown, &inner, depth + 1, out),
            Effect::Code | Effect::Link(_) | Effect::Nothing => out.push(shown, &inner),
        }
        at = from + found.length;
        plain_from = at;
    }
    out.push(text.get(plain_from..).unwrap_or_default(), style);
}

/// How far to go on after something that was nothing: over all of the same mark, so that `***` is looked at once.
fn skip(rest: &str, character: char) -> usize {
    match character {
        '`' => rest.len() - rest.trim_start_matches('`').len(),
        '*' | '_' | '~' => rest.len() - rest.trim_start_matches(character).len(),
        other => other.len_utf8(),
    }
}

struct Found {
    /// How much of the text it takes.
    length: usize,
    /// Which part of that is shown.
    shown: Range<usize>,
    effect: Effect,
}

enum Effect {
    Bold,
    Italic,
    Strike,
    Code,
    NamedLink(String),
    Link(String),
    Nothing,
}

impl Effect {
    fn on(&self, style: &Style) -> Style {
        let mut style = style.clone();
        match self {
            Self::Bold => style.bold = true,
            Self::Italic => style.italic = true,
            Self::Strike => style.strike = true,
            Self::Code => style.code = true,
            Self::NamedLink(address) | Self::Link(address) => style.link = Some(address.clone()),
            Self::Nothing => {}
        }
        style
    }
}

/// `\*` is a star. Other backslashes are themselves: people write paths and ¯\_(ツ)_/¯.
fn escaped(rest: &str) -> Option<Found> {
    let next = rest.chars().nth(1)?;
    matches!(next, '*' | '`' | '~' | '[').then_some(Found {
        length: 2,
        shown: 1..2,
        effect: Effect::Nothing,
    })
}

/// `` `code` ``, or with more ticks around code that has some.
fn code(rest: &str, unclosed: &mut usize) -> Option<Found> {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    if ticks <= *unclosed {
        return None;
    }
    let mut from = ticks;
    loop {
        let start = rest.get(from..)?.find('`').map(|offset| from + offset);
        looks_through(start.unwrap_or(rest.len()) - from);
        let Some(start) = start else {
            *unclosed = ticks;
            return None;
        };
        let tail = rest.get(start..)?;
        let length = tail.len() - tail.trim_start_matches('`').len();
        if length == ticks && start > ticks {
            return Some(Found {
                length: start + ticks,
                shown: ticks..start,
                effect: Effect::Code,
            });
        }
        from = start + length;
    }
}

/// `[words](address)`. The address must be one that may be opened.
fn named_link(rest: &str) -> Option<Found> {
    // Both parts are short, so that a message of nothing but brackets is read quickly.
    let near = clipped(rest, LINK_BYTES_MAX);
    looks_through(near.len());
    let middle = near.find("](")?;
    let words = rest.get(1..middle)?;
    if words.trim().is_empty() || words.contains('[') {
        return None;
    }
    let tail = clipped(rest.get(middle + 2..)?, LINK_BYTES_MAX);
    looks_through(tail.len());
    let end = tail.find([')', ' '])?;
    if tail.as_bytes().get(end) != Some(&b')') {
        return None;
    }
    let address = links::checked(tail.get(..end)?)?;
    Some(Found {
        length: middle + 2 + end + 1,
        shown: 1..middle,
        effect: Effect::NamedLink(address),
    })
}

/// Not more than so many bytes of a text.
fn clipped(text: &str, bytes_max: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes_max))
        .unwrap_or(text)
}

/// A stretch between two of the same marks, which touch it.
fn marked(rest: &str, before: Option<char>, unclosed: &mut [bool; MARKS.len()]) -> Option<Found> {
    for (index, mark) in MARKS.into_iter().enumerate() {
        let Some(inside) = rest.strip_prefix(mark) else {
            continue;
        };
        if unclosed.get(index).copied().unwrap_or(true) {
            continue;
        }
        let sign = mark.chars().next()?;
        let touches = inside
            .chars()
            .next()
            .is_some_and(|next| !next.is_whitespace() && next != sign);
        // `snake_case` and `2*3*4` are not marked.
        if !touches || before.is_some_and(|before| before.is_alphanumeric() || before == '\\') {
            continue;
        }
        if let Some(end) = closing(inside, mark) {
            let effect = match mark {
                "**" | "__" => Effect::Bold,
                "~~" => Effect::Strike,
                _ => Effect::Italic,
            };
            return Some(Found {
                length: end + 2 * mark.len(),
                shown: mark.len()..mark.len() + end,
                effect,
            });
        }
        if let Some(unclosed) = unclosed.get_mut(index) {
            *unclosed = true;
        }
    }
    None
}

/// Where the same mark closes the stretch.
fn closing(inside: &str, mark: &str) -> Option<usize> {
    let sign = mark.chars().next()?;
    let mut from = 0;
    loop {
        let next = inside.get(from..)?.find(sign);
        looks_through(next.unwrap_or(inside.len() - from));
        let at = from + next?;
        let run = inside.get(at..)?;
        let length = run.len() - run.trim_start_matches(sign).len();
        let before = inside.get(..at)?.chars().next_back();
        let after = run.get(length..)?.chars().next();
        let touches = before.is_some_and(|before| !before.is_whitespace());
        let ends = !after.is_some_and(char::is_alphanumeric);
        // `**bold *both***`: the last of a longer run close.
        if touches && ends && (length == mark.len() || length > 2) && length >= mark.len() {
            return Some(at + length - mark.len());
        }
        from = at + length;
    }
}

/// Says how much is looked through for the end of something: letters, or lines of a fence. Only tests count it: what grows faster than
/// the message lets a message of nothing but marks stop the window.
fn looks_through(length: usize) {
    #[cfg(test)]
    tests::LOOKED_THROUGH.with(|all| all.set(all.get() + length));
    let _ = length;
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    thread_local! {
        /// What this thread looked through so far.
        pub(super) static LOOKED_THROUGH: Cell<usize> = const { Cell::new(0) };
    }

    /// A message as its parts with their styles, short enough to read in a test.
    fn told(text: &str) -> String {
        let mut out = String::new();
        for block in parse(text).blocks {
            let name = match &block.kind {
                BlockKind::Text => String::new(),
                BlockKind::Quote => "Q:".into(),
                BlockKind::Code => "C:".into(),
                BlockKind::Item { marker, depth } => format!("{marker}{depth}:"),
            };
            out += &name;
            for span in &block.spans {
                let style = &span.style;
                let marks = [
                    (style.bold, 'b'),
                    (style.italic, 'i'),
                    (style.strike, 's'),
                    (style.code, 'c'),
                    (style.link.is_some(), 'l'),
                ];
                let marks: String = marks
                    .into_iter()
                    .filter(|(on, _)| *on)
                    .map(|(_, mark)| mark)
                    .collect();
                let shown = &block.text[span.bytes.clone()];
                out += &if marks.is_empty() {
                    shown.to_owned()
                } else {
                    format!("<{marks}|{shown}>")
                };
            }
            out += "¶";
        }
        out
    }

    #[test]
    fn marks_are_read() {
        for (text, expected) in [
            ("plain", "plain¶"),
            (
                "**bold** and *italic* and ~~gone~~",
                "<b|bold> and <i|italic> and <s|gone>¶",
            ),
            ("__bold__ _italic_", "<b|bold> <i|italic>¶"),
            ("**bold *both***", "<b|bold ><bi|both>¶"),
            ("***both***", "***both***¶"),
            ("`code *not*` after", "<c|code *not*> after¶"),
            ("``a ` b``", "<c|a ` b>¶"),
            (
                "snake_case_name 2*3*4 a * b * c",
                "snake_case_name 2*3*4 a * b * c¶",
            ),
            ("*open **open `open", "*open **open `open¶"),
            ("\\*not\\* ¯\\_(ツ)_/¯", "*not* ¯\\_(ツ)_/¯¶"),
            (
                "see https://pulse.example/a_b_c.",
                "see <l|https://pulse.example/a_b_c>.¶",
            ),
            ("[home](https://pulse.example)", "<l|home>¶"),
            ("[bad](javascript:alert)", "[bad](javascript:alert)¶"),
            ("**https://a.example**", "<bl|https://a.example>¶"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_are_read() {
        for (text, expected) in [
            ("a\n\n  b", "a\n\n  b¶"),
            ("# 1\n## text", "# 1\n## text¶"),
            ("#hashtag", "#hashtag¶"),
            ("> said\n> more\nanswer", "Q:said\nmore¶answer¶"),
            (
                "- one\n  - two\n3. three\n-not",
                "•0:one¶•1:two¶3.0:three¶-not¶",
            ),
            ("```rust\nlet *a* = 1;\n\n```\nend", "C:let *a* = 1;\n¶end¶"),
            ("```\nopen", "```\nopen¶"),
            ("", "¶"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn without_marks_the_words_stay() {
        for (text, expected) in [
            (
                "**bold** _it_ `code` [home](https://a.example)",
                "bold it code home",
            ),
            ("- one\n2. two", "• one\n2. two"),
            ("> said\n# 1", "said\n# 1"),
            ("```\nlet a;\n```", "let a;"),
            ("snake_case 2*3", "snake_case 2*3"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn twice_as_many_marks_are_twice_the_work() {
        for mark in [
            "*", "**a", "_a", "`", "``a", "[", "[a](", "~~", "*a ", "https://", "> ", "```a\n",
            "```\n", "@", "a@b.",
        ] {
            let work = |times| {
                LOOKED_THROUGH.set(0);
                let _ = parse(&mark.repeat(times));
                LOOKED_THROUGH.get()
            };
            let (once, twice) = (work(5_000), work(10_000));
            assert!(once > 0, "{mark:?}: nothing was counted");
            // A little more, as the end of the text cuts the last looks short.
            assert!(twice <= 2 * once + once / 2, "{mark:?}: {once}, {twice}");
        }
    }

    proptest! {
        #[test]
        fn every_message_is_read_and_its_spans_cover_it(text in "[*_~`\\[\\]()> a-c\\-#1.\n\\\\é]{0,60}|\\PC{0,40}") {
            for block in parse(&text).blocks {
                let mut at = 0;
                for span in &block.spans {
                    prop_assert_eq!(span.bytes.start, at);
                    prop_assert!(block.text.get(span.bytes.clone()).is_some());
                    at = span.bytes.end;
                }
                prop_assert_eq!(at, block.text.len());
            }
        }

        #[test]
        fn text_without_marks_is_kept_as_it_is(text in "[a-zéא-ת ,;:!?\n]{0,60}") {
            let shown: Vec<String> = parse(&text).blocks.into_iter().map(|block| block.text).collect();
            prop_assert_eq!(shown.join("\n"), text);
        }
    }
}
