package hallmint

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// layer is what lies between the stubs and the connection, for whoever calls.
type layer struct {
	policy Policy
	// closed ends pauses between tries, so that Close leaves nobody waiting.
	closed chan struct{}
}

// unary is the interceptor of calls with one request and one answer: it tries until an answer, the last try, or the timeout, with
// the very same request each time.
func (l *layer) unary(
	ctx context.Context, method string, request, reply any, conn *grpc.ClientConn, next grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
	ctx, cancel := context.WithTimeout(ctx, l.policy.Timeout)
	defer cancel()
	request, id := named(request)
	attempts := 1
	if repeatable(method) {
		attempts = l.policy.Attempts
	}
	return l.repeat(ctx, attempts, id, func() error {
		return next(ctx, method, request, reply, conn, options...)
	})
}

// own is an error that is not the call's, as that of a file which is sent: nothing mends it here, and it stays as it is.
type own struct{ error }

// repeat sends until there is an answer, the last try was made, or the context, which has a deadline, would end in the pause.
func (l *layer) repeat(ctx context.Context, attempts int, id string, send func() error) error {
	end, _ := ctx.Deadline()
	for attempt := 1; ; attempt++ {
		err := send()
		if err == nil {
			return nil
		}
		if kept, is := err.(own); is {
			return kept.error
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
