package dev.hallmint.client;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** A public key of a log or a witness, {@code <name>+<id>+<base64>} (C2SP signed-note), and what it signed. */
final class NoteKey {
    private static final int LOG = 1;
    private static final int WITNESS = 4;
    private static final int ID_BYTES = 4;
    private static final int POINT_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    /** What stands before the 32 bytes of a key of Ed25519 in X.509 (RFC 8410, 4). */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    /** The curve is y² - x² = 1 + d x² y² modulo p (RFC 8032, 5.1). */
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    private static final BigInteger D =
            BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

    /** A line of signatures: the name of who signed, and what stands behind it. */
    record Line(String name, byte[] data) {}

    private final String name;
    private final byte[] id;
    private final int algorithm;
    private final byte[] point;

    private NoteKey(String name, byte[] id, int algorithm, byte[] point) {
        this.name = name;
        this.id = id;
        this.algorithm = algorithm;
        this.point = point;
    }

    static NoteKey log(String text) {
        return read(text, LOG);
    }

    static NoteKey witness(String text) {
        return read(text, WITNESS);
    }

    private static NoteKey read(String text, int algorithm) {
        String[] parts = text.split("\\+", 3); // base64 has the character too
        byte[] data = parts.length == 3 ? Base64Text.bytes(parts[2]) : new byte[0];
        if (data.length != 1 + POINT_BYTES || data[0] != algorithm) {
            throw new ProofException("not the public key of a " + (algorithm == LOG ? "log" : "witness") + ": " + text);
        }
        byte[] named = (parts[0] + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] id = Arrays.copyOf(MerkleTree.sha256(named, data), ID_BYTES);
        if (!HexFormat.of().formatHex(id).equals(parts[1])) {
            throw new ProofException("a public key that was changed or cut: " + text);
        }
        byte[] point = Arrays.copyOfRange(data, 1, data.length);
        if (!isSound(point)) {
            throw new ProofException("a public key under which a signature means nothing: " + text);
        }
        return new NoteKey(parts[0], id, algorithm, point);
    }

    String name() {
        return name;
    }

    /** The key itself, whatever its name is. */
    String point() {
        return HexFormat.of().formatHex(point);
    }

    /**
     * When this key signed the head, in seconds since 1970, 0 for a log; empty where it did not. Signatures of other
     * keys are none of its business. ProofException where one of its own is wrong, or there are two.
     */
    OptionalLong signed(String head, List<Line> signatures) {
        List<byte[]> own = signatures.stream()
                .filter(line -> line.name.equals(name) && Arrays.equals(Arrays.copyOf(line.data, ID_BYTES), id))
                .map(line -> Arrays.copyOfRange(line.data, ID_BYTES, line.data.length))
                .toList();
        if (own.isEmpty()) {
            return OptionalLong.empty();
        }
        if (own.size() > 1) {
            throw new ProofException(name + " signed twice");
        }
        byte[] signature = own.get(0);
        if (algorithm == LOG) {
            check(signature, head);
            return OptionalLong.of(0);
        }
        if (signature.length != Long.BYTES + SIGNATURE_BYTES) {
            throw wrong();
        }
        long seconds = ByteBuffer.wrap(signature).getLong();
        if (seconds < 0) {
            throw new ProofException(name + " signed at no time");
        }
        // A witness signs when it saw the head as well (C2SP tlog-cosignature).
        check(Arrays.copyOfRange(signature, Long.BYTES, signature.length), "cosignature/v1\ntime " + seconds + "\n" + head);
        return OptionalLong.of(seconds);
    }

    private void check(byte[] signature, String text) {
        if (signature.length != SIGNATURE_BYTES) {
            throw wrong();
        }
        try {
            byte[] encoded = ByteBuffer.allocate(SPKI.length + POINT_BYTES).put(SPKI).put(point).array();
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            if (!verifier.verify(signature)) {
                throw wrong();
            }
        } catch (SignatureException malformed) {
            throw wrong();
        } catch (GeneralSecurityException error) {
            throw new IllegalStateException("every Java since 15 has Ed25519", error);
        }
    }

    private ProofException wrong() {
        return new ProofException("the signature of " + name + " is wrong");
    }

    /**
     * Whether 32 bytes are a point of the curve, written in the one way, and none of the eight whose order divides 8:
     * a signature under such a key fits many texts. Of those, y is 1, -1 or 0, or doubling leads to a y of 0, for
     * which x² is -y².
     */
    private static boolean isSound(byte[] point) {
        byte[] bigEndian = new byte[POINT_BYTES];
        for (int at = 0; at < POINT_BYTES; at++) {
            bigEndian[POINT_BYTES - 1 - at] = point[at];
        }
        BigInteger y = new BigInteger(1, bigEndian).clearBit(255); // the sign of x
        if (y.compareTo(P) >= 0) {
            return false;
        }
        BigInteger square = y.multiply(y).mod(P);
        BigInteger above = square.subtract(BigInteger.ONE).mod(P);
        BigInteger below = D.multiply(square).add(BigInteger.ONE).mod(P);
        BigInteger eighth = D.multiply(square).multiply(square).add(square.shiftLeft(1)).subtract(BigInteger.ONE).mod(P);
        if (square.signum() == 0 || above.signum() == 0 || eighth.signum() == 0) {
            return false;
        }
        // x² is above / below: there is an x where that is a square, which multiplying by below² does not change.
        BigInteger half = P.subtract(BigInteger.ONE).shiftRight(1);
        return above.multiply(below).modPow(half, P).equals(BigInteger.ONE);
    }
}
