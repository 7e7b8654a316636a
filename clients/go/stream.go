package hallmint

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// streaming is the interceptor of calls that stream. None is tried again here: what was read or sent before is not known to this
// layer. The helpers of Client do it for those that can go on where they broke, or begin again.
func (l *layer) streaming(
	ctx context.Context, about *grpc.StreamDesc, conn *grpc.ClientConn, method string, next grpc.Streamer, options ...grpc.CallOption,
) (grpc.ClientStream, error) {
	cancel := func() {}
	if !about.ServerStreams {
		ctx, cancel = context.WithTimeout(ctx, l.policy.Upload)
	}
	opened, err := next(ctx, about, conn, method, options...)
	if err != nil {
		cancel()
		return nil, failed(ctx, err)
	}
	return &stream{ClientStream: opened, ctx: ctx, end: cancel, single: !about.ServerStreams}, nil
}

// stream is one whose errors are native.
type stream struct {
	grpc.ClientStream
	ctx    context.Context
	end    context.CancelFunc
	single bool // its one answer ends it
}

func (s *stream) Header() (metadata.MD, error) {
	header, err := s.ClientStream.Header()
	return header, s.native(err)
}

func (s *stream) SendMsg(message any) error {
	return s.native(s.ClientStream.SendMsg(message))
}

func (s *stream) RecvMsg(message any) error {
	err := s.native(s.ClientStream.RecvMsg(message))
	if err != nil || s.single {
		s.end()
	}
	return err
}

// native leaves io.EOF as it is: it is the end, and no error.
func (s *stream) native(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return failed(s.ctx, err)
}
