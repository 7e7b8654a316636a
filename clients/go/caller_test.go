package hallmint_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// session is a credential of somebody else's.
var session = "hm_session_" + strings.Repeat("d", 12) + "_" + strings.Repeat("e", 52) + "_" + strings.Repeat("f", 6)

func acting(t *testing.T, client *hallmint.Client, brand string) *hallmint.Client {
	t.Helper()
	other, err := client.Acting(session, brand)
	if err != nil {
		t.Fatal(err)
	}
	return other
}

func TestActingCallsForSomebodyElseOverTheSameConnection(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		wires := 0
		server.wire = func(conn net.Conn) (net.Conn, error) {
			wires++
			return conn, nil
		}
		failing(server, 1, away())
		watching(server, saying(nil, state("1", 1, minted)), saying(nil, state("1", 1, minted)))
		others := []*hallmint.Client{acting(t, client, ""), acting(t, client, "suedlicht"), client}
		for _, each := range others {
			if answer, err := getStats(each); err != nil || answer != 42 {
				t.Fatal(answer, err)
			}
		}
		var sent []string
		for _, call := range server.heard(stats) {
			sent = append(sent, call.sent.Get("authorization")[0]+" "+strings.Join(call.sent.Get("x-hallmint-brand"), ","))
		}
		own, theirs := "Bearer "+credential, "Bearer "+session
		// The first call was tried twice, by the same caller.
		want := []string{theirs + " ", theirs + " ", theirs + " suedlicht", own + " nordlicht"}
		if strings.Join(sent, "\n") != strings.Join(want, "\n") || wires != 1 {
			t.Error(sent, wires)
		}
		for _, err := range acting(t, others[1], "").WatchBatch(ctx(), "b") {
			if err != nil {
				t.Fatal(err)
			}
		}
		watched := server.heard(hallmintv1.MintingService_WatchBatch_FullMethodName)
		if watched[0].sent.Get("authorization")[0] != theirs || watched[0].sent.Get("x-hallmint-brand") != nil {
			t.Error(watched)
		}
	})
}

func TestAClientThatActsEndsWithTheOneItIsMadeOf(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		failing(server, 5, refusal(codes.Unavailable, "LOG_NOT_READY", retryIn(15)))
		first, second := acting(t, client, ""), acting(t, client, "")
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		time.AfterFunc(5*time.Second, func() {
			if err := client.Close(); err != nil {
				t.Error(err)
			}
		})
		_, err := getStats(second) // in its pause
		failure(t, err, codes.Canceled, "")
		if passed := time.Since(begun); passed != 5*time.Second || errors.Is(err, context.Canceled) {
			t.Error(passed, err)
		}
		_, err = getStats(first)
		failure(t, err, codes.Canceled, "")
	})
}

func TestWhoIsToActIsCheckedAndNotShown(t *testing.T) {
	client := opened(t, hallmint.Options{Credential: credential})
	for _, wrong := range [][2]string{{"", ""}, {session[1:], ""}, {session, "a b"}, {"nordlicht", session}} {
		other, err := client.Acting(wrong[0], wrong[1])
		var refused *hallmint.OptionError
		if !errors.As(err, &refused) || other != nil || strings.Contains(err.Error(), session[20:]) {
			t.Error(wrong, err)
		}
	}
	if text := acting(t, client, "suedlicht").String(); !strings.Contains(text, "suedlicht") {
		t.Error(text)
	}
}
