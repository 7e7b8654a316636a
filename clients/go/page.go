package hallmint

import "iter"

// fullPage is the most that the server puts into one page.
const fullPage = 500

// Page is the answer of a list.
type Page interface {
	GetNextPageToken() string
}

// Pages walks through the pages of a list. fetch takes a page token, at first the empty one. An error is the last that comes, and
// with it no page; it also ends where the server gives a token twice in a row.
func Pages[P Page](fetch func(pageToken string) (P, error)) iter.Seq2[P, error] {
	return func(yield func(P, error) bool) {
		token := ""
		for {
			page, err := fetch(token)
			if err != nil {
				var none P
				yield(none, err)
				return
			}
			if !yield(page, nil) {
				return
			}
			next := page.GetNextPageToken()
			if next == "" || next == token {
				return
			}
			token = next
		}
	}
}

// Items walks through what is on the pages of a list, in as many calls as it takes:
//
//	products := hallmint.Items(func(token string) (*hallmintv1.ListProductsResponse, error) {
//		return client.Catalog.ListProducts(ctx, &hallmintv1.ListProductsRequest{PageSize: 500, PageToken: token})
//	}, (*hallmintv1.ListProductsResponse).GetProducts)
//
// An error is the last that comes, and with it no item.
func Items[P Page, T any](fetch func(pageToken string) (P, error), of func(P) []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range Pages(fetch) {
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range of(page) {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}
