package dev.hallmint.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/**
 * The files of TLS, read once and looked at before: grpc-java takes much, and then only says that there is no
 * connection.
 */
final class Tls {
    private Tls() {}

    /**
     * Plaintext without files. IllegalArgumentException where they cannot be read, are no PEM, or do not belong
     * together.
     */
    static ChannelCredentials credentials(Path ca, Path certificate, Path key) {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("certificate and key go together");
        }
        if (ca == null && certificate == null) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        try {
            if (ca != null) {
                byte[] roots = read(ca);
                certificates(ca, roots);
                builder.trustManager(new ByteArrayInputStream(roots));
            }
            if (certificate != null) {
                byte[] chain = read(certificate);
                Certificate first = certificates(certificate, chain).iterator().next();
                builder.keyManager(new ByteArrayInputStream(chain), new ByteArrayInputStream(pair(certificate, key, first)));
            }
        } catch (IOException error) {
            throw new IllegalStateException("memory cannot be read", error);
        }
        return builder.build();
    }

    private static byte[] pair(Path certificate, Path key, Certificate first) {
        try {
            return PrivateKeyText.read(read(key), first.getPublicKey());
        } catch (GeneralSecurityException error) {
            throw new IllegalArgumentException(
                    certificate + " and " + key + " are not a PEM certificate and its unencrypted PEM key");
        }
    }

    private static Collection<? extends Certificate> certificates(Path path, byte[] text) {
        try {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException error) {
            // Said below.
        }
        throw new IllegalArgumentException(path + " holds no PEM certificate");
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException error) {
            throw new IllegalArgumentException(path + " cannot be read: there is no such file");
        } catch (IOException error) {
            throw new IllegalArgumentException(path + " cannot be read: " + error.getMessage());
        }
    }
}
