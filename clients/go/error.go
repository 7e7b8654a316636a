package hallmint

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const domain = "hallmint"

// Violation is one of the things that are wrong with a request.
type Violation struct {
	// Field or subject that it is about, or empty.
	Field string
	// Reason is a name of hallmint.v1.ErrorReason without its prefix; one that this client does not know is possible.
	Reason string
	// Description is for people, in English.
	Description string
}

// Error is a call that did not succeed: everything that comes from the stubs and helpers of a [Client], but for errors of files.
// Get it by errors.As. errors.Is knows context.Canceled and context.DeadlineExceeded where the caller's context or the policy's
// timeout ended the call, and status.FromError of gRPC understands it too.
type Error struct {
	// Message is for people, in English.
	Message string
	// Code of gRPC. Decide by it where Reason is new to you.
	Code codes.Code
	// Reason is a name of hallmint.v1.ErrorReason without its prefix, or empty where the error did not come from Hallmint (no
	// connection, deadline, a proxy). Reasons that this client does not know are passed on as they are.
	Reason string
	// Metadata of the reason: error_reason.proto says which keys it has.
	Metadata map[string]string
	// Violations are everything that is wrong, at once.
	Violations []Violation
	// RetryAfter is the time after which trying again may help, or nil where the server did not say.
	RetryAfter *time.Duration
	// RequestID of a call that creates something: the id to send again, so that it happens once only. Else empty.
	RequestID string

	causes []error
}

// Error tells the message, and the reason or the name of the code.
func (e *Error) Error() string {
	if e.Reason != "" {
		return fmt.Sprintf("%s (%s)", e.Message, e.Reason)
	}
	return fmt.Sprintf("%s (%s)", e.Message, name(e.Code))
}

// Unwrap gives what errors.Is looks at.
func (e *Error) Unwrap() []error {
	return e.causes
}

// GRPCStatus is the error as gRPC has it, without its details.
func (e *Error) GRPCStatus() *status.Status {
	return status.New(e.Code, e.Message)
}

// Passing tells whether the same call may succeed later: nobody answers, or the server has too much to do and says when to come
// back.
func (e *Error) Passing() bool {
	if e.Code == codes.ResourceExhausted {
		return e.RetryAfter != nil
	}
	return e.Code == codes.Unavailable
}

// name is that of a code as all languages write it: gRPC for Go has names of its own.
func name(of codes.Code) string {
	return code.Code(of).String()
}

// failed makes an Error of what a call under a context ended with. Details that are missing, damaged or of unknown types are left
// out.
func failed(ctx context.Context, err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	told := status.Convert(err)
	made := &Error{Message: told.Message(), Code: told.Code(), causes: []error{err}}
	if made.Message == "" {
		made.Message = name(made.Code)
	}
	if ended := ctx.Err(); ended != nil {
		made.causes = append(made.causes, ended)
	}
	for _, detail := range told.Details() {
		switch of := detail.(type) {
		case *errdetails.ErrorInfo:
			if of.GetDomain() == domain {
				made.Reason, made.Metadata = of.GetReason(), of.GetMetadata()
			}
		case *errdetails.RetryInfo:
			if of.GetRetryDelay() != nil {
				after := of.GetRetryDelay().AsDuration()
				made.RetryAfter = &after
			}
		case *errdetails.BadRequest:
			for _, v := range of.GetFieldViolations() {
				made.Violations = append(made.Violations, Violation{v.GetField(), v.GetReason(), v.GetDescription()})
			}
		case *errdetails.PreconditionFailure:
			for _, v := range of.GetViolations() {
				made.Violations = append(made.Violations, Violation{v.GetSubject(), v.GetType(), v.GetDescription()})
			}
		}
	}
	return made
}

// unavailable is a stream that broke without an error of gRPC's.
func unavailable(text string) *Error {
	return &Error{Message: text, Code: codes.Unavailable}
}

// lost is told of bytes that are not the ones that were asked for.
func lost(text string) *Error {
	return &Error{Message: text, Code: codes.DataLoss}
}

// OptionError is [Options] that [New] refuses before anything is sent. It shows no credential.
type OptionError struct {
	// Message says what is wrong, in English.
	Message string
}

// Error tells the message.
func (e *OptionError) Error() string {
	return e.Message
}

func refused(format string, values ...any) error {
	return &OptionError{Message: fmt.Sprintf(format, values...)}
}
