package main

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

const mostBytes = 64 << 20

// bench measures reading by the client, and by the bare stub what it is held against.
func (c config) bench(ctx context.Context) error {
	client, err := c.client()
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }() // the process ends with it
	if _, err := client.Minting.GetStats(ctx, &hallmintv1.GetStatsRequest{}); err != nil {
		return err
	}
	line := object{}
	begun := time.Now()
	count, letters := 0, 0
	for token, err := range client.Tokens(ctx, &hallmintv1.ListTokensRequest{BatchId: c.BatchID}) {
		if err != nil {
			return err
		}
		count, letters = count+1, letters+len(token.GetResolverUrl())
	}
	line["page_s"], line["tokens"] = time.Since(begun).Seconds(), count
	if letters == 0 {
		return errors.New("tokens have no addresses")
	}
	if err := c.benchPacks(ctx, client, line); err != nil {
		return err
	}
	conn, err := grpc.NewClient("passthrough:///"+c.RawAddress, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(mostBytes)))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // the process ends with it
	for _, id := range []string{"pages", "export"} {
		begun := time.Now()
		size, err := drain(ctx, hallmintv1.NewExportServiceClient(conn), id)
		if err != nil {
			return err
		}
		line["raw_"+id+"_s"], line["raw_"+id+"_bytes"] = time.Since(begun).Seconds(), size
	}
	return say(line)
}

func (c config) benchPacks(ctx context.Context, client *hallmint.Client, line object) error {
	packs, err := listPacks(ctx, client, c.ExportID)
	if err != nil {
		return err
	}
	begun, size := time.Now(), int64(0)
	for _, pack := range packs {
		if _, err := client.DownloadPack(ctx, pack, c.Folder, nil); err != nil {
			return err
		}
		size += pack.GetBytes()
	}
	line["read_s"], line["read_bytes"] = time.Since(begun).Seconds(), size
	return nil
}

// drain reads a pack by the stub alone and drops it.
func drain(ctx context.Context, stub hallmintv1.ExportServiceClient, packID string) (int, error) {
	stream, err := stub.ReadPack(ctx, &hallmintv1.ReadPackRequest{PackId: packID})
	if err != nil {
		return 0, err
	}
	for size := 0; ; {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return size, nil
		}
		if err != nil {
			return 0, err
		}
		size += len(message.GetData())
	}
}
