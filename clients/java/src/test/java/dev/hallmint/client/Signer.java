package dev.hallmint.client;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A key of a log (1) or a witness (4) that was made for the test. */
record Signer(String name, int algorithm, KeyPair keys) {
    /** The order of the base point of Ed25519 (RFC 8032, 5.1). */
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    static Signer log(String name) throws GeneralSecurityException {
        return new Signer(name, 1, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    }

    static Signer witness(String name) throws GeneralSecurityException {
        return new Signer(name, 4, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    }

    String key() throws GeneralSecurityException {
        byte[] encoded = keys.getPublic().getEncoded();
        return key(name, algorithm, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    static String key(String name, int algorithm, byte[] point) throws GeneralSecurityException {
        byte[] data = ByteBuffer.allocate(33).put((byte) algorithm).put(point).array();
        return name + "+" + HexFormat.of().formatHex(id(name, data)) + "+" + Base64.getEncoder().encodeToString(data);
    }

    private static byte[] id(String name, byte[] data) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(digest.digest(data), 4);
    }

    /** The line under a head; a witness signs at a time. */
    String sign(String head, long seconds) throws GeneralSecurityException {
        return line(signature(head, seconds), seconds);
    }

    /** A second signature that the same equation holds for, but for a limit that RFC 8032 sets. */
    String signAboveTheOrder(String head) throws GeneralSecurityException {
        byte[] signature = signature(head, 0);
        byte[] scalar = reversed(Arrays.copyOfRange(signature, 32, 64));
        byte[] more = reversed(new BigInteger(1, scalar).add(ORDER).toByteArray());
        byte[] changed = Arrays.copyOf(signature, 64);
        System.arraycopy(more, 0, changed, 32, 32);
        return line(changed, 0);
    }

    private byte[] signature(String head, long seconds) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        String text = algorithm == 4 ? "cosignature/v1\ntime " + seconds + "\n" + head : head;
        signer.update(text.getBytes(StandardCharsets.UTF_8));
        return signer.sign();
    }

    private String line(byte[] signature, long seconds) throws GeneralSecurityException {
        byte[] data = Base64.getDecoder().decode(key().split("\\+", 3)[2]);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(id(name, data));
        if (algorithm == 4) {
            out.writeBytes(ByteBuffer.allocate(8).putLong(seconds).array());
        }
        out.writeBytes(signature);
        return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] turned = new byte[Math.max(32, bytes.length)];
        for (int at = 0; at < bytes.length; at++) {
            turned[at] = bytes[bytes.length - 1 - at];
        }
        return turned;
    }
}
