package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Proofs that tokens are of the public log of minted batches, and that the log only ever grew.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class VerificationServiceGrpc {

  private VerificationServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.VerificationService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetCheckpointRequest,
      dev.hallmint.v1.GetCheckpointResponse> getGetCheckpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCheckpoint",
      requestType = dev.hallmint.v1.GetCheckpointRequest.class,
      responseType = dev.hallmint.v1.GetCheckpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetCheckpointRequest,
      dev.hallmint.v1.GetCheckpointResponse> getGetCheckpointMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetCheckpointRequest, dev.hallmint.v1.GetCheckpointResponse> getGetCheckpointMethod;
    if ((getGetCheckpointMethod = VerificationServiceGrpc.getGetCheckpointMethod) == null) {
      synchronized (VerificationServiceGrpc.class) {
        if ((getGetCheckpointMethod = VerificationServiceGrpc.getGetCheckpointMethod) == null) {
          VerificationServiceGrpc.getGetCheckpointMethod = getGetCheckpointMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetCheckpointRequest, dev.hallmint.v1.GetCheckpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCheckpoint"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetCheckpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetCheckpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new VerificationServiceMethodDescriptorSupplier("GetCheckpoint"))
              .build();
        }
      }
    }
    return getGetCheckpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetTokenProofRequest,
      dev.hallmint.v1.GetTokenProofResponse> getGetTokenProofMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetTokenProof",
      requestType = dev.hallmint.v1.GetTokenProofRequest.class,
      responseType = dev.hallmint.v1.GetTokenProofResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetTokenProofRequest,
      dev.hallmint.v1.GetTokenProofResponse> getGetTokenProofMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetTokenProofRequest, dev.hallmint.v1.GetTokenProofResponse> getGetTokenProofMethod;
    if ((getGetTokenProofMethod = VerificationServiceGrpc.getGetTokenProofMethod) == null) {
      synchronized (VerificationServiceGrpc.class) {
        if ((getGetTokenProofMethod = VerificationServiceGrpc.getGetTokenProofMethod) == null) {
          VerificationServiceGrpc.getGetTokenProofMethod = getGetTokenProofMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetTokenProofRequest, dev.hallmint.v1.GetTokenProofResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetTokenProof"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetTokenProofRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetTokenProofResponse.getDefaultInstance()))
              .setSchemaDescriptor(new VerificationServiceMethodDescriptorSupplier("GetTokenProof"))
              .build();
        }
      }
    }
    return getGetTokenProofMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.VerifyTokenRequest,
      dev.hallmint.v1.VerifyTokenResponse> getVerifyTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "VerifyToken",
      requestType = dev.hallmint.v1.VerifyTokenRequest.class,
      responseType = dev.hallmint.v1.VerifyTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.VerifyTokenRequest,
      dev.hallmint.v1.VerifyTokenResponse> getVerifyTokenMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.VerifyTokenRequest, dev.hallmint.v1.VerifyTokenResponse> getVerifyTokenMethod;
    if ((getVerifyTokenMethod = VerificationServiceGrpc.getVerifyTokenMethod) == null) {
      synchronized (VerificationServiceGrpc.class) {
        if ((getVerifyTokenMethod = VerificationServiceGrpc.getVerifyTokenMethod) == null) {
          VerificationServiceGrpc.getVerifyTokenMethod = getVerifyTokenMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.VerifyTokenRequest, dev.hallmint.v1.VerifyTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "VerifyToken"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.VerifyTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.VerifyTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new VerificationServiceMethodDescriptorSupplier("VerifyToken"))
              .build();
        }
      }
    }
    return getVerifyTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetConsistencyProofRequest,
      dev.hallmint.v1.GetConsistencyProofResponse> getGetConsistencyProofMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetConsistencyProof",
      requestType = dev.hallmint.v1.GetConsistencyProofRequest.class,
      responseType = dev.hallmint.v1.GetConsistencyProofResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetConsistencyProofRequest,
      dev.hallmint.v1.GetConsistencyProofResponse> getGetConsistencyProofMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetConsistencyProofRequest, dev.hallmint.v1.GetConsistencyProofResponse> getGetConsistencyProofMethod;
    if ((getGetConsistencyProofMethod = VerificationServiceGrpc.getGetConsistencyProofMethod) == null) {
      synchronized (VerificationServiceGrpc.class) {
        if ((getGetConsistencyProofMethod = VerificationServiceGrpc.getGetConsistencyProofMethod) == null) {
          VerificationServiceGrpc.getGetConsistencyProofMethod = getGetConsistencyProofMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetConsistencyProofRequest, dev.hallmint.v1.GetConsistencyProofResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetConsistencyProof"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetConsistencyProofRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetConsistencyProofResponse.getDefaultInstance()))
              .setSchemaDescriptor(new VerificationServiceMethodDescriptorSupplier("GetConsistencyProof"))
              .build();
        }
      }
    }
    return getGetConsistencyProofMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetMonitorKeyRequest,
      dev.hallmint.v1.GetMonitorKeyResponse> getGetMonitorKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetMonitorKey",
      requestType = dev.hallmint.v1.GetMonitorKeyRequest.class,
      responseType = dev.hallmint.v1.GetMonitorKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetMonitorKeyRequest,
      dev.hallmint.v1.GetMonitorKeyResponse> getGetMonitorKeyMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetMonitorKeyRequest, dev.hallmint.v1.GetMonitorKeyResponse> getGetMonitorKeyMethod;
    if ((getGetMonitorKeyMethod = VerificationServiceGrpc.getGetMonitorKeyMethod) == null) {
      synchronized (VerificationServiceGrpc.class) {
        if ((getGetMonitorKeyMethod = VerificationServiceGrpc.getGetMonitorKeyMethod) == null) {
          VerificationServiceGrpc.getGetMonitorKeyMethod = getGetMonitorKeyMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetMonitorKeyRequest, dev.hallmint.v1.GetMonitorKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetMonitorKey"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetMonitorKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetMonitorKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new VerificationServiceMethodDescriptorSupplier("GetMonitorKey"))
              .build();
        }
      }
    }
    return getGetMonitorKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListCommitmentsRequest,
      dev.hallmint.v1.ListCommitmentsResponse> getListCommitmentsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListCommitments",
      requestType = dev.hallmint.v1.ListCommitmentsRequest.class,
      responseType = dev.hallmint.v1.ListCommitmentsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListCommitmentsRequest,
      dev.hallmint.v1.ListCommitmentsResponse> getListCommitmentsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListCommitmentsRequest, dev.hallmint.v1.ListCommitmentsResponse> getListCommitmentsMethod;
    if ((getListCommitmentsMethod = VerificationServiceGrpc.getListCommitmentsMethod) == null) {
      synchronized (VerificationServiceGrpc.class) {
        if ((getListCommitmentsMethod = VerificationServiceGrpc.getListCommitmentsMethod) == null) {
          VerificationServiceGrpc.getListCommitmentsMethod = getListCommitmentsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListCommitmentsRequest, dev.hallmint.v1.ListCommitmentsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListCommitments"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListCommitmentsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListCommitmentsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new VerificationServiceMethodDescriptorSupplier("ListCommitments"))
              .build();
        }
      }
    }
    return getListCommitmentsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static VerificationServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<VerificationServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<VerificationServiceStub>() {
        @java.lang.Override
        public VerificationServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new VerificationServiceStub(channel, callOptions);
        }
      };
    return VerificationServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static VerificationServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<VerificationServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<VerificationServiceBlockingV2Stub>() {
        @java.lang.Override
        public VerificationServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new VerificationServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return VerificationServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static VerificationServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<VerificationServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<VerificationServiceBlockingStub>() {
        @java.lang.Override
        public VerificationServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new VerificationServiceBlockingStub(channel, callOptions);
        }
      };
    return VerificationServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static VerificationServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<VerificationServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<VerificationServiceFutureStub>() {
        @java.lang.Override
        public VerificationServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new VerificationServiceFutureStub(channel, callOptions);
        }
      };
    return VerificationServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Proofs that tokens are of the public log of minted batches, and that the log only ever grew.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * The head of the log, signed.
     * </pre>
     */
    default void getCheckpoint(dev.hallmint.v1.GetCheckpointRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCheckpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCheckpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * The proof of a token, for anybody to check offline with nothing but the log's public key. UNAVAILABLE with RetryInfo,
     * `LOG_NOT_READY`, until the log has what its batch became, as a rule seconds after that ended; `RECORD_CHANGED` where rows
     * are no longer what was minted: its metadata names them.
     * </pre>
     */
    default void getTokenProof(dev.hallmint.v1.GetTokenProofRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTokenProofResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTokenProofMethod(), responseObserver);
    }

    /**
     * <pre>
     * Whether a token's record is what the log was told, or whether a proof file is true and of an earlier state of this log. Who
     * does not trust this server checks the proof file offline.
     * </pre>
     */
    default void verifyToken(dev.hallmint.v1.VerifyTokenRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.VerifyTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getVerifyTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * The hashes that prove one head of the log to have grown out of another (RFC 6962, 2.1.2). FAILED_PRECONDITION
     * `RECORD_CHANGED`, with empty metadata, where the database no longer holds the tiles that the log published.
     * </pre>
     */
    default void getConsistencyProof(dev.hallmint.v1.GetConsistencyProofRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetConsistencyProofResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetConsistencyProofMethod(), responseObserver);
    }

    /**
     * <pre>
     * The key by which the acting brand finds its own entries in the log, without asking this server again: a secret, for whoever
     * has it sees when and how often the brand mints. Takes the permission `log:monitor`. Each call is an event of the audit trail.
     * </pre>
     */
    default void getMonitorKey(dev.hallmint.v1.GetMonitorKeyRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetMonitorKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetMonitorKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * What the entries of the acting brand's batches commit to, in the order in which the batches were submitted. Whoever monitors
     * compares it with the log itself.
     * </pre>
     */
    default void listCommitments(dev.hallmint.v1.ListCommitmentsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListCommitmentsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListCommitmentsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service VerificationService.
   * <pre>
   * Proofs that tokens are of the public log of minted batches, and that the log only ever grew.
   * </pre>
   */
  public static abstract class VerificationServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return VerificationServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service VerificationService.
   * <pre>
   * Proofs that tokens are of the public log of minted batches, and that the log only ever grew.
   * </pre>
   */
  public static final class VerificationServiceStub
      extends io.grpc.stub.AbstractAsyncStub<VerificationServiceStub> {
    private VerificationServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected VerificationServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new VerificationServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * The head of the log, signed.
     * </pre>
     */
    public void getCheckpoint(dev.hallmint.v1.GetCheckpointRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCheckpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCheckpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The proof of a token, for anybody to check offline with nothing but the log's public key. UNAVAILABLE with RetryInfo,
     * `LOG_NOT_READY`, until the log has what its batch became, as a rule seconds after that ended; `RECORD_CHANGED` where rows
     * are no longer what was minted: its metadata names them.
     * </pre>
     */
    public void getTokenProof(dev.hallmint.v1.GetTokenProofRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTokenProofResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTokenProofMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Whether a token's record is what the log was told, or whether a proof file is true and of an earlier state of this log. Who
     * does not trust this server checks the proof file offline.
     * </pre>
     */
    public void verifyToken(dev.hallmint.v1.VerifyTokenRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.VerifyTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getVerifyTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The hashes that prove one head of the log to have grown out of another (RFC 6962, 2.1.2). FAILED_PRECONDITION
     * `RECORD_CHANGED`, with empty metadata, where the database no longer holds the tiles that the log published.
     * </pre>
     */
    public void getConsistencyProof(dev.hallmint.v1.GetConsistencyProofRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetConsistencyProofResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetConsistencyProofMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The key by which the acting brand finds its own entries in the log, without asking this server again: a secret, for whoever
     * has it sees when and how often the brand mints. Takes the permission `log:monitor`. Each call is an event of the audit trail.
     * </pre>
     */
    public void getMonitorKey(dev.hallmint.v1.GetMonitorKeyRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetMonitorKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetMonitorKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * What the entries of the acting brand's batches commit to, in the order in which the batches were submitted. Whoever monitors
     * compares it with the log itself.
     * </pre>
     */
    public void listCommitments(dev.hallmint.v1.ListCommitmentsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListCommitmentsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListCommitmentsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service VerificationService.
   * <pre>
   * Proofs that tokens are of the public log of minted batches, and that the log only ever grew.
   * </pre>
   */
  public static final class VerificationServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<VerificationServiceBlockingV2Stub> {
    private VerificationServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected VerificationServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new VerificationServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * The head of the log, signed.
     * </pre>
     */
    public dev.hallmint.v1.GetCheckpointResponse getCheckpoint(dev.hallmint.v1.GetCheckpointRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetCheckpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The proof of a token, for anybody to check offline with nothing but the log's public key. UNAVAILABLE with RetryInfo,
     * `LOG_NOT_READY`, until the log has what its batch became, as a rule seconds after that ended; `RECORD_CHANGED` where rows
     * are no longer what was minted: its metadata names them.
     * </pre>
     */
    public dev.hallmint.v1.GetTokenProofResponse getTokenProof(dev.hallmint.v1.GetTokenProofRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetTokenProofMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Whether a token's record is what the log was told, or whether a proof file is true and of an earlier state of this log. Who
     * does not trust this server checks the proof file offline.
     * </pre>
     */
    public dev.hallmint.v1.VerifyTokenResponse verifyToken(dev.hallmint.v1.VerifyTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getVerifyTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The hashes that prove one head of the log to have grown out of another (RFC 6962, 2.1.2). FAILED_PRECONDITION
     * `RECORD_CHANGED`, with empty metadata, where the database no longer holds the tiles that the log published.
     * </pre>
     */
    public dev.hallmint.v1.GetConsistencyProofResponse getConsistencyProof(dev.hallmint.v1.GetConsistencyProofRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetConsistencyProofMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The key by which the acting brand finds its own entries in the log, without asking this server again: a secret, for whoever
     * has it sees when and how often the brand mints. Takes the permission `log:monitor`. Each call is an event of the audit trail.
     * </pre>
     */
    public dev.hallmint.v1.GetMonitorKeyResponse getMonitorKey(dev.hallmint.v1.GetMonitorKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetMonitorKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What the entries of the acting brand's batches commit to, in the order in which the batches were submitted. Whoever monitors
     * compares it with the log itself.
     * </pre>
     */
    public dev.hallmint.v1.ListCommitmentsResponse listCommitments(dev.hallmint.v1.ListCommitmentsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListCommitmentsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service VerificationService.
   * <pre>
   * Proofs that tokens are of the public log of minted batches, and that the log only ever grew.
   * </pre>
   */
  public static final class VerificationServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<VerificationServiceBlockingStub> {
    private VerificationServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected VerificationServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new VerificationServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * The head of the log, signed.
     * </pre>
     */
    public dev.hallmint.v1.GetCheckpointResponse getCheckpoint(dev.hallmint.v1.GetCheckpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCheckpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The proof of a token, for anybody to check offline with nothing but the log's public key. UNAVAILABLE with RetryInfo,
     * `LOG_NOT_READY`, until the log has what its batch became, as a rule seconds after that ended; `RECORD_CHANGED` where rows
     * are no longer what was minted: its metadata names them.
     * </pre>
     */
    public dev.hallmint.v1.GetTokenProofResponse getTokenProof(dev.hallmint.v1.GetTokenProofRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTokenProofMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Whether a token's record is what the log was told, or whether a proof file is true and of an earlier state of this log. Who
     * does not trust this server checks the proof file offline.
     * </pre>
     */
    public dev.hallmint.v1.VerifyTokenResponse verifyToken(dev.hallmint.v1.VerifyTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getVerifyTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The hashes that prove one head of the log to have grown out of another (RFC 6962, 2.1.2). FAILED_PRECONDITION
     * `RECORD_CHANGED`, with empty metadata, where the database no longer holds the tiles that the log published.
     * </pre>
     */
    public dev.hallmint.v1.GetConsistencyProofResponse getConsistencyProof(dev.hallmint.v1.GetConsistencyProofRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetConsistencyProofMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The key by which the acting brand finds its own entries in the log, without asking this server again: a secret, for whoever
     * has it sees when and how often the brand mints. Takes the permission `log:monitor`. Each call is an event of the audit trail.
     * </pre>
     */
    public dev.hallmint.v1.GetMonitorKeyResponse getMonitorKey(dev.hallmint.v1.GetMonitorKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetMonitorKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What the entries of the acting brand's batches commit to, in the order in which the batches were submitted. Whoever monitors
     * compares it with the log itself.
     * </pre>
     */
    public dev.hallmint.v1.ListCommitmentsResponse listCommitments(dev.hallmint.v1.ListCommitmentsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListCommitmentsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service VerificationService.
   * <pre>
   * Proofs that tokens are of the public log of minted batches, and that the log only ever grew.
   * </pre>
   */
  public static final class VerificationServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<VerificationServiceFutureStub> {
    private VerificationServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected VerificationServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new VerificationServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * The head of the log, signed.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetCheckpointResponse> getCheckpoint(
        dev.hallmint.v1.GetCheckpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCheckpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The proof of a token, for anybody to check offline with nothing but the log's public key. UNAVAILABLE with RetryInfo,
     * `LOG_NOT_READY`, until the log has what its batch became, as a rule seconds after that ended; `RECORD_CHANGED` where rows
     * are no longer what was minted: its metadata names them.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetTokenProofResponse> getTokenProof(
        dev.hallmint.v1.GetTokenProofRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTokenProofMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Whether a token's record is what the log was told, or whether a proof file is true and of an earlier state of this log. Who
     * does not trust this server checks the proof file offline.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.VerifyTokenResponse> verifyToken(
        dev.hallmint.v1.VerifyTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getVerifyTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The hashes that prove one head of the log to have grown out of another (RFC 6962, 2.1.2). FAILED_PRECONDITION
     * `RECORD_CHANGED`, with empty metadata, where the database no longer holds the tiles that the log published.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetConsistencyProofResponse> getConsistencyProof(
        dev.hallmint.v1.GetConsistencyProofRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetConsistencyProofMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The key by which the acting brand finds its own entries in the log, without asking this server again: a secret, for whoever
     * has it sees when and how often the brand mints. Takes the permission `log:monitor`. Each call is an event of the audit trail.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetMonitorKeyResponse> getMonitorKey(
        dev.hallmint.v1.GetMonitorKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetMonitorKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * What the entries of the acting brand's batches commit to, in the order in which the batches were submitted. Whoever monitors
     * compares it with the log itself.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListCommitmentsResponse> listCommitments(
        dev.hallmint.v1.ListCommitmentsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListCommitmentsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_CHECKPOINT = 0;
  private static final int METHODID_GET_TOKEN_PROOF = 1;
  private static final int METHODID_VERIFY_TOKEN = 2;
  private static final int METHODID_GET_CONSISTENCY_PROOF = 3;
  private static final int METHODID_GET_MONITOR_KEY = 4;
  private static final int METHODID_LIST_COMMITMENTS = 5;

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
        case METHODID_GET_CHECKPOINT:
          serviceImpl.getCheckpoint((dev.hallmint.v1.GetCheckpointRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCheckpointResponse>) responseObserver);
          break;
        case METHODID_GET_TOKEN_PROOF:
          serviceImpl.getTokenProof((dev.hallmint.v1.GetTokenProofRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTokenProofResponse>) responseObserver);
          break;
        case METHODID_VERIFY_TOKEN:
          serviceImpl.verifyToken((dev.hallmint.v1.VerifyTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.VerifyTokenResponse>) responseObserver);
          break;
        case METHODID_GET_CONSISTENCY_PROOF:
          serviceImpl.getConsistencyProof((dev.hallmint.v1.GetConsistencyProofRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetConsistencyProofResponse>) responseObserver);
          break;
        case METHODID_GET_MONITOR_KEY:
          serviceImpl.getMonitorKey((dev.hallmint.v1.GetMonitorKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetMonitorKeyResponse>) responseObserver);
          break;
        case METHODID_LIST_COMMITMENTS:
          serviceImpl.listCommitments((dev.hallmint.v1.ListCommitmentsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListCommitmentsResponse>) responseObserver);
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
          getGetCheckpointMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetCheckpointRequest,
              dev.hallmint.v1.GetCheckpointResponse>(
                service, METHODID_GET_CHECKPOINT)))
        .addMethod(
          getGetTokenProofMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetTokenProofRequest,
              dev.hallmint.v1.GetTokenProofResponse>(
                service, METHODID_GET_TOKEN_PROOF)))
        .addMethod(
          getVerifyTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.VerifyTokenRequest,
              dev.hallmint.v1.VerifyTokenResponse>(
                service, METHODID_VERIFY_TOKEN)))
        .addMethod(
          getGetConsistencyProofMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetConsistencyProofRequest,
              dev.hallmint.v1.GetConsistencyProofResponse>(
                service, METHODID_GET_CONSISTENCY_PROOF)))
        .addMethod(
          getGetMonitorKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetMonitorKeyRequest,
              dev.hallmint.v1.GetMonitorKeyResponse>(
                service, METHODID_GET_MONITOR_KEY)))
        .addMethod(
          getListCommitmentsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListCommitmentsRequest,
              dev.hallmint.v1.ListCommitmentsResponse>(
                service, METHODID_LIST_COMMITMENTS)))
        .build();
  }

  private static abstract class VerificationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    VerificationServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.VerificationServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("VerificationService");
    }
  }

  private static final class VerificationServiceFileDescriptorSupplier
      extends VerificationServiceBaseDescriptorSupplier {
    VerificationServiceFileDescriptorSupplier() {}
  }

  private static final class VerificationServiceMethodDescriptorSupplier
      extends VerificationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    VerificationServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (VerificationServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new VerificationServiceFileDescriptorSupplier())
              .addMethod(getGetCheckpointMethod())
              .addMethod(getGetTokenProofMethod())
              .addMethod(getVerifyTokenMethod())
              .addMethod(getGetConsistencyProofMethod())
              .addMethod(getGetMonitorKeyMethod())
              .addMethod(getListCommitmentsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
