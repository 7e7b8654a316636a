package dev.hallmint.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Set;
import java.util.regex.Pattern;

/** Who calls: puts credential and brand into the metadata of each call. Nothing of it can be printed. */
final class Caller implements ClientInterceptor {
    private static final String SYMBOL = "[0-9a-hjkmnp-tv-z]"; // Crockford's base32 in lower case
    private static final Pattern CREDENTIAL =
            Pattern.compile("hm_(live|session|invite)_" + SYMBOL + "{12}_" + SYMBOL + "{52}_" + SYMBOL + "{6}");
    private static final Pattern BRAND = Pattern.compile("[A-Za-z0-9-]*[A-Za-z0-9][A-Za-z0-9-]*");
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> ACTING =
            Metadata.Key.of("x-hallmint-brand", Metadata.ASCII_STRING_MARSHALLER);

    /** Calls of a person or an operator for no brand in particular. */
    private static final Set<String> WITHOUT_BRAND = Set.of(
            "hallmint.v1.BrandService/CreateBrand",
            "hallmint.v1.BrandService/ListBrands",
            "hallmint.v1.BrandService/ReassignGtin",
            "hallmint.v1.BrandService/SuspendBrand",
            "hallmint.v1.BrandService/UnsuspendBrand",
            "hallmint.v1.CredentialService/ListOwnCredentials",
            "hallmint.v1.MemberService/AcceptInvitation",
            "hallmint.v1.SessionService/CreateSession",
            "hallmint.v1.SessionService/RevokeSession");

    private final String bearer;
    private final String brand;

    Caller(String credential, String brand) {
        String text = credential == null ? null : credential.strip();
        if (text != null && !CREDENTIAL.matcher(text).matches()) {
            throw new IllegalArgumentException("this is no credential: one has 79 characters or more and begins with hm_live_, "
                    + "hm_session_ or hm_invite_; check that it is whole");
        }
        if (brand != null && !BRAND.matcher(brand).matches()) {
            throw new IllegalArgumentException("a brand is named by its id or slug: letters, digits and hyphens");
        }
        this.bearer = text == null ? null : "Bearer " + text;
        this.brand = brand;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<Q, A>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                // What a program put in for this call alone stays: so one connection serves many callers.
                if (bearer != null && !headers.containsKey(AUTHORIZATION)) {
                    headers.put(AUTHORIZATION, bearer);
                }
                if (brand != null && !headers.containsKey(ACTING) && !WITHOUT_BRAND.contains(method.getFullMethodName())) {
                    headers.put(ACTING, brand);
                }
                super.start(listener, headers);
            }
        };
    }
}
