package dev.hallmint.client;

import dev.hallmint.v1.AuditServiceGrpc;
import dev.hallmint.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.hallmint.v1.BrandServiceGrpc;
import dev.hallmint.v1.BrandServiceGrpc.BrandServiceBlockingStub;
import dev.hallmint.v1.CarrierProfileServiceGrpc;
import dev.hallmint.v1.CarrierProfileServiceGrpc.CarrierProfileServiceBlockingStub;
import dev.hallmint.v1.CatalogServiceGrpc;
import dev.hallmint.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import dev.hallmint.v1.ContentServiceGrpc;
import dev.hallmint.v1.ContentServiceGrpc.ContentServiceBlockingStub;
import dev.hallmint.v1.CredentialServiceGrpc;
import dev.hallmint.v1.CredentialServiceGrpc.CredentialServiceBlockingStub;
import dev.hallmint.v1.ExportServiceGrpc;
import dev.hallmint.v1.ExportServiceGrpc.ExportServiceBlockingStub;
import dev.hallmint.v1.LinkServiceGrpc;
import dev.hallmint.v1.LinkServiceGrpc.LinkServiceBlockingStub;
import dev.hallmint.v1.MemberServiceGrpc;
import dev.hallmint.v1.MemberServiceGrpc.MemberServiceBlockingStub;
import dev.hallmint.v1.MintingServiceGrpc;
import dev.hallmint.v1.MintingServiceGrpc.MintingServiceBlockingStub;
import dev.hallmint.v1.ProductionServiceGrpc;
import dev.hallmint.v1.ProductionServiceGrpc.ProductionServiceBlockingStub;
import dev.hallmint.v1.ScanServiceGrpc;
import dev.hallmint.v1.ScanServiceGrpc.ScanServiceBlockingStub;
import dev.hallmint.v1.SessionServiceGrpc;
import dev.hallmint.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.hallmint.v1.VerificationServiceGrpc;
import dev.hallmint.v1.VerificationServiceGrpc.VerificationServiceBlockingStub;
import io.grpc.Channel;

/** The services of Hallmint, as blocking stubs that throw {@link HallmintException}. A part of {@link HallmintClient}. */
public abstract class HallmintServices {
    private final Channel blocking;

    HallmintServices(Channel blocking) {
        this.blocking = blocking;
    }

    /**
     * Who did what.
     *
     * @return a stub of this connection
     */
    public final AuditServiceBlockingStub audit() {
        return AuditServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Brands.
     *
     * @return a stub of this connection
     */
    public final BrandServiceBlockingStub brand() {
        return BrandServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * How files of exports are written.
     *
     * @return a stub of this connection
     */
    public final CarrierProfileServiceBlockingStub carrierProfile() {
        return CarrierProfileServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Products.
     *
     * @return a stub of this connection
     */
    public final CatalogServiceBlockingStub catalog() {
        return CatalogServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Passport templates and market packs.
     *
     * @return a stub of this connection
     */
    public final ContentServiceBlockingStub content() {
        return ContentServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Keys of programs and people.
     *
     * @return a stub of this connection
     */
    public final CredentialServiceBlockingStub credential() {
        return CredentialServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Exports and their packs.
     *
     * @return a stub of this connection
     */
    public final ExportServiceBlockingStub export() {
        return ExportServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Links of passports.
     *
     * @return a stub of this connection
     */
    public final LinkServiceBlockingStub link() {
        return LinkServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * The people of the brand.
     *
     * @return a stub of this connection
     */
    public final MemberServiceBlockingStub member() {
        return MemberServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Batches and tokens.
     *
     * @return a stub of this connection
     */
    public final MintingServiceBlockingStub minting() {
        return MintingServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Production batches.
     *
     * @return a stub of this connection
     */
    public final ProductionServiceBlockingStub production() {
        return ProductionServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Scans of tokens.
     *
     * @return a stub of this connection
     */
    public final ScanServiceBlockingStub scan() {
        return ScanServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Sessions for screens.
     *
     * @return a stub of this connection
     */
    public final SessionServiceBlockingStub session() {
        return SessionServiceGrpc.newBlockingStub(blocking);
    }

    /**
     * Proofs of tokens, and the log.
     *
     * @return a stub of this connection
     */
    public final VerificationServiceBlockingStub verification() {
        return VerificationServiceGrpc.newBlockingStub(blocking);
    }
}
