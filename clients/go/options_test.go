package hallmint_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"hallmint.example/hallmint"
)

// refusedBy is what New says of options.
func refusedBy(t *testing.T, options hallmint.Options) string {
	t.Helper()
	client, err := hallmint.New(options)
	var found *hallmint.OptionError
	if !errors.As(err, &found) || client != nil {
		t.Fatalf("%v is taken: %v", options, err)
	}
	return err.Error()
}

func TestACredentialOfAnotherFormIsRefusedAndNotShown(t *testing.T) {
	for _, wrong := range []string{
		"x", " ", credential[1:], credential[:len(credential)-1], credential + "c", credential[:len(credential)-1] + "!",
		strings.ToUpper(credential), strings.Replace(credential, "live", "dead", 1), strings.Replace(credential, "bb", "bl", 1),
		credential + "\n" + credential, "Bearer " + credential, credential[:40] + "\n" + credential[41:],
	} {
		said := refusedBy(t, hallmint.Options{Credential: wrong})
		if len(wrong) > 1 && strings.Contains(said, wrong[len(wrong)-40:]) || !strings.Contains(said, "no credential") {
			t.Error(said)
		}
	}
	for _, kind := range []string{"live", "session", "invite"} {
		opened(t, hallmint.Options{Credential: " " + strings.Replace(credential, "live", kind, 1) + "\n"})
	}
}

func TestNothingThatIsPrintedShowsTheCredential(t *testing.T) {
	options := hallmint.Options{Address: "127.0.0.1:7601", Credential: credential, Brand: "nordlicht"}
	client := opened(t, options)
	other, err := client.Acting(credential, "suedlicht")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("client", "options", options, "pointer", &options, "client", client, "other", other)
	}
	told, err := json.Marshal([]any{options, client, other})
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{log.String(), string(told)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		texts = append(texts, fmt.Sprintf(verb, options), fmt.Sprintf(verb, &options), fmt.Sprintf(verb, client), fmt.Sprintf(verb, []any{options, client}), fmt.Sprintf(verb, other))
	}
	for _, text := range texts {
		for _, part := range []string{credential[30:60], fmt.Sprintf("%x", credential[30:60])} {
			if strings.Contains(text, part) {
				t.Error(text)
			}
		}
	}
	if text := client.String(); !strings.Contains(text, "127.0.0.1:7601") || !strings.Contains(text, "nordlicht") {
		t.Error(text)
	}
}

func TestABrandIsNamedByItsIDOrSlug(t *testing.T) {
	for _, wrong := range []string{"a b", "ä", "-", "a\n", "a/b", "x\r\ny: z"} {
		refusedBy(t, hallmint.Options{Brand: wrong})
	}
	for _, right := range []string{"nordlicht", "0197a0c9-77b2-7d10-9c55-31f2a9d0c4e6", "A1"} {
		opened(t, hallmint.Options{Brand: right})
	}
}

func TestAnAddressIsHostAndPort(t *testing.T) {
	for _, wrong := range []string{"localhost", ":7601", "a:b", "a:0", "a:65536", "unix:/tmp/x", "https://a.example", "a:1:2", "a:-1"} {
		if said := refusedBy(t, hallmint.Options{Address: wrong}); !strings.Contains(said, wrong) {
			t.Error(said)
		}
	}
	for _, right := range []string{"", "mint.example:443", "[::1]:7601"} {
		opened(t, hallmint.Options{Address: right})
	}
}

func TestClosingTwiceIsNoError(t *testing.T) {
	client := opened(t, hallmint.Options{})
	if err := client.Close(); err != nil {
		t.Error(err)
	}
}
