package hallmint

import (
	"context"
	"errors"
	"fmt"
	"time"
)

var errSilence = errors.New("silence")

// source is a stream of the server's, of whatever kind of message.
type source[A any] interface {
	Recv() (A, error)
}

// listener reads a stream that is taken for broken where it says nothing for a while. To be closed.
type listener[A any] struct {
	source  source[A]
	ctx     context.Context
	cancel  context.CancelCauseFunc
	silence time.Duration
	alarm   *time.Timer
}

// listen opens a stream, which has to happen within the silence too.
func listen[A any](
	ctx context.Context, silence time.Duration, open func(context.Context) (source[A], error),
) (*listener[A], error) {
	ctx, cancel := context.WithCancelCause(ctx)
	made := &listener[A]{ctx: ctx, cancel: cancel, silence: silence}
	made.alarm = time.AfterFunc(silence, func() { cancel(errSilence) })
	opened, err := open(ctx)
	made.alarm.Stop()
	if err != nil {
		err = made.told(err)
		made.close()
		return nil, err
	}
	made.source = opened
	return made, nil
}

// next reads one message; io.EOF where the server said all it had to. Only the time in here is the server's silence.
func (l *listener[A]) next() (A, error) {
	l.alarm.Reset(l.silence)
	answer, err := l.source.Recv()
	l.alarm.Stop()
	return answer, l.told(err)
}

// told is the error of a stream: where we ended it ourselves gRPC knows nothing but that.
func (l *listener[A]) told(err error) error {
	if err != nil && errors.Is(context.Cause(l.ctx), errSilence) {
		return unavailable(fmt.Sprintf("the server said nothing for %v", l.silence))
	}
	return err
}

// close ends the call.
func (l *listener[A]) close() {
	l.alarm.Stop()
	l.cancel(nil)
}
