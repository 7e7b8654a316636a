package dev.hallmint.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private keys as PEM: PKCS #8, or the older forms of RSA (RFC 8017) and of elliptic curves (RFC 5915). */
final class PrivateKeyText {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");
    private static final byte[] PROBE = "hallmint".getBytes(StandardCharsets.US_ASCII);
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int LONG_FORM = 0x80;

    private PrivateKeyText() {}

    /** The key as PKCS #8 in PEM. GeneralSecurityException where it is none, is encrypted, or is not that of `publicKey`. */
    static byte[] read(byte[] text, PublicKey publicKey) throws GeneralSecurityException {
        Matcher found = PEM.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw new InvalidKeyException("no unencrypted key in PEM");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(found.group(2));
        } catch (IllegalArgumentException error) {
            throw new InvalidKeyException(error);
        }
        byte[] pkcs8 = found.group(1).isEmpty() ? der : wrapped(der, publicKey);
        PrivateKey key = KeyFactory.getInstance(publicKey.getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        check(key, publicKey);
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8);
        return ("-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Refuse the key of another certificate: what it signs must be good under the public one. */
    private static void check(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm(); // those of Edwards curves sign without a hash of their own
        };
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(PROBE);
        byte[] signed = signer.sign();
        signer.initVerify(publicKey);
        signer.update(PROBE);
        if (!signer.verify(signed)) {
            throw new InvalidKeyException("the key of another certificate");
        }
    }

    /**
     * PKCS #8 (RFC 5958) is a version, an algorithm, and the older form in a string. The public key (RFC 5280, 4.1)
     * begins with the same algorithm, which names the curve too.
     */
    private static byte[] wrapped(byte[] older, PublicKey publicKey) {
        ByteBuffer spki = ByteBuffer.wrap(publicKey.getEncoded());
        enter(spki);
        int start = spki.position();
        int length = enter(spki);
        byte[] algorithm = Arrays.copyOfRange(spki.array(), start, spki.position() + length);
        byte[] version = {INTEGER, 1, 0};
        return element(SEQUENCE, version, algorithm, element(OCTETS, older));
    }

    /** Pass the head of an element; how long its content is. */
    private static int enter(ByteBuffer der) {
        der.get();
        int length = der.get() & 0xff;
        if (length < LONG_FORM) {
            return length;
        }
        int value = 0;
        for (int left = length - LONG_FORM; left > 0; left--) {
            value = value << 8 | der.get() & 0xff;
        }
        return value;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= LONG_FORM << 1) { // no key has more than two bytes of length, and no more than needed are allowed
            out.write(LONG_FORM + 2);
            out.write(length >> 8);
        } else if (length >= LONG_FORM) {
            out.write(LONG_FORM + 1);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
