package hallmint

import (
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	longestProof   = 8192 // bytes
	longestPath    = 63   // hashes
	mostSignatures = 100
)

// Forms of what stands in a line. Whatever differs by a single character is refused: there is no second way to write the same proof, so
// nothing can be hidden in one.
var (
	numberForm    = regexp.MustCompile(`^(0|[1-9][0-9]{0,18})$`)
	uuidForm      = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	identityForm  = regexp.MustCompile(`^(/01/[0-9]{14}(/10/` + word + `)?/21/` + word + `|/t/` + word + `)$`)
	timeForm      = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$`)
	hexForm       = regexp.MustCompile(`^[0-9a-f]{64}$`)
	signatureForm = regexp.MustCompile(`^[A-Za-z0-9+/]{7,}={0,2}$`)
)

const word = `([A-Za-z0-9._-]|%[0-9A-F]{2})+`

// noteSignature is a line under a note: whose, then four bytes of the key's id and what it signed with.
type noteSignature struct {
	name string
	data []byte
}

// proofFile is a proof as it is written; nothing of it is proved yet. `head` is what is signed.
type proofFile struct {
	batch, identity, product, minted, origin, head string
	seq, quantity, index, size                     uint64
	root, salt, tag, logRoot                       hash
	path, logPath                                  []hash
	signatures                                     []noteSignature
}

// proofLines are the lines that are still to be read. The first that is not what it should be makes it bad for good.
type proofLines struct {
	left []string
	bad  bool
}

func readProof(data []byte) (*proofFile, error) {
	refusal := unproved("not a proof file, or one that was changed")
	text := string(data)
	body, whole := strings.CutSuffix(text, "\n")
	if len(data) > longestProof || !whole || !utf8.Valid(data) || strings.ContainsFunc(body, isControl) {
		return nil, refusal
	}
	lines := &proofLines{left: strings.Split(body, "\n")}
	lines.exact("hallmint/proof/v1")
	made := &proofFile{
		batch: lines.field("batch", uuidForm), seq: number(lines.field("seq", numberForm)),
		identity: lines.field("identity", identityForm), quantity: number(lines.field("quantity", numberForm)),
		root: unhex(lines.field("root", hexForm)), product: lines.field("product", uuidForm),
		minted: lines.field("minted", timeForm), salt: unhex(lines.field("salt", hexForm)), tag: unhex(lines.field("tag", hexForm)),
		path: lines.hashes("path "),
	}
	lines.exact("c2sp.org/tlog-proof@v1")
	made.index = number(lines.field("index", numberForm))
	made.logPath = lines.hashes("")
	lines.exact("")
	made.readHead(lines)
	made.readSignatures(lines)
	if lines.bad {
		return nil, refusal
	}
	return made, nil
}

func isControl(c rune) bool {
	return c < ' ' && c != '\n'
}

// readHead reads the checkpoint: name, size, root, and lines of whatever extension; an empty line ends it.
func (p *proofFile) readHead(lines *proofLines) {
	var head strings.Builder
	take := func() string {
		line := lines.next()
		lines.bad = lines.bad || line == ""
		head.WriteString(line + "\n")
		return line
	}
	p.origin = take()
	size := take()
	lines.bad = lines.bad || !numberForm.MatchString(size)
	p.size = number(size)
	p.logRoot = lines.hash(take())
	for !lines.bad && lines.peek() != "" {
		take()
	}
	lines.exact("")
	p.head = head.String()
}

func (p *proofFile) readSignatures(lines *proofLines) {
	lines.bad = lines.bad || len(lines.left) == 0 || len(lines.left) > mostSignatures
	for !lines.bad && len(lines.left) > 0 {
		rest, dashed := strings.CutPrefix(lines.next(), "\u2014 ")
		name, encoded, found := strings.Cut(rest, " ")
		data, err := unbase64(encoded)
		lines.bad = !dashed || !found || name == "" || strings.ContainsFunc(name, isNoName) ||
			!signatureForm.MatchString(encoded) || err != nil
		p.signatures = append(p.signatures, noteSignature{name, data})
	}
}

func isNoName(c rune) bool {
	return c == '+' || unicode.IsSpace(c)
}

// next takes a line.
func (l *proofLines) next() string {
	if len(l.left) == 0 {
		l.bad = true
		return ""
	}
	line := l.left[0]
	l.left = l.left[1:]
	return line
}

// peek shows the next line; none is as an empty one.
func (l *proofLines) peek() string {
	if len(l.left) == 0 {
		return ""
	}
	return l.left[0]
}

// exact takes the one line that may stand here.
func (l *proofLines) exact(line string) {
	l.bad = len(l.left) == 0 || l.next() != line || l.bad
}

// field takes `name value`.
func (l *proofLines) field(name string, form *regexp.Regexp) string {
	value, found := strings.CutPrefix(l.next(), name+" ")
	l.bad = l.bad || !found || !form.MatchString(value)
	return value
}

// hashes takes lines as long as they are a hash behind a prefix.
func (l *proofLines) hashes(prefix string) []hash {
	var made []hash
	for !l.bad && len(made) < longestPath {
		text, found := strings.CutPrefix(l.peek(), prefix)
		if !found || text == "" || prefix == "" && len(text) != base64Length {
			break
		}
		made = append(made, l.hash(text))
		l.next()
	}
	return made
}

const base64Length = 44 // of a hash

func (l *proofLines) hash(text string) hash {
	data, err := unbase64(text)
	if err != nil || len(data) != len(hash{}) {
		l.bad = true
		return hash{}
	}
	return hash(data)
}

// number reads what has the form of one: it has 19 digits at most, and so fits.
func number(text string) uint64 {
	value, _ := strconv.ParseUint(text, 10, 64) // what has another form is refused elsewhere
	return value
}

// unhex reads what has the form of a hash in hex.
func unhex(text string) hash {
	var made hash
	if len(text) == hex.EncodedLen(len(made)) {
		_, _ = hex.Decode(made[:], []byte(text)) // what has another form is refused elsewhere
	}
	return made
}
