package dev.hallmint.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.hallmint.client.HallmintClient;
import dev.hallmint.client.HallmintException;
import dev.hallmint.client.Proof;
import dev.hallmint.client.ProofException;
import dev.hallmint.client.Watch;
import dev.hallmint.v1.ActivationMode;
import dev.hallmint.v1.Batch;
import dev.hallmint.v1.CreateProductRequest;
import dev.hallmint.v1.GetStatsRequest;
import dev.hallmint.v1.MintSpec;
import dev.hallmint.v1.ProductRef;
import dev.hallmint.v1.SubmitMintRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** One thing, done or refused. */
final class Act {
    private static final int BIG = 2 << 20;
    private static final int PROVED_SEQ = 42;

    private Act() {}

    static void run(Config config) throws IOException {
        HallmintClient client;
        try {
            client = config.client();
        } catch (IllegalArgumentException refused) {
            Told.print(Map.of("error", refused(refused)));
            return;
        }
        try (client) {
            Told.print(Map.of("ok", done(client, config)));
        } catch (HallmintException error) {
            Told.print(Map.of("error", Told.error(error)));
        }
    }

    /** A client that refuses its options. */
    private static JsonObject refused(IllegalArgumentException error) {
        JsonObject told = new JsonObject();
        told.addProperty("code", "");
        told.addProperty("reason", "");
        told.addProperty("message", error.getMessage());
        told.add("metadata", new JsonObject());
        told.add("violations", new JsonArray());
        told.add("retry_after", null);
        told.addProperty("request_id", "");
        return told;
    }

    private static Object done(HallmintClient client, Config config) throws IOException {
        return switch (config.text("action")) {
            case "stats" -> Map.of(
                    "tokens_minted", client.minting().getStats(GetStatsRequest.getDefaultInstance()).getTokensMinted());
            case "mint" -> Map.of("batch_id", client.minting().submitMint(mint(config)).getBatch().getBatchId());
            case "watch" -> {
                try (Watch<Batch> watch = client.watchBatch(config.text("batch_id"))) {
                    yield Told.watched(watch, () -> {});
                }
            }
            case "tokens" -> Told.tokens(client, config.text("batch_id"));
            case "download" -> Map.of("packs", Told.packs(client, config.text("export_id"), config.folder()));
            case "now" -> Map.of("now", Instant.now().getEpochSecond());
            case "import" -> Told.imported(client, Path.of(config.text("sheet")), bytes -> {});
            case "acting" -> Told.callers(client, config.text("other_credential"));
            case "proof" -> proved(client, config);
            case "big" -> client.catalog()
                    .createProduct(CreateProductRequest.newBuilder().setName("x".repeat(BIG)).build())
                    .getProduct()
                    .getProductId();
            default -> throw new IllegalStateException("there is no action " + config.text("action"));
        };
    }

    private static Map<String, Object> proved(HallmintClient client, Config config) {
        byte[] file = Scenario.file(client, config.text("batch_id"), PROVED_SEQ);
        try {
            Proof proof = Proof.verify(file, config.text("log_key"));
            return Map.of("identity", proof.identity(), "batch_id", proof.batchId(), "seq", proof.seq());
        } catch (ProofException error) {
            throw new IllegalStateException(error);
        }
    }

    private static SubmitMintRequest mint(Config config) {
        SubmitMintRequest.Builder request = SubmitMintRequest.newBuilder()
                .setMint(MintSpec.newBuilder()
                        .setProduct(ProductRef.newBuilder().setSku(config.text("sku")))
                        .setQuantity(config.number("quantity"))
                        .setActivationMode(ActivationMode.ACTIVATION_MODE_AT_MINT));
        if (config.has("request_id")) {
            request.setRequestId(config.text("request_id"));
        }
        return request.build();
    }
}
