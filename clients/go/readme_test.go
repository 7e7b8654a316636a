package hallmint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hallmint.example/hallmint"
)

func TestTheReadmeShowsTheExampleThatIsBuilt(t *testing.T) {
	code := text(t, filepath.Join("examples", "mint_and_watch", "main.go"))
	if !strings.Contains(text(t, "README.md"), "```go\n"+code[strings.Index(code, "package main"):]+"```") {
		t.Error("README.md has another program than examples/mint_and_watch")
	}
}

func TestWhatIsSaidOfVersionsIsSo(t *testing.T) {
	readme, module, tools := text(t, "README.md"), text(t, "go.mod"), text(t, filepath.Join("tools", "go.mod"))
	for module, words := range map[string][]string{
		module: {"\ngo 1.25.0\n", "google.golang.org/grpc v1.84.0\n", "google.golang.org/protobuf v1.36.11\n"},
		readme: {"| Go | 1.25 |", "| grpc-go | 1.84.0 |", "| protobuf | 1.36.11 |", "@v" + hallmint.Version + " "},
		tools:  {"google.golang.org/protobuf v1.36.11 "}, // a generator makes code for its own version
	} {
		for _, each := range words {
			if !strings.Contains(module, each) {
				t.Errorf("%q is missing", each)
			}
		}
	}
	if changes := text(t, "CHANGELOG.md"); !strings.Contains(changes, "\n## "+hallmint.Version+"\n") {
		t.Error("the changelog has another version")
	}
}

func text(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
