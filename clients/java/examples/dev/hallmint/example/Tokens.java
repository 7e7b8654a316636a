package dev.hallmint.example;

import dev.hallmint.client.HallmintClient;
import dev.hallmint.v1.Token;
import java.time.Instant;

/** Prints the address of all tokens of a batch, and the time of activation of those that have one: {@code HOST:PORT BATCH}. */
public final class Tokens {
    public static void main(String[] args) {
        String credential = System.getenv("HALLMINT_CREDENTIAL");
        try (HallmintClient client = HallmintClient.builder().address(args[0]).credential(credential).build()) {
            for (Token token : client.tokens(args[1])) {
                var at = token.getActivatedAt();
                Instant time = Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
                System.out.println(token.getResolverUrl() + (token.hasActivatedAt() ? " " + time : ""));
            }
        }
    }
}
