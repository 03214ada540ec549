package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	reportv1 "example.org/zhibiao/client/gen/zhibiao/report/v1"
)

// deliver sends three batches as a machine does, each acknowledged once it is durable, then comes back as after a lost
// connection and sends the last one again: it is not written twice.
func deliver(ctx context.Context, hub *Hub) (Facts, error) {
	durable, acknowledged, err := stream(ctx, hub, func(durable uint64) []*reportv1.ObservationBatch {
		return []*reportv1.ObservationBatch{
			batch(durable+1, "2024-01", "东园", "西园"),
			// Nobody knows 东圆: the row is rejected, with a finding; the other is written.
			batch(durable+2, "2024-02", "东园", "东圆"),
			batch(durable+3, "2024-03", "东园", "西园"),
		}
	})
	if err != nil {
		return nil, err
	}
	var sequences []uint64
	var rejected []string
	for _, each := range acknowledged {
		sequences = append(sequences, each.GetSequence())
		for _, row := range each.GetRejected() {
			rejected = append(rejected,
				fmt.Sprintf("%d/%d %s", each.GetSequence(), row.GetRow(), row.GetFinding().GetCode()))
		}
	}
	durableNow, again, err := stream(ctx, hub, func(uint64) []*reportv1.ObservationBatch {
		return []*reportv1.ObservationBatch{batch(durable+3, "2024-03", "东园", "西园")}
	})
	if err != nil {
		return nil, err
	}
	if len(again) != 1 || !again[0].GetRepeated() {
		return nil, fmt.Errorf("sent again: %v", again)
	}
	return Facts{
		"durable_before": durable,
		"sequences":      sequences,
		"rejected":       rejected,
		"durable_after":  durableNow,
	}, nil
}

// stream opens the interface, sends the batches that follow what is durable, and collects the acknowledgements.
func stream(
	ctx context.Context, hub *Hub, batches func(durable uint64) []*reportv1.ObservationBatch,
) (uint64, []*reportv1.BatchAcknowledged, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	call, err := hub.Reports.StreamObservations(ctx)
	if err != nil {
		return 0, nil, ProblemOf(err)
	}
	open := &reportv1.OpenStream{Interface: "interfaces/charging", Source: "充电桩运行平台"}
	err = call.Send(&reportv1.StreamObservationsRequest{Part: &reportv1.StreamObservationsRequest_Open{Open: open}})
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, nil, ProblemOf(err)
	}
	answer, err := call.Recv()
	if err != nil {
		return 0, nil, ProblemOf(err)
	}
	durable := answer.GetOpened().GetDurableSequence()
	// Answers come while batches go. Who sends much reads beside sending, or both ends wait for each other.
	sent := make(chan error, 1)
	go func() { sent <- sendAll(call, batches(durable)) }()
	var acknowledged []*reportv1.BatchAcknowledged
	for {
		answer, err := call.Recv()
		if errors.Is(err, io.EOF) {
			return durable, acknowledged, <-sent
		}
		if err != nil {
			return 0, nil, ProblemOf(err)
		}
		acknowledged = append(acknowledged, answer.GetAcknowledged())
	}
}

func sendAll(call reportv1.ReportService_StreamObservationsClient, batches []*reportv1.ObservationBatch) error {
	for _, each := range batches {
		part := &reportv1.StreamObservationsRequest_Batch{Batch: each}
		if err := call.Send(&reportv1.StreamObservationsRequest{Part: part}); err != nil {
			return err
		}
	}
	return call.CloseSend()
}

// batch holds a month's figure of each subject. Names, units and periods may be as the sender has them.
func batch(sequence uint64, month string, subjects ...string) *reportv1.ObservationBatch {
	entries := &reportv1.EntryColumns{
		Subjects:   subjects,
		Indicators: []string{"充电桩数量"},
		Periods:    []string{month},
	}
	for row := range subjects {
		entries.Subject = append(entries.Subject, uint32(row))
		entries.Indicator = append(entries.Indicator, 0)
		entries.Period = append(entries.Period, 0)
		entries.Value = append(entries.Value, float64(400+10*row))
	}
	return &reportv1.ObservationBatch{Sequence: sequence, Entries: entries}
}
