package dev.hallmint.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How to connect to a Hallmint server. Null anywhere means not given. */
public final class HallmintClientBuilder {
    private static final String DEFAULT_ADDRESS = "127.0.0.1:7601";
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:/\\s]+)):([0-9]{1,5})");
    private static final int LAST_PORT = 65_535;
    /**
     * After so long without a word, while a call waits, the server is asked whether it is there: routers forget connections
     * and tell nobody. So a dead one is found before the 30 s of a call are over. The server allows a ping each 10 s.
     */
    private static final long KEEPALIVE_SECONDS = 15;

    /** How long the answer to that may take. */
    private static final long KEEPALIVE_TIMEOUT_SECONDS = 10;

    private String address = DEFAULT_ADDRESS;
    private String credential;
    private String brand;
    private Path ca;
    private Path certificate;
    private Path key;
    private Policy policy = Policy.DEFAULT;

    HallmintClientBuilder() {}

    /**
     * Where the server is.
     *
     * @param value {@code host:port}; default 127.0.0.1:7601
     * @return this
     */
    public HallmintClientBuilder address(String value) {
        address = value == null ? DEFAULT_ADDRESS : value;
        return this;
    }

    /**
     * Who calls. Without TLS it can be read on the way.
     *
     * @param value a credential, session token or invitation; none is for servers that ask for none
     * @return this
     */
    public HallmintClientBuilder credential(String value) {
        credential = value;
        return this;
    }

    /**
     * Of a person with several brands, the acting one.
     *
     * @param value its id or slug
     * @return this
     */
    public HallmintClientBuilder brand(String value) {
        brand = value;
        return this;
    }

    /**
     * Makes it TLS.
     *
     * @param value PEM: who may vouch for the server; without it, and with a certificate, whom Java trusts
     * @return this
     */
    public HallmintClientBuilder ca(Path value) {
        ca = value;
        return this;
    }

    /**
     * Makes it TLS by both sides.
     *
     * @param value PEM: who we are, and what signed it
     * @return this
     */
    public HallmintClientBuilder certificate(Path value) {
        certificate = value;
        return this;
    }

    /**
     * Goes with the certificate.
     *
     * @param value PEM: its unencrypted key
     * @return this
     */
    public HallmintClientBuilder key(Path value) {
        key = value;
        return this;
    }

    /**
     * How long to wait, and how often to try.
     *
     * @param value default {@link Policy#DEFAULT}
     * @return this
     */
    public HallmintClientBuilder policy(Policy value) {
        policy = value == null ? Policy.DEFAULT : value;
        return this;
    }

    /**
     * Makes the client, which connects with its first call.
     *
     * @return to be closed
     * @throws IllegalArgumentException where the credential is not of the form {@code hm_live_...}, {@code hm_session_...} or
     *     {@code hm_invite_...} (it is not shown; white space around it does not count), the address is no {@code host:port}, the
     *     brand has characters that no id and no slug has, and where the files of TLS cannot be read, are no PEM, or do not belong
     *     together
     */
    public HallmintClient build() {
        Matcher place = ADDRESS.matcher(address);
        if (!place.matches() || Integer.parseInt(place.group(3)) > LAST_PORT) {
            throw new IllegalArgumentException("the address of a server is host:port: " + address);
        }
        Caller caller = new Caller(credential, brand);
        ChannelCredentials credentials = Tls.credentials(ca, certificate, key);
        String host = place.group(1) == null ? place.group(2) : place.group(1);
        int port = Integer.parseInt(place.group(3));
        ManagedChannelBuilder<?> builder = Grpc.newChannelBuilderForAddress(host, port, credentials)
                .userAgent("hallmint-client-java/" + version())
                .disableRetry() // there is one schedule of retries, ours
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (credentials instanceof InsecureChannelCredentials) {
            builder.proxyDetector(server -> null); // a plaintext connection has no business with a proxy of the machine
        }
        return new HallmintClient(address, policy, caller, builder.build());
    }

    private static String version() {
        try (InputStream file = HallmintClientBuilder.class.getResourceAsStream("version.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
