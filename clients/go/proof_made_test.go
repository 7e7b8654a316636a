package hallmint_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"hallmint.example/hallmint"
)

var b64 = base64.StdEncoding.EncodeToString

// noteKey is a key that follows from its name; kind 1 is a log's, 4 a witness's.
type noteKey struct {
	name string
	kind byte
	seed string
}

func (k noteKey) private() ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(k.seed))
	return ed25519.NewKeyFromSeed(seed[:])
}

// named is a public key as a text, and its id.
func named(name string, kind byte, public []byte) (string, []byte) {
	data := append([]byte{kind}, public...)
	id := sha256.Sum256(append([]byte(name+"\n"), data...))
	return fmt.Sprintf("%s+%x+%s", name, id[:4], b64(data)), id[:4]
}

func (k noteKey) text() string {
	text, _ := named(k.name, k.kind, k.private().Public().(ed25519.PublicKey))
	return text
}

// line is the signature of a head, at a time where it is a witness's.
func (k noteKey) line(head string, seconds uint64) string {
	_, signed := named(k.name, k.kind, k.private().Public().(ed25519.PublicKey))
	if k.kind == 4 {
		signed = binary.BigEndian.AppendUint64(signed, seconds)
		head = fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, head)
	}
	return fmt.Sprintf("\u2014 %s %s\n", k.name, b64(append(signed, ed25519.Sign(k.private(), []byte(head))...)))
}

// tree gives the root over leaves and the path of one of them, by the recursion of RFC 6962, 2.1.
func tree(leaves [][]byte, index int) (root []byte, path [][]byte) {
	if len(leaves) == 1 {
		return leaves[0], nil
	}
	split := 1
	for split*2 < len(leaves) {
		split *= 2
	}
	left, inLeft := tree(leaves[:split], min(index, split-1))
	right, inRight := tree(leaves[split:], max(index-split, 0))
	sum := sha256.Sum256(append(append([]byte{1}, left...), right...))
	if index < split {
		return sum[:], append(inLeft, right)
	}
	return sum[:], append(inRight, left)
}

// planted is a leaf among others.
func planted(entry string, index, size int) (root []byte, path [][]byte) {
	leaves := make([][]byte, size)
	for at := range leaves {
		sum := sha256.Sum256(fmt.Appendf(nil, "other %d", at))
		leaves[at] = sum[:]
	}
	sum := sha256.Sum256([]byte("\x00" + entry))
	leaves[index] = sum[:]
	return tree(leaves, index)
}

var theLog = noteKey{"log.example.com/hallmint", 1, "log"}

// unsigned is a true proof up to its signatures, and its head, which is to be signed.
func unsigned(seq, quantity, index, size int, identity string, extensions ...string) (file, head string) {
	const batch, product, minted = "01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-00000000beef", "2026-11-29T20:37:22.000001Z"
	salt, tag := strings.Repeat("5a", 32), strings.Repeat("0f", 32)
	root, path := planted(fmt.Sprintf("hallmint/v1\n%s\n%d\n%s\n", batch, seq, identity), seq, quantity)
	told := fmt.Sprintf("%s%s\n%d\n%x\n%s\n", strings.Repeat("\x5a", 32), product, quantity, root, minted)
	entry := fmt.Sprintf("hallmint/batch/v1\n%s\n%s\n%x\n", batch, tag, sha256.Sum256([]byte(told)))
	logRoot, logPath := planted(entry, index, size)
	head = fmt.Sprintf("%s\n%d\n%s\n", theLog.name, size, b64(logRoot))
	for _, line := range extensions {
		head += line + "\n"
	}
	file = fmt.Sprintf("hallmint/proof/v1\nbatch %s\nseq %d\nidentity %s\nquantity %d\nroot %x\nproduct %s\nminted %s\nsalt %s\ntag %s\n",
		batch, seq, identity, quantity, root, product, minted, salt, tag)
	for _, node := range path {
		file += "path " + b64(node) + "\n"
	}
	file += fmt.Sprintf("c2sp.org/tlog-proof@v1\nindex %d\n", index)
	for _, node := range logPath {
		file += b64(node) + "\n"
	}
	return file + "\n" + head + "\n", head
}

func TestProofsOfTreesOfAllShapesAreTaken(t *testing.T) {
	for size := 1; size <= 20; size++ {
		for at := range size {
			file, head := unsigned(at, size, size-1-at, size, "/t/CODE%2F-._~"[:12])
			if !accepted(t, file+theLog.line(head, 0), theLog.text()) {
				t.Error(at, size)
			}
		}
	}
}

