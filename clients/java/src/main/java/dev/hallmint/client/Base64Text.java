package dev.hallmint.client;

import java.util.Base64;

/** Base64 that is written in the one usual way. */
final class Base64Text {
    private Base64Text() {}

    static byte[] bytes(String text) {
        try {
            byte[] data = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(data).equals(text)) {
                return data;
            }
        } catch (IllegalArgumentException error) {
            // Said below.
        }
        throw new ProofException("a text that should be base64 is none, or is written in an unusual way");
    }
}
