package main

import (
	"context"
	"fmt"

	"google.golang.org/grpc/codes"

	catalogv1 "example.org/zhibiao/client/gen/zhibiao/catalog/v1"
	observationv1 "example.org/zhibiao/client/gen/zhibiao/observation/v1"
)

// followThroughMove follows changes while the hub goes away and comes back under the same name at another address, as a
// pod does. The channel finds the new address and repeats calls; a stream that broke is opened anew after the last
// revision that was seen, so that none is missed and none comes twice.
func followThroughMove(ctx context.Context, hub *Hub) (Facts, error) {
	summary, err := hub.Catalog.GetSummary(ctx, &catalogv1.GetSummaryRequest{})
	if err != nil {
		return nil, ProblemOf(err)
	}
	before := summary.GetRevision()
	seen, broken := before, 0
	for {
		change, err := next(ctx, hub, &seen)
		if err == nil {
			return Facts{"before": before, "seen": seen, "batch": change.GetBatchId(), "broken": broken}, nil
		}
		if problem := ProblemOf(err); problem.Code != codes.Unavailable {
			return nil, problem
		}
		broken++
		// Nobody is there for a moment. This call waits for the hub, within its deadline.
		if _, err := hub.Catalog.GetSummary(ctx, &catalogv1.GetSummaryRequest{}); err != nil {
			return nil, fmt.Errorf("after the move: %w", ProblemOf(err))
		}
	}
}

// next follows changes after a revision until there is one, and keeps count of what was seen in full.
func next(ctx context.Context, hub *Hub, seen *int64) (*observationv1.Change, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	changes, err := hub.Observations.WatchChanges(ctx, &observationv1.WatchChangesRequest{AfterRevision: *seen})
	if err != nil {
		return nil, err
	}
	for {
		event, err := changes.Recv()
		if err != nil {
			return nil, err
		}
		if change := event.GetChange(); change != nil && !change.GetMoreFragments() {
			*seen = change.GetRevision()
			return change, nil
		}
		if caughtUp := event.GetCheckpoint(); caughtUp != nil {
			*seen = caughtUp.GetRevision()
			say(Facts{"case": "moved", "waits_after": *seen})
		}
	}
}
