//! Whole numbers with their thousands apart, as each language does.

use fluent_bundle::FluentValue;
use intl_memoizer::concurrent::IntlLangMemoizer;

use crate::state::Language;

type Formatter = fn(&FluentValue<'_>, &IntlLangMemoizer) -> Option<String>;

/// How a language writes numbers.
pub(super) fn formatter(language: Language) -> Formatter {
    match language {
        Language::German => |value, _| grouped(value, ".", 4),
        Language::Spanish => |value, _| grouped(value, ".", 5),
        Language::French => |value, _| grouped(value, "\u{202f}", 4),
        _ => |value, _| grouped(value, ",", 4),
    }
}

/// `None` leaves the value to Fluent: texts, and numbers with a fraction.
fn grouped(value: &FluentValue<'_>, separator: &str, digits_min: usize) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let digits = format!("{:.0}", number.value.abs());
    if number.value.fract() != 0.0 || digits.len() < digits_min {
        return None;
    }
    let mut text = String::new();
    if number.value < 0.0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let text = |number: f64, separator, digits_min| {
            grouped(&FluentValue::from(number), separator, digits_min)
        };
        assert_eq!(text(1_234_567.0, ",", 4).as_deref(), Some("1,234,567"));
        assert_eq!(text(-1000.0, ".", 4).as_deref(), Some("-1.000"));
        assert_eq!(text(1000.0, ".", 5), None);
        assert_eq!(text(999.0, ",", 4), None);
        assert_eq!(text(1234.5, ",", 4), None);
    }
}
