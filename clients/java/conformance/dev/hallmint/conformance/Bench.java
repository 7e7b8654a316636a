package dev.hallmint.conformance;

import dev.hallmint.client.HallmintClient;
import dev.hallmint.v1.ExportServiceGrpc;
import dev.hallmint.v1.GetStatsRequest;
import dev.hallmint.v1.Pack;
import dev.hallmint.v1.ReadPackRequest;
import dev.hallmint.v1.ReadPackResponse;
import dev.hallmint.v1.Token;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Seconds of reading by the client, and by the bare stub. */
final class Bench {
    private static final int MESSAGE_MOST = 64 << 20;

    private Bench() {}

    static void run(Config config) throws IOException {
        Map<String, Object> told = new LinkedHashMap<>();
        try (HallmintClient client = config.client()) {
            client.minting().getStats(GetStatsRequest.getDefaultInstance());
            page(client, config, told);
            read(client, config, told);
        }
        ManagedChannel channel = Grpc.newChannelBuilder(config.text("raw_address"), InsecureChannelCredentials.create())
                .maxInboundMessageSize(MESSAGE_MOST)
                .proxyDetector(server -> null)
                .build();
        try {
            raw(channel, "pages", told);
            raw(channel, "export", told);
        } finally {
            channel.shutdownNow();
        }
        Told.print(told);
    }

    private static void page(HallmintClient client, Config config, Map<String, Object> told) {
        long start = System.nanoTime();
        int tokens = 0;
        long characters = 0;
        for (Token token : client.tokens(config.text("batch_id"))) {
            tokens++;
            characters += token.getResolverUrl().length();
        }
        told.put("page_s", since(start));
        told.put("tokens", tokens);
        if (characters == 0) {
            throw new IllegalStateException("no token has an address");
        }
    }

    private static void read(HallmintClient client, Config config, Map<String, Object> told) throws IOException {
        long start = System.nanoTime();
        long bytes = 0;
        for (Pack pack : client.packs(config.text("export_id"))) {
            bytes += Files.size(client.downloadPack(pack, config.folder()));
        }
        told.put("read_s", since(start));
        told.put("read_bytes", bytes);
    }

    private static void raw(ManagedChannel channel, String what, Map<String, Object> told) {
        long start = System.nanoTime();
        long bytes = 0;
        Iterator<ReadPackResponse> messages = ExportServiceGrpc.newBlockingStub(channel)
                .readPack(ReadPackRequest.newBuilder().setPackId(what).build());
        while (messages.hasNext()) {
            bytes += messages.next().getData().size();
        }
        told.put("raw_" + what + "_s", since(start));
        told.put("raw_" + what + "_bytes", bytes);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
