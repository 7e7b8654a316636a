package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

const provedSeq, revokedSeq = 4242, 7

func at(batchID string, seq int32) *hallmintv1.TokenRef {
	return &hallmintv1.TokenRef{Ref: &hallmintv1.TokenRef_BatchSeq{BatchSeq: &hallmintv1.BatchSeq{BatchId: batchID, Seq: seq}}}
}

func (p *play) proof(ctx context.Context) error {
	found, file, err := p.proved(ctx, p.client, p.batchID, provedSeq)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(p.Folder, "token.proof"), file, 0o666); err != nil {
		return err
	}
	changed := regexp.MustCompile(`(?m)^root [0-9a-f]`).ReplaceAllStringFunc(string(file), func(line string) string {
		if strings.HasSuffix(line, "0") {
			return "root 1"
		}
		return "root 0"
	})
	_, err = hallmint.VerifyProof([]byte(changed), p.LogKey)
	var refused *hallmint.ProofError
	if !errors.As(err, &refused) {
		return errors.New("a proof that was changed is taken")
	}
	return say(object{
		"step": "proof", "identity": found.Identity, "batch_id": found.BatchID, "seq": found.Seq, "size": found.Size,
		"mutated": refused.Message,
	})
}

// proved fetches the proof of a unit, and verifies it.
func (c config) proved(ctx context.Context, client *hallmint.Client, batchID string, seq int32) (*hallmint.Proof, []byte, error) {
	answer, err := client.Verification.GetTokenProof(ctx, &hallmintv1.GetTokenProofRequest{Token: at(batchID, seq)})
	if err != nil {
		return nil, nil, err
	}
	found, err := hallmint.VerifyProof(answer.GetProof(), c.LogKey)
	return found, answer.GetProof(), err
}

func (p *play) revoke(ctx context.Context) error {
	token := at(p.batchID, revokedSeq)
	if _, err := p.client.Minting.RevokeTokens(ctx, &hallmintv1.RevokeTokensRequest{
		Reason: "stolen in transit",
		Target: &hallmintv1.RevokeTokensRequest_Tokens{Tokens: &hallmintv1.TokenRefs{Tokens: []*hallmintv1.TokenRef{token}}},
	}); err != nil {
		return err
	}
	answer, err := p.client.Minting.GetToken(ctx, &hallmintv1.GetTokenRequest{Token: token})
	if err != nil {
		return err
	}
	return say(object{"step": "revoke", "status": strings.TrimPrefix(answer.GetToken().GetStatus().String(), "TOKEN_STATUS_")})
}

// sheet is imported twice, and all connections are cut in the middle of it.
func (p *play) sheet(ctx context.Context) error {
	isCut, failed := false, error(nil)
	first, err := p.imported(ctx, p.client, func(int64) {
		if !isCut {
			isCut, failed = true, p.cut(ctx, "")
		}
	})
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	again, err := p.imported(ctx, p.client, nil)
	if err != nil {
		return err
	}
	return say(object{"step": "import", "first": first, "again": again})
}

func (p *play) acting(ctx context.Context) error {
	line, err := p.callers(ctx, p.client)
	if err != nil {
		return err
	}
	line["step"] = "acting"
	return say(line)
}

// failures provokes errors, and tells them as the client does.
func (p *play) failures(ctx context.Context) error {
	revoked, away := p.config, p.config
	revoked.Credential = p.RevokedCredential
	away.Address, away.Policy = p.Away, map[string]any{"attempts": 2.0, "pause": (50 * time.Millisecond).Seconds()}
	submit := func(id string, quantity int32) func() error {
		return func() error {
			request := &hallmintv1.SubmitMintRequest{RequestId: id, Mint: mintSpec(p.Product.SKU, quantity)}
			_, err := p.client.Minting.SubmitMint(ctx, request)
			return err
		}
	}
	for _, each := range []struct {
		name string
		call func() error
	}{
		{"revoked_credential", func() error { return revoked.stats(ctx) }},
		{"reused_request_id", submit(p.MintRequestID, p.Quantity+1)},
		{"refused", submit("", 0)},
		{"unavailable", func() error { return away.stats(ctx) }},
	} {
		failed := each.call()
		if failed == nil {
			return errors.New(each.name + " is no error")
		}
		line, err := told(failed)
		if err != nil {
			return err
		}
		delete(line, "retry_after")
		line["step"], line["case"] = "error", each.name
		if err := say(line); err != nil {
			return err
		}
	}
	return nil
}

// stats asks for them by a client of its own.
func (c config) stats(ctx context.Context) error {
	client, err := c.client()
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }() // what counts is how the call ended
	_, err = client.Minting.GetStats(ctx, &hallmintv1.GetStatsRequest{})
	return err
}
