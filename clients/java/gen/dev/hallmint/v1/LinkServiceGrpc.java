package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Links that the acting brand sets for products, lots and units. The resolver shows a change within 20 s.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class LinkServiceGrpc {

  private LinkServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.LinkService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateLinkRequest,
      dev.hallmint.v1.CreateLinkResponse> getCreateLinkMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateLink",
      requestType = dev.hallmint.v1.CreateLinkRequest.class,
      responseType = dev.hallmint.v1.CreateLinkResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateLinkRequest,
      dev.hallmint.v1.CreateLinkResponse> getCreateLinkMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateLinkRequest, dev.hallmint.v1.CreateLinkResponse> getCreateLinkMethod;
    if ((getCreateLinkMethod = LinkServiceGrpc.getCreateLinkMethod) == null) {
      synchronized (LinkServiceGrpc.class) {
        if ((getCreateLinkMethod = LinkServiceGrpc.getCreateLinkMethod) == null) {
          LinkServiceGrpc.getCreateLinkMethod = getCreateLinkMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateLinkRequest, dev.hallmint.v1.CreateLinkResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateLink"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateLinkRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateLinkResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LinkServiceMethodDescriptorSupplier("CreateLink"))
              .build();
        }
      }
    }
    return getCreateLinkMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.DeleteLinkRequest,
      dev.hallmint.v1.DeleteLinkResponse> getDeleteLinkMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteLink",
      requestType = dev.hallmint.v1.DeleteLinkRequest.class,
      responseType = dev.hallmint.v1.DeleteLinkResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.DeleteLinkRequest,
      dev.hallmint.v1.DeleteLinkResponse> getDeleteLinkMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.DeleteLinkRequest, dev.hallmint.v1.DeleteLinkResponse> getDeleteLinkMethod;
    if ((getDeleteLinkMethod = LinkServiceGrpc.getDeleteLinkMethod) == null) {
      synchronized (LinkServiceGrpc.class) {
        if ((getDeleteLinkMethod = LinkServiceGrpc.getDeleteLinkMethod) == null) {
          LinkServiceGrpc.getDeleteLinkMethod = getDeleteLinkMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.DeleteLinkRequest, dev.hallmint.v1.DeleteLinkResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteLink"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.DeleteLinkRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.DeleteLinkResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LinkServiceMethodDescriptorSupplier("DeleteLink"))
              .build();
        }
      }
    }
    return getDeleteLinkMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListLinksRequest,
      dev.hallmint.v1.ListLinksResponse> getListLinksMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListLinks",
      requestType = dev.hallmint.v1.ListLinksRequest.class,
      responseType = dev.hallmint.v1.ListLinksResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListLinksRequest,
      dev.hallmint.v1.ListLinksResponse> getListLinksMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListLinksRequest, dev.hallmint.v1.ListLinksResponse> getListLinksMethod;
    if ((getListLinksMethod = LinkServiceGrpc.getListLinksMethod) == null) {
      synchronized (LinkServiceGrpc.class) {
        if ((getListLinksMethod = LinkServiceGrpc.getListLinksMethod) == null) {
          LinkServiceGrpc.getListLinksMethod = getListLinksMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListLinksRequest, dev.hallmint.v1.ListLinksResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListLinks"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListLinksRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListLinksResponse.getDefaultInstance()))
              .setSchemaDescriptor(new LinkServiceMethodDescriptorSupplier("ListLinks"))
              .build();
        }
      }
    }
    return getListLinksMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static LinkServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<LinkServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<LinkServiceStub>() {
        @java.lang.Override
        public LinkServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new LinkServiceStub(channel, callOptions);
        }
      };
    return LinkServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static LinkServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<LinkServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<LinkServiceBlockingV2Stub>() {
        @java.lang.Override
        public LinkServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new LinkServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return LinkServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static LinkServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<LinkServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<LinkServiceBlockingStub>() {
        @java.lang.Override
        public LinkServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new LinkServiceBlockingStub(channel, callOptions);
        }
      };
    return LinkServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static LinkServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<LinkServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<LinkServiceFutureStub>() {
        @java.lang.Override
        public LinkServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new LinkServiceFutureStub(channel, callOptions);
        }
      };
    return LinkServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Links that the acting brand sets for products, lots and units. The resolver shows a change within 20 s.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes a link. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    default void createLink(dev.hallmint.v1.CreateLinkRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateLinkResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateLinkMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes a link away. NOT_FOUND `LINK_NOT_FOUND` where it is gone already, so also after a retry.
     * </pre>
     */
    default void deleteLink(dev.hallmint.v1.DeleteLinkRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.DeleteLinkResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteLinkMethod(), responseObserver);
    }

    /**
     * <pre>
     * The links, the oldest first.
     * </pre>
     */
    default void listLinks(dev.hallmint.v1.ListLinksRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListLinksResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListLinksMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service LinkService.
   * <pre>
   * Links that the acting brand sets for products, lots and units. The resolver shows a change within 20 s.
   * </pre>
   */
  public static abstract class LinkServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return LinkServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service LinkService.
   * <pre>
   * Links that the acting brand sets for products, lots and units. The resolver shows a change within 20 s.
   * </pre>
   */
  public static final class LinkServiceStub
      extends io.grpc.stub.AbstractAsyncStub<LinkServiceStub> {
    private LinkServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected LinkServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new LinkServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a link. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    public void createLink(dev.hallmint.v1.CreateLinkRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateLinkResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateLinkMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes a link away. NOT_FOUND `LINK_NOT_FOUND` where it is gone already, so also after a retry.
     * </pre>
     */
    public void deleteLink(dev.hallmint.v1.DeleteLinkRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.DeleteLinkResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteLinkMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The links, the oldest first.
     * </pre>
     */
    public void listLinks(dev.hallmint.v1.ListLinksRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListLinksResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListLinksMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service LinkService.
   * <pre>
   * Links that the acting brand sets for products, lots and units. The resolver shows a change within 20 s.
   * </pre>
   */
  public static final class LinkServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<LinkServiceBlockingV2Stub> {
    private LinkServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected LinkServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new LinkServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a link. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    public dev.hallmint.v1.CreateLinkResponse createLink(dev.hallmint.v1.CreateLinkRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateLinkMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes a link away. NOT_FOUND `LINK_NOT_FOUND` where it is gone already, so also after a retry.
     * </pre>
     */
    public dev.hallmint.v1.DeleteLinkResponse deleteLink(dev.hallmint.v1.DeleteLinkRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteLinkMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The links, the oldest first.
     * </pre>
     */
    public dev.hallmint.v1.ListLinksResponse listLinks(dev.hallmint.v1.ListLinksRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListLinksMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service LinkService.
   * <pre>
   * Links that the acting brand sets for products, lots and units. The resolver shows a change within 20 s.
   * </pre>
   */
  public static final class LinkServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<LinkServiceBlockingStub> {
    private LinkServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected LinkServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new LinkServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a link. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    public dev.hallmint.v1.CreateLinkResponse createLink(dev.hallmint.v1.CreateLinkRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateLinkMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes a link away. NOT_FOUND `LINK_NOT_FOUND` where it is gone already, so also after a retry.
     * </pre>
     */
    public dev.hallmint.v1.DeleteLinkResponse deleteLink(dev.hallmint.v1.DeleteLinkRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteLinkMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The links, the oldest first.
     * </pre>
     */
    public dev.hallmint.v1.ListLinksResponse listLinks(dev.hallmint.v1.ListLinksRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListLinksMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service LinkService.
   * <pre>
   * Links that the acting brand sets for products, lots and units. The resolver shows a change within 20 s.
   * </pre>
   */
  public static final class LinkServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<LinkServiceFutureStub> {
    private LinkServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected LinkServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new LinkServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a link. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateLinkResponse> createLink(
        dev.hallmint.v1.CreateLinkRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateLinkMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes a link away. NOT_FOUND `LINK_NOT_FOUND` where it is gone already, so also after a retry.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.DeleteLinkResponse> deleteLink(
        dev.hallmint.v1.DeleteLinkRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteLinkMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The links, the oldest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListLinksResponse> listLinks(
        dev.hallmint.v1.ListLinksRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListLinksMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_LINK = 0;
  private static final int METHODID_DELETE_LINK = 1;
  private static final int METHODID_LIST_LINKS = 2;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_CREATE_LINK:
          serviceImpl.createLink((dev.hallmint.v1.CreateLinkRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateLinkResponse>) responseObserver);
          break;
        case METHODID_DELETE_LINK:
          serviceImpl.deleteLink((dev.hallmint.v1.DeleteLinkRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.DeleteLinkResponse>) responseObserver);
          break;
        case METHODID_LIST_LINKS:
          serviceImpl.listLinks((dev.hallmint.v1.ListLinksRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListLinksResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getCreateLinkMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateLinkRequest,
              dev.hallmint.v1.CreateLinkResponse>(
                service, METHODID_CREATE_LINK)))
        .addMethod(
          getDeleteLinkMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.DeleteLinkRequest,
              dev.hallmint.v1.DeleteLinkResponse>(
                service, METHODID_DELETE_LINK)))
        .addMethod(
          getListLinksMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListLinksRequest,
              dev.hallmint.v1.ListLinksResponse>(
                service, METHODID_LIST_LINKS)))
        .build();
  }

  private static abstract class LinkServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    LinkServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.LinkServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("LinkService");
    }
  }

  private static final class LinkServiceFileDescriptorSupplier
      extends LinkServiceBaseDescriptorSupplier {
    LinkServiceFileDescriptorSupplier() {}
  }

  private static final class LinkServiceMethodDescriptorSupplier
      extends LinkServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    LinkServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (LinkServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new LinkServiceFileDescriptorSupplier())
              .addMethod(getCreateLinkMethod())
              .addMethod(getDeleteLinkMethod())
              .addMethod(getListLinksMethod())
              .build();
        }
      }
    }
    return result;
  }
}
