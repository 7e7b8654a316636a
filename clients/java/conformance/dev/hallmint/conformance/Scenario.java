package dev.hallmint.conformance;

import com.google.gson.JsonObject;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.hallmint.client.HallmintClient;
import dev.hallmint.client.HallmintException;
import dev.hallmint.client.Policy;
import dev.hallmint.client.Proof;
import dev.hallmint.client.ProofException;
import dev.hallmint.client.Watch;
import dev.hallmint.v1.ActivationMode;
import dev.hallmint.v1.Batch;
import dev.hallmint.v1.BatchSeq;
import dev.hallmint.v1.CommercialStatus;
import dev.hallmint.v1.CreateExportRequest;
import dev.hallmint.v1.CreateProductRequest;
import dev.hallmint.v1.Export;
import dev.hallmint.v1.GetStatsRequest;
import dev.hallmint.v1.GetTokenProofRequest;
import dev.hallmint.v1.GetTokenRequest;
import dev.hallmint.v1.MintSpec;
import dev.hallmint.v1.PreflightMintRequest;
import dev.hallmint.v1.Product;
import dev.hallmint.v1.ProductChange;
import dev.hallmint.v1.ProductGroup;
import dev.hallmint.v1.ProductRef;
import dev.hallmint.v1.RevokeTokensRequest;
import dev.hallmint.v1.SubmitMintRequest;
import dev.hallmint.v1.TokenRef;
import dev.hallmint.v1.TokenRefs;
import dev.hallmint.v1.UpdateProductRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** From a product to a revoked token, and what goes wrong. */
final class Scenario {
    private static final int PROVED_SEQ = 4242;
    private static final int REVOKED_SEQ = 7;
    private static final int CUT_AFTER_BYTES = 200_000;

    private final Config config;
    private final String sku;
    private final MintSpec mint;

    Scenario(Config config) {
        this.config = config;
        sku = config.json().getAsJsonObject("product").get("sku").getAsString();
        mint = MintSpec.newBuilder()
                .setProduct(ProductRef.newBuilder().setSku(sku))
                .setQuantity(config.number("quantity"))
                .setActivationMode(ActivationMode.ACTIVATION_MODE_AT_MINT)
                .build();
    }

    void run() throws IOException {
        try (HallmintClient client = config.client()) {
            product(client);
            String batchId = mint(client);
            Map<String, Object> tokens = Told.tokens(client, batchId);
            Told.step("tokens", tokens);
            export(client, batchId);
            proof(client, batchId);
            revoke(client, batchId);
            sheet(client);
            Told.step("acting", Told.callers(client, config.text("other_credential")));
            refused(client);
        }
        elsewhere();
    }

    private void product(HallmintClient client) throws IOException {
        JsonObject given = config.json().getAsJsonObject("product");
        Struct.Builder attributes = Struct.newBuilder();
        JsonFormat.parser().merge(given.get("attributes").toString(), attributes);
        Product product = client.catalog().createProduct(CreateProductRequest.newBuilder()
                        .setSku(sku)
                        .setName(given.get("name").getAsString())
                        .setGtin(given.get("gtin").getAsString())
                        .setGroup(ProductGroup.PRODUCT_GROUP_GENERIC)
                        .setCommercialStatus(CommercialStatus.COMMERCIAL_STATUS_DRAFT)
                        .setAttributes(attributes)
                        .build())
                .getProduct();
        Told.step("product", Map.of("product_id", product.getProductId(), "revision", product.getRevision()));
        Told.step("preflight", Map.of("reasons", reasons(client)));
        client.catalog().updateProduct(UpdateProductRequest.newBuilder()
                .setProduct(ProductRef.newBuilder().setSku(sku))
                .setChange(ProductChange.newBuilder().setCommercialStatus(CommercialStatus.COMMERCIAL_STATUS_ACTIVE))
                .setUpdateMask(FieldMask.newBuilder().addPaths("commercial_status"))
                .build());
        Told.step("ready", Map.of("reasons", reasons(client)));
    }

    private List<String> reasons(HallmintClient client) {
        PreflightMintRequest request = PreflightMintRequest.newBuilder().setMint(mint).build();
        return client.minting().preflightMint(request).getViolationsList().stream()
                .map(violation -> Told.name(violation.getReason(), "ERROR_REASON_"))
                .toList();
    }

    private String mint(HallmintClient client) {
        Batch batch = submit(client, mint);
        try (Watch<Batch> watch = client.watchBatch(batch.getBatchId())) {
            Map<String, Object> told = new HashMap<>(Told.watched(watch, () -> cut("")));
            told.put("batch_id", batch.getBatchId());
            Told.step("mint", told);
        }
        return batch.getBatchId();
    }

    private Batch submit(HallmintClient client, MintSpec spec) {
        return client.minting()
                .submitMint(SubmitMintRequest.newBuilder()
                        .setRequestId(config.text("mint_request_id"))
                        .setMint(spec)
                        .build())
                .getBatch();
    }

