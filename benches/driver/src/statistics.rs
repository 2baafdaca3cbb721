//! Medians and spreads of rounds in which candidates take turns.
//!
//! Machines are noisy, over minutes more than within a round; so what is compared alternates, and a
//! median forgets the rounds that something else disturbed.

use serde::Serialize;

/// What many rounds come to.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Summary {
    pub(crate) median: f64,
    /// Half of the distance between the quartiles, as a part of the median.
    pub(crate) spread: f64,
    pub(crate) rounds: usize,
}

impl Summary {
    /// Of at least one sample.
    pub(crate) fn of(mut samples: Vec<f64>) -> Option<Self> {
        samples.sort_by(f64::total_cmp);
        let at = |quarter: usize| samples.get(samples.len() * quarter / 4).copied();
        let (low, median) = (at(1)?, at(2)?);
        let high = samples.get((samples.len() * 3 / 4).min(samples.len() - 1)).copied()?;
        let spread = if median > 0.0 { (high - low) / 2.0 / median } else { 0.0 };
        Some(Self { median, spread, rounds: samples.len() })
    }

    /// What does not vary.
    pub(crate) fn exact(value: f64) -> Self {
        Self { median: value, spread: 0.0, rounds: 1 }
    }

    /// In another unit.
    pub(crate) fn scaled(self, by: f64) -> Self {
        Self { median: self.median * by, ..self }
    }
}

/// Rounds in which the candidates take turns, after one that warms up.
pub(crate) fn interleaved<const N: usize>(
    rounds: usize,
    mut candidates: [&mut dyn FnMut() -> f64; N],
) -> [Summary; N] {
    let mut times = [const { Vec::new() }; N];
    for round in 0..=rounds {
        for (candidate, times) in candidates.iter_mut().zip(&mut times) {
            let time = candidate();
            if round > 0 {
                times.push(time);
            }
        }
    }
    times.map(|times| Summary::of(times).unwrap_or(Summary::exact(f64::NAN)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_forgets_what_was_disturbed() {
        let summary = Summary::of(vec![2.0, 900.0, 1.0, 3.0, 2.0]).unwrap();
        assert_eq!((summary.median, summary.rounds), (2.0, 5));
        assert!((summary.spread - 0.25).abs() < 1e-9, "{summary:?}");
    }

    #[test]
    fn nothing_has_no_median() {
        assert!(Summary::of(Vec::new()).is_none());
    }
}
