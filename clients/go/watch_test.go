package hallmint_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

const (
	processing = hallmintv1.BatchState_BATCH_STATE_PROCESSING
	minted     = hallmintv1.BatchState_BATCH_STATE_MINTED
)

type (
	request = *hallmintv1.WatchBatchRequest
	sayer   = func(*hallmintv1.WatchBatchResponse)
)

// state is a message of a watch.
func state(cursor string, units int32, state hallmintv1.BatchState) *hallmintv1.WatchBatchResponse {
	return &hallmintv1.WatchBatchResponse{Cursor: cursor, Batch: &hallmintv1.Batch{MintedQuantity: units, State: state}}
}

// watching lets the streams of a watch be these, one after the other and the last again and again; it notes the cursors.
func watching(server *house, each ...func(context.Context, sayer) error) *[]string {
	var cursors []string
	streams(server, hallmintv1.MintingService_WatchBatch_FullMethodName,
		func(ctx context.Context, asked request, send sayer) error {
			cursors = append(cursors, asked.GetCursor())
			return each[min(len(cursors), len(each))-1](ctx, send)
		})
	return &cursors
}

// silence says nothing until the client is gone.
func silence(ctx context.Context, _ sayer) error {
	<-ctx.Done()
	return ctx.Err()
}

// saying sends and then ends so.
func saying(err error, messages ...*hallmintv1.WatchBatchResponse) func(context.Context, sayer) error {
	return func(_ context.Context, send sayer) error {
		for _, message := range messages {
			send(message)
		}
		return err
	}
}

// followed is what a watch yields: units of its states, and its error.
func followed(within context.Context, client *hallmint.Client, options ...hallmint.WatchOption) (units []int32, last error) {
	for batch, err := range client.WatchBatch(within, "b", options...) {
		if last = err; err == nil {
			units = append(units, batch.GetMintedQuantity())
			batch.MintedQuantity = -1 // what is yielded is the caller's
		}
	}
	return units, last
}

func TestAWatchGoesOnAtItsCursor(t *testing.T) {
	for name, ending := range map[string]error{
		"away": away(), "cancelled from far": status.Error(codes.Canceled, "going"), "an early end": nil,
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
				cursors := watching(server,
					saying(ending, state("1", 0, processing), state("2", 5, processing)),
					saying(ending, &hallmintv1.WatchBatchResponse{Cursor: "3"}), // a heartbeat
					saying(ending, state("4", 5, processing)),                   // what was yielded before
					saying(ending, &hallmintv1.WatchBatchResponse{}),            // keeps the cursor
					saying(nil, state("5", 9, minted), state("6", 99, minted)),  // nothing comes behind the end
				)
				begun := time.Now()
				units, err := followed(ctx(), client)
				if err != nil || !slices.Equal(units, []int32{0, 5, 9}) {
					t.Error(units, err)
				}
				if passed := time.Since(begun); passed > 400*time.Millisecond {
					t.Error(passed, "though each stream had news, and so a first pause behind it")
				}
				if !slices.Equal(*cursors, []string{"", "2", "3", "4", "4"}) {
					t.Error(*cursors)
				}
			})
		})
	}
}

func TestAWatchBeginsAtAKeptCursor(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		cursors := watching(server,
			saying(away(), &hallmintv1.WatchBatchResponse{}), // a heartbeat without a cursor keeps it
			saying(away()), // said nothing: asks for a snapshot
			saying(nil, state("9", 9, minted)),
		)
		units, err := followed(ctx(), client, hallmint.FromCursor("7"))
		if err != nil || !slices.Equal(units, []int32{9}) || !slices.Equal(*cursors, []string{"7", "7", ""}) {
			t.Error(units, err, *cursors)
		}
	})
}

func TestASilentStreamIsTakenForBrokenAndAskedForASnapshot(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		cursors := watching(server,
			func(ctx context.Context, send sayer) error {
				send(state("1", 1, processing))
				return silence(ctx, send) // has said something: goes on at its cursor
			},
			silence, // has said nothing: asks for a snapshot
			saying(nil, state("9", 9, minted)),
		)
		begun := time.Now()
		units, err := followed(ctx(), client)
		if err != nil || !slices.Equal(units, []int32{1, 9}) || !slices.Equal(*cursors, []string{"", "1", ""}) {
			t.Error(units, err, *cursors)
		}
		if passed := time.Since(begun); passed < 60*time.Second || passed > 61*time.Second {
			t.Error(passed)
		}
	}, with(func(p *hallmint.Policy) { p.Patience = time.Hour }))
}

func TestHeartbeatsKeepAWatchAlive(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		cursors := watching(server, func(_ context.Context, send sayer) error {
			for range 60 {
				time.Sleep(10 * time.Second)
				send(&hallmintv1.WatchBatchResponse{Cursor: "1"})
			}
			send(state("2", 9, minted))
			return nil
		})
		if units, err := followed(ctx(), client); err != nil || len(units) != 1 || len(*cursors) != 1 {
			t.Error(units, err, *cursors)
		}
	})
}

