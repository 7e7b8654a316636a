package dev.hallmint.example;

import dev.hallmint.client.Proof;
import dev.hallmint.client.ProofException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks a proof file, offline: {@code PROOF LOG-KEY-FILE [WITNESS-KEY-FILE ...]}. */
public final class VerifyProof {
    public static void main(String[] args) throws IOException {
        List<String> keys = new ArrayList<>();
        for (String file : List.of(args).subList(1, args.length)) {
            keys.add(Files.readString(Path.of(file)).strip());
        }
        try {
            Proof proof = Proof.verify(Files.readAllBytes(Path.of(args[0])), keys.get(0), keys.subList(1, keys.size()));
            System.out.println("RECORDED: " + proof.identity());
            System.out.println("unit " + proof.seq() + " of batch " + proof.batchId() + ", minted " + proof.minted());
            proof.witnesses().forEach((name, time) -> System.out.println("seen by " + name + " at " + time));
        } catch (ProofException error) {
            System.out.println("REFUSED: " + error.getMessage());
        }
    }
}
