package hallmint

import (
	"math"
	"math/rand/v2"
	"time"
)

// Policy says how long a client waits, and how often it tries. Begin with [DefaultPolicy]: a Policy of zeros is refused.
//
// Calls are tried again on UNAVAILABLE, and on RESOURCE_EXHAUSTED where the server says when to come back; and of these only such
// as their proto calls NO_SIDE_EFFECTS or IDEMPOTENT.
type Policy struct {
	// Timeout is that of one call with all its tries and pauses; above 0. Streams have no limit as a whole. A context with an
	// earlier deadline is honoured.
	Timeout time.Duration
	// Upload is the timeout of a call that streams requests, as an import does; above 0. The server allows no more than 600 s.
	Upload time.Duration
	// Attempts is how often one call is tried, at least 1.
	Attempts int
	// Pause comes before the second try, and doubles with each further one.
	Pause time.Duration
	// LongestPause is where doubling ends. A longer RetryInfo of the server is honoured all the same.
	LongestPause time.Duration
	// Silence is how long a stream may say nothing before it is taken for broken; above 0. The server sends a heartbeat every 10 s.
	Silence time.Duration
	// Patience is how long a watch that has worked is tried again without any message before its error is told.
	Patience time.Duration
}

// DefaultPolicy is what a client does unless it is told otherwise.
func DefaultPolicy() Policy {
	return Policy{
		Timeout:      30 * time.Second,
		Upload:       600 * time.Second,
		Attempts:     5,
		Pause:        100 * time.Millisecond,
		LongestPause: 2 * time.Second,
		Silence:      30 * time.Second,
		Patience:     60 * time.Second,
	}
}

// check refuses what could never work.
func (p Policy) check() error {
	if p.Attempts < 1 || min(p.Timeout, p.Upload, p.Silence) <= 0 {
		return refused("a policy has Attempts of at least 1, and Timeout, Upload and Silence above 0; begin with DefaultPolicy")
	}
	if min(p.Pause, p.LongestPause, p.Patience) < 0 {
		return refused("a policy has no Pause, LongestPause or Patience below 0")
	}
	return nil
}

// wait is the pause before the next try after so many failures in a row: half of it by chance, so that clients spread.
func (p Policy) wait(failures int, retryAfter *time.Duration) time.Duration {
	step := min(float64(p.Pause)*math.Pow(2, float64(min(failures-1, 30))), float64(p.LongestPause))
	jitter := 0.5 + rand.Float64()/2
	pause := step * jitter
	if retryAfter != nil {
		pause = max(pause, float64(*retryAfter)*(0.5+jitter))
	}
	// A server may say any number of seconds: one that does not fit is for ever, not below 0.
	return time.Duration(min(pause, float64(math.MaxInt64/2)))
}
