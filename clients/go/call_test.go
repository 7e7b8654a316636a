package hallmint_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

const (
	submit = hallmintv1.MintingService_SubmitMint_FullMethodName
	stats  = hallmintv1.MintingService_GetStats_FullMethodName
)

// ctx is one that does not end.
func ctx() context.Context { return context.Background() }

// failure is the Error that a call ended with.
func failure(t *testing.T, err error, code codes.Code, reason string) *hallmint.Error {
	t.Helper()
	var found *hallmint.Error
	if !errors.As(err, &found) {
		t.Fatalf("%T %v is no Error", err, err)
	}
	if found.Code != code || found.Reason != reason {
		t.Fatalf("%v %q, not %v %q: %v", found.Code, found.Reason, code, reason, err)
	}
	return found
}

// failing lets GetStats fail so many times.
func failing(server *house, times int, err error) {
	answers(server, stats, func(*hallmintv1.GetStatsRequest) (*hallmintv1.GetStatsResponse, error) {
		if times--; times >= 0 {
			return nil, err
		}
		return &hallmintv1.GetStatsResponse{TokensMinted: 42}, nil
	})
}

func getStats(client *hallmint.Client) (int64, error) {
	answer, err := client.Minting.GetStats(ctx(), &hallmintv1.GetStatsRequest{})
	return answer.GetTokensMinted(), err
}

func TestACallIsTriedAgainWithTheVerySameRequest(t *testing.T) {
	for _, own := range []string{"", "0b8e2f52-6a4b-4b7e-9c0f-3c1c2d9b7a10"} {
		bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
			var ids []string
			answers(server, submit, func(asked *hallmintv1.SubmitMintRequest) (*hallmintv1.SubmitMintResponse, error) {
				if ids = append(ids, asked.GetRequestId()); len(ids) < 4 {
					return nil, away()
				}
				return &hallmintv1.SubmitMintResponse{Batch: &hallmintv1.Batch{Quantity: asked.GetMint().GetQuantity()}}, nil
			})
			request := &hallmintv1.SubmitMintRequest{RequestId: own, Mint: &hallmintv1.MintSpec{Quantity: 7}}
			answer, err := client.Minting.SubmitMint(ctx(), request)
			if err != nil || answer.GetBatch().GetQuantity() != 7 {
				t.Fatal(answer, err)
			}
			if len(ids) != 4 || len(ids[0]) != 36 || ids[1] != ids[0] || ids[2] != ids[0] || ids[3] != ids[0] {
				t.Error(ids)
			}
			if own != "" && ids[0] != own || request.GetRequestId() != own {
				t.Error("the caller's request id is another one", ids[0], request.GetRequestId())
			}
			if _, err = client.Minting.SubmitMint(ctx(), request); err != nil || own == "" && ids[4] == ids[0] {
				t.Error("another call has the id of the first", err)
			}
		})
	}
}

func TestAnErrorCarriesTheRequestID(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		var id string
		answers(server, submit, func(asked *hallmintv1.SubmitMintRequest) (*hallmintv1.SubmitMintResponse, error) {
			id = asked.GetRequestId()
			return nil, away()
		})
		var none *hallmintv1.SubmitMintRequest
		_, err := client.Minting.SubmitMint(ctx(), none)
		if found := failure(t, err, codes.Unavailable, ""); found.RequestID != id || id == "" {
			t.Error(found.RequestID, id)
		}
		if tries := len(server.heard(submit)); tries != 5 {
			t.Error(tries, "tries")
		}
	})
}

func TestWhatIsTriedAgain(t *testing.T) {
	for name, each := range map[string]struct {
		err   error
		tries int
	}{
		"away":                           {away(), 3},
		"too much to do, and when again": {refusal(codes.ResourceExhausted, "TOO_MANY_CALLS", retryIn(0)), 3},
		"too much":                       {refusal(codes.ResourceExhausted, "MESSAGE_TOO_LARGE"), 1},
		"a precondition":                 {refusal(codes.FailedPrecondition, "GTIN_MISSING", retryIn(0)), 1},
		"cancelled by the server":        {status.Error(codes.Canceled, "going away"), 1},
		"too late":                       {refusal(codes.DeadlineExceeded, "DEADLINE_EXCEEDED"), 1},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
				failing(server, 2, each.err)
				if _, err := getStats(client); (err == nil) != (each.tries == 3) {
					t.Error(err)
				}
				if tries := len(server.heard(stats)); tries != each.tries {
					t.Error(tries, "tries")
				}
			})
		})
	}
}

