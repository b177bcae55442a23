//! One measured number beside what it should be.

use serde_json::{Value, json};

/// A measured number.
pub(super) struct Figure {
    /// Stable, for programs: `server.messages_per_second`.
    key: &'static str,
    /// For people.
    name: String,
    value: f64,
    unit: &'static str,
    target: Option<Target>,
    /// What a later version is to reach.
    aim: Option<f64>,
    /// What is compared with: the same operation of another library in the same run.
    other: Option<f64>,
}

/// What a figure must reach.
#[derive(Clone, Copy)]
enum Target {
    AtMost(f64),
    AtLeast(f64),
}

impl Figure {
    pub(super) fn new(
        key: &'static str,
        name: impl Into<String>,
        value: f64,
        unit: &'static str,
    ) -> Self {
        Self {
            key,
            name: name.into(),
            value,
            unit,
            target: None,
            aim: None,
            other: None,
        }
    }

    pub(super) fn at_most(mut self, target: f64) -> Self {
        self.target = Some(Target::AtMost(target));
        self
    }

    pub(super) fn at_least(mut self, target: f64) -> Self {
        self.target = Some(Target::AtLeast(target));
        self
    }

    pub(super) fn aiming_at(mut self, aim: f64) -> Self {
        self.aim = Some(aim);
        self
    }

    pub(super) fn beside(mut self, other: Option<f64>) -> Self {
        self.other = other;
        self
    }

    /// How many times better than the target: 1 and more reaches it.
    fn ratio(&self) -> Option<f64> {
        match self.target? {
            Target::AtMost(target) if self.value <= 0.0 => Some(target.max(1.0)),
            Target::AtMost(target) => Some(target / self.value),
            Target::AtLeast(target) => Some(self.value / target),
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let target = self.target.map(|target| match target {
            Target::AtMost(target) => json!({"at_most": target}),
            Target::AtLeast(target) => json!({"at_least": target}),
        });
        json!({
            "key": self.key,
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "target": target,
            "ratio": self.ratio(),
            "aim": self.aim,
            "reached": self.ratio().map(|ratio| ratio >= 1.0),
            "vodozemac": self.other,
        })
    }

    fn row(&self) -> [String; 6] {
        let with_unit = |value: f64| format!("{} {}", digits(value), self.unit);
        let target = match self.target {
            Some(Target::AtMost(target)) => format!("≤ {}", with_unit(target)),
            Some(Target::AtLeast(target)) => format!("≥ {}", with_unit(target)),
            None => String::new(),
        };
        let verdict = self.ratio().map_or_else(String::new, |ratio| {
            let word = if ratio >= 1.0 { "ok" } else { "missed" };
            format!("{ratio:.2} × {word}")
        });
        let other = self.other.map_or_else(String::new, |other| {
            format!("vodozemac {}: {:.2} ×", digits(other), other / self.value)
        });
        [
            self.name.clone(),
            with_unit(self.value),
            target,
            verdict,
            self.aim.map_or_else(String::new, digits),
            other,
        ]
    }
}

/// The figures as a table that is Markdown as well. The ratio to a target is above 1 when it is reached.
pub(super) fn table(figures: &[Figure]) -> String {
    let head = ["what", "measured", "target", "ratio", "aim", "beside"].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(head)
        .chain(figures.iter().map(Figure::row))
        .collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut lines: Vec<String> = rows.iter().map(|row| line(row, widths)).collect();
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(width + 2)).collect();
    lines.insert(1, format!("|{}|", rule.join("|")));
    lines.join("\n")
}

fn line(row: &[String; 6], widths: [usize; 6]) -> String {
    let cells: Vec<String> = row
        .iter()
        .zip(widths)
        .map(|(cell, width)| format!(" {cell:<width$} "))
        .collect();
    format!("|{}|", cells.join("|"))
}

/// Three telling digits; thousands with a comma.
fn digits(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude >= 1_000.0 {
        let whole = format!("{magnitude:.0}");
        let grouped: Vec<&str> = (0..whole.len())
            .filter(|at| *at == 0 || (whole.len() - at).is_multiple_of(3))
            .collect::<Vec<_>>()
            .windows(2)
            .map(|pair| &whole[pair[0]..pair[1]])
            .collect();
        let last = &whole[whole.len() - 3..];
        let sign = if value < 0.0 { "-" } else { "" };
        return format!("{sign}{},{last}", grouped.join(","));
    }
    match magnitude {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let shown = [
            0.123_4,
            1.5,
            12.34,
            123.4,
            1_234.0,
            40_000.4,
            1_234_567.0,
            -1_500.0,
        ];
        let expected = [
            "0.12",
            "1.50",
            "12.3",
            "123",
            "1,234",
            "40,000",
            "1,234,567",
            "-1,500",
        ];
        assert_eq!(shown.map(digits), expected);
    }

    #[test]
    fn a_ratio_above_one_reaches_the_target() {
        let figure = |value| Figure::new("k", "n", value, "µs");
        assert_eq!(figure(2.0).at_most(4.0).ratio(), Some(2.0));
        assert_eq!(figure(2.0).at_least(4.0).ratio(), Some(0.5));
        assert_eq!(figure(2.0).ratio(), None);
        assert_eq!(figure(2.0).at_least(4.0).to_json()["reached"], false);
    }

    #[test]
    fn a_table_has_a_line_for_each() {
        let text = table(&[Figure::new("k", "speed", 2.0, "µs").at_most(4.0)]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[2].contains("| speed | 2.00 µs"), "{text}");
        assert!(lines[2].contains("2.00 × ok"), "{text}");
    }
}
