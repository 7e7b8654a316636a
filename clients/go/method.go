package hallmint

import (
	"crypto/rand"
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// brandless are the calls that name no brand: those of operators, and of people before or beside any brand.
var brandless = map[string]bool{
	hallmintv1.BrandService_CreateBrand_FullMethodName:             true,
	hallmintv1.BrandService_ListBrands_FullMethodName:              true,
	hallmintv1.BrandService_SuspendBrand_FullMethodName:            true,
	hallmintv1.BrandService_UnsuspendBrand_FullMethodName:          true,
	hallmintv1.BrandService_ReassignGtin_FullMethodName:            true,
	hallmintv1.CredentialService_ListOwnCredentials_FullMethodName: true,
	hallmintv1.MemberService_AcceptInvitation_FullMethodName:       true,
	hallmintv1.SessionService_CreateSession_FullMethodName:         true,
	hallmintv1.SessionService_RevokeSession_FullMethodName:         true,
}

// repeatable tells whether a call of a method, `/hallmint.v1.MintingService/SubmitMint`, may be sent twice, by what its proto says
// of it. What is not known may not.
func repeatable(method string) bool {
	full := strings.ReplaceAll(strings.TrimPrefix(method, "/"), "/", ".")
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(full))
	if err != nil {
		return false
	}
	options, ok := found.Options().(*descriptorpb.MethodOptions)
	return ok && options.GetIdempotencyLevel() != descriptorpb.MethodOptions_IDEMPOTENCY_UNKNOWN
}

// named gives a request that has a place for a request_id one, and tells it. The caller's own message is not changed: it may be sent
// again later, as another call.
func named(request any) (any, string) {
	message, ok := request.(proto.Message)
	if !ok {
		return request, ""
	}
	of := message.ProtoReflect()
	field := of.Descriptor().Fields().ByName("request_id")
	if field == nil || field.Kind() != protoreflect.StringKind || field.IsList() {
		return request, ""
	}
	if id := of.Get(field).String(); id != "" {
		return request, id
	}
	id, copied := newUUID(), of.New()
	proto.Merge(copied.Interface(), message)
	copied.Set(field, protoreflect.ValueOfString(id))
	return copied.Interface(), id
}

// newUUID is one of version 4 (RFC 9562, 5.4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