func TestWhatIsNotSafeToRepeatIsSentOnce(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		answers(server, hallmintv1.MemberService_AcceptInvitation_FullMethodName,
			func(*hallmintv1.AcceptInvitationRequest) (*hallmintv1.AcceptInvitationResponse, error) {
				return nil, away()
			})
		answers(server, hallmintv1.SessionService_CreateSession_FullMethodName,
			func(*hallmintv1.CreateSessionRequest) (*hallmintv1.CreateSessionResponse, error) { return nil, away() })
		_, err := client.Member.AcceptInvitation(ctx(), &hallmintv1.AcceptInvitationRequest{})
		failure(t, err, codes.Unavailable, "")
		_, err = client.Session.CreateSession(ctx(), &hallmintv1.CreateSessionRequest{})
		failure(t, err, codes.Unavailable, "")
		if len(server.calls) != 2 {
			t.Error(server.calls)
		}
		for _, call := range server.calls {
			if call.sent.Get("x-hallmint-brand") != nil || call.sent.Get("authorization")[0] != "Bearer "+credential {
				t.Error(call.method, "names a brand, or no caller")
			}
		}
	})
}

func TestRetryInfoIsHonoured(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		failing(server, 1, refusal(codes.Unavailable, "LOG_NOT_READY", retryIn(7)))
		if minted, err := getStats(client); err != nil || minted != 42 {
			t.Fatal(minted, err)
		}
		calls := server.heard(stats)
		if pause := calls[1].at.Sub(calls[0].at); pause < 7*time.Second || pause > 10500*time.Millisecond {
			t.Error(pause)
		}
	})
}

func TestRetryInfoBeyondTheTimeoutIsToldAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		begun := time.Now()
		failing(server, 1, refusal(codes.Unavailable, "DATABASE_UNAVAILABLE", &errdetails.RetryInfo{
			RetryDelay: &durationpb.Duration{Seconds: 315_576_000_000}, // ten thousand years, the most that it can say
		}))
		_, err := getStats(client)
		if found := failure(t, err, codes.Unavailable, "DATABASE_UNAVAILABLE"); *found.RetryAfter < 24*time.Hour {
			t.Error(found.RetryAfter)
		}
		if passed := time.Since(begun); passed > time.Second {
			t.Error(passed)
		}
	})
}

func TestTheTimeoutIsThatOfACallWithAllItsTries(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		streams(server, stats, func(ctx context.Context, _ *hallmintv1.GetStatsRequest, _ func(*hallmintv1.GetStatsResponse)) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(20 * time.Second):
				return away()
			}
		})
		begun := time.Now()
		_, err := getStats(client)
		failure(t, err, codes.DeadlineExceeded, "")
		if !errors.Is(err, context.DeadlineExceeded) || status.Code(err) != codes.DeadlineExceeded {
			t.Error("the error is not told apart natively", err)
		}
		if passed := time.Since(begun); passed != 30*time.Second || len(server.heard(stats)) != 2 {
			t.Error(passed, server.calls)
		}
		short, cancel := context.WithTimeout(ctx(), time.Second)
		defer cancel()
		begun = time.Now()
		_, err = client.Minting.GetStats(short, &hallmintv1.GetStatsRequest{})
		failure(t, err, codes.DeadlineExceeded, "")
		if passed := time.Since(begun); passed != time.Second {
			t.Error(passed)
		}
	})
}

func TestAPauseEndsWithTheCallersContextAndWithTheClient(t *testing.T) {
	for _, end := range []string{"context", "client"} {
		bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
			failing(server, 5, refusal(codes.Unavailable, "LOG_NOT_READY", retryIn(15)))
			mine, cancel := context.WithCancel(ctx())
			defer cancel()
			begun := time.Now()
			time.AfterFunc(5*time.Second, func() {
				if end == "context" {
					cancel()
				} else if err := client.Close(); err != nil {
					t.Error(err)
				}
			})
			_, err := client.Minting.GetStats(mine, &hallmintv1.GetStatsRequest{})
			found := failure(t, err, codes.Canceled, "")
			if errors.Is(err, context.Canceled) != (end == "context") || !strings.Contains(found.Message, "LOG_NOT_READY") {
				t.Error(err)
			}
			if passed := time.Since(begun); passed != 5*time.Second || len(server.heard(stats)) != 1 {
				t.Error(passed, server.calls)
			}
		})
	}
}

func TestWhatEachCallCarries(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		failing(server, 0, nil)
		if _, err := getStats(client); err != nil {
			t.Fatal(err)
		}
		sent := server.calls[0].sent
		if sent.Get("authorization")[0] != "Bearer "+credential || sent.Get("x-hallmint-brand")[0] != "nordlicht" {
			t.Error(sent)
		}
		if agent := sent.Get("user-agent")[0]; !strings.HasPrefix(agent, "hallmint-client-go/"+hallmint.Version+" ") {
			t.Error(agent)
		}
	})
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		failing(server, 0, nil)
		if _, err := getStats(client); err != nil {
			t.Fatal(err)
		}
		if sent := server.calls[0].sent; sent.Get("authorization") != nil || sent.Get("x-hallmint-brand") != nil {
			t.Error(sent)
		}
	}, func(options *hallmint.Options) { options.Credential, options.Brand = "", "" })
}
