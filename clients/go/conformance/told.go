package main

import (
	"errors"

	"google.golang.org/genproto/googleapis/rpc/code"

	"hallmint.example/hallmint"
)

// told is a native error as a line has it; any other is an error of the program.
func told(err error) (object, error) {
	var refused *hallmint.OptionError
	if errors.As(err, &refused) {
		return object{
			"code": "", "reason": "", "message": refused.Message, "metadata": object{}, "violations": []object{}, "retry_after": nil,
			"request_id": "",
		}, nil
	}
	var failed *hallmint.Error
	if !errors.As(err, &failed) {
		return nil, err
	}
	metadata, violations := object{}, []object{}
	for key, value := range failed.Metadata {
		metadata[key] = value
	}
	for _, each := range failed.Violations {
		violations = append(violations, object{"field": each.Field, "reason": each.Reason, "description": each.Description})
	}
	var after any
	if failed.RetryAfter != nil {
		after = failed.RetryAfter.Seconds()
	}
	return object{
		"code": code.Code(failed.Code).String(), "reason": failed.Reason, "message": failed.Message, "metadata": metadata,
		"violations": violations, "retry_after": after, "request_id": failed.RequestID,
	}, nil
}
