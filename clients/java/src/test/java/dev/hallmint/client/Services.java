package dev.hallmint.client;

import dev.hallmint.v1.AuditServiceGrpc;
import dev.hallmint.v1.BrandServiceGrpc;
import dev.hallmint.v1.CarrierProfileServiceGrpc;
import dev.hallmint.v1.CatalogServiceGrpc;
import dev.hallmint.v1.ContentServiceGrpc;
import dev.hallmint.v1.CredentialServiceGrpc;
import dev.hallmint.v1.ExportServiceGrpc;
import dev.hallmint.v1.LinkServiceGrpc;
import dev.hallmint.v1.MemberServiceGrpc;
import dev.hallmint.v1.MintingServiceGrpc;
import dev.hallmint.v1.ProductionServiceGrpc;
import dev.hallmint.v1.ScanServiceGrpc;
import dev.hallmint.v1.SessionServiceGrpc;
import dev.hallmint.v1.VerificationServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.stream.Stream;

/** What is in the generated code. */
final class Services {
    private Services() {}

    static Stream<MethodDescriptor<?, ?>> methods() {
        return Stream.of(
                        AuditServiceGrpc.getServiceDescriptor(),
                        BrandServiceGrpc.getServiceDescriptor(),
                        CarrierProfileServiceGrpc.getServiceDescriptor(),
                        CatalogServiceGrpc.getServiceDescriptor(),
                        ContentServiceGrpc.getServiceDescriptor(),
                        CredentialServiceGrpc.getServiceDescriptor(),
                        ExportServiceGrpc.getServiceDescriptor(),
                        LinkServiceGrpc.getServiceDescriptor(),
                        MemberServiceGrpc.getServiceDescriptor(),
                        MintingServiceGrpc.getServiceDescriptor(),
                        ProductionServiceGrpc.getServiceDescriptor(),
                        ScanServiceGrpc.getServiceDescriptor(),
                        SessionServiceGrpc.getServiceDescriptor(),
                        VerificationServiceGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(found -> found.stream());
    }
}
