package hallmint

import (
	"fmt"
	"net"
	"regexp"
	"strconv"

	"google.golang.org/grpc"
)

// DefaultAddress is where a server of this machine listens.
const DefaultAddress = "127.0.0.1:7601"

const symbol = "[0-9a-hjkmnp-tv-z]" // Crockford's base32 in lower case

var (
	credentialForm = regexp.MustCompile("^hm_(live|session|invite)_" + symbol + "{12}_" + symbol + "{52}_" + symbol + "{6}$")
	brandForm      = regexp.MustCompile("^-*[A-Za-z0-9][A-Za-z0-9-]*$")
)

// Options are what a client is told. Whoever prints them does not see the credential.
type Options struct {
	// Address is host:port, by default DefaultAddress.
	Address string
	// Credential says who calls: a credential, session token or invitation (hm_live_..., hm_session_..., hm_invite_...). White space
	// around it does not count. Empty is for servers that ask for none.
	Credential string `json:"-"`
	// Brand is the acting one of a person with several brands: id or slug.
	Brand string
	// CA is a PEM file: who may vouch for the server. With it the connection is TLS; without it and Certificate it is plaintext, in
	// which a credential can be read on the way. Files are read once.
	CA string
	// Certificate and Key are PEM files: who we are, for TLS by both sides.
	Certificate, Key string
	// Policy is DefaultPolicy() where it is nil.
	Policy *Policy
	// DialOptions come after this client's own: interceptors in them, as those for tracing, see each try of a call.
	DialOptions []grpc.DialOption `json:"-"`
}

// Format shows the options without the credential, by whatever verb of fmt.
func (o Options) Format(out fmt.State, _ rune) {
	_, _ = fmt.Fprintf(out, "hallmint.Options{Address: %q, Brand: %q}", o.Address, o.Brand)
}

// target is the address, checked.
func (o Options) target() (string, error) {
	address := o.Address
	if address == "" {
		address = DefaultAddress
	}
	host, port, err := net.SplitHostPort(address)
	if number, bad := strconv.ParseUint(port, 10, 16); err != nil || host == "" || bad != nil || number == 0 {
		return "", refused("an address is host:port, and %q is none", address)
	}
	return address, nil
}

// caller is the metadata that says who calls, checked.
func (o Options) caller() (caller, error) {
	if o.Credential != "" {
		return callerOf(o.Credential, o.Brand)
	}
	return caller{brand: o.Brand}, checkBrand(o.Brand)
}
