package dev.hallmint.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A certificate of X.509 for 127.0.0.1, made here (RFC 5280), with its key; one without an issuer is an authority. */
record Certificate(String name, KeyPair keys, byte[] der, Certificate issuer) {
    private static final int SEQUENCE = 0x30;
    private static final byte[] VERSION_3 = hex("a003020102");
    private static final byte[] SERIAL = hex("020101");
    private static final byte[] VALID = element(SEQUENCE, time("20200101000000Z"), time("20991231235959Z"));
    private static final byte[] IS_AUTHORITY = hex("30120603551d130101ff040830060101ff020101");
    private static final byte[] IS_LOCAL = hex("300f0603551d1104083006" + "87047f000001");

    static Certificate authority(String name) throws GeneralSecurityException {
        return make(name, "EC", null);
    }

    Certificate issue(String name, String algorithm) throws GeneralSecurityException {
        return make(name, algorithm, this);
    }

    private static Certificate make(String name, String algorithm, Certificate issuer) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        KeyPair keys = generator.generateKeyPair();
        KeyPair signer = issuer == null ? keys : issuer.keys;
        byte[] signing = element(SEQUENCE, hex("06082a8648ce3d040302")); // ecdsa-with-SHA256
        byte[] body = element(
                SEQUENCE,
                VERSION_3,
                SERIAL,
                signing,
                named(issuer == null ? name : issuer.name),
                VALID,
                named(name),
                keys.getPublic().getEncoded(),
                element(0xa3, element(SEQUENCE, issuer == null ? IS_AUTHORITY : IS_LOCAL)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer.getPrivate());
        signature.update(body);
        byte[] bits = element(0x03, new byte[] {0}, signature.sign());
        return new Certificate(name, keys, element(SEQUENCE, body, signing, bits), issuer);
    }

    Path write(Path folder) throws IOException {
        return Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", der));
    }

    Path writeKey(Path folder) throws IOException {
        return Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    /** The key as in RFC 8017 or RFC 5915: what stands in the last string of PKCS #8; with all that openssl writes. */
    Path writeOlderKey(Path folder) throws IOException {
        byte[] pkcs8 = keys.getPrivate().getEncoded();
        if (keys.getPrivate().getAlgorithm().equals("RSA")) {
            byte[] key = Arrays.copyOfRange(pkcs8, 26, pkcs8.length); // behind version, algorithm, and the string's head
            return Files.writeString(folder.resolve(name + ".older"), pem("RSA PRIVATE KEY", key));
        }
        byte[] curve = hex("06082a8648ce3d030107");
        byte[] secret = Arrays.copyOfRange(pkcs8, 35, 67);
        byte[] spki = keys.getPublic().getEncoded();
        byte[] point = element(0xa1, Arrays.copyOfRange(spki, spki.length - 68, spki.length));
        byte[] key = element(SEQUENCE, hex("020101"), element(0x04, secret), element(0xa0, curve), point);
        String text = pem("EC PARAMETERS", curve) + pem("EC PRIVATE KEY", key);
        return Files.writeString(folder.resolve(name + ".older"), text);
    }

    static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    private static byte[] named(String name) {
        byte[] text = element(0x0c, name.getBytes(StandardCharsets.UTF_8));
        return element(SEQUENCE, element(0x31, element(SEQUENCE, hex("0603550403"), text)));
    }

    private static byte[] time(String text) {
        return element(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() < 128) {
            out.write(content.size());
        } else {
            byte[] length = BigInteger.valueOf(content.size()).toByteArray();
            byte[] shortest = length[0] == 0 ? Arrays.copyOfRange(length, 1, length.length) : length;
            out.write(128 + shortest.length);
            out.writeBytes(shortest);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
