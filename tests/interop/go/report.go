package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/oklog/ulid/v2"

	reportv1 "example.org/zhibiao/client/gen/zhibiao/report/v1"
)

// Chunks are at most 1 MiB.
const chunk = 64 << 10

// upload files a report, and files it again as one does who lost the answer: it is the same report.
func upload(ctx context.Context, hub *Hub) (Facts, error) {
	// The sender chooses the id once a report and keeps it, so that sending again is safe.
	id := ulid.Make().String()
	first, err := send(ctx, hub, id, "report.csv")
	if err != nil {
		return nil, err
	}
	again, err := send(ctx, hub, id, "report.csv")
	if err != nil {
		return nil, err
	}
	if first.GetName() != again.GetName() {
		return nil, fmt.Errorf("filed twice: %s and %s", first.GetName(), again.GetName())
	}
	return Facts{
		"report":    first.GetName(),
		"state":     first.GetState().String(),
		"submitter": first.GetSubmitter(),
		"entries":   first.GetEntries(),
	}, nil
}

// send uploads a file: the header first, then its bytes.
func send(ctx context.Context, hub *Hub, id, name string) (*reportv1.Report, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	call, err := hub.Reports.UploadReport(ctx)
	if err != nil {
		return nil, ProblemOf(err)
	}
	header := &reportv1.ReportHeader{
		ReportId:   id,
		Department: "departments/statistics",
		FileName:   filepath.Base(name),
	}
	part := &reportv1.UploadReportRequest{Part: &reportv1.UploadReportRequest_Header{Header: header}}
	buffer := make([]byte, chunk)
	for {
		// A call that the hub ended takes nothing more; CloseAndRecv tells what it ended with.
		if call.Send(part) != nil {
			break
		}
		read, err := file.Read(buffer)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		part = &reportv1.UploadReportRequest{Part: &reportv1.UploadReportRequest_Chunk{Chunk: buffer[:read]}}
	}
	answer, err := call.CloseAndRecv()
	if err != nil {
		return nil, ProblemOf(err)
	}
	return answer.GetReport(), nil
}
