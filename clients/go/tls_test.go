package hallmint_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"

	"hallmint.example/hallmint"
)

// standing is the address of a server on this machine that answers GetStats.
func standing(t *testing.T, options ...grpc.ServerOption) (string, *house) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	made := newHouse()
	failing(made, 0, nil)
	made.serve(t, listener, options...)
	return listener.Addr().String(), made
}

func later() time.Time { return time.Now().Add(time.Hour) }

// quick is a policy for what never works.
var quick = with(func(p *hallmint.Policy) { p.Attempts, p.Pause = 2, time.Millisecond })

func TestTLSWithOneAndWithBothSides(t *testing.T) {
	for _, both := range []bool{false, true} {
		home := newAuthority(t)
		address, _ := standing(t, grpc.Creds(credentials.NewTLS(home.server(t, later(), both))))
		options := hallmint.Options{Address: address, CA: home.ca}
		if both {
			options.Certificate, options.Key = home.issue(t, "client", later())
		}
		if minted, err := getStats(opened(t, options)); err != nil || minted != 42 {
			t.Error(minted, err)
		}
	}
}

func TestTLSThatDoesNotFitIsOneClearError(t *testing.T) {
	home, other := newAuthority(t), newAuthority(t)
	address, _ := standing(t, grpc.Creds(credentials.NewTLS(home.server(t, later(), true))))
	expired, _ := standing(t, grpc.Creds(credentials.NewTLS(home.server(t, time.Now().Add(-time.Minute), false))))
	plain, _ := standing(t)
	certificate, key := other.issue(t, "stranger", later())
	for name, each := range map[string]struct {
		options hallmint.Options
		said    string
	}{
		"another authority":      {hallmint.Options{Address: address, CA: other.ca}, "unknown authority"},
		"no certificate of ours": {hallmint.Options{Address: address, CA: home.ca}, ""},
		"a stranger's":           {hallmint.Options{Address: address, CA: home.ca, Certificate: certificate, Key: key}, ""},
		"only that of a machine": {hallmint.Options{Address: address, Certificate: certificate, Key: key}, "unknown authority"},
		"an expired server":      {hallmint.Options{Address: expired, CA: home.ca}, "expired"},
		"plaintext to TLS":       {hallmint.Options{Address: address}, ""},
		"TLS to plaintext":       {hallmint.Options{Address: plain, CA: home.ca}, "tls"},
		"another host":           {hallmint.Options{Address: strings.Replace(address, "127.0.0.1", "127.0.0.2", 1), CA: home.ca}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			quick(&each.options)
			_, err := getStats(opened(t, each.options))
			if found := failure(t, err, codes.Unavailable, ""); !strings.Contains(found.Message, each.said) {
				t.Error(found)
			}
		})
	}
}

func TestFilesOfTLSThatAreNoneAreRefused(t *testing.T) {
	home := newAuthority(t)
	certificate, key := home.issue(t, "client", later())
	_, otherKey := home.issue(t, "other", later())
	damaged := home.write(t, "damaged.pem", "CERTIFICATE", []byte("none"))
	encrypted := home.write(t, "encrypted.key", "ENCRYPTED PRIVATE KEY", []byte("none"))
	both := filepath.Join(home.folder, "both.pem")
	text := filepath.Join(home.folder, "text.pem")
	var joined []byte
	for _, path := range []string{home.ca, damaged} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		joined = append(joined, data...)
	}
	for path, data := range map[string][]byte{both: joined, text: []byte("no certificate\n")} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	missing := filepath.Join(home.folder, "missing.pem")
	for said, options := range map[string]hallmint.Options{
		"go together":           {Certificate: certificate},
		"together":              {Key: key},
		"missing.pem cannot":    {CA: missing},
		"missing.pem":           {Certificate: missing, Key: key},
		"cannot be read: no":    {Certificate: certificate, Key: missing},
		"text.pem holds no PEM": {CA: text},
		"key holds no PEM":      {CA: key},
		"damaged.pem holds":     {CA: damaged},
		"both.pem holds":        {CA: both},
		"client.pem and":        {Certificate: certificate, Key: otherKey},
		"client.key and":        {Certificate: key, Key: key},
		"encrypted.key are not": {Certificate: certificate, Key: encrypted},
		home.folder + " cannot": {CA: home.folder},
	} {
		if told := refusedBy(t, options); !strings.Contains(told, said) {
			t.Error(told, said)
		}
	}
}
