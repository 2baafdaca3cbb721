//! Numbers as people read them.

use super::Unit;

/// A number with three digits and its unit.
pub(super) fn with_unit(value: f64, unit: Unit) -> String {
    let steps: &[(f64, &str)] = match unit {
        Unit::Nanoseconds => &[(1.0, "ns"), (1e3, "µs"), (1e6, "ms"), (1e9, "s")],
        Unit::Seconds => &[(1e-3, "ms"), (1.0, "s")],
        Unit::Bytes => &[(1.0, "B"), (1e3, "kB"), (1e6, "MB")],
        Unit::Instructions => return format!("{value:.0}"),
    };
    let (size, name) =
        steps.iter().rev().find(|(size, _)| value.abs() >= *size).unwrap_or(&steps[0]);
    format!("{} {name}", digits(value / size))
}

/// Three digits.
fn digits(value: f64) -> String {
    let decimals = match value.abs() {
        small if small < 9.995 => 2,
        small if small < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

/// How many times the base.
pub(super) fn ratio(value: f64, base: f64) -> String {
    format!("{}×", digits(value / base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_and_a_unit() {
        assert_eq!(with_unit(1.2345, Unit::Nanoseconds), "1.23 ns");
        assert_eq!(with_unit(0.2, Unit::Nanoseconds), "0.20 ns");
        assert_eq!(with_unit(48_234.0, Unit::Nanoseconds), "48.2 µs");
        assert_eq!(with_unit(0.25, Unit::Seconds), "250 ms");
        assert_eq!(with_unit(612_345.0, Unit::Bytes), "612 kB");
        assert_eq!(with_unit(17.0, Unit::Instructions), "17");
        assert_eq!(ratio(3.0, 2.0), "1.50×");
    }
}
