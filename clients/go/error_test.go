package hallmint_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	spb "google.golang.org/genproto/googleapis/rpc/status"

	"hallmint.example/hallmint"
)

// got is the error of a call that the server ends so.
func got(t *testing.T, err error, trailers ...string) *hallmint.Error {
	t.Helper()
	var found *hallmint.Error
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		server.rooms[stats] = func(stream grpc.ServerStream) error {
			stream.SetTrailer(metadata.Pairs(trailers...))
			return err
		}
		_, failed := getStats(client)
		if !errors.As(failed, &found) {
			t.Fatal(failed)
		}
	})
	return found
}

func TestAnErrorTellsAllThatTheServerSays(t *testing.T) {
	found := got(t, refusal(codes.FailedPrecondition, "GTIN_MISSING",
		&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{
			{Field: "mint.quantity", Reason: "FIELD_INVALID", Description: "too many"},
		}},
		&errdetails.PreconditionFailure{Violations: []*errdetails.PreconditionFailure_Violation{
			{Subject: "product", Type: "GTIN_MISSING", Description: "it has none"},
		}},
		retryIn(1.5)))
	if found.Message != "no: GTIN_MISSING" || found.Error() != "no: GTIN_MISSING (GTIN_MISSING)" || found.Code != codes.FailedPrecondition {
		t.Error(found)
	}
	if found.Reason != "GTIN_MISSING" || found.Metadata["key"] != "value" || *found.RetryAfter != 1500*time.Millisecond || found.RequestID != "" {
		t.Errorf("%+v", *found)
	}
	if !reflect.DeepEqual(found.Violations, []hallmint.Violation{
		{Field: "mint.quantity", Reason: "FIELD_INVALID", Description: "too many"},
		{Field: "product", Reason: "GTIN_MISSING", Description: "it has none"},
	}) {
		t.Error(found.Violations)
	}
}

func TestAnErrorOfSomebodyElseHasNoReason(t *testing.T) {
	made, err := status.New(codes.PermissionDenied, "").WithDetails(&errdetails.ErrorInfo{Domain: "proxy.example", Reason: "NO"})
	if err != nil {
		t.Fatal(err)
	}
	found := got(t, made.Err())
	if found.Reason != "" || found.Metadata != nil || found.Error() != "PERMISSION_DENIED (PERMISSION_DENIED)" {
		t.Errorf("%+v", *found)
	}
}

func TestDetailsThatAreDamagedAreLeftOut(t *testing.T) {
	info, err := anypb.New(&errdetails.ErrorInfo{Domain: "hallmint", Reason: "INTERNAL"})
	if err != nil {
		t.Fatal(err)
	}
	told, err := proto.Marshal(&spb.Status{Code: int32(codes.Internal), Message: "a fault", Details: []*anypb.Any{
		{TypeUrl: "type.googleapis.com/google.rpc.BadRequest", Value: []byte("\xff\xff")},
		{TypeUrl: "type.googleapis.com/nobody.knows.This", Value: []byte("x")},
		{TypeUrl: "::", Value: nil},
		info,
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, details := range []string{string(told), "\xff\xff"} {
		found := got(t, status.Error(codes.Internal, "a fault"), "grpc-status-details-bin", details)
		if found.Code != codes.Internal || found.Message != "a fault" || found.Violations != nil || found.RetryAfter != nil {
			t.Errorf("%+v", *found)
		}
		if (found.Reason == "INTERNAL") != (details == string(told)) {
			t.Error(found.Reason)
		}
	}
}
