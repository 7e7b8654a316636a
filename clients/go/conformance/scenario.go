package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/structpb"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// play is the scenario while it runs: what its steps pass on.
type play struct {
	config
	client   *hallmint.Client
	batchID  string
	exportID string
}

func (c config) scenario(ctx context.Context) error {
	client, err := c.client()
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }() // the process ends with it
	p := &play{config: c, client: client}
	for _, step := range []func(context.Context) error{
		p.product, p.mint, p.tokens, p.export, p.proof, p.revoke, p.sheet, p.acting, p.failures,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (p *play) product(ctx context.Context) error {
	attributes, err := structpb.NewStruct(p.Product.Attributes)
	if err != nil {
		return err
	}
	made, err := p.client.Catalog.CreateProduct(ctx, &hallmintv1.CreateProductRequest{
		Sku: p.Product.SKU, Name: p.Product.Name, Gtin: p.Product.GTIN, Attributes: attributes,
		Group: hallmintv1.ProductGroup_PRODUCT_GROUP_GENERIC, CommercialStatus: hallmintv1.CommercialStatus_COMMERCIAL_STATUS_DRAFT,
	})
	if err != nil {
		return err
	}
	id := made.GetProduct().GetProductId()
	if err := say(object{"step": "product", "product_id": id, "revision": made.GetProduct().GetRevision()}); err != nil {
		return err
	}
	if err := p.preflight(ctx, "preflight"); err != nil {
		return err
	}
	_, err = p.client.Catalog.UpdateProduct(ctx, &hallmintv1.UpdateProductRequest{
		Product:    &hallmintv1.ProductRef{Ref: &hallmintv1.ProductRef_ProductId{ProductId: id}},
		Change:     &hallmintv1.ProductChange{CommercialStatus: hallmintv1.CommercialStatus_COMMERCIAL_STATUS_ACTIVE},
		UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"commercial_status"}},
	})
	if err != nil {
		return err
	}
	return p.preflight(ctx, "ready")
}

func (p *play) preflight(ctx context.Context, step string) error {
	answer, err := p.client.Minting.PreflightMint(ctx, &hallmintv1.PreflightMintRequest{Mint: mintSpec(p.Product.SKU, p.Quantity)})
	if err != nil {
		return err
	}
	reasons := []string{}
	for _, violation := range answer.GetViolations() {
		reasons = append(reasons, strings.TrimPrefix(violation.GetReason().String(), "ERROR_REASON_"))
	}
	return say(object{"step": step, "reasons": reasons})
}

func (p *play) mint(ctx context.Context) error {
	request := &hallmintv1.SubmitMintRequest{RequestId: p.MintRequestID, Mint: mintSpec(p.Product.SKU, p.Quantity)}
	made, err := p.client.Minting.SubmitMint(ctx, request)
	if err != nil {
		return err
	}
	p.batchID = made.GetBatch().GetBatchId()
	line, err := followBatch(ctx, p.client, p.batchID, func() error { return p.cut(ctx, "") })
	if err != nil {
		return err
	}
	line["step"], line["batch_id"] = "mint", p.batchID
	return say(line)
}

// cut has all connections reset, at once or after so many more bytes.
func (p *play) cut(ctx context.Context, query string) error {
	asked, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Control+"/cut"+query, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(asked)
	if err != nil {
		return err
	}
	if err := answer.Body.Close(); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the proxy answers %s", answer.Status)
	}
	return nil
}

func (p *play) tokens(ctx context.Context) error {
	found, err := readTokens(ctx, p.client, p.batchID)
	if err != nil {
		return err
	}
	return say(object{
		"step": "tokens", "count": found.count, "first_seq": found.first, "last_seq": found.last, "sha256": found.sha256,
	})
}

func (p *play) export(ctx context.Context) error {
	made, err := p.client.Export.CreateExport(ctx, &hallmintv1.CreateExportRequest{BatchId: p.batchID, Profile: "generic-vdp-lf"})
	if err != nil {
		return err
	}
	p.exportID = made.GetExport().GetExportId()
	state := ""
	for export, err := range p.client.WatchExport(ctx, p.exportID) {
		if err != nil {
			return err
		}
		state = strings.TrimPrefix(export.GetState().String(), "EXPORT_STATE_")
	}
	packs, err := listPacks(ctx, p.client, p.exportID)
	if err != nil {
		return err
	}
	if err := p.cut(ctx, "?after=200000"); err != nil {
		return err
	}
	lines, err := download(ctx, p.client, packs, p.Folder)
	if err != nil {
		return err
	}
	return say(object{"step": "export", "export_id": p.exportID, "state": state, "packs": lines})
}
