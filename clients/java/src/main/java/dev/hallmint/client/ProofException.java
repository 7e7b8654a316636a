package dev.hallmint.client;

/** A proof file proves nothing, or a key is none; the message says why. */
public final class ProofException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProofException(String message) {
        super(message);
    }
}
