package hallmint

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

// WatchOption is how a watch begins.
type WatchOption func(*beginning)

// beginning is what the options of a watch say.
type beginning struct{ cursor string }

// FromCursor has a watch begin at a cursor that was kept, as a message of an earlier stream had it, and not with a snapshot: also in
// another process. The empty one is for a snapshot. Where the first stream breaks before it has said anything, the next one asks for a
// snapshot all the same.
func FromCursor(cursor string) WatchOption {
	return func(b *beginning) { b.cursor = cursor }
}

// answer is a message of a watch.
type answer interface {
	GetCursor() string
}

// following is what is followed: how it is asked for from a cursor on, what a message says (ok is false for a heartbeat), and whether
// that is the end.
type following[A answer, W proto.Message] struct {
	layer *layer
	ask   func(ctx context.Context, cursor string) (source[A], error)
	read  func(A) (found W, ok bool)
	ended func(W) bool
}

// course is how far one watch has come.
type course[A answer, W proto.Message] struct {
	following[A, W]
	cursor   string
	heard    time.Time // when the last message came; zero before the first
	failures int       // streams in a row that broke without a message
	silent   bool      // whether the stream that is open has said nothing yet
	last     proto.Message
}

// all yields each change until the end; what Client.WatchBatch says.
func (f following[A, W]) all(ctx context.Context, options []WatchOption) iter.Seq2[W, error] {
	var begin beginning
	for _, set := range options {
		set(&begin)
	}
	return func(yield func(W, error) bool) {
		now := &course[A, W]{following: f, cursor: begin.cursor}
		for {
			err := now.stream(ctx, yield)
			if err == nil {
				return
			}
			if err := now.broken(ctx, err); err != nil {
				var none W
				yield(none, err)
				return
			}
		}
	}
}

// stream reads one stream to its end. No error: the watch is over.
func (c *course[A, W]) stream(ctx context.Context, yield func(W, error) bool) error {
	c.silent = true
	heard, err := listen(ctx, c.layer.policy.Silence, func(ctx context.Context) (source[A], error) {
		return c.ask(ctx, c.cursor)
	})
	if err != nil {
		return err
	}
	defer heard.close()
	for {
		message, err := heard.next()
		if errors.Is(err, io.EOF) {
			return unavailable("the stream ended before what it follows did")
		}
		if err != nil {
			return err
		}
		c.silent, c.failures, c.heard = false, 0, time.Now()
		if cursor := message.GetCursor(); cursor != "" {
			c.cursor = cursor
		}
		found, ok := c.read(message)
		if !ok {
			continue
		}
		over := c.ended(found)
		if c.last == nil || !proto.Equal(found, c.last) {
			// The caller may change what it is given.
			c.last = proto.Clone(found)
			if !yield(found, nil) {
				return nil
			}
			c.heard = time.Now() // the time our caller took is not the server's silence
		}
		if over {
			return nil
		}
	}
}

// broken waits until a stream is worth another try, or gives the error that ends the watch.
func (c *course[A, W]) broken(ctx context.Context, err error) error {
	failure := failed(ctx, err)
	if ctx.Err() != nil {
		return failure
	}
	c.failures++
	pause := c.layer.policy.wait(c.failures, failure.RetryAfter)
	over := c.failures >= c.layer.policy.Attempts
	if !c.heard.IsZero() {
		over = time.Since(c.heard)+pause > c.layer.policy.Patience
	}
	// A server or proxy that goes away may say CANCELLED; our own side has ended nothing, or we were not here.
	if over || !failure.Passing() && failure.Code != codes.Canceled {
		return failure
	}
	if c.silent {
		// A stream that broke before it said anything: ask for a snapshot, which a living server always sends, or else nothing tells a
		// batch without news from a server that is gone.
		c.cursor = ""
	}
	if err := c.layer.pause(ctx, pause); err != nil {
		return err
	}
	return nil
}
