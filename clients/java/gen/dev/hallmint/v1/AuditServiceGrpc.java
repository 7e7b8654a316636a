package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The audit trail of the acting brand; for an operator that of the installation.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AuditServiceGrpc {

  private AuditServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.AuditService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListEventsRequest,
      dev.hallmint.v1.ListEventsResponse> getListEventsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListEvents",
      requestType = dev.hallmint.v1.ListEventsRequest.class,
      responseType = dev.hallmint.v1.ListEventsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListEventsRequest,
      dev.hallmint.v1.ListEventsResponse> getListEventsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListEventsRequest, dev.hallmint.v1.ListEventsResponse> getListEventsMethod;
    if ((getListEventsMethod = AuditServiceGrpc.getListEventsMethod) == null) {
      synchronized (AuditServiceGrpc.class) {
        if ((getListEventsMethod = AuditServiceGrpc.getListEventsMethod) == null) {
          AuditServiceGrpc.getListEventsMethod = getListEventsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListEventsRequest, dev.hallmint.v1.ListEventsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListEvents"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListEventsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListEventsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AuditServiceMethodDescriptorSupplier("ListEvents"))
              .build();
        }
      }
    }
    return getListEventsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetAuditHeadRequest,
      dev.hallmint.v1.GetAuditHeadResponse> getGetAuditHeadMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetAuditHead",
      requestType = dev.hallmint.v1.GetAuditHeadRequest.class,
      responseType = dev.hallmint.v1.GetAuditHeadResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetAuditHeadRequest,
      dev.hallmint.v1.GetAuditHeadResponse> getGetAuditHeadMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetAuditHeadRequest, dev.hallmint.v1.GetAuditHeadResponse> getGetAuditHeadMethod;
    if ((getGetAuditHeadMethod = AuditServiceGrpc.getGetAuditHeadMethod) == null) {
      synchronized (AuditServiceGrpc.class) {
        if ((getGetAuditHeadMethod = AuditServiceGrpc.getGetAuditHeadMethod) == null) {
          AuditServiceGrpc.getGetAuditHeadMethod = getGetAuditHeadMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetAuditHeadRequest, dev.hallmint.v1.GetAuditHeadResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetAuditHead"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetAuditHeadRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetAuditHeadResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AuditServiceMethodDescriptorSupplier("GetAuditHead"))
              .build();
        }
      }
    }
    return getGetAuditHeadMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListAuditAnchorsRequest,
      dev.hallmint.v1.ListAuditAnchorsResponse> getListAuditAnchorsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListAuditAnchors",
      requestType = dev.hallmint.v1.ListAuditAnchorsRequest.class,
      responseType = dev.hallmint.v1.ListAuditAnchorsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListAuditAnchorsRequest,
      dev.hallmint.v1.ListAuditAnchorsResponse> getListAuditAnchorsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListAuditAnchorsRequest, dev.hallmint.v1.ListAuditAnchorsResponse> getListAuditAnchorsMethod;
    if ((getListAuditAnchorsMethod = AuditServiceGrpc.getListAuditAnchorsMethod) == null) {
      synchronized (AuditServiceGrpc.class) {
        if ((getListAuditAnchorsMethod = AuditServiceGrpc.getListAuditAnchorsMethod) == null) {
          AuditServiceGrpc.getListAuditAnchorsMethod = getListAuditAnchorsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListAuditAnchorsRequest, dev.hallmint.v1.ListAuditAnchorsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListAuditAnchors"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListAuditAnchorsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListAuditAnchorsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AuditServiceMethodDescriptorSupplier("ListAuditAnchors"))
              .build();
        }
      }
    }
    return getListAuditAnchorsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AuditServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuditServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuditServiceStub>() {
        @java.lang.Override
        public AuditServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuditServiceStub(channel, callOptions);
        }
      };
    return AuditServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AuditServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuditServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuditServiceBlockingV2Stub>() {
        @java.lang.Override
        public AuditServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuditServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AuditServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AuditServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuditServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuditServiceBlockingStub>() {
        @java.lang.Override
        public AuditServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuditServiceBlockingStub(channel, callOptions);
        }
      };
    return AuditServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AuditServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuditServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuditServiceFutureStub>() {
        @java.lang.Override
        public AuditServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuditServiceFutureStub(channel, callOptions);
        }
      };
    return AuditServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The audit trail of the acting brand; for an operator that of the installation.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Events, newest first or oldest first: those of the chain by number, those of units by time, and both in one order of time.
     * </pre>
     */
    default void listEvents(dev.hallmint.v1.ListEventsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListEventsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListEventsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Where the chain ends.
     * </pre>
     */
    default void getAuditHead(dev.hallmint.v1.GetAuditHeadRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetAuditHeadResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetAuditHeadMethod(), responseObserver);
    }

    /**
     * <pre>
     * The heads that the chain had when months ended, with the proofs that they are in the public log: the oldest month first.
     * What they prove needs no trust in this server (docs/verify/README.md).
     * </pre>
     */
    default void listAuditAnchors(dev.hallmint.v1.ListAuditAnchorsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListAuditAnchorsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListAuditAnchorsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AuditService.
   * <pre>
   * The audit trail of the acting brand; for an operator that of the installation.
   * </pre>
   */
  public static abstract class AuditServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AuditServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AuditService.
   * <pre>
   * The audit trail of the acting brand; for an operator that of the installation.
   * </pre>
   */
  public static final class AuditServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AuditServiceStub> {
    private AuditServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuditServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuditServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Events, newest first or oldest first: those of the chain by number, those of units by time, and both in one order of time.
     * </pre>
     */
    public void listEvents(dev.hallmint.v1.ListEventsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListEventsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListEventsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Where the chain ends.
     * </pre>
     */
    public void getAuditHead(dev.hallmint.v1.GetAuditHeadRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetAuditHeadResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetAuditHeadMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The heads that the chain had when months ended, with the proofs that they are in the public log: the oldest month first.
     * What they prove needs no trust in this server (docs/verify/README.md).
     * </pre>
     */
    public void listAuditAnchors(dev.hallmint.v1.ListAuditAnchorsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListAuditAnchorsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListAuditAnchorsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AuditService.
   * <pre>
   * The audit trail of the acting brand; for an operator that of the installation.
   * </pre>
   */
  public static final class AuditServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AuditServiceBlockingV2Stub> {
    private AuditServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuditServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuditServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Events, newest first or oldest first: those of the chain by number, those of units by time, and both in one order of time.
     * </pre>
     */
    public dev.hallmint.v1.ListEventsResponse listEvents(dev.hallmint.v1.ListEventsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListEventsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Where the chain ends.
     * </pre>
     */
    public dev.hallmint.v1.GetAuditHeadResponse getAuditHead(dev.hallmint.v1.GetAuditHeadRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetAuditHeadMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The heads that the chain had when months ended, with the proofs that they are in the public log: the oldest month first.
     * What they prove needs no trust in this server (docs/verify/README.md).
     * </pre>
     */
    public dev.hallmint.v1.ListAuditAnchorsResponse listAuditAnchors(dev.hallmint.v1.ListAuditAnchorsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListAuditAnchorsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AuditService.
   * <pre>
   * The audit trail of the acting brand; for an operator that of the installation.
   * </pre>
   */
  public static final class AuditServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AuditServiceBlockingStub> {
    private AuditServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuditServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuditServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Events, newest first or oldest first: those of the chain by number, those of units by time, and both in one order of time.
     * </pre>
     */
    public dev.hallmint.v1.ListEventsResponse listEvents(dev.hallmint.v1.ListEventsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListEventsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Where the chain ends.
     * </pre>
     */
    public dev.hallmint.v1.GetAuditHeadResponse getAuditHead(dev.hallmint.v1.GetAuditHeadRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetAuditHeadMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The heads that the chain had when months ended, with the proofs that they are in the public log: the oldest month first.
     * What they prove needs no trust in this server (docs/verify/README.md).
     * </pre>
     */
    public dev.hallmint.v1.ListAuditAnchorsResponse listAuditAnchors(dev.hallmint.v1.ListAuditAnchorsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListAuditAnchorsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AuditService.
   * <pre>
   * The audit trail of the acting brand; for an operator that of the installation.
   * </pre>
   */
  public static final class AuditServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AuditServiceFutureStub> {
    private AuditServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuditServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuditServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Events, newest first or oldest first: those of the chain by number, those of units by time, and both in one order of time.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListEventsResponse> listEvents(
        dev.hallmint.v1.ListEventsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListEventsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Where the chain ends.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetAuditHeadResponse> getAuditHead(
        dev.hallmint.v1.GetAuditHeadRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetAuditHeadMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The heads that the chain had when months ended, with the proofs that they are in the public log: the oldest month first.
     * What they prove needs no trust in this server (docs/verify/README.md).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListAuditAnchorsResponse> listAuditAnchors(
        dev.hallmint.v1.ListAuditAnchorsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListAuditAnchorsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_LIST_EVENTS = 0;
  private static final int METHODID_GET_AUDIT_HEAD = 1;
  private static final int METHODID_LIST_AUDIT_ANCHORS = 2;

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
        case METHODID_LIST_EVENTS:
          serviceImpl.listEvents((dev.hallmint.v1.ListEventsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListEventsResponse>) responseObserver);
          break;
        case METHODID_GET_AUDIT_HEAD:
          serviceImpl.getAuditHead((dev.hallmint.v1.GetAuditHeadRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetAuditHeadResponse>) responseObserver);
          break;
        case METHODID_LIST_AUDIT_ANCHORS:
          serviceImpl.listAuditAnchors((dev.hallmint.v1.ListAuditAnchorsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListAuditAnchorsResponse>) responseObserver);
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
          getListEventsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListEventsRequest,
              dev.hallmint.v1.ListEventsResponse>(
                service, METHODID_LIST_EVENTS)))
        .addMethod(
          getGetAuditHeadMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetAuditHeadRequest,
              dev.hallmint.v1.GetAuditHeadResponse>(
                service, METHODID_GET_AUDIT_HEAD)))
        .addMethod(
          getListAuditAnchorsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListAuditAnchorsRequest,
              dev.hallmint.v1.ListAuditAnchorsResponse>(
                service, METHODID_LIST_AUDIT_ANCHORS)))
        .build();
  }

  private static abstract class AuditServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AuditServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.AuditServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AuditService");
    }
  }

  private static final class AuditServiceFileDescriptorSupplier
      extends AuditServiceBaseDescriptorSupplier {
    AuditServiceFileDescriptorSupplier() {}
  }

  private static final class AuditServiceMethodDescriptorSupplier
      extends AuditServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AuditServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (AuditServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AuditServiceFileDescriptorSupplier())
              .addMethod(getListEventsMethod())
              .addMethod(getGetAuditHeadMethod())
              .addMethod(getListAuditAnchorsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