func TestIdentitiesHaveOneForm(t *testing.T) {
	for identity, right := range map[string]bool{
		"/01/09506000134352/21/A": true, "/01/09506000134352/10/L/21/%C3%A4": true, "/t/A": true,
		"/01/0950600013435/21/A": false, "/01/09506000134352/21/": false, "/01/09506000134352/21/%c3": false, "/t/": false, "/t/a/b": false,
		"/T/A": false, "/01/09506000134352/10/L": false, "/01/09506000134352/21/A~": false, "/01/09506000134352/22/A": false,
	} {
		file, head := unsigned(0, 1, 0, 1, identity)
		if accepted(t, file+theLog.line(head, 0), theLog.text()) != right {
			t.Error(identity)
		}
	}
}

func TestAHeadMayHaveExtensionsWhichAreSigned(t *testing.T) {
	file, head := unsigned(0, 1, 0, 1, "/t/A", "an extension", "and \u00e4nother")
	signed := file + theLog.line(head, 0)
	if !accepted(t, signed, theLog.text()) || accepted(t, strings.Replace(signed, "an extension\n", "", 1), theLog.text()) {
		t.Error("extensions are not what was signed")
	}
}

func TestTheLogMustHaveSignedAndWitnessesAsManyAsWanted(t *testing.T) {
	first, second := noteKey{"one.example", 4, "one"}, noteKey{"two.example", 4, "two"}
	alias, namesake, own := noteKey{"alias.example", 4, "one"}, noteKey{"one.example", 4, "two"}, noteKey{"own.example", 4, theLog.seed}
	file, head := unsigned(3, 7, 5, 11, "/t/A")
	ours, one, two := theLog.line(head, 0), first.line(head, 1), second.line(head, 2)
	wrong := second.line(head+"x\n", 2)
	for name, each := range map[string]struct {
		signatures string
		keys       []noteKey
		wanted     int
		right      bool
	}{
		"all":                           {ours + one + two, []noteKey{first, second}, 2, true},
		"one of two":                    {ours + two, []noteKey{first, second}, 1, true},
		"none of two":                   {ours, []noteKey{first, second}, 0, true},
		"too few":                       {ours + one, []noteKey{first, second}, 2, false},
		"not the log":                   {one + two, []noteKey{first, second}, 2, false},
		"another log":                   {noteKey{theLog.name, 1, "x"}.line(head, 0), nil, 0, false},
		"a wrong one beside enough":     {ours + one + wrong, []noteKey{first, second}, 1, false},
		"a wrong one of nobody's":       {ours + one + wrong, []noteKey{first}, 1, true},
		"signed twice":                  {ours + one + first.line(head, 9), []noteKey{first}, 1, false},
		"the log twice":                 {ours + ours, nil, 0, false},
		"one key by two names":          {ours + one + alias.line(head, 1), []noteKey{first, alias}, 2, false},
		"one key by two names, for one": {ours + one + alias.line(head, 1), []noteKey{first, alias}, 1, false},
		"one key twice":                 {ours + one, []noteKey{first, first}, 1, false},
		"the log as a witness":          {ours + own.line(head, 1), []noteKey{own}, 1, false},
		"the log among witnesses":       {ours + own.line(head, 1) + one, []noteKey{first, own}, 1, false},
		"two keys by one name":          {ours + one + namesake.line(head, 2), []noteKey{first, namesake}, 2, true},
		"a stranger twice":              {ours + one + two + two, []noteKey{first}, 1, true},
		"at no time":                    {ours + first.line(head, 1<<63), []noteKey{first}, 1, false},
		"at the last time":              {ours + first.line(head, 1<<63-1), []noteKey{first}, 1, true},
		"more than there are":           {ours + one, []noteKey{first}, 2, false},
		"fewer than none":               {ours + one, []noteKey{first}, -1, false},
		"a log's key as a witness":      {ours, []noteKey{theLog}, 1, false},
		"a hundred signatures":          {ours + strings.Repeat("\u2014 x AAAAAAA=\n", 99), nil, 0, true},
		"a hundred and one":             {ours + strings.Repeat("\u2014 x AAAAAAA=\n", 100), nil, 0, false},
		"a name with a plus":            {ours + noteKey{"a+b", 1, "x"}.line(head, 0), nil, 0, false},
		"a name with a space":           {ours + noteKey{"a\u00a0b", 1, "x"}.line(head, 0), nil, 0, false},
		"a name with a next line":       {ours + noteKey{"a\u0085b", 1, "x"}.line(head, 0), nil, 0, false},
		"a name with a delete":          {ours + noteKey{"a\x7f\u0080b", 1, "x"}.line(head, 0), nil, 0, true},
		"a name with an unseen mark":    {ours + noteKey{"a\ufeffb", 1, "x"}.line(head, 0), nil, 0, true},
		"a name like any other":         {ours + noteKey{"a\u00e4b", 1, "x"}.line(head, 0), nil, 0, true},
		"cut short":                     {ours + "\u2014 one.example " + b64(append(idOf(first), 1)) + "\n", []noteKey{first}, 1, false},
	} {
		texts := []string{}
		for _, key := range each.keys {
			texts = append(texts, key.text())
		}
		found, err := hallmint.VerifyProofBy(each.wanted, []byte(file+each.signatures), theLog.text(), texts...)
		if (err == nil) != each.right || (found == nil) == each.right {
			t.Error(name, err)
		}
	}
}