    private void export(HallmintClient client, String batchId) throws IOException {
        Export export = client.export()
                .createExport(CreateExportRequest.newBuilder()
                        .setBatchId(batchId)
                        .setProfile("generic-vdp-lf")
                        .build())
                .getExport();
        try (Watch<Export> watch = client.watchExport(export.getExportId())) {
            for (Export change : watch) {
                export = change;
            }
        }
        cut("?after=" + CUT_AFTER_BYTES);
        Told.step("export", Map.of(
                "export_id", export.getExportId(),
                "state", Told.name(export.getState(), "EXPORT_STATE_"),
                "packs", Told.packs(client, export.getExportId(), config.folder())));
    }

    private void proof(HallmintClient client, String batchId) throws IOException {
        byte[] file = file(client, batchId, PROVED_SEQ);
        Files.write(config.folder().resolve("token.proof"), file);
        Proof proof = Proof.verify(file, config.text("log_key"));
        Map<String, Object> told = new HashMap<>(Map.of(
                "identity", proof.identity(), "batch_id", proof.batchId(), "seq", proof.seq(), "size", proof.size()));
        String text = new String(file, StandardCharsets.UTF_8);
        int digit = text.indexOf("\nroot ") + "\nroot ".length();
        String other = text.charAt(digit) == '0' ? "1" : "0";
        String mutated = text.substring(0, digit) + other + text.substring(digit + 1);
        try {
            Proof.verify(mutated.getBytes(StandardCharsets.UTF_8), config.text("log_key"));
            throw new IllegalStateException("a proof that was changed was taken for a true one");
        } catch (ProofException error) {
            told.put("mutated", error.getMessage());
        }
        Told.step("proof", told);
    }

    /** The proof of a unit. */
    static byte[] file(HallmintClient client, String batchId, int seq) {
        return client.verification()
                .getTokenProof(GetTokenProofRequest.newBuilder().setToken(token(batchId, seq)).build())
                .getProof()
                .toByteArray();
    }

    private void sheet(HallmintClient client) throws IOException {
        Path sheet = Path.of(config.text("sheet"));
        AtomicBoolean isCut = new AtomicBoolean();
        Map<String, Object> first = Told.imported(client, sheet, bytes -> {
            if (!isCut.getAndSet(true)) {
                cut("");
            }
        });
        Told.step("import", Map.of("first", first, "again", Told.imported(client, sheet, bytes -> {})));
    }

    private void revoke(HallmintClient client, String batchId) {
        TokenRef token = token(batchId, REVOKED_SEQ);
        client.minting().revokeTokens(RevokeTokensRequest.newBuilder()
                .setReason("stolen in transit")
                .setTokens(TokenRefs.newBuilder().addTokens(token))
                .build());
        GetTokenRequest request = GetTokenRequest.newBuilder().setToken(token).build();
        Told.step("revoke", Map.of(
                "status", Told.name(client.minting().getToken(request).getToken().getStatus(), "TOKEN_STATUS_")));
    }

    private static TokenRef token(String batchId, int seq) {
        return TokenRef.newBuilder()
                .setBatchSeq(BatchSeq.newBuilder().setBatchId(batchId).setSeq(seq))
                .build();
    }

    private void refused(HallmintClient client) {
        try (HallmintClient revoked = config.builder().credential(config.text("revoked_credential")).build()) {
            failing("revoked_credential", () -> revoked.minting().getStats(GetStatsRequest.getDefaultInstance()));
        }
        MintSpec more = mint.toBuilder().setQuantity(mint.getQuantity() + 1).build();
        failing("reused_request_id", () -> submit(client, more));
        MintSpec none = mint.toBuilder().setQuantity(0).build();
        failing("refused", () -> client.minting().submitMint(SubmitMintRequest.newBuilder().setMint(none).build()));
    }

    private void elsewhere() {
        Policy quick = Policy.DEFAULT.withAttempts(2).withPause(Duration.ofMillis(50), Duration.ofSeconds(2));
        try (HallmintClient away = config.builder().address(config.text("away")).policy(quick).build()) {
            failing("unavailable", () -> away.minting().getStats(GetStatsRequest.getDefaultInstance()));
        }
    }

    private static void failing(String name, Runnable call) {
        try {
            call.run();
        } catch (HallmintException error) {
            JsonObject told = Told.error(error);
            told.addProperty("step", "error");
            told.addProperty("case", name);
            Told.print(told);
            return;
        }
        throw new IllegalStateException(name + " was no error");
    }

    /** Have the proxy reset all connections. */
    private void cut(String query) {
        URI control = URI.create(config.text("control") + "/cut" + query);
        try {
            HttpResponse<Void> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(control).build(), HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the proxy did not cut: " + answer.statusCode());
            }
        } catch (IOException | InterruptedException error) {
            throw new IllegalStateException("the proxy did not cut", error);
        }
    }
}
