// A caller of a Zhibiao hub: what a system that reports and reads figures needs, one case after the other. hub.go is the
// connection and problem.go the reading of errors, both to be taken as they are; the cases show how calls are made.
package main

//go:generate go run ./generate ../../../proto

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"
)

// Facts are what a case saw, for whoever checks it.
type Facts map[string]any

// A Case shows one way of calling.
type Case struct {
	name string
	run  func(context.Context, *Hub) (Facts, error)
	// Needs more than a hub, so it runs only when it is named.
	special bool
}

var cases = []Case{
	{name: "unary", run: readSeries},
	{name: "server-stream", run: export},
	{name: "client-stream", run: upload},
	{name: "bidirectional", run: deliver},
	{name: "deadline", run: waitTooLong},
	{name: "rich-errors", run: askWrongly},
	{name: "metadata", run: inBothLanguages},
	{name: "credentials", run: showCredentials, special: true},
	{name: "moved", run: followThroughMove, special: true},
}

func main() {
	hub, err := Dial(FromEnvironment())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(64)
	}
	defer hub.Close()
	chosen, err := choose(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	failed := false
	for _, each := range chosen {
		failed = !each.tell(hub) || failed
	}
	if failed {
		os.Exit(1)
	}
}

// choose gives the cases that are named, or else every one that needs no more than a hub.
func choose(names []string) (chosen []Case, err error) {
	if len(names) == 0 {
		return slices.DeleteFunc(slices.Clone(cases), func(each Case) bool { return each.special }), nil
	}
	for _, name := range names {
		at := slices.IndexFunc(cases, func(each Case) bool { return each.name == name })
		if at < 0 {
			return nil, fmt.Errorf("there is no case %q", name)
		}
		chosen = append(chosen, cases[at])
	}
	return chosen, nil
}

// tell runs the case and prints one line of JSON about it.
func (c Case) tell(hub *Hub) bool {
	// Every call has a deadline; those that are made in this context share one.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	facts, err := c.run(ctx, hub)
	line := Facts{"case": c.name, "passed": err == nil}
	if err != nil {
		line["problem"] = err.Error()
	}
	for key, value := range facts {
		line[key] = value
	}
	say(line)
	return err == nil
}

func say(line Facts) {
	// Facts are texts, numbers and lists of them.
	text, _ := json.Marshal(line)
	fmt.Println(string(text))
}