// A log that signs what is no head of its own, or of a tree that is larger than the path to its root.
func TestWhatTheLogShouldNotHaveSignedIsRefusedAllTheSame(t *testing.T) {
	file, head := unsigned(0, 1, 0, 1, "/t/A")
	for _, change := range [][2]string{
		{theLog.name + "\n1\n", theLog.name + "\n2\n"},
		{theLog.name + "\n1\n", "another.example/log\n1\n"},
		{head, head + "a\tb\n"},
		{head, head + "a\x01b\n"},
		{head, head + "a\xffb\n"},
	} {
		changed := strings.Replace(head, change[0], change[1], 1)
		if accepted(t, strings.Replace(file, head, changed, 1)+theLog.line(changed, 0), theLog.text()) {
			t.Errorf("%q", changed)
		}
	}
}

func idOf(key noteKey) []byte {
	_, id := named(key.name, key.kind, key.private().Public().(ed25519.PublicKey))
	return id
}

func TestKeysThatAreNoneAreRefused(t *testing.T) {
	file, head := unsigned(0, 1, 0, 1, "/t/A")
	signed, right := file+theLog.line(head, 0), theLog.text()
	parts := strings.SplitN(right, "+", 3)
	witness, _ := named(theLog.name, 4, theLog.private().Public().(ed25519.PublicKey))
	for _, wrong := range []string{
		"", "x", "+", "++", right + "=", right[:len(right)-1], "x" + right, right + "\n", strings.ToUpper(right), witness,
		parts[0] + "+" + parts[1], parts[0] + "+00000000+" + parts[2], parts[0] + "+" + strings.ToUpper(parts[1]) + "+" + parts[2],
	} {
		if accepted(t, signed, wrong) {
			t.Errorf("%q", wrong)
		}
	}
}

// Under these keys, which crypto/ed25519 takes, a signature of zeros and a point of small order fits texts that nobody signed.
func TestKeysUnderWhichASignatureMeansNothingAreRefused(t *testing.T) {
	weak := map[string][]byte{
		"y of 1": {0: 1, 31: 0}, "y of 0": make([]byte, 32), "y of 0, negative": {31: 0x80}, "y of 1, negative": {0: 1, 31: 0x80},
	}
	hex := map[string]string{
		"y of -1":    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"order 8":    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"order 8, 2": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"order 8, 3": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"order 8, 4": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"p":          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"p + 1":      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"p + 3":      "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"no point":   "0200000000000000000000000000000000000000000000000000000000000000",
	}
	for name, text := range hex {
		public := make([]byte, 32)
		if _, err := fmt.Sscanf(text, "%x", &public); err != nil {
			t.Fatal(err)
		}
		weak[name] = public
	}
	file, head := unsigned(0, 1, 0, 1, "/t/A")
	for name, public := range weak {
		key, id := named(theLog.name, 1, public)
		forged := append(append(id, weak["y of 1"]...), make([]byte, 32)...)
		_, err := hallmint.VerifyProof([]byte(file+"\u2014 "+theLog.name+" "+b64(forged)+"\n"), key)
		if err == nil || !strings.Contains(err.Error(), "means nothing") {
			t.Error(name, err)
		}
	}
	if !ed25519.Verify(weak["y of 1"], []byte(head), append(append([]byte{}, weak["y of 1"]...), make([]byte, 32)...)) {
		t.Error("no forgery: the test shows nothing")
	}
}

func FuzzVerifyProof(f *testing.F) {
	file, head := unsigned(3, 7, 5, 11, "/t/A")
	signed := file + theLog.line(head, 0)
	f.Add([]byte(signed))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := hallmint.VerifyProof(data, theLog.text()); err == nil && !strings.HasPrefix(string(data), signed[:len(file)]) {
			t.Errorf("%q", data)
		}
	})
}
