// Conformance does with the client what a command and a configuration say, and prints what came of it, one JSON object a line:
//
//	conformance scenario|act|bench CONFIG.json
//
// clients/README.md has the scenario. An error that the client tells natively is a result; whatever else goes wrong is exit code 1.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"hallmint.example/hallmint"
)

// config is what the program is told; absent means not given.
type config struct {
	Address     string         `json:"address"`
	Credential  string         `json:"credential"`
	Brand       string         `json:"brand"`
	CA          string         `json:"ca"`
	Certificate string         `json:"certificate"`
	Key         string         `json:"key"`
	Policy      map[string]any `json:"policy"`
	Control     string         `json:"control"`
	Folder      string         `json:"folder"`
	LogKey      string         `json:"log_key"`

	Product struct {
		SKU        string         `json:"sku"`
		GTIN       string         `json:"gtin"`
		Name       string         `json:"name"`
		Attributes map[string]any `json:"attributes"`
	} `json:"product"`
	Quantity          int32  `json:"quantity"`
	MintRequestID     string `json:"mint_request_id"`
	RevokedCredential string `json:"revoked_credential"`
	Away              string `json:"away"`

	Action     string `json:"action"`
	SKU        string `json:"sku"`
	RequestID  string `json:"request_id"`
	BatchID    string `json:"batch_id"`
	ExportID   string `json:"export_id"`
	RawAddress string `json:"raw_address"`

	Sheet           string `json:"sheet"`
	OtherCredential string `json:"other_credential"`
}

// object is one line of output.
type object = map[string]any

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string) error {
	if len(arguments) != 2 {
		return errors.New("usage: conformance scenario|act|bench CONFIG.json")
	}
	data, err := os.ReadFile(arguments[1])
	if err != nil {
		return err
	}
	var told config
	if err := json.Unmarshal(data, &told); err != nil {
		return err
	}
	switch arguments[0] {
	case "scenario":
		return told.scenario(ctx)
	case "act":
		return told.act(ctx)
	case "bench":
		return told.bench(ctx)
	}
	return fmt.Errorf("there is no command %s", arguments[0])
}

// client is the one that the configuration asks for.
func (c config) client() (*hallmint.Client, error) {
	policy, err := c.policy()
	if err != nil {
		return nil, err
	}
	return hallmint.New(hallmint.Options{
		Address: c.Address, Credential: c.Credential, Brand: c.Brand, CA: c.CA, Certificate: c.Certificate, Key: c.Key, Policy: &policy,
	})
}

func (c config) policy() (hallmint.Policy, error) {
	policy := hallmint.DefaultPolicy()
	times := map[string]*time.Duration{
		"timeout": &policy.Timeout, "upload": &policy.Upload, "pause": &policy.Pause, "longest_pause": &policy.LongestPause,
		"silence": &policy.Silence, "patience": &policy.Patience,
	}
	for name, value := range c.Policy {
		number, isNumber := value.(float64)
		switch of := times[name]; {
		case !isNumber:
			return policy, fmt.Errorf("%s of the policy is no number", name)
		case name == "attempts":
			policy.Attempts = int(number)
		case of != nil:
			*of = time.Duration(number * float64(time.Second))
		case name != "poll": // nothing of this client polls
			return policy, fmt.Errorf("a policy has no %s", name)
		}
	}
	return policy, nil
}

// say prints one line.
func say(line object) error {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	return out.Encode(line)
}