func TestTheTimeOurCallerTakesIsNotSilence(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		cursors := watching(server,
			saying(away(), state("1", 1, processing)),
			func(_ context.Context, send sayer) error {
				send(state("2", 5, processing))
				time.Sleep(time.Hour + time.Second)
				send(state("3", 9, minted))
				return nil
			})
		for _, err := range client.WatchBatch(ctx(), "b") {
			if err != nil {
				t.Error(err)
			}
			time.Sleep(time.Hour)
		}
		if !slices.Equal(*cursors, []string{"", "1"}) {
			t.Error(*cursors)
		}
	})
}

func TestAWatchThatNeverWorkedIsGivenUpAfterTheAttempts(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		cursors := watching(server, saying(away()))
		units, err := followed(ctx(), client)
		failure(t, err, codes.Unavailable, "")
		if units != nil || len(*cursors) != 5 {
			t.Error(units, *cursors)
		}
	})
}

func TestAWatchThatWorkedIsGivenUpAfterThePatience(t *testing.T) {
	for _, message := range []*hallmintv1.WatchBatchResponse{state("1", 1, processing), {Cursor: "1"}} {
		bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
			watching(server, saying(away(), message), saying(away()))
			begun := time.Now()
			_, err := followed(ctx(), client)
			failure(t, err, codes.Unavailable, "")
			if passed := time.Since(begun); passed < 57*time.Second || passed > 60*time.Second {
				t.Error(passed)
			}
		})
	}
}

func TestAnErrorThatWaitingDoesNotMendEndsAWatchAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		cursors := watching(server, saying(refusal(codes.NotFound, "BATCH_NOT_FOUND"), state("1", 1, processing)))
		units, err := followed(ctx(), client)
		failure(t, err, codes.NotFound, "BATCH_NOT_FOUND")
		if len(units) != 1 || len(*cursors) != 1 {
			t.Error(units, *cursors)
		}
	})
}

func TestAWatchEndsWithTheCallersContextAndWithTheClient(t *testing.T) {
	for _, end := range []string{"context", "client"} {
		for _, during := range []string{"stream", "pause"} {
			bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
				mine, cancel := context.WithCancel(ctx())
				defer cancel()
				if during == "stream" {
					watching(server, silence)
				} else {
					watching(server, saying(refusal(codes.Unavailable, "LOG_NOT_READY", retryIn(3600))))
				}
				time.AfterFunc(7*time.Second, func() {
					if end == "context" {
						cancel()
					} else if err := client.Close(); err != nil {
						t.Error(err)
					}
				})
				begun := time.Now()
				_, err := followed(mine, client)
				failure(t, err, codes.Canceled, "")
				if passed := time.Since(begun); passed != 7*time.Second || errors.Is(err, context.Canceled) != (end == "context") {
					t.Error(end, during, passed, err)
				}
			})
		}
	}
}

func TestLeavingTheLoopEndsTheCall(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		gone := make(chan struct{})
		watching(server, func(ctx context.Context, send sayer) error {
			defer close(gone)
			send(state("1", 1, processing))
			return silence(ctx, send)
		})
		for batch, err := range client.WatchBatch(ctx(), "b") {
			if err != nil {
				t.Fatal(err)
			}
			batch.State = minted // what is ours to change is no end of the watch
			break
		}
		<-gone // else the bubble has a deadlock, which is an error
	})
}

func TestAnExportIsFollowedToo(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		var cursors []string
		streams(server, hallmintv1.ExportService_WatchExport_FullMethodName,
			func(_ context.Context, asked *hallmintv1.WatchExportRequest, send func(*hallmintv1.WatchExportResponse)) error {
				if cursors = append(cursors, asked.GetExportId()+asked.GetCursor()); len(cursors) == 1 {
					send(&hallmintv1.WatchExportResponse{Cursor: "1", Export: &hallmintv1.Export{}})
					send(&hallmintv1.WatchExportResponse{Cursor: "2"})
					return away()
				}
				done := &hallmintv1.Export{State: hallmintv1.ExportState_EXPORT_STATE_COMPLETED}
				send(&hallmintv1.WatchExportResponse{Cursor: "3", Export: done})
				return nil
			})
		var states []hallmintv1.ExportState
		for export, err := range client.WatchExport(ctx(), "e") {
			if err != nil {
				t.Fatal(err)
			}
			states = append(states, export.GetState())
		}
		for _, err := range client.WatchExport(ctx(), "e", hallmint.FromCursor("7")) {
			if err != nil {
				t.Error(err)
			}
		}
		if len(states) != 2 || states[1] != hallmintv1.ExportState_EXPORT_STATE_COMPLETED || !slices.Equal(cursors, []string{"e", "e2", "e7"}) {
			t.Error(states, cursors)
		}
	})
}
