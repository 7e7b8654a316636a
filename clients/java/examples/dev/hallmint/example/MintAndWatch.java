package dev.hallmint.example;

import dev.hallmint.client.HallmintClient;
import dev.hallmint.client.HallmintException;
import dev.hallmint.client.Watch;
import dev.hallmint.v1.ActivationMode;
import dev.hallmint.v1.Batch;
import dev.hallmint.v1.MintSpec;
import dev.hallmint.v1.ProductRef;
import dev.hallmint.v1.SubmitMintRequest;

/** Mints units of a product and follows that to its end: {@code HOST:PORT SKU QUANTITY}. */
public final class MintAndWatch {
    public static void main(String[] args) {
        MintSpec mint = MintSpec.newBuilder()
                .setProduct(ProductRef.newBuilder().setSku(args[1]))
                .setQuantity(Integer.parseInt(args[2]))
                .setActivationMode(ActivationMode.ACTIVATION_MODE_AT_MINT)
                .build();
        String credential = System.getenv("HALLMINT_CREDENTIAL");
        try (HallmintClient client = HallmintClient.builder().address(args[0]).credential(credential).build()) {
            Batch batch = client.minting().submitMint(SubmitMintRequest.newBuilder().setMint(mint).build()).getBatch();
            try (Watch<Batch> watch = client.watchBatch(batch.getBatchId())) {
                watch.forEach(at -> System.out.println(at.getMintedQuantity() + " of " + at.getQuantity()));
            }
            System.out.println(batch.getBatchId());
        } catch (HallmintException error) {
            String reason = error.getReason().isEmpty() ? error.getCode().name() : error.getReason();
            System.out.println(reason + ": " + error.getMessage());
            error.getViolations().forEach(each -> System.out.println(each.field() + ": " + each.description()));
        }
    }
}
