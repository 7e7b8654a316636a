package dev.hallmint.example;

import dev.hallmint.client.HallmintClient;
import dev.hallmint.v1.ListTokensRequest;
import dev.hallmint.v1.Token;
import dev.hallmint.v1.TokenStatus;
import java.time.Instant;

/** Prints the address and the time of activation of all active tokens of a batch: {@code HOST:PORT BATCH}. */
public final class Tokens {
    public static void main(String[] args) {
        String credential = System.getenv("HALLMINT_CREDENTIAL");
        try (HallmintClient client = HallmintClient.builder().address(args[0]).credential(credential).build()) {
            ListTokensRequest request = ListTokensRequest.newBuilder()
                    .setBatchId(args[1])
                    .setStatus(TokenStatus.TOKEN_STATUS_ACTIVE)
                    .build();
            for (Token token : client.tokens(request)) {
                var at = token.getActivatedAt();
                System.out.println(token.getResolverUrl() + " " + Instant.ofEpochSecond(at.getSeconds(), at.getNanos()));
            }
        }
    }
}
