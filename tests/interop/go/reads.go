package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	catalogv1 "example.org/zhibiao/client/gen/zhibiao/catalog/v1"
	observationv1 "example.org/zhibiao/client/gen/zhibiao/observation/v1"
	reportv1 "example.org/zhibiao/client/gen/zhibiao/report/v1"
)

// readSeries asks how much there is, and reads one series as fresh as that.
func readSeries(ctx context.Context, hub *Hub) (Facts, error) {
	summary, err := hub.Catalog.GetSummary(ctx, &catalogv1.GetSummaryRequest{})
	if err != nil {
		return nil, ProblemOf(err)
	}
	answer, err := hub.Observations.ReadSeries(ctx, &observationv1.ReadSeriesRequest{
		Keys: []*observationv1.SeriesKey{{Subject: "zones/east-park", Indicator: "indicators/revenue"}},
		// The token of a write, or of an earlier read: whichever replica answers is at least so fresh.
		Consistency: &observationv1.Consistency{
			Requirement: &observationv1.Consistency_AtLeastAsFresh{AtLeastAsFresh: summary.GetToken()},
		},
	})
	if err != nil {
		return nil, ProblemOf(err)
	}
	series := answer.GetSeries()[0]
	return Facts{
		"zones":   summary.GetZones(),
		"periods": series.GetPeriods(),
		"values":  series.GetValues(),
		"unit":    series.GetUnit(),
	}, nil
}

// export takes everything there is of an indicator, as SDMX-CSV. It is whole if the stream ends well.
func export(ctx context.Context, hub *Hub) (Facts, error) {
	parts, err := hub.Observations.ExportObservations(ctx, &observationv1.ExportObservationsRequest{
		Indicators: []string{"indicators/revenue"},
		Format:     observationv1.ExportFormat_EXPORT_FORMAT_SDMX_CSV,
	})
	if err != nil {
		return nil, ProblemOf(err)
	}
	var text strings.Builder
	for {
		part, err := parts.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, ProblemOf(err)
		}
		text.Write(part.GetSdmxCsv())
	}
	return Facts{"text": text.String()}, nil
}

// waitTooLong follows changes that nobody makes: a call that only its deadline ends.
func waitTooLong(ctx context.Context, hub *Hub) (Facts, error) {
	summary, err := hub.Catalog.GetSummary(ctx, &catalogv1.GetSummaryRequest{})
	if err != nil {
		return nil, ProblemOf(err)
	}
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	changes, err := hub.Observations.WatchChanges(ctx, &observationv1.WatchChangesRequest{
		AfterRevision: summary.GetRevision(),
	})
	for err == nil {
		// Checkpoints come all the same.
		_, err = changes.Recv()
	}
	if problem := ProblemOf(err); problem.Code != codes.DeadlineExceeded {
		return nil, problem
	}
	return Facts{"code": "DEADLINE_EXCEEDED"}, nil
}

// askWrongly makes four mistakes in one request, and is told all four.
func askWrongly(ctx context.Context, hub *Hub) (Facts, error) {
	_, err := hub.Observations.ReadSeries(ctx, &observationv1.ReadSeriesRequest{
		Keys: []*observationv1.SeriesKey{{Subject: "east park", Indicator: "revenue"}},
		From: "20x3",
		To:   "2023-13",
	})
	problem := ProblemOf(err)
	if problem.Code != codes.InvalidArgument {
		return nil, problem
	}
	fields := []string{}
	for _, violation := range problem.Violations {
		fields = append(fields, violation.GetField())
	}
	return Facts{"code": "INVALID_ARGUMENT", "reason": problem.Reason, "fields": fields}, nil
}

// inBothLanguages has a typing error explained in Chinese and in English, within one trace.
func inBothLanguages(ctx context.Context, hub *Hub) (Facts, error) {
	// OpenTelemetry's instrumentation of gRPC sets this by itself.
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	ctx = metadata.AppendToOutgoingContext(ctx, "traceparent", "00-"+trace+"-00f067aa0ba902b7-01")
	facts := Facts{"trace": trace}
	for _, language := range []string{"zh", "en"} {
		speaking := metadata.AppendToOutgoingContext(ctx, "accept-language", language)
		findings, err := check(speaking, hub, "园区,年份,营业收入\n东圆,2024,4\n")
		if err != nil {
			return nil, err
		}
		if len(findings) != 1 {
			return nil, fmt.Errorf("%d findings", len(findings))
		}
		facts[language] = findings[0].GetMessage()
	}
	return facts, nil
}

// check reads and checks a file without keeping it.
func check(ctx context.Context, hub *Hub, content string) ([]*reportv1.Finding, error) {
	call, err := hub.Reports.CheckReport(ctx)
	if err != nil {
		return nil, ProblemOf(err)
	}
	header := &reportv1.ReportHeader{Department: "departments/statistics"}
	for _, part := range []*reportv1.CheckReportRequest{
		{Part: &reportv1.CheckReportRequest_Header{Header: header}},
		{Part: &reportv1.CheckReportRequest_Chunk{Chunk: []byte(content)}},
	} {
		// What a call that was refused ended with, CloseAndRecv tells.
		if call.Send(part) != nil {
			break
		}
	}
	answer, err := call.CloseAndRecv()
	if err != nil {
		return nil, ProblemOf(err)
	}
	return answer.GetFindings(), nil
}
