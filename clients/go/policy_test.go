package hallmint

import (
	"testing"
	"time"
)

func TestPausesDoubleUpToTheLongest(t *testing.T) {
	policy := DefaultPolicy()
	for failures, most := range map[int]time.Duration{
		1: 100 * time.Millisecond, 2: 200 * time.Millisecond, 5: 1600 * time.Millisecond, 6: 2 * time.Second, 1000: 2 * time.Second,
	} {
		seen := map[time.Duration]bool{}
		for range 100 {
			pause := policy.wait(failures, nil)
			if pause < most/2 || pause > most {
				t.Error(failures, pause)
			}
			seen[pause] = true
		}
		if len(seen) < 2 {
			t.Error("clients do not spread")
		}
	}
}

func TestAPauseIsNeverShorterThanTheServerWantsIt(t *testing.T) {
	for _, after := range []time.Duration{-time.Second, 0, time.Millisecond, 5 * time.Second, 1<<63 - 1} {
		for range 100 {
			if pause := DefaultPolicy().wait(1, &after); pause < min(after, 1<<61) || pause < 50*time.Millisecond {
				t.Error(after, pause)
			}
		}
	}
}

func TestAPolicyThatCouldNeverWorkIsRefused(t *testing.T) {
	for _, change := range []func(*Policy){
		func(p *Policy) { *p = Policy{} },
		func(p *Policy) { p.Attempts = 0 },
		func(p *Policy) { p.Timeout = 0 },
		func(p *Policy) { p.Upload = -1 },
		func(p *Policy) { p.Silence = 0 },
		func(p *Policy) { p.Pause = -1 },
		func(p *Policy) { p.Patience = -1 },
	} {
		policy := DefaultPolicy()
		change(&policy)
		if _, err := New(Options{Policy: &policy}); err == nil {
			t.Errorf("%+v", policy)
		}
	}
}
