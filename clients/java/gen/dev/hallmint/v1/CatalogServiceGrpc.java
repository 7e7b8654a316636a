package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The acting brand's products and the schemas that their groups demand. The brand follows from the credential, never
 * from a message; what belongs to another brand is NOT_FOUND, as if it did not exist.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class CatalogServiceGrpc {

  private CatalogServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.CatalogService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateProductRequest,
      dev.hallmint.v1.CreateProductResponse> getCreateProductMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateProduct",
      requestType = dev.hallmint.v1.CreateProductRequest.class,
      responseType = dev.hallmint.v1.CreateProductResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateProductRequest,
      dev.hallmint.v1.CreateProductResponse> getCreateProductMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateProductRequest, dev.hallmint.v1.CreateProductResponse> getCreateProductMethod;
    if ((getCreateProductMethod = CatalogServiceGrpc.getCreateProductMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getCreateProductMethod = CatalogServiceGrpc.getCreateProductMethod) == null) {
          CatalogServiceGrpc.getCreateProductMethod = getCreateProductMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateProductRequest, dev.hallmint.v1.CreateProductResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateProduct"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateProductRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateProductResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("CreateProduct"))
              .build();
        }
      }
    }
    return getCreateProductMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetProductRequest,
      dev.hallmint.v1.GetProductResponse> getGetProductMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetProduct",
      requestType = dev.hallmint.v1.GetProductRequest.class,
      responseType = dev.hallmint.v1.GetProductResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetProductRequest,
      dev.hallmint.v1.GetProductResponse> getGetProductMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetProductRequest, dev.hallmint.v1.GetProductResponse> getGetProductMethod;
    if ((getGetProductMethod = CatalogServiceGrpc.getGetProductMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getGetProductMethod = CatalogServiceGrpc.getGetProductMethod) == null) {
          CatalogServiceGrpc.getGetProductMethod = getGetProductMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetProductRequest, dev.hallmint.v1.GetProductResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetProduct"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetProductRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetProductResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("GetProduct"))
              .build();
        }
      }
    }
    return getGetProductMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListProductsRequest,
      dev.hallmint.v1.ListProductsResponse> getListProductsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListProducts",
      requestType = dev.hallmint.v1.ListProductsRequest.class,
      responseType = dev.hallmint.v1.ListProductsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListProductsRequest,
      dev.hallmint.v1.ListProductsResponse> getListProductsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListProductsRequest, dev.hallmint.v1.ListProductsResponse> getListProductsMethod;
    if ((getListProductsMethod = CatalogServiceGrpc.getListProductsMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getListProductsMethod = CatalogServiceGrpc.getListProductsMethod) == null) {
          CatalogServiceGrpc.getListProductsMethod = getListProductsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListProductsRequest, dev.hallmint.v1.ListProductsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListProducts"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListProductsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListProductsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("ListProducts"))
              .build();
        }
      }
    }
    return getListProductsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateProductRequest,
      dev.hallmint.v1.UpdateProductResponse> getUpdateProductMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateProduct",
      requestType = dev.hallmint.v1.UpdateProductRequest.class,
      responseType = dev.hallmint.v1.UpdateProductResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateProductRequest,
      dev.hallmint.v1.UpdateProductResponse> getUpdateProductMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateProductRequest, dev.hallmint.v1.UpdateProductResponse> getUpdateProductMethod;
    if ((getUpdateProductMethod = CatalogServiceGrpc.getUpdateProductMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getUpdateProductMethod = CatalogServiceGrpc.getUpdateProductMethod) == null) {
          CatalogServiceGrpc.getUpdateProductMethod = getUpdateProductMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.UpdateProductRequest, dev.hallmint.v1.UpdateProductResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateProduct"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateProductRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateProductResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("UpdateProduct"))
              .build();
        }
      }
    }
    return getUpdateProductMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ImportProductsRequest,
      dev.hallmint.v1.ImportProductsResponse> getImportProductsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ImportProducts",
      requestType = dev.hallmint.v1.ImportProductsRequest.class,
      responseType = dev.hallmint.v1.ImportProductsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ImportProductsRequest,
      dev.hallmint.v1.ImportProductsResponse> getImportProductsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ImportProductsRequest, dev.hallmint.v1.ImportProductsResponse> getImportProductsMethod;
    if ((getImportProductsMethod = CatalogServiceGrpc.getImportProductsMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getImportProductsMethod = CatalogServiceGrpc.getImportProductsMethod) == null) {
          CatalogServiceGrpc.getImportProductsMethod = getImportProductsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ImportProductsRequest, dev.hallmint.v1.ImportProductsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ImportProducts"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ImportProductsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ImportProductsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("ImportProducts"))
              .build();
        }
      }
    }
    return getImportProductsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetGroupSchemaRequest,
      dev.hallmint.v1.GetGroupSchemaResponse> getGetGroupSchemaMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetGroupSchema",
      requestType = dev.hallmint.v1.GetGroupSchemaRequest.class,
      responseType = dev.hallmint.v1.GetGroupSchemaResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetGroupSchemaRequest,
      dev.hallmint.v1.GetGroupSchemaResponse> getGetGroupSchemaMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetGroupSchemaRequest, dev.hallmint.v1.GetGroupSchemaResponse> getGetGroupSchemaMethod;
    if ((getGetGroupSchemaMethod = CatalogServiceGrpc.getGetGroupSchemaMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getGetGroupSchemaMethod = CatalogServiceGrpc.getGetGroupSchemaMethod) == null) {
          CatalogServiceGrpc.getGetGroupSchemaMethod = getGetGroupSchemaMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetGroupSchemaRequest, dev.hallmint.v1.GetGroupSchemaResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetGroupSchema"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetGroupSchemaRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetGroupSchemaResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("GetGroupSchema"))
              .build();
        }
      }
    }
    return getGetGroupSchemaMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.SetGroupSchemaRequest,
      dev.hallmint.v1.SetGroupSchemaResponse> getSetGroupSchemaMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetGroupSchema",
      requestType = dev.hallmint.v1.SetGroupSchemaRequest.class,
      responseType = dev.hallmint.v1.SetGroupSchemaResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.SetGroupSchemaRequest,
      dev.hallmint.v1.SetGroupSchemaResponse> getSetGroupSchemaMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.SetGroupSchemaRequest, dev.hallmint.v1.SetGroupSchemaResponse> getSetGroupSchemaMethod;
    if ((getSetGroupSchemaMethod = CatalogServiceGrpc.getSetGroupSchemaMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getSetGroupSchemaMethod = CatalogServiceGrpc.getSetGroupSchemaMethod) == null) {
          CatalogServiceGrpc.getSetGroupSchemaMethod = getSetGroupSchemaMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.SetGroupSchemaRequest, dev.hallmint.v1.SetGroupSchemaResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetGroupSchema"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.SetGroupSchemaRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.SetGroupSchemaResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("SetGroupSchema"))
              .build();
        }
      }
    }
    return getSetGroupSchemaMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CatalogServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceStub>() {
        @java.lang.Override
        public CatalogServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceStub(channel, callOptions);
        }
      };
    return CatalogServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static CatalogServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingV2Stub>() {
        @java.lang.Override
        public CatalogServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return CatalogServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CatalogServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingStub>() {
        @java.lang.Override
        public CatalogServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceBlockingStub(channel, callOptions);
        }
      };
    return CatalogServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CatalogServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceFutureStub>() {
        @java.lang.Override
        public CatalogServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceFutureStub(channel, callOptions);
        }
      };
    return CatalogServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The acting brand's products and the schemas that their groups demand. The brand follows from the credential, never
   * from a message; what belongs to another brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes a product. Durable on return; a retry with the same request_id returns the same product.
     * </pre>
     */
    default void createProduct(dev.hallmint.v1.CreateProductRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateProductResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateProductMethod(), responseObserver);
    }

    /**
     * <pre>
     * One product, with its attributes.
     * </pre>
     */
    default void getProduct(dev.hallmint.v1.GetProductRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetProductResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetProductMethod(), responseObserver);
    }

    /**
     * <pre>
     * The products by SKU, without attributes.
     * </pre>
     */
    default void listProducts(dev.hallmint.v1.ListProductsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListProductsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListProductsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes the fields that the mask names, and writes the next revision. A retry that changes nothing writes none.
     * </pre>
     */
    default void updateProduct(dev.hallmint.v1.UpdateProductRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateProductResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateProductMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes and updates products from a CSV sheet, sent in pieces. All that is written is written in one transaction,
     * durable on return; where it is all or nothing, one wrong row means nothing. A broken stream writes nothing. Sent
     * again, a sheet finds its products as they are and writes no new revision.
     * </pre>
     */
    default io.grpc.stub.StreamObserver<dev.hallmint.v1.ImportProductsRequest> importProducts(
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ImportProductsResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getImportProductsMethod(), responseObserver);
    }

    /**
     * <pre>
     * The schema of a product group: what the installation demands of every brand, and what this brand adds.
     * </pre>
     */
    default void getGroupSchema(dev.hallmint.v1.GetGroupSchemaRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetGroupSchemaResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetGroupSchemaMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sets what the brand demands of a group beyond what the installation does. Products that are no longer ready cannot
     * be minted; nothing that was minted changes.
     * </pre>
     */
    default void setGroupSchema(dev.hallmint.v1.SetGroupSchemaRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.SetGroupSchemaResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetGroupSchemaMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service CatalogService.
   * <pre>
   * The acting brand's products and the schemas that their groups demand. The brand follows from the credential, never
   * from a message; what belongs to another brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static abstract class CatalogServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return CatalogServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service CatalogService.
   * <pre>
   * The acting brand's products and the schemas that their groups demand. The brand follows from the credential, never
   * from a message; what belongs to another brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static final class CatalogServiceStub
      extends io.grpc.stub.AbstractAsyncStub<CatalogServiceStub> {
    private CatalogServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a product. Durable on return; a retry with the same request_id returns the same product.
     * </pre>
     */
    public void createProduct(dev.hallmint.v1.CreateProductRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateProductResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateProductMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One product, with its attributes.
     * </pre>
     */
    public void getProduct(dev.hallmint.v1.GetProductRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetProductResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetProductMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The products by SKU, without attributes.
     * </pre>
     */
    public void listProducts(dev.hallmint.v1.ListProductsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListProductsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListProductsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes the fields that the mask names, and writes the next revision. A retry that changes nothing writes none.
     * </pre>
     */
    public void updateProduct(dev.hallmint.v1.UpdateProductRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateProductResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateProductMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes and updates products from a CSV sheet, sent in pieces. All that is written is written in one transaction,
     * durable on return; where it is all or nothing, one wrong row means nothing. A broken stream writes nothing. Sent
     * again, a sheet finds its products as they are and writes no new revision.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<dev.hallmint.v1.ImportProductsRequest> importProducts(
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ImportProductsResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncClientStreamingCall(
          getChannel().newCall(getImportProductsMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * The schema of a product group: what the installation demands of every brand, and what this brand adds.
     * </pre>
     */
    public void getGroupSchema(dev.hallmint.v1.GetGroupSchemaRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetGroupSchemaResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetGroupSchemaMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sets what the brand demands of a group beyond what the installation does. Products that are no longer ready cannot
     * be minted; nothing that was minted changes.
     * </pre>
     */
    public void setGroupSchema(dev.hallmint.v1.SetGroupSchemaRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.SetGroupSchemaResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetGroupSchemaMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service CatalogService.
   * <pre>
   * The acting brand's products and the schemas that their groups demand. The brand follows from the credential, never
   * from a message; what belongs to another brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static final class CatalogServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<CatalogServiceBlockingV2Stub> {
    private CatalogServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a product. Durable on return; a retry with the same request_id returns the same product.
     * </pre>
     */
    public dev.hallmint.v1.CreateProductResponse createProduct(dev.hallmint.v1.CreateProductRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One product, with its attributes.
     * </pre>
     */
    public dev.hallmint.v1.GetProductResponse getProduct(dev.hallmint.v1.GetProductRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The products by SKU, without attributes.
     * </pre>
     */
    public dev.hallmint.v1.ListProductsResponse listProducts(dev.hallmint.v1.ListProductsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListProductsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields that the mask names, and writes the next revision. A retry that changes nothing writes none.
     * </pre>
     */
    public dev.hallmint.v1.UpdateProductResponse updateProduct(dev.hallmint.v1.UpdateProductRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes and updates products from a CSV sheet, sent in pieces. All that is written is written in one transaction,
     * durable on return; where it is all or nothing, one wrong row means nothing. A broken stream writes nothing. Sent
     * again, a sheet finds its products as they are and writes no new revision.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<dev.hallmint.v1.ImportProductsRequest, dev.hallmint.v1.ImportProductsResponse>
        importProducts() {
      return io.grpc.stub.ClientCalls.blockingClientStreamingCall(
          getChannel(), getImportProductsMethod(), getCallOptions());
    }

    /**
     * <pre>
     * The schema of a product group: what the installation demands of every brand, and what this brand adds.
     * </pre>
     */
    public dev.hallmint.v1.GetGroupSchemaResponse getGroupSchema(dev.hallmint.v1.GetGroupSchemaRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetGroupSchemaMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets what the brand demands of a group beyond what the installation does. Products that are no longer ready cannot
     * be minted; nothing that was minted changes.
     * </pre>
     */
    public dev.hallmint.v1.SetGroupSchemaResponse setGroupSchema(dev.hallmint.v1.SetGroupSchemaRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSetGroupSchemaMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service CatalogService.
   * <pre>
   * The acting brand's products and the schemas that their groups demand. The brand follows from the credential, never
   * from a message; what belongs to another brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static final class CatalogServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<CatalogServiceBlockingStub> {
    private CatalogServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a product. Durable on return; a retry with the same request_id returns the same product.
     * </pre>
     */
    public dev.hallmint.v1.CreateProductResponse createProduct(dev.hallmint.v1.CreateProductRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One product, with its attributes.
     * </pre>
     */
    public dev.hallmint.v1.GetProductResponse getProduct(dev.hallmint.v1.GetProductRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The products by SKU, without attributes.
     * </pre>
     */
    public dev.hallmint.v1.ListProductsResponse listProducts(dev.hallmint.v1.ListProductsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListProductsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields that the mask names, and writes the next revision. A retry that changes nothing writes none.
     * </pre>
     */
    public dev.hallmint.v1.UpdateProductResponse updateProduct(dev.hallmint.v1.UpdateProductRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The schema of a product group: what the installation demands of every brand, and what this brand adds.
     * </pre>
     */
    public dev.hallmint.v1.GetGroupSchemaResponse getGroupSchema(dev.hallmint.v1.GetGroupSchemaRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetGroupSchemaMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets what the brand demands of a group beyond what the installation does. Products that are no longer ready cannot
     * be minted; nothing that was minted changes.
     * </pre>
     */
    public dev.hallmint.v1.SetGroupSchemaResponse setGroupSchema(dev.hallmint.v1.SetGroupSchemaRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetGroupSchemaMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service CatalogService.
   * <pre>
   * The acting brand's products and the schemas that their groups demand. The brand follows from the credential, never
   * from a message; what belongs to another brand is NOT_FOUND, as if it did not exist.
   * </pre>
   */
  public static final class CatalogServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<CatalogServiceFutureStub> {
    private CatalogServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a product. Durable on return; a retry with the same request_id returns the same product.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateProductResponse> createProduct(
        dev.hallmint.v1.CreateProductRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateProductMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One product, with its attributes.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetProductResponse> getProduct(
        dev.hallmint.v1.GetProductRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetProductMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The products by SKU, without attributes.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListProductsResponse> listProducts(
        dev.hallmint.v1.ListProductsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListProductsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes the fields that the mask names, and writes the next revision. A retry that changes nothing writes none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.UpdateProductResponse> updateProduct(
        dev.hallmint.v1.UpdateProductRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateProductMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The schema of a product group: what the installation demands of every brand, and what this brand adds.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetGroupSchemaResponse> getGroupSchema(
        dev.hallmint.v1.GetGroupSchemaRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetGroupSchemaMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sets what the brand demands of a group beyond what the installation does. Products that are no longer ready cannot
     * be minted; nothing that was minted changes.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.SetGroupSchemaResponse> setGroupSchema(
        dev.hallmint.v1.SetGroupSchemaRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetGroupSchemaMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_PRODUCT = 0;
  private static final int METHODID_GET_PRODUCT = 1;
  private static final int METHODID_LIST_PRODUCTS = 2;
  private static final int METHODID_UPDATE_PRODUCT = 3;
  private static final int METHODID_GET_GROUP_SCHEMA = 4;
  private static final int METHODID_SET_GROUP_SCHEMA = 5;
  private static final int METHODID_IMPORT_PRODUCTS = 6;

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
        case METHODID_CREATE_PRODUCT:
          serviceImpl.createProduct((dev.hallmint.v1.CreateProductRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateProductResponse>) responseObserver);
          break;
        case METHODID_GET_PRODUCT:
          serviceImpl.getProduct((dev.hallmint.v1.GetProductRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetProductResponse>) responseObserver);
          break;
        case METHODID_LIST_PRODUCTS:
          serviceImpl.listProducts((dev.hallmint.v1.ListProductsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListProductsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_PRODUCT:
          serviceImpl.updateProduct((dev.hallmint.v1.UpdateProductRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateProductResponse>) responseObserver);
          break;
        case METHODID_GET_GROUP_SCHEMA:
          serviceImpl.getGroupSchema((dev.hallmint.v1.GetGroupSchemaRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetGroupSchemaResponse>) responseObserver);
          break;
        case METHODID_SET_GROUP_SCHEMA:
          serviceImpl.setGroupSchema((dev.hallmint.v1.SetGroupSchemaRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.SetGroupSchemaResponse>) responseObserver);
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
        case METHODID_IMPORT_PRODUCTS:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.importProducts(
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ImportProductsResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getCreateProductMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateProductRequest,
              dev.hallmint.v1.CreateProductResponse>(
                service, METHODID_CREATE_PRODUCT)))
        .addMethod(
          getGetProductMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetProductRequest,
              dev.hallmint.v1.GetProductResponse>(
                service, METHODID_GET_PRODUCT)))
        .addMethod(
          getListProductsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListProductsRequest,
              dev.hallmint.v1.ListProductsResponse>(
                service, METHODID_LIST_PRODUCTS)))
        .addMethod(
          getUpdateProductMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.UpdateProductRequest,
              dev.hallmint.v1.UpdateProductResponse>(
                service, METHODID_UPDATE_PRODUCT)))
        .addMethod(
          getImportProductsMethod(),
          io.grpc.stub.ServerCalls.asyncClientStreamingCall(
            new MethodHandlers<
              dev.hallmint.v1.ImportProductsRequest,
              dev.hallmint.v1.ImportProductsResponse>(
                service, METHODID_IMPORT_PRODUCTS)))
        .addMethod(
          getGetGroupSchemaMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetGroupSchemaRequest,
              dev.hallmint.v1.GetGroupSchemaResponse>(
                service, METHODID_GET_GROUP_SCHEMA)))
        .addMethod(
          getSetGroupSchemaMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.SetGroupSchemaRequest,
              dev.hallmint.v1.SetGroupSchemaResponse>(
                service, METHODID_SET_GROUP_SCHEMA)))
        .build();
  }

  private static abstract class CatalogServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CatalogServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.CatalogServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CatalogService");
    }
  }

  private static final class CatalogServiceFileDescriptorSupplier
      extends CatalogServiceBaseDescriptorSupplier {
    CatalogServiceFileDescriptorSupplier() {}
  }

  private static final class CatalogServiceMethodDescriptorSupplier
      extends CatalogServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    CatalogServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (CatalogServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CatalogServiceFileDescriptorSupplier())
              .addMethod(getCreateProductMethod())
              .addMethod(getGetProductMethod())
              .addMethod(getListProductsMethod())
              .addMethod(getUpdateProductMethod())
              .addMethod(getImportProductsMethod())
              .addMethod(getGetGroupSchemaMethod())
              .addMethod(getSetGroupSchemaMethod())
              .build();
        }
      }
    }
    return result;
  }
}
