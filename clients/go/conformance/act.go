package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

const actProvedSeq = 42

// act does one thing, and prints what came of it or its native error.
func (c config) act(ctx context.Context) error {
	line, err := c.once(ctx)
	if err == nil {
		return say(object{"ok": line})
	}
	failed, err := told(err)
	if err != nil {
		return err
	}
	return say(object{"error": failed})
}

func (c config) once(ctx context.Context) (object, error) {
	client, err := c.client()
	if err != nil {
		return nil, err
	}
	defer func() { _ = client.Close() }() // the process ends with it
	switch c.Action {
	case "stats":
		answer, err := client.Minting.GetStats(ctx, &hallmintv1.GetStatsRequest{})
		return object{"tokens_minted": answer.GetTokensMinted()}, err
	case "mint":
		request := &hallmintv1.SubmitMintRequest{RequestId: c.RequestID, Mint: mintSpec(c.SKU, c.Quantity)}
		answer, err := client.Minting.SubmitMint(ctx, request)
		return object{"batch_id": answer.GetBatch().GetBatchId()}, err
	case "watch":
		return followBatch(ctx, client, c.BatchID, func() error { return nil })
	case "tokens":
		found, err := readTokens(ctx, client, c.BatchID)
		return object{"count": found.count, "sha256": found.sha256}, err
	case "download":
		return c.allPacks(ctx, client)
	case "now":
		return object{"now": time.Now().Unix()}, nil
	case "import":
		return c.imported(ctx, client, nil)
	case "acting":
		return c.callers(ctx, client)
	case "proof":
		found, _, err := c.proved(ctx, client, c.BatchID, actProvedSeq)
		if err != nil {
			return nil, err
		}
		return object{"identity": found.Identity, "batch_id": found.BatchID, "seq": found.Seq}, nil
	case "big":
		_, err := client.Catalog.CreateProduct(ctx, &hallmintv1.CreateProductRequest{
			Sku: "BIG", Name: strings.Repeat("x", 2<<20), Group: hallmintv1.ProductGroup_PRODUCT_GROUP_GENERIC,
		})
		return object{}, err
	}
	return nil, fmt.Errorf("there is no action %s", c.Action)
}

func (c config) allPacks(ctx context.Context, client *hallmint.Client) (object, error) {
	packs, err := listPacks(ctx, client, c.ExportID)
	if err != nil {
		return nil, err
	}
	lines, err := download(ctx, client, packs, c.Folder)
	return object{"packs": lines}, err
}
