package hallmint_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"google.golang.org/grpc/codes"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// listing lets ListTokens give so many pages of two tokens, and notes how it is asked.
func listing(server *house, pages int) *[]*hallmintv1.ListTokensRequest {
	var asked []*hallmintv1.ListTokensRequest
	answers(server, hallmintv1.MintingService_ListTokens_FullMethodName,
		func(request *hallmintv1.ListTokensRequest) (*hallmintv1.ListTokensResponse, error) {
			asked = append(asked, request)
			page := 0
			if request.GetPageToken() != "" {
				if _, err := fmt.Sscan(request.GetPageToken(), &page); err != nil {
					return nil, err
				}
			}
			answer := &hallmintv1.ListTokensResponse{Tokens: []*hallmintv1.Token{{Seq: int32(page * 2)}, {Seq: int32(page*2 + 1)}}}
			if page+1 < pages {
				answer.NextPageToken = fmt.Sprint(page + 1)
			}
			return answer, nil
		})
	return &asked
}

func TestTokensComeThroughAllPages(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		asked := listing(server, 3)
		request := &hallmintv1.ListTokensRequest{BatchId: "b", LotCode: "L1"}
		for range 2 { // what is walked through can be walked through again
			var seqs []int32
			for token, err := range client.Tokens(ctx(), request) {
				if err != nil {
					t.Fatal(err)
				}
				seqs = append(seqs, token.GetSeq())
			}
			if !slices.Equal(seqs, []int32{0, 1, 2, 3, 4, 5}) {
				t.Error(seqs)
			}
		}
		for _, each := range *asked {
			if each.GetPageSize() != 500 || each.GetBatchId() != "b" || each.GetLotCode() != "L1" {
				t.Error(each)
			}
		}
		if request.GetPageSize() != 0 || request.GetPageToken() != "" {
			t.Error("the caller's request was changed")
		}
	})
}

func TestTokensGoOnFromAPageOfTheCallers(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		asked := listing(server, 4)
		for token, err := range client.Tokens(ctx(), &hallmintv1.ListTokensRequest{PageToken: "2", PageSize: 2}) {
			if err != nil {
				t.Fatal(err)
			}
			if token.GetSeq() == 6 {
				break // and no more is asked for
			}
		}
		if len(*asked) != 2 || (*asked)[0].GetPageToken() != "2" || (*asked)[0].GetPageSize() != 2 {
			t.Error(*asked)
		}
	})
}

func TestBatchesAndPacksComeThroughAllPages(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		answers(server, hallmintv1.MintingService_ListBatches_FullMethodName,
			func(asked *hallmintv1.ListBatchesRequest) (*hallmintv1.ListBatchesResponse, error) {
				if asked.GetPageToken() == "" {
					return &hallmintv1.ListBatchesResponse{NextPageToken: "x"}, nil // a page may be empty
				}
				return &hallmintv1.ListBatchesResponse{Batches: []*hallmintv1.Batch{{BatchNo: asked.GetPageSize()}}}, nil
			})
		for batch, err := range client.Batches(ctx(), nil) {
			if err != nil || batch.GetBatchNo() != 500 {
				t.Error(batch, err)
			}
		}
		answers(server, hallmintv1.ExportService_ListPacks_FullMethodName,
			func(asked *hallmintv1.ListPacksRequest) (*hallmintv1.ListPacksResponse, error) {
				pack := &hallmintv1.Pack{ExportId: asked.GetExportId(), PackNo: asked.GetPageSize()}
				return &hallmintv1.ListPacksResponse{Packs: []*hallmintv1.Pack{pack}}, nil
			})
		for pack, err := range client.Packs(ctx(), "e") {
			if err != nil || pack.GetExportId() != "e" || pack.GetPackNo() != 500 {
				t.Error(pack, err)
			}
		}
		if len(server.calls) != 3 {
			t.Error(server.calls)
		}
	})
}

func TestAnErrorIsTheLastThatComes(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		answers(server, hallmintv1.MintingService_ListTokens_FullMethodName,
			func(asked *hallmintv1.ListTokensRequest) (*hallmintv1.ListTokensResponse, error) {
				if asked.GetPageToken() != "" {
					return nil, refusal(codes.NotFound, "BATCH_NOT_FOUND")
				}
				return &hallmintv1.ListTokensResponse{Tokens: []*hallmintv1.Token{{}}, NextPageToken: "x"}, nil
			})
		var last error
		count := 0
		for token, err := range client.Tokens(ctx(), &hallmintv1.ListTokensRequest{}) {
			count, last = count+1, err
			if (token == nil) != (err != nil) {
				t.Error(token, err)
			}
		}
		failure(t, last, codes.NotFound, "BATCH_NOT_FOUND")
		if count != 2 {
			t.Error(count)
		}
	})
}

type page string

func (p page) GetNextPageToken() string { return string(p) }

func TestPagesEndWhereATokenComesTwice(t *testing.T) {
	var asked []string
	for _, err := range hallmint.Pages(func(token string) (page, error) {
		asked = append(asked, token)
		return "again", nil
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	if !slices.Equal(asked, []string{"", "again"}) {
		t.Error(asked)
	}
	bad := errors.New("bad")
	for _, err := range hallmint.Pages(func(string) (page, error) { return "", bad }) {
		if !errors.Is(err, bad) {
			t.Error(err)
		}
	}
}
