package hallmint

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// services are all of hallmint.v1.
func services() []protoreflect.ServiceDescriptor {
	var found []protoreflect.ServiceDescriptor
	protoregistry.GlobalFiles.RangeFilesByPackage("hallmint.v1", func(file protoreflect.FileDescriptor) bool {
		for at := range file.Services().Len() {
			found = append(found, file.Services().Get(at))
		}
		return true
	})
	return found
}

func TestAllMethodsButTwoMayBeSentTwice(t *testing.T) {
	var once []string
	for _, service := range services() {
		for at := range service.Methods().Len() {
			method := service.Methods().Get(at)
			if !repeatable("/" + string(service.FullName()) + "/" + string(method.Name())) {
				once = append(once, string(method.Name()))
			}
		}
	}
	slices.Sort(once)
	if !slices.Equal(once, []string{"AcceptInvitation", "CreateSession"}) {
		t.Error(once)
	}
	if repeatable("/hallmint.v1.MintingService/Unknown") || repeatable("/hallmint.v1.Batch/batch_id") {
		t.Error("what is no method may be sent twice")
	}
}

func TestEachServiceHasItsStub(t *testing.T) {
	if len(services()) == 0 {
		t.Fatal("there are no services")
	}
	made := reflect.ValueOf(over(nil)).Elem()
	for _, service := range services() {
		field := made.FieldByName(strings.TrimSuffix(string(service.Name()), "Service"))
		if !field.IsValid() || field.IsNil() || field.Type().Name() != string(service.Name())+"Client" {
			t.Error(service.Name())
		}
	}
}

func TestMethodsWithoutABrandAreThere(t *testing.T) {
	for method := range brandless {
		if _, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(strings.ReplaceAll(method[1:], "/", "."))); err != nil {
			t.Error(method, err)
		}
	}
}
