package hallmint

import (
	"context"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

const (
	credentialKey = "authorization"
	brandKey      = "x-hallmint-brand"
)

// caller is who calls, as metadata says it.
type caller struct {
	authorization, brand string
}

// callerOf checks who is to call. No error shows the credential.
func callerOf(credential, brand string) (caller, error) {
	if err := checkBrand(brand); err != nil {
		return caller{}, err
	}
	credential = strings.TrimSpace(credential)
	if !credentialForm.MatchString(credential) {
		return caller{}, refused("this is no credential: one has 79 characters or more and begins with hm_live_, hm_session_ or " +
			"hm_invite_; check that it is whole")
	}
	return caller{authorization: "Bearer " + credential, brand: brand}, nil
}

// checkBrand takes what an id or a slug can be, or none.
func checkBrand(brand string) error {
	if brand != "" && !brandForm.MatchString(brand) {
		return refused("a brand is named by its id or slug: letters, digits and hyphens")
	}
	return nil
}

// as gives a context the metadata of the caller. It goes into each call, and into nothing that outlives it.
func (c caller) as(ctx context.Context, method string) context.Context {
	sent, _ := metadata.FromOutgoingContext(ctx)
	sent = sent.Copy()
	if c.authorization != "" {
		sent.Set(credentialKey, c.authorization)
	}
	if c.brand != "" && !brandless[method] {
		sent.Set(brandKey, c.brand)
	}
	return metadata.NewOutgoingContext(ctx, sent)
}

// voice is a connection as one caller uses it; others may use the same.
type voice struct {
	grpc.ClientConnInterface
	caller
}

func (v voice) Invoke(ctx context.Context, method string, request, reply any, options ...grpc.CallOption) error {
	return v.ClientConnInterface.Invoke(v.as(ctx, method), method, request, reply, options...)
}

func (v voice) NewStream(
	ctx context.Context, about *grpc.StreamDesc, method string, options ...grpc.CallOption,
) (grpc.ClientStream, error) {
	return v.ClientConnInterface.NewStream(v.as(ctx, method), about, method, options...)
}

// Acting is a client for another caller over the connection of this one, with its policy: for a program that calls for many people,
// each with a session of their own. [*OptionError] as [New] has it, and where the credential is empty. Closing it ends nothing; it ends
// with the client that it is made of.
func (c *Client) Acting(credential, brand string) (*Client, error) {
	who, err := callerOf(credential, brand)
	if err != nil {
		return nil, err
	}
	made := over(voice{c.conn, who})
	made.address, made.brand, made.layer, made.conn = c.address, who.brand, c.layer, c.conn
	made.close = func() error { return nil }
	return made, nil
}
