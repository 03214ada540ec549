//! Lists in the order of the text, searched from where a sentence stands in them: rules ask for what lies near, and a
//! search through all of a long text would be paid for each question.

/// How many of a list come before what is looked for, as `partition_point` tells, looked for outwards from `near`.
pub(crate) fn first_from<T>(items: &[T], near: usize, is_before: impl Fn(&T) -> bool) -> usize {
    let near = near.min(items.len());
    let (mut low, mut high) = (near, near);
    let mut step = 1;
    if items.get(near).is_some_and(&is_before) {
        while high < items.len() && is_before(&items[high]) {
            low = high;
            high = (high + step).min(items.len());
            step *= 2;
        }
    } else {
        while low > 0 {
            low = low.saturating_sub(step);
            step *= 2;
            if is_before(&items[low]) {
                break;
            }
            high = low;
        }
    }
    low + items[low..high].partition_point(is_before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_finds_what_a_search_of_all_finds(
            mut items in proptest::collection::vec(0u8..40, 0..60), near in 0usize..70, wanted in 0u8..42
        ) {
            items.sort_unstable();
            let found = first_from(&items, near, |item| *item < wanted);
            prop_assert_eq!(found, items.partition_point(|item| *item < wanted));
        }
    }
}
