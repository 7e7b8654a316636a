package hallmint

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

const (
	credentialKey = "authorization"
	brandKey      = "x-hallmint-brand"
)

// caller is who calls, as metadata says it.
type caller struct {
	authorization, brand string
}

// layer is what lies between the stubs and the connection.
type layer struct {
	caller
	policy Policy
	// closed ends pauses between tries, so that Close leaves nobody waiting.
	closed chan struct{}
}

// as gives a context the metadata of the caller. It goes into each call, and into nothing that outlives it.
func (c caller) as(ctx context.Context, method string) context.Context {
	sent, _ := metadata.FromOutgoingContext(ctx)
	sent = sent.Copy()
	if c.authorization != "" {
		sent.Set(credentialKey, c.authorization)
	}
	if c.brand != "" && !brandless[method] {
		sent.Set(brandKey, c.brand)
	}
	return metadata.NewOutgoingContext(ctx, sent)
}

// unary is the interceptor of calls with one request and one answer: it tries until an answer, the last try, or the timeout, with
// the very same request each time.
func (l *layer) unary(
	ctx context.Context, method string, request, reply any, conn *grpc.ClientConn, next grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
	ctx, cancel := context.WithTimeout(l.as(ctx, method), l.policy.Timeout)
	defer cancel()
	end, _ := ctx.Deadline()
	request, id := named(request)
	attempts := 1
	if repeatable(method) {
		attempts = l.policy.Attempts
	}
	for attempt := 1; ; attempt++ {
		err := next(ctx, method, request, reply, conn, options...)
		if err == nil {
			return nil
		}
		failure := failed(ctx, err)
		failure.RequestID = id
		pause := l.policy.wait(attempt, failure.RetryAfter)
		if attempt >= attempts || !failure.Passing() || pause >= time.Until(end) {
			return failure
		}
		if err := l.pause(ctx, pause); err != nil {
			err.RequestID, err.causes = id, append(err.causes, failure)
			err.Message = fmt.Sprintf("%s while waiting to try again: %s", err.Message, failure.Message)
			return err
		}
	}
}

// pause waits. It fails where the caller's context or the client has ended.
func (l *layer) pause(ctx context.Context, long time.Duration) *Error {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-l.closed:
		return &Error{Message: "the client was closed", Code: codes.Canceled}
	case <-ctx.Done():
		return failed(ctx, status.FromContextError(ctx.Err()).Err())
	}
}
