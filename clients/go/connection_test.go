package hallmint_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

// cutter is a listener whose connections can be reset.
type cutter struct {
	net.Listener
	lock sync.Mutex
	open []*net.TCPConn
}

func (c *cutter) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok {
		c.lock.Lock()
		c.open = append(c.open, tcp)
		c.lock.Unlock()
	}
	return conn, err
}

// cut resets all connections, and tells how many there were.
func (c *cutter) cut() int {
	c.lock.Lock()
	defer c.lock.Unlock()
	for _, conn := range c.open {
		_ = conn.SetLinger(0)
		_ = conn.Close() // one that is closed already is as good
	}
	count := len(c.open)
	c.open = nil
	return count
}

func cutting(t *testing.T) (*house, *cutter, *hallmint.Client) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server, between := newHouse(), &cutter{Listener: listener}
	server.serve(t, between)
	return server, between, opened(t, hallmint.Options{Address: listener.Addr().String()})
}

func TestACallIsTriedAgainOverANewConnection(t *testing.T) {
	server, between, client := cutting(t)
	streams(server, stats, func(ctx context.Context, _ *hallmintv1.GetStatsRequest, send func(*hallmintv1.GetStatsResponse)) error {
		if len(server.heard(stats)) < 3 {
			between.cut()
			return silence(ctx, nil)
		}
		send(&hallmintv1.GetStatsResponse{TokensMinted: 42})
		return nil
	})
	if minted, err := getStats(client); err != nil || minted != 42 {
		t.Error(minted, err)
	}
}

func TestAWatchAndADownloadGoOnOverANewConnection(t *testing.T) {
	server, between, client := cutting(t)
	cursors := watching(server,
		func(ctx context.Context, send sayer) error {
			send(state("1", 1, processing))
			return silence(ctx, send)
		},
		saying(nil, state("2", 2, minted)))
	var units []int32
	for batch, err := range client.WatchBatch(ctx(), "b") {
		if err != nil {
			t.Fatal(err)
		}
		if units = append(units, batch.GetMintedQuantity()); len(units) == 1 && between.cut() == 0 {
			t.Error("nothing was cut")
		}
	}
	if !slices.Equal(units, []int32{1, 2}) || !slices.Equal(*cursors, []string{"", "1"}) {
		t.Error(units, *cursors)
	}

	folder, big := t.TempDir(), bytes.Repeat(content, 20)
	offsets := reading(server, big, 0, nil)
	var once sync.Once
	if _, err := client.DownloadPack(ctx(), packOf(big, "a.csv"), folder, func(has int64) {
		if has > 200_000 {
			once.Do(func() { between.cut() })
		}
	}); err != nil {
		t.Fatal(err)
	}
	isFile(t, filepath.Join(folder, "a.csv"), big)
	if len(*offsets) != 2 || (*offsets)[1] < 200_000 {
		t.Error(*offsets)
	}
}

func TestAServerThatIsAwayIsOneClearError(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	options := hallmint.Options{Address: listener.Addr().String()}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	quick(&options)
	_, err = getStats(opened(t, options))
	if found := failure(t, err, codes.Unavailable, ""); found.Message == "" {
		t.Error(found)
	}
}

func TestAServerThatComesBackIsFoundWithinASecond(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		failing(server, 0, nil)
		back := time.Now().Add(time.Minute)
		server.wire = func(conn net.Conn) (net.Conn, error) {
			if time.Now().Before(back) {
				return nil, errors.Join(errors.New("away"), conn.Close())
			}
			return conn, nil
		}
		for {
			time.Sleep(10 * time.Millisecond)
			_, err := getStats(client)
			if err == nil {
				break
			}
			failure(t, err, codes.Unavailable, "")
		}
		if late := time.Since(back); late < 0 || late > time.Second {
			t.Error(late)
		}
	}, with(func(p *hallmint.Policy) { p.Attempts = 1 }))
}

// mute is a connection that loses everything without a word.
type mute struct {
	net.Conn
	lost atomic.Bool
	gone chan struct{}
	once sync.Once
}

func (m *mute) Read(into []byte) (int, error) {
	count, err := m.Conn.Read(into)
	if m.lost.Load() {
		<-m.gone
		return 0, net.ErrClosed
	}
	return count, err
}

func (m *mute) Write(data []byte) (int, error) {
	if m.lost.Load() {
		return len(data), nil
	}
	return m.Conn.Write(data)
}

func (m *mute) Close() error {
	m.once.Do(func() { close(m.gone) })
	return m.Conn.Close()
}

func TestACallOverAConnectionThatDiedWithoutAWordGetsAnotherOne(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		failing(server, 0, nil)
		var wires []*mute
		server.wire = func(conn net.Conn) (net.Conn, error) {
			wires = append(wires, &mute{Conn: conn, gone: make(chan struct{})})
			return wires[len(wires)-1], nil
		}
		if _, err := getStats(client); err != nil {
			t.Fatal(err)
		}
		wires[0].lost.Store(true)
		begun := time.Now()
		if minted, err := getStats(client); err != nil || minted != 42 {
			t.Error(minted, err)
		}
		if passed := time.Since(begun); passed > 26*time.Second || len(wires) != 2 {
			t.Error(passed, len(wires))
		}
	})
}

func TestAConnectionOnWhichNobodySpeaksIsLeft(t *testing.T) {
	bubble(t, func(t *testing.T, server *house, client *hallmint.Client) {
		failing(server, 0, nil)
		count := 0
		server.wire = func(conn net.Conn) (net.Conn, error) {
			if count++; count > 1 {
				return conn, nil
			}
			deaf := &mute{Conn: conn, gone: make(chan struct{})}
			deaf.lost.Store(true)
			return deaf, nil
		}
		begun := time.Now()
		if minted, err := getStats(client); err != nil || minted != 42 || count != 2 {
			t.Error(minted, err, count)
		}
		if passed := time.Since(begun); passed > 6*time.Second {
			t.Error(passed)
		}
	})
}

const proxied = "HALLMINT_TEST_PROXIED"

func TestNoProxyOfTheEnvironmentIsAsked(t *testing.T) {
	if os.Getenv(proxied) != "" {
		options := hallmint.Options{Address: "mint.invalid:7601"}
		quick(&options)
		_, err := getStats(opened(t, options))
		failure(t, err, codes.Unavailable, "")
		return
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	done := make(chan struct{})
	go func() {
		defer close(done)
		for conn, err := listener.Accept(); err == nil; conn, err = listener.Accept() {
			asked.Add(1)
			_ = conn.Close()
		}
	}()
	// The environment is read once in the life of a process, so this takes another one.
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), proxied+"=1", "HTTPS_PROXY=http://"+listener.Addr().String())
	if out, err := child.CombinedOutput(); err != nil {
		t.Errorf("%v %s", err, out)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if <-done; asked.Load() != 0 {
		t.Error("the proxy was asked")
	}
}
