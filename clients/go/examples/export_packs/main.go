// Has the files of a batch made, and downloads them: export_packs BATCH_ID FOLDER.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"hallmint.example/hallmint"
	hallmintv1 "hallmint.example/hallmint/gen/hallmint/v1"
)

func main() {
	ctx := context.Background()
	check(os.MkdirAll(os.Args[2], 0o755))
	client, err := hallmint.New(hallmint.Options{
		Address: os.Getenv("HALLMINT_SERVER"), Credential: os.Getenv("HALLMINT_CREDENTIAL"), CA: os.Getenv("HALLMINT_CA"),
	})
	check(err)
	made, err := client.Export.CreateExport(ctx, &hallmintv1.CreateExportRequest{BatchId: os.Args[1], Profile: "generic-vdp-lf"})
	check(err)
	id := made.GetExport().GetExportId()
	for export, err := range client.WatchExport(ctx, id) {
		check(err)
		fmt.Println(export.GetState(), export.GetPacksCompleted(), "of", export.GetPacks())
	}
	for pack, err := range client.Packs(ctx, id) {
		check(err)
		path, err := client.DownloadPack(ctx, pack, os.Args[2], nil) // begun ones go on, and each digest is proved
		check(err)
		fmt.Println(path)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
