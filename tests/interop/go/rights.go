package main

import (
	"context"
	"os"

	"google.golang.org/grpc/codes"

	observationv1 "example.org/zhibiao/client/gen/zhibiao/observation/v1"
)

// showCredentials asks for a figure with the caller's own token, with none, and with that of a caller who may read
// another zone only.
func showCredentials(ctx context.Context, hub *Hub) (Facts, error) {
	facts := Facts{}
	for as, file := range map[string]string{
		"own":   hub.settings.TokenFile,
		"none":  "",
		"other": os.Getenv("ZHIBIAO_OTHER_TOKEN_FILE"),
	} {
		settings := hub.settings
		settings.TokenFile = file
		code, reason, err := ask(ctx, settings)
		if err != nil {
			return nil, err
		}
		facts[as] = []string{code, reason}
	}
	return facts, nil
}

// ask tells how a question for one figure goes.
func ask(ctx context.Context, settings Settings) (code, reason string, err error) {
	hub, err := Dial(settings)
	if err != nil {
		return "", "", err
	}
	defer hub.Close()
	_, err = hub.Observations.ReadSeries(ctx, &observationv1.ReadSeriesRequest{
		Keys: []*observationv1.SeriesKey{{Subject: "zones/east-park", Indicator: "indicators/revenue"}},
	})
	switch problem := ProblemOf(err); problem.Code {
	case codes.OK:
		return "OK", "", nil
	case codes.Unauthenticated:
		// A token that ran out, or none: get one, and ask again.
		return "UNAUTHENTICATED", problem.Reason, nil
	case codes.PermissionDenied:
		// Asking again is of no use: somebody has to grant the right.
		return "PERMISSION_DENIED", problem.Reason, nil
	default:
		return "", "", problem
	}
}
