package hallmint

import (
	"fmt"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/keepalive"

	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// Client calls a server. Its fields are the stubs of all services.
type Client struct {
	Audit          hallmintv1.AuditServiceClient
	Brand          hallmintv1.BrandServiceClient
	CarrierProfile hallmintv1.CarrierProfileServiceClient
	Catalog        hallmintv1.CatalogServiceClient
	Content        hallmintv1.ContentServiceClient
	Credential     hallmintv1.CredentialServiceClient
	Export         hallmintv1.ExportServiceClient
	Link           hallmintv1.LinkServiceClient
	Member         hallmintv1.MemberServiceClient
	Minting        hallmintv1.MintingServiceClient
	Production     hallmintv1.ProductionServiceClient
	Scan           hallmintv1.ScanServiceClient
	Session        hallmintv1.SessionServiceClient
	Verification   hallmintv1.VerificationServiceClient

	address string
	brand   string
	layer   *layer
	conn    *grpc.ClientConn
	close   func() error
}

// New makes a client. It connects with the first call, so a server that is away is no error yet. [*OptionError] where the options are
// refused.
func New(options Options) (*Client, error) {
	address, err := options.target()
	if err != nil {
		return nil, err
	}
	who, err := options.caller()
	if err != nil {
		return nil, err
	}
	policy := DefaultPolicy()
	if options.Policy != nil {
		policy = *options.Policy
	}
	if err := policy.check(); err != nil {
		return nil, err
	}
	secured, err := options.transport()
	if err != nil {
		return nil, err
	}
	between := &layer{policy: policy, closed: make(chan struct{})}
	dial := append(dialOptions(between), grpc.WithTransportCredentials(secured))
	// The name is looked up anew for each connection: gRPC's own way may wait two minutes between two look-ups.
	conn, err := grpc.NewClient("passthrough:///"+address, append(dial, options.DialOptions...)...)
	if err != nil {
		return nil, refused("the connection cannot be set up: %v", err)
	}
	made := over(voice{conn, who})
	made.address, made.brand, made.layer, made.conn = address, who.brand, between, conn
	made.close = sync.OnceValue(func() error {
		close(between.closed)
		return conn.Close()
	})
	return made, nil
}

// Close ends all calls and the connection: who waits for an answer, or to try again, hears CANCELLED. A second Close does nothing.
func (c *Client) Close() error {
	return c.close()
}

// String is without the credential.
func (c *Client) String() string {
	return fmt.Sprintf("hallmint.Client(%s, brand %q)", c.address, c.brand)
}

// GoString is String: what %#v prints.
func (c *Client) GoString() string {
	return c.String()
}

func dialOptions(between *layer) []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithChainUnaryInterceptor(between.unary),
		grpc.WithChainStreamInterceptor(between.streaming),
		// One schedule of retries, ours. What gRPC still repeats by itself never reached a handler of the server.
		grpc.WithDisableRetry(),
		grpc.WithNoProxy(),
		grpc.WithUserAgent("hallmint-client-go/" + Version),
		grpc.WithConnectParams(grpc.ConnectParams{
			// With its jitter of a fifth never above a second.
			Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 800 * time.Millisecond},
			MinConnectTimeout: 5 * time.Second,
		}),
		// A connection that died without a word is found while a call waits, and early enough for another try. The server allows a ping
		// every 10 s.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 15 * time.Second, Timeout: 10 * time.Second}),
	}
}

func over(conn grpc.ClientConnInterface) *Client {
	return &Client{
		Audit:          hallmintv1.NewAuditServiceClient(conn),
		Brand:          hallmintv1.NewBrandServiceClient(conn),
		CarrierProfile: hallmintv1.NewCarrierProfileServiceClient(conn),
		Catalog:        hallmintv1.NewCatalogServiceClient(conn),
		Content:        hallmintv1.NewContentServiceClient(conn),
		Credential:     hallmintv1.NewCredentialServiceClient(conn),
		Export:         hallmintv1.NewExportServiceClient(conn),
		Link:           hallmintv1.NewLinkServiceClient(conn),
		Member:         hallmintv1.NewMemberServiceClient(conn),
		Minting:        hallmintv1.NewMintingServiceClient(conn),
		Production:     hallmintv1.NewProductionServiceClient(conn),
		Scan:           hallmintv1.NewScanServiceClient(conn),
		Session:        hallmintv1.NewSessionServiceClient(conn),
		Verification:   hallmintv1.NewVerificationServiceClient(conn),
	}
}
