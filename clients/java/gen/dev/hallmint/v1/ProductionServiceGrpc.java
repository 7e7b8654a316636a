package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The acting brand's production batches.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ProductionServiceGrpc {

  private ProductionServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.ProductionService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateProductionBatchRequest,
      dev.hallmint.v1.CreateProductionBatchResponse> getCreateProductionBatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateProductionBatch",
      requestType = dev.hallmint.v1.CreateProductionBatchRequest.class,
      responseType = dev.hallmint.v1.CreateProductionBatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateProductionBatchRequest,
      dev.hallmint.v1.CreateProductionBatchResponse> getCreateProductionBatchMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateProductionBatchRequest, dev.hallmint.v1.CreateProductionBatchResponse> getCreateProductionBatchMethod;
    if ((getCreateProductionBatchMethod = ProductionServiceGrpc.getCreateProductionBatchMethod) == null) {
      synchronized (ProductionServiceGrpc.class) {
        if ((getCreateProductionBatchMethod = ProductionServiceGrpc.getCreateProductionBatchMethod) == null) {
          ProductionServiceGrpc.getCreateProductionBatchMethod = getCreateProductionBatchMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateProductionBatchRequest, dev.hallmint.v1.CreateProductionBatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateProductionBatch"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateProductionBatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateProductionBatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProductionServiceMethodDescriptorSupplier("CreateProductionBatch"))
              .build();
        }
      }
    }
    return getCreateProductionBatchMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetProductionBatchRequest,
      dev.hallmint.v1.GetProductionBatchResponse> getGetProductionBatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetProductionBatch",
      requestType = dev.hallmint.v1.GetProductionBatchRequest.class,
      responseType = dev.hallmint.v1.GetProductionBatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetProductionBatchRequest,
      dev.hallmint.v1.GetProductionBatchResponse> getGetProductionBatchMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetProductionBatchRequest, dev.hallmint.v1.GetProductionBatchResponse> getGetProductionBatchMethod;
    if ((getGetProductionBatchMethod = ProductionServiceGrpc.getGetProductionBatchMethod) == null) {
      synchronized (ProductionServiceGrpc.class) {
        if ((getGetProductionBatchMethod = ProductionServiceGrpc.getGetProductionBatchMethod) == null) {
          ProductionServiceGrpc.getGetProductionBatchMethod = getGetProductionBatchMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetProductionBatchRequest, dev.hallmint.v1.GetProductionBatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetProductionBatch"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetProductionBatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetProductionBatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProductionServiceMethodDescriptorSupplier("GetProductionBatch"))
              .build();
        }
      }
    }
    return getGetProductionBatchMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListProductionBatchesRequest,
      dev.hallmint.v1.ListProductionBatchesResponse> getListProductionBatchesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListProductionBatches",
      requestType = dev.hallmint.v1.ListProductionBatchesRequest.class,
      responseType = dev.hallmint.v1.ListProductionBatchesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListProductionBatchesRequest,
      dev.hallmint.v1.ListProductionBatchesResponse> getListProductionBatchesMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListProductionBatchesRequest, dev.hallmint.v1.ListProductionBatchesResponse> getListProductionBatchesMethod;
    if ((getListProductionBatchesMethod = ProductionServiceGrpc.getListProductionBatchesMethod) == null) {
      synchronized (ProductionServiceGrpc.class) {
        if ((getListProductionBatchesMethod = ProductionServiceGrpc.getListProductionBatchesMethod) == null) {
          ProductionServiceGrpc.getListProductionBatchesMethod = getListProductionBatchesMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListProductionBatchesRequest, dev.hallmint.v1.ListProductionBatchesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListProductionBatches"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListProductionBatchesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListProductionBatchesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProductionServiceMethodDescriptorSupplier("ListProductionBatches"))
              .build();
        }
      }
    }
    return getListProductionBatchesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateProductionBatchRequest,
      dev.hallmint.v1.UpdateProductionBatchResponse> getUpdateProductionBatchMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateProductionBatch",
      requestType = dev.hallmint.v1.UpdateProductionBatchRequest.class,
      responseType = dev.hallmint.v1.UpdateProductionBatchResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateProductionBatchRequest,
      dev.hallmint.v1.UpdateProductionBatchResponse> getUpdateProductionBatchMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateProductionBatchRequest, dev.hallmint.v1.UpdateProductionBatchResponse> getUpdateProductionBatchMethod;
    if ((getUpdateProductionBatchMethod = ProductionServiceGrpc.getUpdateProductionBatchMethod) == null) {
      synchronized (ProductionServiceGrpc.class) {
        if ((getUpdateProductionBatchMethod = ProductionServiceGrpc.getUpdateProductionBatchMethod) == null) {
          ProductionServiceGrpc.getUpdateProductionBatchMethod = getUpdateProductionBatchMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.UpdateProductionBatchRequest, dev.hallmint.v1.UpdateProductionBatchResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateProductionBatch"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateProductionBatchRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateProductionBatchResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProductionServiceMethodDescriptorSupplier("UpdateProductionBatch"))
              .build();
        }
      }
    }
    return getUpdateProductionBatchMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ProductionServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProductionServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProductionServiceStub>() {
        @java.lang.Override
        public ProductionServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProductionServiceStub(channel, callOptions);
        }
      };
    return ProductionServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ProductionServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProductionServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProductionServiceBlockingV2Stub>() {
        @java.lang.Override
        public ProductionServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProductionServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ProductionServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ProductionServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProductionServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProductionServiceBlockingStub>() {
        @java.lang.Override
        public ProductionServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProductionServiceBlockingStub(channel, callOptions);
        }
      };
    return ProductionServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ProductionServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProductionServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProductionServiceFutureStub>() {
        @java.lang.Override
        public ProductionServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProductionServiceFutureStub(channel, callOptions);
        }
      };
    return ProductionServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The acting brand's production batches.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes a production batch. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    default void createProductionBatch(dev.hallmint.v1.CreateProductionBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateProductionBatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateProductionBatchMethod(), responseObserver);
    }

    /**
     * <pre>
     * One production batch.
     * </pre>
     */
    default void getProductionBatch(dev.hallmint.v1.GetProductionBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetProductionBatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetProductionBatchMethod(), responseObserver);
    }

    /**
     * <pre>
     * The production batches, by number.
     * </pre>
     */
    default void listProductionBatches(dev.hallmint.v1.ListProductionBatchesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListProductionBatchesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListProductionBatchesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes the fields that the mask names; the product stays. The quantity never falls below what mints have taken.
     * </pre>
     */
    default void updateProductionBatch(dev.hallmint.v1.UpdateProductionBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateProductionBatchResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateProductionBatchMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ProductionService.
   * <pre>
   * The acting brand's production batches.
   * </pre>
   */
  public static abstract class ProductionServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ProductionServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ProductionService.
   * <pre>
   * The acting brand's production batches.
   * </pre>
   */
  public static final class ProductionServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ProductionServiceStub> {
    private ProductionServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProductionServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProductionServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a production batch. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    public void createProductionBatch(dev.hallmint.v1.CreateProductionBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateProductionBatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateProductionBatchMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One production batch.
     * </pre>
     */
    public void getProductionBatch(dev.hallmint.v1.GetProductionBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetProductionBatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetProductionBatchMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The production batches, by number.
     * </pre>
     */
    public void listProductionBatches(dev.hallmint.v1.ListProductionBatchesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListProductionBatchesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListProductionBatchesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes the fields that the mask names; the product stays. The quantity never falls below what mints have taken.
     * </pre>
     */
    public void updateProductionBatch(dev.hallmint.v1.UpdateProductionBatchRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateProductionBatchResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateProductionBatchMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ProductionService.
   * <pre>
   * The acting brand's production batches.
   * </pre>
   */
  public static final class ProductionServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ProductionServiceBlockingV2Stub> {
    private ProductionServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProductionServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProductionServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a production batch. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    public dev.hallmint.v1.CreateProductionBatchResponse createProductionBatch(dev.hallmint.v1.CreateProductionBatchRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateProductionBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One production batch.
     * </pre>
     */
    public dev.hallmint.v1.GetProductionBatchResponse getProductionBatch(dev.hallmint.v1.GetProductionBatchRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetProductionBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The production batches, by number.
     * </pre>
     */
    public dev.hallmint.v1.ListProductionBatchesResponse listProductionBatches(dev.hallmint.v1.ListProductionBatchesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListProductionBatchesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields that the mask names; the product stays. The quantity never falls below what mints have taken.
     * </pre>
     */
    public dev.hallmint.v1.UpdateProductionBatchResponse updateProductionBatch(dev.hallmint.v1.UpdateProductionBatchRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateProductionBatchMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ProductionService.
   * <pre>
   * The acting brand's production batches.
   * </pre>
   */
  public static final class ProductionServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ProductionServiceBlockingStub> {
    private ProductionServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProductionServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProductionServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a production batch. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    public dev.hallmint.v1.CreateProductionBatchResponse createProductionBatch(dev.hallmint.v1.CreateProductionBatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateProductionBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One production batch.
     * </pre>
     */
    public dev.hallmint.v1.GetProductionBatchResponse getProductionBatch(dev.hallmint.v1.GetProductionBatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetProductionBatchMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The production batches, by number.
     * </pre>
     */
    public dev.hallmint.v1.ListProductionBatchesResponse listProductionBatches(dev.hallmint.v1.ListProductionBatchesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListProductionBatchesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields that the mask names; the product stays. The quantity never falls below what mints have taken.
     * </pre>
     */
    public dev.hallmint.v1.UpdateProductionBatchResponse updateProductionBatch(dev.hallmint.v1.UpdateProductionBatchRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateProductionBatchMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ProductionService.
   * <pre>
   * The acting brand's production batches.
   * </pre>
   */
  public static final class ProductionServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ProductionServiceFutureStub> {
    private ProductionServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProductionServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProductionServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a production batch. Durable on return; a retry with the same request_id returns the same one.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateProductionBatchResponse> createProductionBatch(
        dev.hallmint.v1.CreateProductionBatchRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateProductionBatchMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One production batch.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetProductionBatchResponse> getProductionBatch(
        dev.hallmint.v1.GetProductionBatchRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetProductionBatchMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The production batches, by number.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListProductionBatchesResponse> listProductionBatches(
        dev.hallmint.v1.ListProductionBatchesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListProductionBatchesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes the fields that the mask names; the product stays. The quantity never falls below what mints have taken.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.UpdateProductionBatchResponse> updateProductionBatch(
        dev.hallmint.v1.UpdateProductionBatchRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateProductionBatchMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_PRODUCTION_BATCH = 0;
  private static final int METHODID_GET_PRODUCTION_BATCH = 1;
  private static final int METHODID_LIST_PRODUCTION_BATCHES = 2;
  private static final int METHODID_UPDATE_PRODUCTION_BATCH = 3;

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
        case METHODID_CREATE_PRODUCTION_BATCH:
          serviceImpl.createProductionBatch((dev.hallmint.v1.CreateProductionBatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateProductionBatchResponse>) responseObserver);
          break;
        case METHODID_GET_PRODUCTION_BATCH:
          serviceImpl.getProductionBatch((dev.hallmint.v1.GetProductionBatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetProductionBatchResponse>) responseObserver);
          break;
        case METHODID_LIST_PRODUCTION_BATCHES:
          serviceImpl.listProductionBatches((dev.hallmint.v1.ListProductionBatchesRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListProductionBatchesResponse>) responseObserver);
          break;
        case METHODID_UPDATE_PRODUCTION_BATCH:
          serviceImpl.updateProductionBatch((dev.hallmint.v1.UpdateProductionBatchRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateProductionBatchResponse>) responseObserver);
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
          getCreateProductionBatchMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateProductionBatchRequest,
              dev.hallmint.v1.CreateProductionBatchResponse>(
                service, METHODID_CREATE_PRODUCTION_BATCH)))
        .addMethod(
          getGetProductionBatchMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetProductionBatchRequest,
              dev.hallmint.v1.GetProductionBatchResponse>(
                service, METHODID_GET_PRODUCTION_BATCH)))
        .addMethod(
          getListProductionBatchesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListProductionBatchesRequest,
              dev.hallmint.v1.ListProductionBatchesResponse>(
                service, METHODID_LIST_PRODUCTION_BATCHES)))
        .addMethod(
          getUpdateProductionBatchMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.UpdateProductionBatchRequest,
              dev.hallmint.v1.UpdateProductionBatchResponse>(
                service, METHODID_UPDATE_PRODUCTION_BATCH)))
        .build();
  }

  private static abstract class ProductionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ProductionServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.ProductionServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ProductionService");
    }
  }

  private static final class ProductionServiceFileDescriptorSupplier
      extends ProductionServiceBaseDescriptorSupplier {
    ProductionServiceFileDescriptorSupplier() {}
  }

  private static final class ProductionServiceMethodDescriptorSupplier
      extends ProductionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ProductionServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ProductionServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ProductionServiceFileDescriptorSupplier())
              .addMethod(getCreateProductionBatchMethod())
              .addMethod(getGetProductionBatchMethod())
              .addMethod(getListProductionBatchesMethod())
              .addMethod(getUpdateProductionBatchMethod())
              .build();
        }
      }
    }
    return result;
  }
}
