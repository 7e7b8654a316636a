package hallmint_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	"hallmint.example/hallmint"
)

// A credential that nobody has: of the right form.
var credential = "hm_live_" + strings.Repeat("a", 12) + "_" + strings.Repeat("b", 52) + "_" + strings.Repeat("c", 6)

// house is a server of this process whose rpcs a test fills in, and which remembers what it heard.
type house struct {
	lock  sync.Mutex
	rooms map[string]func(grpc.ServerStream) error
	calls []heard
	wire  func(net.Conn) (net.Conn, error) // what becomes of connections, in a bubble
}

type heard struct {
	method string
	sent   metadata.MD
	at     time.Time
}

func newHouse() *house {
	usual := func(conn net.Conn) (net.Conn, error) { return conn, nil }
	return &house{rooms: map[string]func(grpc.ServerStream) error{}, wire: usual}
}

// serve answers on a listener until the test ends.
func (h *house) serve(t *testing.T, listener net.Listener, options ...grpc.ServerOption) *grpc.Server {
	// As strict about pings as a server of Hallmint.
	pings := grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second})
	server := grpc.NewServer(append(options, grpc.UnknownServiceHandler(h.hear), pings)...)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // its end is ours
	}()
	t.Cleanup(func() {
		server.Stop()
		<-done
	})
	return server
}

func (h *house) hear(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	sent, _ := metadata.FromIncomingContext(stream.Context())
	h.lock.Lock()
	h.calls = append(h.calls, heard{method, sent, time.Now()})
	room := h.rooms[method]
	h.lock.Unlock()
	if room == nil {
		return status.Error(codes.Unimplemented, method)
	}
	return room(stream)
}

// heard is what came for a method.
func (h *house) heard(method string) []heard {
	h.lock.Lock()
	defer h.lock.Unlock()
	return slices.DeleteFunc(slices.Clone(h.calls), func(call heard) bool { return call.method != method })
}

// streams fills in an rpc that answers with many messages.
func streams[Q, A any](h *house, method string, say func(ctx context.Context, asked *Q, send func(*A)) error) {
	h.lock.Lock()
	defer h.lock.Unlock()
	h.rooms[method] = func(stream grpc.ServerStream) error {
		asked := new(Q)
		if err := stream.RecvMsg(asked); err != nil {
			return err
		}
		return say(stream.Context(), asked, func(answer *A) { _ = stream.SendMsg(answer) })
	}
}

// answers fills in an rpc with one answer.
func answers[Q, A any](h *house, method string, say func(asked *Q) (*A, error)) {
	streams(h, method, func(_ context.Context, asked *Q, send func(*A)) error {
		answer, err := say(asked)
		if err == nil {
			send(answer)
		}
		return err
	})
}

// refusal is an error as the server has them.
func refusal(code codes.Code, reason string, more ...protoadapt.MessageV1) error {
	info := &errdetails.ErrorInfo{Domain: "hallmint", Reason: reason, Metadata: map[string]string{"key": "value"}}
	made, err := status.New(code, "no: "+reason).WithDetails(append([]protoadapt.MessageV1{info}, more...)...)
	if err != nil {
		panic(err)
	}
	return made.Err()
}

func retryIn(seconds float64) protoadapt.MessageV1 {
	return &errdetails.RetryInfo{RetryDelay: durationpb.New(time.Duration(seconds * float64(time.Second)))}
}

func away() error {
	return status.Error(codes.Unavailable, "away")
}

// bubble runs a test with a server and a client in a world of its own, whose time passes when everything waits.
func bubble(t *testing.T, run func(t *testing.T, server *house, client *hallmint.Client), change ...func(*hallmint.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server, listener := newHouse(), bufconn.Listen(1<<20)
		server.serve(t, listener)
		options := hallmint.Options{Credential: credential, Brand: "nordlicht", DialOptions: []grpc.DialOption{
			grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) {
				conn, err := listener.DialContext(ctx)
				if err != nil {
					return nil, err
				}
				return server.wire(conn)
			}),
		}}
		for _, apply := range change {
			apply(&options)
		}
		run(t, server, opened(t, options))
	})
}

// opened is a client that is closed at the end of the test.
func opened(t *testing.T, options hallmint.Options) *hallmint.Client {
	t.Helper()
	client, err := hallmint.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Close(); err != nil {
			t.Error(err)
		}
	})
	return client
}

// with changes the default policy.
func with(change func(*hallmint.Policy)) func(*hallmint.Options) {
	return func(options *hallmint.Options) {
		policy := hallmint.DefaultPolicy()
		change(&policy)
		options.Policy = &policy
	}
}
