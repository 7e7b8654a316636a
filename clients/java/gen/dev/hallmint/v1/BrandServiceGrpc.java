package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The brands of an installation, for its operator, who sees no tokens or scans. Members of a brand read their own, and its
 * admins change how it looks.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class BrandServiceGrpc {

  private BrandServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.BrandService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateBrandRequest,
      dev.hallmint.v1.CreateBrandResponse> getCreateBrandMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateBrand",
      requestType = dev.hallmint.v1.CreateBrandRequest.class,
      responseType = dev.hallmint.v1.CreateBrandResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateBrandRequest,
      dev.hallmint.v1.CreateBrandResponse> getCreateBrandMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateBrandRequest, dev.hallmint.v1.CreateBrandResponse> getCreateBrandMethod;
    if ((getCreateBrandMethod = BrandServiceGrpc.getCreateBrandMethod) == null) {
      synchronized (BrandServiceGrpc.class) {
        if ((getCreateBrandMethod = BrandServiceGrpc.getCreateBrandMethod) == null) {
          BrandServiceGrpc.getCreateBrandMethod = getCreateBrandMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateBrandRequest, dev.hallmint.v1.CreateBrandResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateBrand"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateBrandRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateBrandResponse.getDefaultInstance()))
              .setSchemaDescriptor(new BrandServiceMethodDescriptorSupplier("CreateBrand"))
              .build();
        }
      }
    }
    return getCreateBrandMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetBrandRequest,
      dev.hallmint.v1.GetBrandResponse> getGetBrandMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetBrand",
      requestType = dev.hallmint.v1.GetBrandRequest.class,
      responseType = dev.hallmint.v1.GetBrandResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetBrandRequest,
      dev.hallmint.v1.GetBrandResponse> getGetBrandMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetBrandRequest, dev.hallmint.v1.GetBrandResponse> getGetBrandMethod;
    if ((getGetBrandMethod = BrandServiceGrpc.getGetBrandMethod) == null) {
      synchronized (BrandServiceGrpc.class) {
        if ((getGetBrandMethod = BrandServiceGrpc.getGetBrandMethod) == null) {
          BrandServiceGrpc.getGetBrandMethod = getGetBrandMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetBrandRequest, dev.hallmint.v1.GetBrandResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetBrand"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetBrandRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetBrandResponse.getDefaultInstance()))
              .setSchemaDescriptor(new BrandServiceMethodDescriptorSupplier("GetBrand"))
              .build();
        }
      }
    }
    return getGetBrandMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListBrandsRequest,
      dev.hallmint.v1.ListBrandsResponse> getListBrandsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListBrands",
      requestType = dev.hallmint.v1.ListBrandsRequest.class,
      responseType = dev.hallmint.v1.ListBrandsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListBrandsRequest,
      dev.hallmint.v1.ListBrandsResponse> getListBrandsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListBrandsRequest, dev.hallmint.v1.ListBrandsResponse> getListBrandsMethod;
    if ((getListBrandsMethod = BrandServiceGrpc.getListBrandsMethod) == null) {
      synchronized (BrandServiceGrpc.class) {
        if ((getListBrandsMethod = BrandServiceGrpc.getListBrandsMethod) == null) {
          BrandServiceGrpc.getListBrandsMethod = getListBrandsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListBrandsRequest, dev.hallmint.v1.ListBrandsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListBrands"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListBrandsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListBrandsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new BrandServiceMethodDescriptorSupplier("ListBrands"))
              .build();
        }
      }
    }
    return getListBrandsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateBrandRequest,
      dev.hallmint.v1.UpdateBrandResponse> getUpdateBrandMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateBrand",
      requestType = dev.hallmint.v1.UpdateBrandRequest.class,
      responseType = dev.hallmint.v1.UpdateBrandResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateBrandRequest,
      dev.hallmint.v1.UpdateBrandResponse> getUpdateBrandMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateBrandRequest, dev.hallmint.v1.UpdateBrandResponse> getUpdateBrandMethod;
    if ((getUpdateBrandMethod = BrandServiceGrpc.getUpdateBrandMethod) == null) {
      synchronized (BrandServiceGrpc.class) {
        if ((getUpdateBrandMethod = BrandServiceGrpc.getUpdateBrandMethod) == null) {
          BrandServiceGrpc.getUpdateBrandMethod = getUpdateBrandMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.UpdateBrandRequest, dev.hallmint.v1.UpdateBrandResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateBrand"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateBrandRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateBrandResponse.getDefaultInstance()))
              .setSchemaDescriptor(new BrandServiceMethodDescriptorSupplier("UpdateBrand"))
              .build();
        }
      }
    }
    return getUpdateBrandMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.SuspendBrandRequest,
      dev.hallmint.v1.SuspendBrandResponse> getSuspendBrandMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SuspendBrand",
      requestType = dev.hallmint.v1.SuspendBrandRequest.class,
      responseType = dev.hallmint.v1.SuspendBrandResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.SuspendBrandRequest,
      dev.hallmint.v1.SuspendBrandResponse> getSuspendBrandMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.SuspendBrandRequest, dev.hallmint.v1.SuspendBrandResponse> getSuspendBrandMethod;
    if ((getSuspendBrandMethod = BrandServiceGrpc.getSuspendBrandMethod) == null) {
      synchronized (BrandServiceGrpc.class) {
        if ((getSuspendBrandMethod = BrandServiceGrpc.getSuspendBrandMethod) == null) {
          BrandServiceGrpc.getSuspendBrandMethod = getSuspendBrandMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.SuspendBrandRequest, dev.hallmint.v1.SuspendBrandResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SuspendBrand"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.SuspendBrandRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.SuspendBrandResponse.getDefaultInstance()))
              .setSchemaDescriptor(new BrandServiceMethodDescriptorSupplier("SuspendBrand"))
              .build();
        }
      }
    }
    return getSuspendBrandMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.UnsuspendBrandRequest,
      dev.hallmint.v1.UnsuspendBrandResponse> getUnsuspendBrandMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UnsuspendBrand",
      requestType = dev.hallmint.v1.UnsuspendBrandRequest.class,
      responseType = dev.hallmint.v1.UnsuspendBrandResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.UnsuspendBrandRequest,
      dev.hallmint.v1.UnsuspendBrandResponse> getUnsuspendBrandMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.UnsuspendBrandRequest, dev.hallmint.v1.UnsuspendBrandResponse> getUnsuspendBrandMethod;
    if ((getUnsuspendBrandMethod = BrandServiceGrpc.getUnsuspendBrandMethod) == null) {
      synchronized (BrandServiceGrpc.class) {
        if ((getUnsuspendBrandMethod = BrandServiceGrpc.getUnsuspendBrandMethod) == null) {
          BrandServiceGrpc.getUnsuspendBrandMethod = getUnsuspendBrandMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.UnsuspendBrandRequest, dev.hallmint.v1.UnsuspendBrandResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UnsuspendBrand"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UnsuspendBrandRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UnsuspendBrandResponse.getDefaultInstance()))
              .setSchemaDescriptor(new BrandServiceMethodDescriptorSupplier("UnsuspendBrand"))
              .build();
        }
      }
    }
    return getUnsuspendBrandMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ReassignGtinRequest,
      dev.hallmint.v1.ReassignGtinResponse> getReassignGtinMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReassignGtin",
      requestType = dev.hallmint.v1.ReassignGtinRequest.class,
      responseType = dev.hallmint.v1.ReassignGtinResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ReassignGtinRequest,
      dev.hallmint.v1.ReassignGtinResponse> getReassignGtinMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ReassignGtinRequest, dev.hallmint.v1.ReassignGtinResponse> getReassignGtinMethod;
    if ((getReassignGtinMethod = BrandServiceGrpc.getReassignGtinMethod) == null) {
      synchronized (BrandServiceGrpc.class) {
        if ((getReassignGtinMethod = BrandServiceGrpc.getReassignGtinMethod) == null) {
          BrandServiceGrpc.getReassignGtinMethod = getReassignGtinMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ReassignGtinRequest, dev.hallmint.v1.ReassignGtinResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReassignGtin"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ReassignGtinRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ReassignGtinResponse.getDefaultInstance()))
              .setSchemaDescriptor(new BrandServiceMethodDescriptorSupplier("ReassignGtin"))
              .build();
        }
      }
    }
    return getReassignGtinMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static BrandServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<BrandServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<BrandServiceStub>() {
        @java.lang.Override
        public BrandServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new BrandServiceStub(channel, callOptions);
        }
      };
    return BrandServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static BrandServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<BrandServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<BrandServiceBlockingV2Stub>() {
        @java.lang.Override
        public BrandServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new BrandServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return BrandServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static BrandServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<BrandServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<BrandServiceBlockingStub>() {
        @java.lang.Override
        public BrandServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new BrandServiceBlockingStub(channel, callOptions);
        }
      };
    return BrandServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static BrandServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<BrandServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<BrandServiceFutureStub>() {
        @java.lang.Override
        public BrandServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new BrandServiceFutureStub(channel, callOptions);
        }
      };
    return BrandServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The brands of an installation, for its operator, who sees no tokens or scans. Members of a brand read their own, and its
   * admins change how it looks.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes a brand. Durable on return; a retry with the same request_id returns the same brand, without the invitation.
     * </pre>
     */
    default void createBrand(dev.hallmint.v1.CreateBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateBrandResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateBrandMethod(), responseObserver);
    }

    /**
     * <pre>
     * One brand.
     * </pre>
     */
    default void getBrand(dev.hallmint.v1.GetBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetBrandResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetBrandMethod(), responseObserver);
    }

    /**
     * <pre>
     * For the operator all brands, for a person those they are a member of, for a machine its own; by slug.
     * </pre>
     */
    default void listBrands(dev.hallmint.v1.ListBrandsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListBrandsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListBrandsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes the fields that the mask names. A brand's admins may change `theme`, its parts, `default_market` and
     * `keep_user_agents`, the operator all but the last: what a brand keeps of its visitors is its own decision. A new base URL
     * is for batches submitted from now on: what is printed keeps what it was minted with.
     * </pre>
     */
    default void updateBrand(dev.hallmint.v1.UpdateBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateBrandResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateBrandMethod(), responseObserver);
    }

    /**
     * <pre>
     * Keeps a brand from minting; everything else goes on, and batches that run are finished.
     * </pre>
     */
    default void suspendBrand(dev.hallmint.v1.SuspendBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.SuspendBrandResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSuspendBrandMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets a suspended brand mint again.
     * </pre>
     */
    default void unsuspendBrand(dev.hallmint.v1.UnsuspendBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UnsuspendBrandResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUnsuspendBrandMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives a GTIN under which nothing was ever minted to another product, also of another brand; the product that had it
     * loses it. For GTINs that somebody took by mistake.
     * </pre>
     */
    default void reassignGtin(dev.hallmint.v1.ReassignGtinRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ReassignGtinResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReassignGtinMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service BrandService.
   * <pre>
   * The brands of an installation, for its operator, who sees no tokens or scans. Members of a brand read their own, and its
   * admins change how it looks.
   * </pre>
   */
  public static abstract class BrandServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return BrandServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service BrandService.
   * <pre>
   * The brands of an installation, for its operator, who sees no tokens or scans. Members of a brand read their own, and its
   * admins change how it looks.
   * </pre>
   */
  public static final class BrandServiceStub
      extends io.grpc.stub.AbstractAsyncStub<BrandServiceStub> {
    private BrandServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected BrandServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new BrandServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a brand. Durable on return; a retry with the same request_id returns the same brand, without the invitation.
     * </pre>
     */
    public void createBrand(dev.hallmint.v1.CreateBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateBrandResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateBrandMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One brand.
     * </pre>
     */
    public void getBrand(dev.hallmint.v1.GetBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetBrandResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetBrandMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * For the operator all brands, for a person those they are a member of, for a machine its own; by slug.
     * </pre>
     */
    public void listBrands(dev.hallmint.v1.ListBrandsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListBrandsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListBrandsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes the fields that the mask names. A brand's admins may change `theme`, its parts, `default_market` and
     * `keep_user_agents`, the operator all but the last: what a brand keeps of its visitors is its own decision. A new base URL
     * is for batches submitted from now on: what is printed keeps what it was minted with.
     * </pre>
     */
    public void updateBrand(dev.hallmint.v1.UpdateBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateBrandResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateBrandMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Keeps a brand from minting; everything else goes on, and batches that run are finished.
     * </pre>
     */
    public void suspendBrand(dev.hallmint.v1.SuspendBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.SuspendBrandResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSuspendBrandMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets a suspended brand mint again.
     * </pre>
     */
    public void unsuspendBrand(dev.hallmint.v1.UnsuspendBrandRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UnsuspendBrandResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUnsuspendBrandMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives a GTIN under which nothing was ever minted to another product, also of another brand; the product that had it
     * loses it. For GTINs that somebody took by mistake.
     * </pre>
     */
    public void reassignGtin(dev.hallmint.v1.ReassignGtinRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ReassignGtinResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReassignGtinMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service BrandService.
   * <pre>
   * The brands of an installation, for its operator, who sees no tokens or scans. Members of a brand read their own, and its
   * admins change how it looks.
   * </pre>
   */
  public static final class BrandServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<BrandServiceBlockingV2Stub> {
    private BrandServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected BrandServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new BrandServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a brand. Durable on return; a retry with the same request_id returns the same brand, without the invitation.
     * </pre>
     */
    public dev.hallmint.v1.CreateBrandResponse createBrand(dev.hallmint.v1.CreateBrandRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One brand.
     * </pre>
     */
    public dev.hallmint.v1.GetBrandResponse getBrand(dev.hallmint.v1.GetBrandRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * For the operator all brands, for a person those they are a member of, for a machine its own; by slug.
     * </pre>
     */
    public dev.hallmint.v1.ListBrandsResponse listBrands(dev.hallmint.v1.ListBrandsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListBrandsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields that the mask names. A brand's admins may change `theme`, its parts, `default_market` and
     * `keep_user_agents`, the operator all but the last: what a brand keeps of its visitors is its own decision. A new base URL
     * is for batches submitted from now on: what is printed keeps what it was minted with.
     * </pre>
     */
    public dev.hallmint.v1.UpdateBrandResponse updateBrand(dev.hallmint.v1.UpdateBrandRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Keeps a brand from minting; everything else goes on, and batches that run are finished.
     * </pre>
     */
    public dev.hallmint.v1.SuspendBrandResponse suspendBrand(dev.hallmint.v1.SuspendBrandRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSuspendBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets a suspended brand mint again.
     * </pre>
     */
    public dev.hallmint.v1.UnsuspendBrandResponse unsuspendBrand(dev.hallmint.v1.UnsuspendBrandRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUnsuspendBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a GTIN under which nothing was ever minted to another product, also of another brand; the product that had it
     * loses it. For GTINs that somebody took by mistake.
     * </pre>
     */
    public dev.hallmint.v1.ReassignGtinResponse reassignGtin(dev.hallmint.v1.ReassignGtinRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReassignGtinMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service BrandService.
   * <pre>
   * The brands of an installation, for its operator, who sees no tokens or scans. Members of a brand read their own, and its
   * admins change how it looks.
   * </pre>
   */
  public static final class BrandServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<BrandServiceBlockingStub> {
    private BrandServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected BrandServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new BrandServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a brand. Durable on return; a retry with the same request_id returns the same brand, without the invitation.
     * </pre>
     */
    public dev.hallmint.v1.CreateBrandResponse createBrand(dev.hallmint.v1.CreateBrandRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One brand.
     * </pre>
     */
    public dev.hallmint.v1.GetBrandResponse getBrand(dev.hallmint.v1.GetBrandRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * For the operator all brands, for a person those they are a member of, for a machine its own; by slug.
     * </pre>
     */
    public dev.hallmint.v1.ListBrandsResponse listBrands(dev.hallmint.v1.ListBrandsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListBrandsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields that the mask names. A brand's admins may change `theme`, its parts, `default_market` and
     * `keep_user_agents`, the operator all but the last: what a brand keeps of its visitors is its own decision. A new base URL
     * is for batches submitted from now on: what is printed keeps what it was minted with.
     * </pre>
     */
    public dev.hallmint.v1.UpdateBrandResponse updateBrand(dev.hallmint.v1.UpdateBrandRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Keeps a brand from minting; everything else goes on, and batches that run are finished.
     * </pre>
     */
    public dev.hallmint.v1.SuspendBrandResponse suspendBrand(dev.hallmint.v1.SuspendBrandRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSuspendBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets a suspended brand mint again.
     * </pre>
     */
    public dev.hallmint.v1.UnsuspendBrandResponse unsuspendBrand(dev.hallmint.v1.UnsuspendBrandRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUnsuspendBrandMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a GTIN under which nothing was ever minted to another product, also of another brand; the product that had it
     * loses it. For GTINs that somebody took by mistake.
     * </pre>
     */
    public dev.hallmint.v1.ReassignGtinResponse reassignGtin(dev.hallmint.v1.ReassignGtinRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReassignGtinMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service BrandService.
   * <pre>
   * The brands of an installation, for its operator, who sees no tokens or scans. Members of a brand read their own, and its
   * admins change how it looks.
   * </pre>
   */
  public static final class BrandServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<BrandServiceFutureStub> {
    private BrandServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected BrandServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new BrandServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a brand. Durable on return; a retry with the same request_id returns the same brand, without the invitation.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateBrandResponse> createBrand(
        dev.hallmint.v1.CreateBrandRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateBrandMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One brand.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetBrandResponse> getBrand(
        dev.hallmint.v1.GetBrandRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetBrandMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * For the operator all brands, for a person those they are a member of, for a machine its own; by slug.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListBrandsResponse> listBrands(
        dev.hallmint.v1.ListBrandsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListBrandsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes the fields that the mask names. A brand's admins may change `theme`, its parts, `default_market` and
     * `keep_user_agents`, the operator all but the last: what a brand keeps of its visitors is its own decision. A new base URL
     * is for batches submitted from now on: what is printed keeps what it was minted with.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.UpdateBrandResponse> updateBrand(
        dev.hallmint.v1.UpdateBrandRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateBrandMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Keeps a brand from minting; everything else goes on, and batches that run are finished.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.SuspendBrandResponse> suspendBrand(
        dev.hallmint.v1.SuspendBrandRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSuspendBrandMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets a suspended brand mint again.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.UnsuspendBrandResponse> unsuspendBrand(
        dev.hallmint.v1.UnsuspendBrandRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUnsuspendBrandMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives a GTIN under which nothing was ever minted to another product, also of another brand; the product that had it
     * loses it. For GTINs that somebody took by mistake.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ReassignGtinResponse> reassignGtin(
        dev.hallmint.v1.ReassignGtinRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReassignGtinMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_BRAND = 0;
  private static final int METHODID_GET_BRAND = 1;
  private static final int METHODID_LIST_BRANDS = 2;
  private static final int METHODID_UPDATE_BRAND = 3;
  private static final int METHODID_SUSPEND_BRAND = 4;
  private static final int METHODID_UNSUSPEND_BRAND = 5;
  private static final int METHODID_REASSIGN_GTIN = 6;

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
        case METHODID_CREATE_BRAND:
          serviceImpl.createBrand((dev.hallmint.v1.CreateBrandRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateBrandResponse>) responseObserver);
          break;
        case METHODID_GET_BRAND:
          serviceImpl.getBrand((dev.hallmint.v1.GetBrandRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetBrandResponse>) responseObserver);
          break;
        case METHODID_LIST_BRANDS:
          serviceImpl.listBrands((dev.hallmint.v1.ListBrandsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListBrandsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_BRAND:
          serviceImpl.updateBrand((dev.hallmint.v1.UpdateBrandRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateBrandResponse>) responseObserver);
          break;
        case METHODID_SUSPEND_BRAND:
          serviceImpl.suspendBrand((dev.hallmint.v1.SuspendBrandRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.SuspendBrandResponse>) responseObserver);
          break;
        case METHODID_UNSUSPEND_BRAND:
          serviceImpl.unsuspendBrand((dev.hallmint.v1.UnsuspendBrandRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.UnsuspendBrandResponse>) responseObserver);
          break;
        case METHODID_REASSIGN_GTIN:
          serviceImpl.reassignGtin((dev.hallmint.v1.ReassignGtinRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ReassignGtinResponse>) responseObserver);
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
          getCreateBrandMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateBrandRequest,
              dev.hallmint.v1.CreateBrandResponse>(
                service, METHODID_CREATE_BRAND)))
        .addMethod(
          getGetBrandMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetBrandRequest,
              dev.hallmint.v1.GetBrandResponse>(
                service, METHODID_GET_BRAND)))
        .addMethod(
          getListBrandsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListBrandsRequest,
              dev.hallmint.v1.ListBrandsResponse>(
                service, METHODID_LIST_BRANDS)))
        .addMethod(
          getUpdateBrandMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.UpdateBrandRequest,
              dev.hallmint.v1.UpdateBrandResponse>(
                service, METHODID_UPDATE_BRAND)))
        .addMethod(
          getSuspendBrandMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.SuspendBrandRequest,
              dev.hallmint.v1.SuspendBrandResponse>(
                service, METHODID_SUSPEND_BRAND)))
        .addMethod(
          getUnsuspendBrandMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.UnsuspendBrandRequest,
              dev.hallmint.v1.UnsuspendBrandResponse>(
                service, METHODID_UNSUSPEND_BRAND)))
        .addMethod(
          getReassignGtinMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ReassignGtinRequest,
              dev.hallmint.v1.ReassignGtinResponse>(
                service, METHODID_REASSIGN_GTIN)))
        .build();
  }

  private static abstract class BrandServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    BrandServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.BrandServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("BrandService");
    }
  }

  private static final class BrandServiceFileDescriptorSupplier
      extends BrandServiceBaseDescriptorSupplier {
    BrandServiceFileDescriptorSupplier() {}
  }

  private static final class BrandServiceMethodDescriptorSupplier
      extends BrandServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    BrandServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (BrandServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new BrandServiceFileDescriptorSupplier())
              .addMethod(getCreateBrandMethod())
              .addMethod(getGetBrandMethod())
              .addMethod(getListBrandsMethod())
              .addMethod(getUpdateBrandMethod())
              .addMethod(getSuspendBrandMethod())
              .addMethod(getUnsuspendBrandMethod())
              .addMethod(getReassignGtinMethod())
              .build();
        }
      }
    }
    return result;
  }
}
