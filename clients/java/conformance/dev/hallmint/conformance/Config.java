package dev.hallmint.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hallmint.client.HallmintClient;
import dev.hallmint.client.HallmintClientBuilder;
import dev.hallmint.client.Policy;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the program is told. A key that is absent is not given. */
record Config(JsonObject json) {
    static Config read(Path path) throws IOException {
        try (Reader reader = Files.newBufferedReader(path)) {
            return new Config(JsonParser.parseReader(reader).getAsJsonObject());
        }
    }

    boolean has(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    String text(String key) {
        if (!has(key)) {
            throw new IllegalArgumentException("the configuration lacks " + key);
        }
        return json.get(key).getAsString();
    }

    private String textOrNull(String key) {
        return has(key) ? text(key) : null;
    }

    private Path pathOrNull(String key) {
        return has(key) ? Path.of(text(key)) : null;
    }

    int number(String key) {
        return json.get(key).getAsInt();
    }

    Path folder() {
        return Path.of(text("folder"));
    }

    /** A client of all that is given. */
    HallmintClient client() {
        return builder().build();
    }

    HallmintClientBuilder builder() {
        return HallmintClient.builder()
                .address(textOrNull("address"))
                .credential(textOrNull("credential"))
                .brand(textOrNull("brand"))
                .ca(pathOrNull("ca"))
                .certificate(pathOrNull("certificate"))
                .key(pathOrNull("key"))
                .policy(policy());
    }

    private Policy policy() {
        JsonObject given = has("policy") ? json.getAsJsonObject("policy") : new JsonObject();
        Policy usual = Policy.DEFAULT;
        JsonElement attempts = given.get("attempts");
        return new Policy(
                duration(given, "timeout", usual.timeout()),
                duration(given, "upload", usual.upload()),
                attempts == null ? usual.attempts() : attempts.getAsInt(),
                duration(given, "pause", usual.pause()),
                duration(given, "longest_pause", usual.longestPause()),
                duration(given, "silence", usual.silence()),
                duration(given, "patience", usual.patience()));
    }

    private static Duration duration(JsonObject from, String key, Duration usual) {
        JsonElement seconds = from.get(key);
        return seconds == null ? usual : Duration.ofNanos(Math.round(seconds.getAsDouble() * 1e9));
    }
}
