// Prints the address of every unit of a batch: tokens BATCH_ID.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

func main() {
	client, err := hallmint.New(hallmint.Options{
		Address: os.Getenv("HALLMINT_SERVER"), Credential: os.Getenv("HALLMINT_CREDENTIAL"), CA: os.Getenv("HALLMINT_CA"),
	})
	if err != nil {
		log.Fatal(err)
	}
	request := &hallmintv1.ListTokensRequest{BatchId: os.Args[1]}
	for token, err := range client.Tokens(context.Background(), request) {
		var refused *hallmint.Error
		if errors.As(err, &refused) && refused.Reason == "BATCH_NOT_FOUND" {
			log.Fatal("the brand has no such batch")
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(token.GetResolverUrl())
	}
}
