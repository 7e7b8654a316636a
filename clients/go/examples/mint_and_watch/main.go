// Mints a thousand units of a product, and follows the batch to its end.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

func main() {
	ctx := context.Background()
	client, err := hallmint.New(hallmint.Options{
		Address: os.Getenv("HALLMINT_SERVER"), Credential: os.Getenv("HALLMINT_CREDENTIAL"), CA: os.Getenv("HALLMINT_CA"),
	})
	if err != nil {
		log.Fatal(err)
	}
	made, err := client.Minting.SubmitMint(ctx, &hallmintv1.SubmitMintRequest{Mint: &hallmintv1.MintSpec{
		Product:  &hallmintv1.ProductRef{Ref: &hallmintv1.ProductRef_Sku{Sku: "NL-BAT-LMT-500"}},
		Quantity: 1_000, ActivationMode: hallmintv1.ActivationMode_ACTIVATION_MODE_AT_MINT,
	}})
	if err != nil {
		log.Fatal(err)
	}
	for batch, err := range client.WatchBatch(ctx, made.GetBatch().GetBatchId()) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(batch.GetState(), batch.GetMintedQuantity(), "of", batch.GetQuantity(), batch.GetBatchId())
	}
}
