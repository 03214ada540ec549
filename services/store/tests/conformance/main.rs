//! The conformance suite: what every storage engine must keep, run on each of them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod arrival;
mod batches;
mod behind;
mod catalog;
mod engine;
mod history;
mod log;
mod postgres;
mod sharing;
mod sqlite;

/// Runs every case of the suite on an engine.
macro_rules! conformance {
    ($engine:expr; $($area:ident: $($case:ident),*;)*) => {
        $($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                crate::$area::$case(&$engine).await;
            }
        )*)*
    };
}
pub(crate) use conformance;

/// Every case, for one engine.
macro_rules! all_cases {
    ($engine:expr) => {
        crate::conformance! { $engine;
            batches: revisions_follow_each_other, a_batch_is_written_once, a_batch_without_change_is_a_revision,
                what_stands_stays_as_it_was_written, a_refused_batch_leaves_nothing, a_cell_written_meanwhile_is_not_revised, sources_are_kept,
                missing_is_a_value_that_can_be_revised, columns_are_ordered_by_name, unknown_names_have_no_cells,
                sparse_and_dense_batches_find_what_stands;
            log: the_log_tells_each_revision, fragments_hold_what_changed, large_changes_come_in_bounded_fragments,
                the_log_is_trimmed, revisions_are_found_by_time, time_never_goes_back;
            history: vintages_are_kept, periods_of_long_ago_are_read, later_ends_are_not_known_before, periods_are_known_as_of, many_keys_are_answered_in_their_order,
                counts_are_kept,
                any_history_reads_as_the_model_does;
            catalog: the_catalogue_is_read_as_of, a_moved_catalogue_is_told, the_expected_head_is_checked,
                what_observations_refer_to_stays;
            sharing: every_read_is_of_one_revision, writers_take_turns, one_batch_sent_twice_at_once_is_one,
                everything_is_there_after_reopening;
        }
    };
}
pub(crate) use all_cases;
