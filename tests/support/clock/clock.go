package time

import (
	"sync"
	"syscall"
)

// Added to the standard library's package, this does for a Go program what clock.c does for others: Go asks the kernel itself for the
// time, past every library.
var wrong = sync.OnceValues(func() (offset, after int64) {
	return setting("CLOCK_OFFSET"), setting("CLOCK_AFTER") * int64(Second)
})

func setting(name string) (found int64) {
	text, _ := syscall.Getenv(name)
	for _, digit := range text {
		if digit >= '0' && digit <= '9' {
			found = found*10 + int64(digit-'0')
		}
	}
	if text != "" && text[0] == '-' {
		return -found
	}
	return found
}

// wrongSeconds is how far the clock is off.
func wrongSeconds(monotonic int64) int64 {
	offset, after := wrong()
	if monotonic-startNano < after {
		return 0
	}
	return offset
}
