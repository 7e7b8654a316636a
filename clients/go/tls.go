package hallmint

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// transport is TLS where its files are named, else plaintext.
func (o Options) transport() (credentials.TransportCredentials, error) {
	if (o.Certificate == "") != (o.Key == "") {
		return nil, refused("Certificate and Key go together")
	}
	if o.CA == "" && o.Certificate == "" {
		return insecure.NewCredentials(), nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.CA != "" {
		roots, err := readRoots(o.CA)
		if err != nil {
			return nil, err
		}
		config.RootCAs = roots
	}
	if o.Certificate != "" {
		pair, err := readPair(o.Certificate, o.Key)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return credentials.NewTLS(config), nil
}

// readRoots reads who may vouch for the server. One damaged certificate among others is an error: it may be the one that is needed.
func readRoots(path string) (*x509.CertPool, error) {
	rest, err := read(path)
	if err != nil {
		return nil, err
	}
	roots, count := x509.NewCertPool(), 0
	for block, rest := pem.Decode(rest); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		root, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, refused("%s holds a PEM certificate that is damaged", path)
		}
		roots.AddCert(root)
		count++
	}
	if count == 0 {
		return nil, refused("%s holds no PEM certificate", path)
	}
	return roots, nil
}

func readPair(certificate, key string) (tls.Certificate, error) {
	ours, err := read(certificate)
	if err != nil {
		return tls.Certificate{}, err
	}
	secret, err := read(key)
	if err != nil {
		return tls.Certificate{}, err
	}
	pair, err := tls.X509KeyPair(ours, secret)
	if err != nil {
		return tls.Certificate{}, refused("%s and %s are not a PEM certificate and its unencrypted PEM key", certificate, key)
	}
	return pair, nil
}

func read(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		var cause *fs.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return nil, refused("%s cannot be read: %v", path, err)
	}
	return data, nil
}
