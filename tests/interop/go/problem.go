package main

import (
	"fmt"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Problem is an error of the hub with its details.
type Problem struct {
	Code codes.Code
	// Reason is what programs branch on, such as ZONE_NOT_FOUND.
	Reason string
	// Facts about the reason.
	Facts map[string]string
	// Violations are all faults of a request, each with the path of its field.
	Violations []*errdetails.BadRequest_FieldViolation
	Message    string
}

// ProblemOf reads the details of an error that a call ended with.
func ProblemOf(err error) Problem {
	told := status.Convert(err)
	problem := Problem{Code: told.Code(), Message: told.Message()}
	for _, detail := range told.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			problem.Reason, problem.Facts = detail.GetReason(), detail.GetMetadata()
		case *errdetails.BadRequest:
			problem.Violations = detail.GetFieldViolations()
		}
	}
	return problem
}

func (p Problem) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s: %s", p.Code, p.Reason, p.Message)
	for _, violation := range p.Violations {
		fmt.Fprintf(&text, "\n  %s: %s", violation.GetField(), violation.GetDescription())
	}
	return text.String()
}
