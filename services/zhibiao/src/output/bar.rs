//! An interval of ranks as a small bar.

/// Width of a bar.
const WIDTH: usize = 24;

/// A bar from the lowest to the highest rank of an interval on a scale of so many ranks, with a dot at the rank itself:
/// `   ──●────      `. Who stands first is at the left.
#[must_use]
pub(crate) fn interval(low: f64, high: f64, rank: Option<f64>, ranks: usize) -> String {
    let last = (ranks.max(2) - 1) as f64;
    let place = |rank: f64| {
        let share = ((rank - 1.0) / last).clamp(0.0, 1.0);
        (share * (WIDTH - 1) as f64).round() as usize
    };
    let (from, to) = (place(low), place(high));
    let dot = rank.map(place);
    let drawn = (0..WIDTH).map(|at| {
        if Some(at) == dot {
            '●'
        } else if (from..=to).contains(&at) {
            '─'
        } else {
            ' '
        }
    });
    drawn.collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_the_scale_of_ranks() {
        assert_eq!(interval(1.0, 1.0, Some(1.0), 24), "●");
        assert_eq!(interval(3.0, 6.0, Some(4.0), 24), "  ─●──");
        assert_eq!(interval(24.0, 24.0, Some(24.0), 24).chars().count(), 24);
        assert_eq!(interval(2.0, 3.0, None, 24), " ──");
        assert_eq!(interval(1.0, 1.0, Some(1.0), 1), "●", "one alone");
        let outside = interval(5.0, 6.0, Some(2.0), 24);
        assert_eq!(outside, " ●  ──", "a rank may lie outside its interval");
    }
}
