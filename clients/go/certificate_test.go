package hallmint_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// authority signs certificates, and its own lies in the file `ca`.
type authority struct {
	folder string
	own    *x509.Certificate
	key    *ecdsa.PrivateKey
	ca     string
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	made := &authority{folder: t.TempDir()}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "an authority"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	made.ca, _, made.own, made.key = made.sign(t, "ca", template)
	return made
}

// issue signs a certificate for 127.0.0.1, which ends at a time.
func (a *authority) issue(t *testing.T, name string, ends time.Time) (certificate, key string) {
	t.Helper()
	certificate, key, _, _ = a.sign(t, name, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotAfter: ends, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	})
	return certificate, key
}

// sign writes a certificate and its key into files.
func (a *authority) sign(t *testing.T, name string, template *x509.Certificate) (string, string, *x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, parent := a.key, a.own
	if signer == nil {
		signer, parent = key, template
	}
	made, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	read, err := x509.ParseCertificate(made)
	if err != nil {
		t.Fatal(err)
	}
	return a.write(t, name+".pem", "CERTIFICATE", made), a.write(t, name+".key", "PRIVATE KEY", secret), read, key
}

func (a *authority) write(t *testing.T, name, kind string, data []byte) string {
	t.Helper()
	path := filepath.Join(a.folder, name)
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// server is how a server uses a certificate of the authority, and wants one of a client where `both` is set.
func (a *authority) server(t *testing.T, ends time.Time, both bool) *tls.Config {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(a.issue(t, "server", ends))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.own)
	config := &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: pool, MinVersion: tls.VersionTLS12}
	if both {
		config.ClientAuth = tls.RequireAndVerifyClientCert
	}
	return config
}
