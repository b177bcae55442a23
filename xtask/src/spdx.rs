//! Licence expressions as `Cargo.toml` holds them: SPDX, and the old `MIT/Apache-2.0`.
//!
//! ```text
//! either := both ( ("OR" | "/") both )*
//! both   := one ( "AND" one )*
//! one    := "(" either ")" | ID [ "WITH" EXCEPTION ]
//! ```

/// Whether `allowed` licences satisfy the expression; `None` when it is not an expression.
pub(crate) fn is_satisfied(expression: &str, allowed: &[&str]) -> Option<bool> {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        words: &words,
        allowed,
    };
    let satisfied = reader.either()?;
    reader.words.is_empty().then_some(satisfied)
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a [&'a str],
}

impl<'a> Reader<'a> {
    fn either(&mut self) -> Option<bool> {
        let mut satisfied = self.both()?;
        while self.skip("OR") {
            satisfied |= self.both()?;
        }
        Some(satisfied)
    }

    fn both(&mut self) -> Option<bool> {
        let mut satisfied = self.one()?;
        while self.skip("AND") {
            satisfied &= self.one()?;
        }
        Some(satisfied)
    }

    fn one(&mut self) -> Option<bool> {
        if self.skip("(") {
            let satisfied = self.either()?;
            return self.skip(")").then_some(satisfied);
        }
        let id = self.word()?;
        if matches!(id, "OR" | "AND" | "WITH" | ")") {
            return None;
        }
        if self.skip("WITH") {
            let exception = self.word()?;
            return Some(self.is_allowed(&format!("{id} WITH {exception}")));
        }
        Some(self.is_allowed(id))
    }

    fn is_allowed(&self, licence: &str) -> bool {
        self.allowed.contains(&licence)
    }

    fn skip(&mut self, expected: &str) -> bool {
        let matches = self.words.first() == Some(&expected);
        if matches {
            self.words = &self.words[1..];
        }
        matches
    }

    fn word(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWED: &[&str] = &["MIT", "Apache-2.0", "ISC", "Apache-2.0 WITH LLVM-exception"];

    #[test]
    fn one_allowed_alternative_is_enough() {
        for expression in [
            "MIT",
            "GPL-2.0-only OR MIT",
            "MIT/GPL-2.0-only",
            "LGPL-2.1 / MIT",
        ] {
            assert_eq!(
                is_satisfied(expression, ALLOWED),
                Some(true),
                "{expression}"
            );
        }
    }

    #[test]
    fn every_part_of_a_conjunction_must_be_allowed() {
        assert_eq!(
            is_satisfied("ISC AND (Apache-2.0 OR OpenSSL)", ALLOWED),
            Some(true)
        );
        assert_eq!(is_satisfied("ISC AND OpenSSL", ALLOWED), Some(false));
        assert_eq!(
            is_satisfied("MIT AND GPL-3.0 OR GPL-3.0 AND ISC", ALLOWED),
            Some(false)
        );
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        assert_eq!(
            is_satisfied("Apache-2.0 WITH LLVM-exception", ALLOWED),
            Some(true)
        );
        assert_eq!(
            is_satisfied("GPL-3.0 WITH Classpath-exception-2.0", ALLOWED),
            Some(false)
        );
    }

    #[test]
    fn what_is_no_expression_is_said_to_be_none() {
        for expression in ["", "OR MIT", "(MIT", "MIT)", "MIT ISC", "MIT WITH"] {
            assert_eq!(is_satisfied(expression, ALLOWED), None, "{expression}");
        }
    }
}
