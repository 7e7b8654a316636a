package dev.hallmint.client;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a proof file proves: that a unit was recorded in a public log when it was minted. It is checked here, offline,
 * with the log's public key and nothing else ({@code docs/verify} has the format). Compare {@link #identity} with the
 * address that the code on the product leads to: only what comes before it may differ. A printed code can be copied,
 * so it does not prove that a product is no copy.
 *
 * @param identity the unit, as in {@code /01/09506000134352/21/V000000000000003}
 * @param batchId the mint batch
 * @param seq the unit's number in it, from 0
 * @param quantity units in the batch
 * @param productId the product
 * @param minted when the batch ended, to the microsecond
 * @param index the number of the batch's entry in the log, from 0
 * @param size entries of the log at the head that was signed
 * @param log the log's name
 * @param witnesses those of the named witnesses that signed the head, and when they saw it
 */
public record Proof(
        String identity,
        String batchId,
        long seq,
        long quantity,
        String productId,
        Instant minted,
        long index,
        long size,
        String log,
        Map<String, Instant> witnesses) {

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z"); // no calendar goes on

    /**
     * Checks a proof file by the log's key.
     *
     * @param file as {@code GetTokenProof} gives it
     * @param logKey {@code <name>+<id>+<base64>}, from elsewhere than the proof
     * @return what it proves
     * @throws ProofException where it proves nothing, or the key is none
     */
    public static Proof verify(byte[] file, String logKey) {
        return verify(file, logKey, List.of());
    }

    /**
     * Checks a proof file that all of these witnesses must have signed.
     *
     * @param file as {@code GetTokenProof} gives it
     * @param logKey {@code <name>+<id>+<base64>}, from elsewhere than the proof
     * @param witnessKeys in the same form, from the witnesses
     * @return what it proves
     * @throws ProofException where it proves nothing, or a key is none
     */
    public static Proof verify(byte[] file, String logKey, Collection<String> witnessKeys) {
        return verify(file, logKey, witnessKeys, witnessKeys.size());
    }

    /**
     * Checks a proof file that some of these witnesses must have signed. A wrong signature of any of them refuses it,
     * however many others there are.
     *
     * @param file as {@code GetTokenProof} gives it
     * @param logKey {@code <name>+<id>+<base64>}, from elsewhere than the proof
     * @param witnessKeys in the same form, from the witnesses
     * @param wanted how many of them must have signed, from 0 to all
     * @return what it proves
     * @throws ProofException where it proves nothing, a key is none, or one that is given twice, under whatever names,
     *     or that is the log's too, is to be a witness's
     */
    public static Proof verify(byte[] file, String logKey, Collection<String> witnessKeys, int wanted) {
        NoteKey key = NoteKey.log(logKey);
        List<NoteKey> trusted = witnessKeys.stream().map(NoteKey::witness).toList();
        // What a witness signs does not have its name: one key under two would count twice, and the log could vouch for itself.
        Set<String> points = new HashSet<>(Set.of(key.point()));
        if (!trusted.stream().allMatch(witness -> points.add(witness.point()))) {
            throw new ProofException("each witness has a key of its own, and one of these is given twice or is the log's");
        }
        if (wanted < 0 || wanted > trusted.size()) {
            throw new ProofException(wanted + " witnesses are asked for, of " + trusted.size() + " whose keys are given");
        }
        ProofText text = ProofText.read(file);
        text.checkTrees();
        if (!key.name().equals(text.log()) || key.signed(text.head(), text.signatures()).isEmpty()) {
            throw new ProofException("the log " + key.name() + " did not sign this");
        }
        Map<String, Instant> witnesses = new LinkedHashMap<>();
        int signers = 0;
        for (NoteKey witness : trusted) {
            OptionalLong seconds = witness.signed(text.head(), text.signatures());
            if (seconds.isPresent()) {
                signers++;
                witnesses.put(
                        witness.name(), Instant.ofEpochSecond(Math.min(seconds.getAsLong(), LAST.getEpochSecond())));
            }
        }
        if (signers < wanted) {
            throw new ProofException(signers + " of these witnesses signed, and " + wanted + " are asked for");
        }
        return new Proof(
                text.identity(),
                text.batchId(),
                text.seq(),
                text.quantity(),
                text.productId(),
                text.mintTime(),
                text.index(),
                text.size(),
                text.log(),
                Map.copyOf(witnesses));
    }
}
