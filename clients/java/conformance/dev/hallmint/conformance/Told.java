package dev.hallmint.conformance;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.hallmint.client.HallmintClient;
import dev.hallmint.client.HallmintException;
import dev.hallmint.client.Sheet;
import dev.hallmint.client.Violation;
import dev.hallmint.client.Watch;
import dev.hallmint.v1.Batch;
import dev.hallmint.v1.GetCallerRequest;
import dev.hallmint.v1.ImportProductsRequest;
import dev.hallmint.v1.ImportProductsResponse;
import dev.hallmint.v1.Pack;
import dev.hallmint.v1.Token;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongConsumer;

/** What the program prints: one JSON object a line. */
final class Told {
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Told() {}

    static void print(Object value) {
        OUT.println(GSON.toJson(value));
    }

    static void step(String name, Map<String, ?> fields) {
        JsonObject line = new JsonObject();
        line.addProperty("step", name);
        GSON.toJsonTree(fields).getAsJsonObject().entrySet().forEach(each -> line.add(each.getKey(), each.getValue()));
        print(line);
    }

    static JsonObject error(HallmintException error) {
        JsonArray violations = new JsonArray();
        for (Violation violation : error.getViolations()) {
            JsonObject each = new JsonObject();
            each.addProperty("field", violation.field());
            each.addProperty("reason", violation.reason());
            each.addProperty("description", violation.description());
            violations.add(each);
        }
        JsonObject told = new JsonObject();
        told.addProperty("code", error.getCode().name());
        told.addProperty("reason", error.getReason());
        told.addProperty("message", error.getMessage());
        told.add("metadata", GSON.toJsonTree(error.getMetadata()));
        told.add("violations", violations);
        told.addProperty("retry_after", error.getRetryAfter().map(time -> time.toNanos() / 1e9).orElse(null));
        told.addProperty("request_id", error.getRequestId());
        return told;
    }

    /** The name of a value of an enumeration without the prefix that all of them have. */
    static String name(Enum<?> value, String prefix) {
        return value.name().substring(prefix.length());
    }

    static Map<String, Object> watched(Watch<Batch> watch, Runnable afterFirst) {
        int changes = 0;
        Batch last = Batch.getDefaultInstance();
        for (Batch batch : watch) {
            last = batch;
            if (changes++ == 0) {
                afterFirst.run();
            }
        }
        return Map.of(
                "state", name(last.getState(), "BATCH_STATE_"), "minted", last.getMintedQuantity(), "changes", changes);
    }

    /** How many tokens a batch has, the first and the last seq, and SHA-256 over their URLs. */
    static Map<String, Object> tokens(HallmintClient client, String batchId) {
        MessageDigest digest = sha256();
        int count = 0;
        int first = -1;
        int last = -1;
        for (Token token : client.tokens(batchId)) {
            digest.update((token.getResolverUrl() + "\n").getBytes(StandardCharsets.UTF_8));
            first = count++ == 0 ? token.getSeq() : first;
            last = token.getSeq();
        }
        String hex = HexFormat.of().formatHex(digest.digest());
        return Map.of("count", count, "first_seq", first, "last_seq", last, "sha256", hex);
    }

    /** Download all packs; what the files are. */
    static JsonElement packs(HallmintClient client, String exportId, Path folder) throws IOException {
        JsonArray packs = new JsonArray();
        for (Pack pack : client.packs(exportId)) {
            Path file = client.downloadPack(pack, folder);
            JsonObject each = new JsonObject();
            each.addProperty("name", file.getFileName().toString());
            each.addProperty("bytes", Files.size(file));
            each.addProperty("sha256", HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file))));
            packs.add(each);
        }
        return packs;
    }

    /** What became of the rows of a sheet. */
    static Map<String, Object> imported(HallmintClient client, Path sheet, LongConsumer tell) throws IOException {
        ImportProductsResponse found =
                client.importProducts(Sheet.of(sheet), ImportProductsRequest.getDefaultInstance(), tell);
        return Map.of(
                "rows", found.getRows(),
                "created", found.getCreated(),
                "updated", found.getUpdated(),
                "unchanged", found.getUnchanged(),
                "refused", found.getRefused());
    }

    /** Whom the server takes this client for, and one that acts for somebody else over its connection. */
    static Map<String, Object> callers(HallmintClient client, String credential) {
        return Map.of("other", caller(client.acting(credential)), "own", caller(client));
    }

    private static String caller(HallmintClient client) {
        return client.credential().getCaller(GetCallerRequest.getDefaultInstance()).getCredential().getCredentialId();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException(error);
        }
    }
}
