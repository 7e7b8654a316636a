package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Mint batches and their tokens. The acting brand follows from the credential, never from a message; what belongs to another
 * brand is NOT_FOUND, as if it did not exist.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class MintingServiceGrpc {

  private MintingServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.MintingService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.PreflightMintRequest,
      dev.hallmint.v1.PreflightMintResponse> getPreflightMintMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PreflightMint",
      requestType = dev.hallmint.v1.PreflightMintRequest.class,
      responseType = dev.hallmint.v1.PreflightMintResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.PreflightMintRequest,
      dev.hallmint.v1.PreflightMintResponse> getPreflightMintMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.PreflightMintRequest, dev.hallmint.v1.PreflightMintResponse> getPreflightMintMethod;
    if ((getPreflightMintMethod = MintingServiceGrpc.getPreflightMintMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getPreflightMintMethod = MintingServiceGrpc.getPreflightMintMethod) == null) {
          MintingServiceGrpc.getPreflightMintMethod = getPreflightMintMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.PreflightMintRequest, dev.hallmint.v1.PreflightMintResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PreflightMint"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PreflightMintRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PreflightMintResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("PreflightMint"))
              .build();
        }
      }
    }
    return getPreflightMintMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.SubmitMintRequest,
      dev.hallmint.v1.SubmitMintResponse> getSubmitMintMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SubmitMint",
      requestType = dev.hallmint.v1.SubmitMintRequest.class,
      responseType = dev.hallmint.v1.SubmitMintResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.SubmitMintRequest,
      dev.hallmint.v1.SubmitMintResponse> getSubmitMintMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.SubmitMintRequest, dev.hallmint.v1.SubmitMintResponse> getSubmitMintMethod;
    if ((getSubmitMintMethod = MintingServiceGrpc.getSubmitMintMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getSubmitMintMethod = MintingServiceGrpc.getSubmitMintMethod) == null) {
          MintingServiceGrpc.getSubmitMintMethod = getSubmitMintMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.SubmitMintRequest, dev.hallmint.v1.SubmitMintResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SubmitMint"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.SubmitMintRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.SubmitMintResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("SubmitMint"))
              .build();
        }
      }
    }
    return getSubmitMintMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetBatchRequest,
      dev.hallmint.v1.GetBatchResponse> getGetBatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetBatch",
      requestType = dev.hallmint.v1.GetBatchRequest.class,
      responseType = dev.hallmint.v1.GetBatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetBatchRequest,
      dev.hallmint.v1.GetBatchResponse> getGetBatchMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetBatchRequest, dev.hallmint.v1.GetBatchResponse> getGetBatchMethod;
    if ((getGetBatchMethod = MintingServiceGrpc.getGetBatchMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getGetBatchMethod = MintingServiceGrpc.getGetBatchMethod) == null) {
          MintingServiceGrpc.getGetBatchMethod = getGetBatchMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetBatchRequest, dev.hallmint.v1.GetBatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetBatch"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetBatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetBatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("GetBatch"))
              .build();
        }
      }
    }
    return getGetBatchMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListBatchesRequest,
      dev.hallmint.v1.ListBatchesResponse> getListBatchesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListBatches",
      requestType = dev.hallmint.v1.ListBatchesRequest.class,
      responseType = dev.hallmint.v1.ListBatchesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListBatchesRequest,
      dev.hallmint.v1.ListBatchesResponse> getListBatchesMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListBatchesRequest, dev.hallmint.v1.ListBatchesResponse> getListBatchesMethod;
    if ((getListBatchesMethod = MintingServiceGrpc.getListBatchesMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getListBatchesMethod = MintingServiceGrpc.getListBatchesMethod) == null) {
          MintingServiceGrpc.getListBatchesMethod = getListBatchesMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListBatchesRequest, dev.hallmint.v1.ListBatchesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListBatches"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListBatchesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListBatchesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("ListBatches"))
              .build();
        }
      }
    }
    return getListBatchesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.WatchBatchRequest,
      dev.hallmint.v1.WatchBatchResponse> getWatchBatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchBatch",
      requestType = dev.hallmint.v1.WatchBatchRequest.class,
      responseType = dev.hallmint.v1.WatchBatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.WatchBatchRequest,
      dev.hallmint.v1.WatchBatchResponse> getWatchBatchMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.WatchBatchRequest, dev.hallmint.v1.WatchBatchResponse> getWatchBatchMethod;
    if ((getWatchBatchMethod = MintingServiceGrpc.getWatchBatchMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getWatchBatchMethod = MintingServiceGrpc.getWatchBatchMethod) == null) {
          MintingServiceGrpc.getWatchBatchMethod = getWatchBatchMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.WatchBatchRequest, dev.hallmint.v1.WatchBatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchBatch"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.WatchBatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.WatchBatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("WatchBatch"))
              .build();
        }
      }
    }
    return getWatchBatchMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CancelBatchRequest,
      dev.hallmint.v1.CancelBatchResponse> getCancelBatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CancelBatch",
      requestType = dev.hallmint.v1.CancelBatchRequest.class,
      responseType = dev.hallmint.v1.CancelBatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CancelBatchRequest,
      dev.hallmint.v1.CancelBatchResponse> getCancelBatchMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CancelBatchRequest, dev.hallmint.v1.CancelBatchResponse> getCancelBatchMethod;
    if ((getCancelBatchMethod = MintingServiceGrpc.getCancelBatchMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getCancelBatchMethod = MintingServiceGrpc.getCancelBatchMethod) == null) {
          MintingServiceGrpc.getCancelBatchMethod = getCancelBatchMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CancelBatchRequest, dev.hallmint.v1.CancelBatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CancelBatch"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CancelBatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CancelBatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("CancelBatch"))
              .build();
        }
      }
    }
    return getCancelBatchMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ResumeBatchRequest,
      dev.hallmint.v1.ResumeBatchResponse> getResumeBatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResumeBatch",
      requestType = dev.hallmint.v1.ResumeBatchRequest.class,
      responseType = dev.hallmint.v1.ResumeBatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ResumeBatchRequest,
      dev.hallmint.v1.ResumeBatchResponse> getResumeBatchMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ResumeBatchRequest, dev.hallmint.v1.ResumeBatchResponse> getResumeBatchMethod;
    if ((getResumeBatchMethod = MintingServiceGrpc.getResumeBatchMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getResumeBatchMethod = MintingServiceGrpc.getResumeBatchMethod) == null) {
          MintingServiceGrpc.getResumeBatchMethod = getResumeBatchMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ResumeBatchRequest, dev.hallmint.v1.ResumeBatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResumeBatch"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ResumeBatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ResumeBatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("ResumeBatch"))
              .build();
        }
      }
    }
    return getResumeBatchMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetTokenRequest,
      dev.hallmint.v1.GetTokenResponse> getGetTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetToken",
      requestType = dev.hallmint.v1.GetTokenRequest.class,
      responseType = dev.hallmint.v1.GetTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetTokenRequest,
      dev.hallmint.v1.GetTokenResponse> getGetTokenMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetTokenRequest, dev.hallmint.v1.GetTokenResponse> getGetTokenMethod;
    if ((getGetTokenMethod = MintingServiceGrpc.getGetTokenMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getGetTokenMethod = MintingServiceGrpc.getGetTokenMethod) == null) {
          MintingServiceGrpc.getGetTokenMethod = getGetTokenMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetTokenRequest, dev.hallmint.v1.GetTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetToken"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("GetToken"))
              .build();
        }
      }
    }
    return getGetTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListTokensRequest,
      dev.hallmint.v1.ListTokensResponse> getListTokensMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListTokens",
      requestType = dev.hallmint.v1.ListTokensRequest.class,
      responseType = dev.hallmint.v1.ListTokensResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListTokensRequest,
      dev.hallmint.v1.ListTokensResponse> getListTokensMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListTokensRequest, dev.hallmint.v1.ListTokensResponse> getListTokensMethod;
    if ((getListTokensMethod = MintingServiceGrpc.getListTokensMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getListTokensMethod = MintingServiceGrpc.getListTokensMethod) == null) {
          MintingServiceGrpc.getListTokensMethod = getListTokensMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListTokensRequest, dev.hallmint.v1.ListTokensResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListTokens"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListTokensRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListTokensResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("ListTokens"))
              .build();
        }
      }
    }
    return getListTokensMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.RevokeTokensRequest,
      dev.hallmint.v1.RevokeTokensResponse> getRevokeTokensMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeTokens",
      requestType = dev.hallmint.v1.RevokeTokensRequest.class,
      responseType = dev.hallmint.v1.RevokeTokensResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.RevokeTokensRequest,
      dev.hallmint.v1.RevokeTokensResponse> getRevokeTokensMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.RevokeTokensRequest, dev.hallmint.v1.RevokeTokensResponse> getRevokeTokensMethod;
    if ((getRevokeTokensMethod = MintingServiceGrpc.getRevokeTokensMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getRevokeTokensMethod = MintingServiceGrpc.getRevokeTokensMethod) == null) {
          MintingServiceGrpc.getRevokeTokensMethod = getRevokeTokensMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.RevokeTokensRequest, dev.hallmint.v1.RevokeTokensResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeTokens"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.RevokeTokensRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.RevokeTokensResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("RevokeTokens"))
              .build();
        }
      }
    }
    return getRevokeTokensMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetStatsRequest,
      dev.hallmint.v1.GetStatsResponse> getGetStatsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetStats",
      requestType = dev.hallmint.v1.GetStatsRequest.class,
      responseType = dev.hallmint.v1.GetStatsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetStatsRequest,
      dev.hallmint.v1.GetStatsResponse> getGetStatsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetStatsRequest, dev.hallmint.v1.GetStatsResponse> getGetStatsMethod;
    if ((getGetStatsMethod = MintingServiceGrpc.getGetStatsMethod) == null) {
      synchronized (MintingServiceGrpc.class) {
        if ((getGetStatsMethod = MintingServiceGrpc.getGetStatsMethod) == null) {
          MintingServiceGrpc.getGetStatsMethod = getGetStatsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetStatsRequest, dev.hallmint.v1.GetStatsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetStats"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetStatsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetStatsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MintingServiceMethodDescriptorSupplier("GetStats"))
              .build();
        }
      }
    }
    return getGetStatsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static MintingServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MintingServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MintingServiceStub>() {
        @java.lang.Override
        public MintingServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MintingServiceStub(channel, callOptions);
        }
      };
    return MintingServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static MintingServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MintingServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MintingServiceBlockingV2Stub>() {
        @java.lang.Override
        public MintingServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MintingServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return MintingServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static MintingServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MintingServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MintingServiceBlockingStub>() {
        @java.lang.Override
        public MintingServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MintingServiceBlockingStub(channel, callOptions);
        }
      };
    return MintingServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static MintingServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MintingServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MintingServiceFutureStub>() {
        @java.lang.Override
        public MintingServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MintingServiceFutureStub(channel, callOptions);
        }
      };
    return MintingServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Mint batches and their tokens. The acting brand follows from the credential, never from a message; what belongs to another
   * brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Tells whether a mint would be accepted, with all the reasons why not. Writes nothing.
     * </pre>
     */
    default void preflightMint(dev.hallmint.v1.PreflightMintRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PreflightMintResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPreflightMintMethod(), responseObserver);
    }

    /**
     * <pre>
     * Accepts a mint of up to a million units, which workers then carry out. Batch, job and event are durable on return.
     * A retry with the same request_id and body returns the same batch in its current state.
     * </pre>
     */
    default void submitMint(dev.hallmint.v1.SubmitMintRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.SubmitMintResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSubmitMintMethod(), responseObserver);
    }

    /**
     * <pre>
     * One batch with its revocations.
     * </pre>
     */
    default void getBatch(dev.hallmint.v1.GetBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetBatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetBatchMethod(), responseObserver);
    }

    /**
     * <pre>
     * The acting brand's batches, newest first, without lots.
     * </pre>
     */
    default void listBatches(dev.hallmint.v1.ListBatchesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListBatchesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListBatchesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Follows a batch: a snapshot at once, a message on each change (at most ten a second), a heartbeat every 10 s of
     * silence; the stream ends by itself after the message with a state of MINTED, FAILED or CANCELLED.
     * </pre>
     */
    default void watchBatch(dev.hallmint.v1.WatchBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.WatchBatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchBatchMethod(), responseObserver);
    }

    /**
     * <pre>
     * Ends a queued or processing batch; units minted before stay valid. Durable on return: no unit is minted after it.
     * A retry on a batch that is already cancelled returns it.
     * </pre>
     */
    default void cancelBatch(dev.hallmint.v1.CancelBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CancelBatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCancelBatchMethod(), responseObserver);
    }

    /**
     * <pre>
     * Queues a failed batch again at its next unit. A retry on a batch that is already queued, processing or minted
     * because of it returns it.
     * </pre>
     */
    default void resumeBatch(dev.hallmint.v1.ResumeBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ResumeBatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResumeBatchMethod(), responseObserver);
    }

    /**
     * <pre>
     * One token by URL, GTIN and serial, code, or place.
     * </pre>
     */
    default void getToken(dev.hallmint.v1.GetTokenRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * The tokens of a batch by seq, or those of all batches, the newest batch first. A page costs the same wherever it lies.
     * </pre>
     */
    default void listTokens(dev.hallmint.v1.ListTokensRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListTokensResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListTokensMethod(), responseObserver);
    }

    /**
     * <pre>
     * Withdraws tokens for ever: up to 1,000 named ones at once (all or none, durable on return), or a whole batch or lot
     * by workers. A token that is already revoked stays so and is no error. A retry with the same request_id changes nothing.
     * </pre>
     */
    default void revokeTokens(dev.hallmint.v1.RevokeTokensRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.RevokeTokensResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeTokensMethod(), responseObserver);
    }

    /**
     * <pre>
     * Counters of the acting brand, kept with each change, never counted on demand.
     * </pre>
     */
    default void getStats(dev.hallmint.v1.GetStatsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetStatsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetStatsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service MintingService.
   * <pre>
   * Mint batches and their tokens. The acting brand follows from the credential, never from a message; what belongs to another
   * brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static abstract class MintingServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return MintingServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service MintingService.
   * <pre>
   * Mint batches and their tokens. The acting brand follows from the credential, never from a message; what belongs to another
   * brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static final class MintingServiceStub
      extends io.grpc.stub.AbstractAsyncStub<MintingServiceStub> {
    private MintingServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MintingServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MintingServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Tells whether a mint would be accepted, with all the reasons why not. Writes nothing.
     * </pre>
     */
    public void preflightMint(dev.hallmint.v1.PreflightMintRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PreflightMintResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPreflightMintMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Accepts a mint of up to a million units, which workers then carry out. Batch, job and event are durable on return.
     * A retry with the same request_id and body returns the same batch in its current state.
     * </pre>
     */
    public void submitMint(dev.hallmint.v1.SubmitMintRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.SubmitMintResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSubmitMintMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One batch with its revocations.
     * </pre>
     */
    public void getBatch(dev.hallmint.v1.GetBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetBatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetBatchMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The acting brand's batches, newest first, without lots.
     * </pre>
     */
    public void listBatches(dev.hallmint.v1.ListBatchesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListBatchesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListBatchesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Follows a batch: a snapshot at once, a message on each change (at most ten a second), a heartbeat every 10 s of
     * silence; the stream ends by itself after the message with a state of MINTED, FAILED or CANCELLED.
     * </pre>
     */
    public void watchBatch(dev.hallmint.v1.WatchBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.WatchBatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchBatchMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Ends a queued or processing batch; units minted before stay valid. Durable on return: no unit is minted after it.
     * A retry on a batch that is already cancelled returns it.
     * </pre>
     */
    public void cancelBatch(dev.hallmint.v1.CancelBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CancelBatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCancelBatchMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Queues a failed batch again at its next unit. A retry on a batch that is already queued, processing or minted
     * because of it returns it.
     * </pre>
     */
    public void resumeBatch(dev.hallmint.v1.ResumeBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ResumeBatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResumeBatchMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One token by URL, GTIN and serial, code, or place.
     * </pre>
     */
    public void getToken(dev.hallmint.v1.GetTokenRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The tokens of a batch by seq, or those of all batches, the newest batch first. A page costs the same wherever it lies.
     * </pre>
     */
    public void listTokens(dev.hallmint.v1.ListTokensRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListTokensResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListTokensMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Withdraws tokens for ever: up to 1,000 named ones at once (all or none, durable on return), or a whole batch or lot
     * by workers. A token that is already revoked stays so and is no error. A retry with the same request_id changes nothing.
     * </pre>
     */
    public void revokeTokens(dev.hallmint.v1.RevokeTokensRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.RevokeTokensResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeTokensMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Counters of the acting brand, kept with each change, never counted on demand.
     * </pre>
     */
    public void getStats(dev.hallmint.v1.GetStatsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetStatsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetStatsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service MintingService.
   * <pre>
   * Mint batches and their tokens. The acting brand follows from the credential, never from a message; what belongs to another
   * brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static final class MintingServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<MintingServiceBlockingV2Stub> {
    private MintingServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MintingServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MintingServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Tells whether a mint would be accepted, with all the reasons why not. Writes nothing.
     * </pre>
     */
    public dev.hallmint.v1.PreflightMintResponse preflightMint(dev.hallmint.v1.PreflightMintRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPreflightMintMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Accepts a mint of up to a million units, which workers then carry out. Batch, job and event are durable on return.
     * A retry with the same request_id and body returns the same batch in its current state.
     * </pre>
     */
    public dev.hallmint.v1.SubmitMintResponse submitMint(dev.hallmint.v1.SubmitMintRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSubmitMintMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One batch with its revocations.
     * </pre>
     */
    public dev.hallmint.v1.GetBatchResponse getBatch(dev.hallmint.v1.GetBatchRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The acting brand's batches, newest first, without lots.
     * </pre>
     */
    public dev.hallmint.v1.ListBatchesResponse listBatches(dev.hallmint.v1.ListBatchesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListBatchesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Follows a batch: a snapshot at once, a message on each change (at most ten a second), a heartbeat every 10 s of
     * silence; the stream ends by itself after the message with a state of MINTED, FAILED or CANCELLED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.hallmint.v1.WatchBatchResponse>
        watchBatch(dev.hallmint.v1.WatchBatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a queued or processing batch; units minted before stay valid. Durable on return: no unit is minted after it.
     * A retry on a batch that is already cancelled returns it.
     * </pre>
     */
    public dev.hallmint.v1.CancelBatchResponse cancelBatch(dev.hallmint.v1.CancelBatchRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCancelBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Queues a failed batch again at its next unit. A retry on a batch that is already queued, processing or minted
     * because of it returns it.
     * </pre>
     */
    public dev.hallmint.v1.ResumeBatchResponse resumeBatch(dev.hallmint.v1.ResumeBatchRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResumeBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One token by URL, GTIN and serial, code, or place.
     * </pre>
     */
    public dev.hallmint.v1.GetTokenResponse getToken(dev.hallmint.v1.GetTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The tokens of a batch by seq, or those of all batches, the newest batch first. A page costs the same wherever it lies.
     * </pre>
     */
    public dev.hallmint.v1.ListTokensResponse listTokens(dev.hallmint.v1.ListTokensRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Withdraws tokens for ever: up to 1,000 named ones at once (all or none, durable on return), or a whole batch or lot
     * by workers. A token that is already revoked stays so and is no error. A retry with the same request_id changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.RevokeTokensResponse revokeTokens(dev.hallmint.v1.RevokeTokensRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Counters of the acting brand, kept with each change, never counted on demand.
     * </pre>
     */
    public dev.hallmint.v1.GetStatsResponse getStats(dev.hallmint.v1.GetStatsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetStatsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service MintingService.
   * <pre>
   * Mint batches and their tokens. The acting brand follows from the credential, never from a message; what belongs to another
   * brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static final class MintingServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<MintingServiceBlockingStub> {
    private MintingServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MintingServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MintingServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Tells whether a mint would be accepted, with all the reasons why not. Writes nothing.
     * </pre>
     */
    public dev.hallmint.v1.PreflightMintResponse preflightMint(dev.hallmint.v1.PreflightMintRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPreflightMintMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Accepts a mint of up to a million units, which workers then carry out. Batch, job and event are durable on return.
     * A retry with the same request_id and body returns the same batch in its current state.
     * </pre>
     */
    public dev.hallmint.v1.SubmitMintResponse submitMint(dev.hallmint.v1.SubmitMintRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSubmitMintMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One batch with its revocations.
     * </pre>
     */
    public dev.hallmint.v1.GetBatchResponse getBatch(dev.hallmint.v1.GetBatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The acting brand's batches, newest first, without lots.
     * </pre>
     */
    public dev.hallmint.v1.ListBatchesResponse listBatches(dev.hallmint.v1.ListBatchesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListBatchesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Follows a batch: a snapshot at once, a message on each change (at most ten a second), a heartbeat every 10 s of
     * silence; the stream ends by itself after the message with a state of MINTED, FAILED or CANCELLED.
     * </pre>
     */
    public java.util.Iterator<dev.hallmint.v1.WatchBatchResponse> watchBatch(
        dev.hallmint.v1.WatchBatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a queued or processing batch; units minted before stay valid. Durable on return: no unit is minted after it.
     * A retry on a batch that is already cancelled returns it.
     * </pre>
     */
    public dev.hallmint.v1.CancelBatchResponse cancelBatch(dev.hallmint.v1.CancelBatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCancelBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Queues a failed batch again at its next unit. A retry on a batch that is already queued, processing or minted
     * because of it returns it.
     * </pre>
     */
    public dev.hallmint.v1.ResumeBatchResponse resumeBatch(dev.hallmint.v1.ResumeBatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResumeBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One token by URL, GTIN and serial, code, or place.
     * </pre>
     */
    public dev.hallmint.v1.GetTokenResponse getToken(dev.hallmint.v1.GetTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The tokens of a batch by seq, or those of all batches, the newest batch first. A page costs the same wherever it lies.
     * </pre>
     */
    public dev.hallmint.v1.ListTokensResponse listTokens(dev.hallmint.v1.ListTokensRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Withdraws tokens for ever: up to 1,000 named ones at once (all or none, durable on return), or a whole batch or lot
     * by workers. A token that is already revoked stays so and is no error. A retry with the same request_id changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.RevokeTokensResponse revokeTokens(dev.hallmint.v1.RevokeTokensRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Counters of the acting brand, kept with each change, never counted on demand.
     * </pre>
     */
    public dev.hallmint.v1.GetStatsResponse getStats(dev.hallmint.v1.GetStatsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetStatsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service MintingService.
   * <pre>
   * Mint batches and their tokens. The acting brand follows from the credential, never from a message; what belongs to another
   * brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static final class MintingServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<MintingServiceFutureStub> {
    private MintingServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MintingServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MintingServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Tells whether a mint would be accepted, with all the reasons why not. Writes nothing.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.PreflightMintResponse> preflightMint(
        dev.hallmint.v1.PreflightMintRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPreflightMintMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Accepts a mint of up to a million units, which workers then carry out. Batch, job and event are durable on return.
     * A retry with the same request_id and body returns the same batch in its current state.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.SubmitMintResponse> submitMint(
        dev.hallmint.v1.SubmitMintRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSubmitMintMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One batch with its revocations.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetBatchResponse> getBatch(
        dev.hallmint.v1.GetBatchRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetBatchMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The acting brand's batches, newest first, without lots.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListBatchesResponse> listBatches(
        dev.hallmint.v1.ListBatchesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListBatchesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Ends a queued or processing batch; units minted before stay valid. Durable on return: no unit is minted after it.
     * A retry on a batch that is already cancelled returns it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CancelBatchResponse> cancelBatch(
        dev.hallmint.v1.CancelBatchRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCancelBatchMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Queues a failed batch again at its next unit. A retry on a batch that is already queued, processing or minted
     * because of it returns it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ResumeBatchResponse> resumeBatch(
        dev.hallmint.v1.ResumeBatchRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResumeBatchMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One token by URL, GTIN and serial, code, or place.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetTokenResponse> getToken(
        dev.hallmint.v1.GetTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The tokens of a batch by seq, or those of all batches, the newest batch first. A page costs the same wherever it lies.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListTokensResponse> listTokens(
        dev.hallmint.v1.ListTokensRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListTokensMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Withdraws tokens for ever: up to 1,000 named ones at once (all or none, durable on return), or a whole batch or lot
     * by workers. A token that is already revoked stays so and is no error. A retry with the same request_id changes nothing.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.RevokeTokensResponse> revokeTokens(
        dev.hallmint.v1.RevokeTokensRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeTokensMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Counters of the acting brand, kept with each change, never counted on demand.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetStatsResponse> getStats(
        dev.hallmint.v1.GetStatsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetStatsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_PREFLIGHT_MINT = 0;
  private static final int METHODID_SUBMIT_MINT = 1;
  private static final int METHODID_GET_BATCH = 2;
  private static final int METHODID_LIST_BATCHES = 3;
  private static final int METHODID_WATCH_BATCH = 4;
  private static final int METHODID_CANCEL_BATCH = 5;
  private static final int METHODID_RESUME_BATCH = 6;
  private static final int METHODID_GET_TOKEN = 7;
  private static final int METHODID_LIST_TOKENS = 8;
  private static final int METHODID_REVOKE_TOKENS = 9;
  private static final int METHODID_GET_STATS = 10;

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
        case METHODID_PREFLIGHT_MINT:
          serviceImpl.preflightMint((dev.hallmint.v1.PreflightMintRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.PreflightMintResponse>) responseObserver);
          break;
        case METHODID_SUBMIT_MINT:
          serviceImpl.submitMint((dev.hallmint.v1.SubmitMintRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.SubmitMintResponse>) responseObserver);
          break;
        case METHODID_GET_BATCH:
          serviceImpl.getBatch((dev.hallmint.v1.GetBatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetBatchResponse>) responseObserver);
          break;
        case METHODID_LIST_BATCHES:
          serviceImpl.listBatches((dev.hallmint.v1.ListBatchesRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListBatchesResponse>) responseObserver);
          break;
        case METHODID_WATCH_BATCH:
          serviceImpl.watchBatch((dev.hallmint.v1.WatchBatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.WatchBatchResponse>) responseObserver);
          break;
        case METHODID_CANCEL_BATCH:
          serviceImpl.cancelBatch((dev.hallmint.v1.CancelBatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CancelBatchResponse>) responseObserver);
          break;
        case METHODID_RESUME_BATCH:
          serviceImpl.resumeBatch((dev.hallmint.v1.ResumeBatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ResumeBatchResponse>) responseObserver);
          break;
        case METHODID_GET_TOKEN:
          serviceImpl.getToken((dev.hallmint.v1.GetTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTokenResponse>) responseObserver);
          break;
        case METHODID_LIST_TOKENS:
          serviceImpl.listTokens((dev.hallmint.v1.ListTokensRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListTokensResponse>) responseObserver);
          break;
        case METHODID_REVOKE_TOKENS:
          serviceImpl.revokeTokens((dev.hallmint.v1.RevokeTokensRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.RevokeTokensResponse>) responseObserver);
          break;
        case METHODID_GET_STATS:
          serviceImpl.getStats((dev.hallmint.v1.GetStatsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetStatsResponse>) responseObserver);
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
          getPreflightMintMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.PreflightMintRequest,
              dev.hallmint.v1.PreflightMintResponse>(
                service, METHODID_PREFLIGHT_MINT)))
        .addMethod(
          getSubmitMintMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.SubmitMintRequest,
              dev.hallmint.v1.SubmitMintResponse>(
                service, METHODID_SUBMIT_MINT)))
        .addMethod(
          getGetBatchMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetBatchRequest,
              dev.hallmint.v1.GetBatchResponse>(
                service, METHODID_GET_BATCH)))
        .addMethod(
          getListBatchesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListBatchesRequest,
              dev.hallmint.v1.ListBatchesResponse>(
                service, METHODID_LIST_BATCHES)))
        .addMethod(
          getWatchBatchMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.hallmint.v1.WatchBatchRequest,
              dev.hallmint.v1.WatchBatchResponse>(
                service, METHODID_WATCH_BATCH)))
        .addMethod(
          getCancelBatchMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CancelBatchRequest,
              dev.hallmint.v1.CancelBatchResponse>(
                service, METHODID_CANCEL_BATCH)))
        .addMethod(
          getResumeBatchMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ResumeBatchRequest,
              dev.hallmint.v1.ResumeBatchResponse>(
                service, METHODID_RESUME_BATCH)))
        .addMethod(
          getGetTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetTokenRequest,
              dev.hallmint.v1.GetTokenResponse>(
                service, METHODID_GET_TOKEN)))
        .addMethod(
          getListTokensMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListTokensRequest,
              dev.hallmint.v1.ListTokensResponse>(
                service, METHODID_LIST_TOKENS)))
        .addMethod(
          getRevokeTokensMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.RevokeTokensRequest,
              dev.hallmint.v1.RevokeTokensResponse>(
                service, METHODID_REVOKE_TOKENS)))
        .addMethod(
          getGetStatsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetStatsRequest,
              dev.hallmint.v1.GetStatsResponse>(
                service, METHODID_GET_STATS)))
        .build();
  }

  private static abstract class MintingServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    MintingServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.MintingServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("MintingService");
    }
  }

  private static final class MintingServiceFileDescriptorSupplier
      extends MintingServiceBaseDescriptorSupplier {
    MintingServiceFileDescriptorSupplier() {}
  }

  private static final class MintingServiceMethodDescriptorSupplier
      extends MintingServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    MintingServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (MintingServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new MintingServiceFileDescriptorSupplier())
              .addMethod(getPreflightMintMethod())
              .addMethod(getSubmitMintMethod())
              .addMethod(getGetBatchMethod())
              .addMethod(getListBatchesMethod())
              .addMethod(getWatchBatchMethod())
              .addMethod(getCancelBatchMethod())
              .addMethod(getResumeBatchMethod())
              .addMethod(getGetTokenMethod())
              .addMethod(getListTokensMethod())
              .addMethod(getRevokeTokensMethod())
              .addMethod(getGetStatsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
