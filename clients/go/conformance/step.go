package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// urls is what is said of the tokens of a batch.
type urls struct {
	count, first, last int32
	sha256             string
}

// readTokens pages through all of them.
func readTokens(ctx context.Context, client *hallmint.Client, batchID string) (urls, error) {
	found, digest := urls{}, sha256.New()
	for token, err := range client.Tokens(ctx, &hallmintv1.ListTokensRequest{BatchId: batchID}) {
		if err != nil {
			return found, err
		}
		if found.count == 0 {
			found.first = token.GetSeq()
		}
		found.count, found.last = found.count+1, token.GetSeq()
		_, _ = io.WriteString(digest, token.GetResolverUrl()+"\n") // a hash takes everything
	}
	found.sha256 = hex.EncodeToString(digest.Sum(nil))
	return found, nil
}

// followBatch watches a batch to its end; first is called after the first change.
func followBatch(ctx context.Context, client *hallmint.Client, batchID string, first func() error) (object, error) {
	line, changes := object{}, 0
	for batch, err := range client.WatchBatch(ctx, batchID) {
		if err != nil {
			return nil, err
		}
		if changes++; changes == 1 {
			if err := first(); err != nil {
				return nil, err
			}
		}
		line["state"] = strings.TrimPrefix(batch.GetState().String(), "BATCH_STATE_")
		line["minted"] = batch.GetMintedQuantity()
	}
	line["changes"] = changes
	return line, nil
}

func listPacks(ctx context.Context, client *hallmint.Client, exportID string) ([]*hallmintv1.Pack, error) {
	var packs []*hallmintv1.Pack
	for pack, err := range client.Packs(ctx, exportID) {
		if err != nil {
			return nil, err
		}
		packs = append(packs, pack)
	}
	return packs, nil
}

// download writes all packs into a folder and tells what the files are.
func download(ctx context.Context, client *hallmint.Client, packs []*hallmintv1.Pack, folder string) ([]object, error) {
	lines := []object{}
	for _, pack := range packs {
		path, err := client.DownloadPack(ctx, pack, folder, nil)
		if err != nil {
			return nil, err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		lines = append(lines, object{"name": filepath.Base(path), "bytes": len(data), "sha256": hex.EncodeToString(sum[:])})
	}
	return lines, nil
}

// imported is what became of the rows of the sheet.
func (c config) imported(ctx context.Context, client *hallmint.Client, progress func(int64)) (object, error) {
	found, err := client.ImportProducts(ctx, hallmint.SheetFile(c.Sheet), hallmint.ImportOptions{Progress: progress})
	return object{
		"rows": found.GetRows(), "created": found.GetCreated(), "updated": found.GetUpdated(),
		"unchanged": found.GetUnchanged(), "refused": found.GetRefused(),
	}, err
}

// callers is whom the server takes this client for, and one that acts for somebody else over its connection.
func (c config) callers(ctx context.Context, client *hallmint.Client) (object, error) {
	acting, err := client.Acting(c.OtherCredential, "")
	if err != nil {
		return nil, err
	}
	other, err := acting.Credential.GetCaller(ctx, &hallmintv1.GetCallerRequest{})
	if err != nil {
		return nil, err
	}
	own, err := client.Credential.GetCaller(ctx, &hallmintv1.GetCallerRequest{})
	return object{"own": own.GetCredential().GetCredentialId(), "other": other.GetCredential().GetCredentialId()}, err
}

// mintSpec asks for so many units of a product.
func mintSpec(sku string, quantity int32) *hallmintv1.MintSpec {
	return &hallmintv1.MintSpec{
		Product:        &hallmintv1.ProductRef{Ref: &hallmintv1.ProductRef_Sku{Sku: sku}},
		Quantity:       quantity,
		ActivationMode: hallmintv1.ActivationMode_ACTIVATION_MODE_AT_MINT,
	}
}
