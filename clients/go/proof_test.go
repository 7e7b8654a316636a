package hallmint_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmint.example/hallmint"
)

// example reads a file beside the format's description.
func example(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "verify", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

type proofExample struct{ file, log, witness string }

func readExample(t *testing.T) proofExample {
	t.Helper()
	return proofExample{
		example(t, "example.proof"), strings.TrimSpace(example(t, "example-log.key")), strings.TrimSpace(example(t, "example-witness.key")),
	}
}

// accepts tells whether a proof is taken by all keys of the example. A refusal is a ProofError that says why.
func (e proofExample) accepts(t *testing.T, data string) bool {
	t.Helper()
	return accepted(t, data, e.log, e.witness)
}

func accepted(t *testing.T, data, log string, witnesses ...string) bool {
	t.Helper()
	found, err := hallmint.VerifyProof([]byte(data), log, witnesses...)
	var refused *hallmint.ProofError
	if err != nil && (!errors.As(err, &refused) || refused.Message == "" || found != nil) {
		t.Fatalf("%T %v", err, err)
	}
	return err == nil
}

func TestTheExampleIsProved(t *testing.T) {
	of := readExample(t)
	found, err := hallmint.VerifyProof([]byte(of.file), of.log, of.witness)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(*found, hallmint.Proof{
		Identity: "/01/09506000134352/10/LOT%2F7/21/V000000000000003",
		BatchID:  "0197a0c9-77b2-7d10-9c55-31f2a9d0c4e6", ProductID: "0197a0c8-5a3e-7cc1-8b8d-0a1b2c3d4e5f",
		Seq: 3, Quantity: 7, Minted: "2027-02-18T09:30:00.123456Z", Index: 5, Size: 11, Log: "log.example/hallmint",
		Witnesses: map[string]time.Time{"witness1.example": time.Date(2027, 2, 19, 1, 20, 0, 0, time.UTC)},
	}) {
		t.Errorf("%+v", *found)
	}
	if !accepted(t, of.file, of.log) {
		t.Error("without a witness it is not proved")
	}
	swapped := swapSignatures(of.file)
	if swapped == of.file || !of.accepts(t, swapped) {
		t.Error("signatures have no order")
	}
}

// swapSignatures moves the last line before the one above it.
func swapSignatures(file string) string {
	lines := strings.SplitAfter(strings.TrimSuffix(file, "\n"), "\n")
	last := len(lines) - 1
	return strings.Join(lines[:last-1], "") + lines[last] + "\n" + strings.TrimSuffix(lines[last-1], "\n") + "\n"
}

func TestEachChangedByteIsRefused(t *testing.T) {
	of := readExample(t)
	for at := range len(of.file) {
		before, here, after := of.file[:at], of.file[at], of.file[at+1:]
		for _, other := range []string{
			"", string(here) + string(here), string(here ^ 1), string(here ^ 0x20), string([]byte{here ^ 0x80}), " ", "0", "\n", "\x00", "\u00a0",
		} {
			if changed := before + other + after; changed != of.file && of.accepts(t, changed) {
				t.Errorf("byte %d, %q instead of %q", at, other, here)
			}
		}
	}
}

func TestEachChangedLineIsRefused(t *testing.T) {
	of := readExample(t)
	lines := strings.SplitAfter(of.file, "\n")
	lines = lines[:len(lines)-1]
	for at, line := range lines {
		plain := strings.TrimSuffix(line, "\n")
		others := []string{
			"", line + line, plain + " \n", " " + line, plain + "\r\n", plain + "\t\n", "\n" + line, line + "\n", strings.ToUpper(line),
			strings.Replace(line, " ", "  ", 1), strings.Replace(line, " ", "", 1), strings.Replace(line, " ", "\u2003", 1),
		}
		for _, other := range others {
			if other != line && of.accepts(t, strings.Join(slices.Concat(lines[:at], []string{other}, lines[at+1:]), "")) {
				t.Errorf("%q instead of %q", other, line)
			}
		}
		for second := at + 1; second < len(lines); second++ {
			swapped := slices.Clone(lines)
			swapped[at], swapped[second] = lines[second], lines[at]
			changed := strings.Join(swapped, "")
			if changed != of.file && changed != swapSignatures(of.file) && of.accepts(t, changed) {
				t.Error("swapped", at, second)
			}
		}
	}
}

func TestNumbersAreWrittenInOneWay(t *testing.T) {
	of := readExample(t)
	found := regexp.MustCompile(`(?m)^(?:seq |quantity |index |)([0-9]+)$`).FindAllStringSubmatchIndex(of.file, -1)
	if len(found) != 4 {
		t.Fatal(found)
	}
	for _, at := range found {
		number := of.file[at[2]:at[3]]
		for _, other := range []string{
			"0" + number, "+" + number, "-" + number, number + ".0", "0x" + number, number + "e0", "\uff13", "", "9", "1" + strings.Repeat("0", 18),
			"9223372036854775808", "18446744073709551616", "18446744073709551619", "18446744073709551623", "99999999999999999999",
		} {
			if of.accepts(t, of.file[:at[2]]+other+of.file[at[3]:]) {
				t.Error(other, "instead of", number)
			}
		}
	}
}

func TestBase64IsWrittenInOneWay(t *testing.T) {
	const symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	of := readExample(t)
	count := 0
	for _, at := range regexp.MustCompile(`(?m)(?:^|path | )([A-Za-z0-9+/]{40,}={0,2})$`).FindAllStringSubmatchIndex(of.file, -1) {
		text := of.file[at[2]:at[3]]
		plain := strings.TrimRight(text, "=")
		others := []string{plain, strings.NewReplacer("+", "-", "/", "_").Replace(text), text + "=", text + "====", text[:4] + "\n" + text[4:]}
		if plain != text { // the last symbol has bits that are no data
			last := symbols[strings.IndexByte(symbols, plain[len(plain)-1])^1]
			others = append(others, plain[:len(plain)-1]+string(last)+text[len(plain):])
		}
		for _, other := range others {
			if count++; other != text && of.accepts(t, of.file[:at[2]]+other+of.file[at[3]:]) {
				t.Error(other, "instead of", text)
			}
		}
	}
	if count < 50 {
		t.Error("only", count, "were tried")
	}
}

func TestWhatIsBeforeOrBehindTheFileOrMissingIsRefused(t *testing.T) {
	of := readExample(t)
	for at := range len(of.file) {
		if of.accepts(t, of.file[:at]) || at > 0 && of.accepts(t, of.file[at:]) {
			t.Error("cut at", at)
		}
	}
	for _, more := range []string{"\n", " ", "\x00", "\r\n", "x\n", of.file, "\ufeff", strings.Repeat("\n", 8192)} {
		if of.accepts(t, of.file+more) || of.accepts(t, more+of.file) {
			t.Errorf("%q", more)
		}
	}
	for _, other := range []string{
		"", strings.ReplaceAll(of.file, "\n", "\r\n"), strings.ReplaceAll(of.file, "\n", "\r"), string(bytes.ToTitle([]byte(of.file))),
	} {
		if of.accepts(t, other) {
			t.Errorf("%q", other[:min(len(other), 20)])
		}
	}
}
