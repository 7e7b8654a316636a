package dev.hallmint.example;

import dev.hallmint.client.HallmintClient;
import dev.hallmint.client.Watch;
import dev.hallmint.v1.CreateExportRequest;
import dev.hallmint.v1.Export;
import dev.hallmint.v1.Pack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Has the files of a batch made, and downloads them into a folder: {@code HOST:PORT BATCH FOLDER}. */
public final class ExportPacks {
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[2]));
        String credential = System.getenv("HALLMINT_CREDENTIAL");
        try (HallmintClient client = HallmintClient.builder().address(args[0]).credential(credential).build()) {
            CreateExportRequest request =
                    CreateExportRequest.newBuilder().setBatchId(args[1]).setProfile("generic-vdp-lf").build();
            Export export = client.export().createExport(request).getExport();
            try (Watch<Export> watch = client.watchExport(export.getExportId())) {
                watch.forEach(at -> System.out.println(at.getPacksCompleted() + " of " + at.getPacks() + " files are made"));
            }
            for (Pack pack : client.packs(export.getExportId())) {
                System.out.println(client.downloadPack(pack, folder)); // run again, it goes on where it was
            }
        }
    }
}
