package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * How files of exports are written: carrier profiles of the acting brand's own, and those that come with Hallmint. A version is a
 * draft, then published, then deprecated. Several versions of a key may be published at a time, as a factory goes on with the one
 * that its software was set up for; at most one is a draft, the newest. Exports copy the version that they are made with.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class CarrierProfileServiceGrpc {

  private CarrierProfileServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.CarrierProfileService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateCarrierProfileRequest,
      dev.hallmint.v1.CreateCarrierProfileResponse> getCreateCarrierProfileMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateCarrierProfile",
      requestType = dev.hallmint.v1.CreateCarrierProfileRequest.class,
      responseType = dev.hallmint.v1.CreateCarrierProfileResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateCarrierProfileRequest,
      dev.hallmint.v1.CreateCarrierProfileResponse> getCreateCarrierProfileMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateCarrierProfileRequest, dev.hallmint.v1.CreateCarrierProfileResponse> getCreateCarrierProfileMethod;
    if ((getCreateCarrierProfileMethod = CarrierProfileServiceGrpc.getCreateCarrierProfileMethod) == null) {
      synchronized (CarrierProfileServiceGrpc.class) {
        if ((getCreateCarrierProfileMethod = CarrierProfileServiceGrpc.getCreateCarrierProfileMethod) == null) {
          CarrierProfileServiceGrpc.getCreateCarrierProfileMethod = getCreateCarrierProfileMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateCarrierProfileRequest, dev.hallmint.v1.CreateCarrierProfileResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateCarrierProfile"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateCarrierProfileRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateCarrierProfileResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CarrierProfileServiceMethodDescriptorSupplier("CreateCarrierProfile"))
              .build();
        }
      }
    }
    return getCreateCarrierProfileMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateCarrierProfileDraftRequest,
      dev.hallmint.v1.CreateCarrierProfileDraftResponse> getCreateCarrierProfileDraftMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateCarrierProfileDraft",
      requestType = dev.hallmint.v1.CreateCarrierProfileDraftRequest.class,
      responseType = dev.hallmint.v1.CreateCarrierProfileDraftResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateCarrierProfileDraftRequest,
      dev.hallmint.v1.CreateCarrierProfileDraftResponse> getCreateCarrierProfileDraftMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateCarrierProfileDraftRequest, dev.hallmint.v1.CreateCarrierProfileDraftResponse> getCreateCarrierProfileDraftMethod;
    if ((getCreateCarrierProfileDraftMethod = CarrierProfileServiceGrpc.getCreateCarrierProfileDraftMethod) == null) {
      synchronized (CarrierProfileServiceGrpc.class) {
        if ((getCreateCarrierProfileDraftMethod = CarrierProfileServiceGrpc.getCreateCarrierProfileDraftMethod) == null) {
          CarrierProfileServiceGrpc.getCreateCarrierProfileDraftMethod = getCreateCarrierProfileDraftMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateCarrierProfileDraftRequest, dev.hallmint.v1.CreateCarrierProfileDraftResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateCarrierProfileDraft"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateCarrierProfileDraftRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateCarrierProfileDraftResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CarrierProfileServiceMethodDescriptorSupplier("CreateCarrierProfileDraft"))
              .build();
        }
      }
    }
    return getCreateCarrierProfileDraftMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetCarrierProfileRequest,
      dev.hallmint.v1.GetCarrierProfileResponse> getGetCarrierProfileMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCarrierProfile",
      requestType = dev.hallmint.v1.GetCarrierProfileRequest.class,
      responseType = dev.hallmint.v1.GetCarrierProfileResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetCarrierProfileRequest,
      dev.hallmint.v1.GetCarrierProfileResponse> getGetCarrierProfileMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetCarrierProfileRequest, dev.hallmint.v1.GetCarrierProfileResponse> getGetCarrierProfileMethod;
    if ((getGetCarrierProfileMethod = CarrierProfileServiceGrpc.getGetCarrierProfileMethod) == null) {
      synchronized (CarrierProfileServiceGrpc.class) {
        if ((getGetCarrierProfileMethod = CarrierProfileServiceGrpc.getGetCarrierProfileMethod) == null) {
          CarrierProfileServiceGrpc.getGetCarrierProfileMethod = getGetCarrierProfileMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetCarrierProfileRequest, dev.hallmint.v1.GetCarrierProfileResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCarrierProfile"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetCarrierProfileRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetCarrierProfileResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CarrierProfileServiceMethodDescriptorSupplier("GetCarrierProfile"))
              .build();
        }
      }
    }
    return getGetCarrierProfileMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListCarrierProfilesRequest,
      dev.hallmint.v1.ListCarrierProfilesResponse> getListCarrierProfilesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListCarrierProfiles",
      requestType = dev.hallmint.v1.ListCarrierProfilesRequest.class,
      responseType = dev.hallmint.v1.ListCarrierProfilesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListCarrierProfilesRequest,
      dev.hallmint.v1.ListCarrierProfilesResponse> getListCarrierProfilesMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListCarrierProfilesRequest, dev.hallmint.v1.ListCarrierProfilesResponse> getListCarrierProfilesMethod;
    if ((getListCarrierProfilesMethod = CarrierProfileServiceGrpc.getListCarrierProfilesMethod) == null) {
      synchronized (CarrierProfileServiceGrpc.class) {
        if ((getListCarrierProfilesMethod = CarrierProfileServiceGrpc.getListCarrierProfilesMethod) == null) {
          CarrierProfileServiceGrpc.getListCarrierProfilesMethod = getListCarrierProfilesMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListCarrierProfilesRequest, dev.hallmint.v1.ListCarrierProfilesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListCarrierProfiles"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListCarrierProfilesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListCarrierProfilesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CarrierProfileServiceMethodDescriptorSupplier("ListCarrierProfiles"))
              .build();
        }
      }
    }
    return getListCarrierProfilesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateCarrierProfileRequest,
      dev.hallmint.v1.UpdateCarrierProfileResponse> getUpdateCarrierProfileMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateCarrierProfile",
      requestType = dev.hallmint.v1.UpdateCarrierProfileRequest.class,
      responseType = dev.hallmint.v1.UpdateCarrierProfileResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateCarrierProfileRequest,
      dev.hallmint.v1.UpdateCarrierProfileResponse> getUpdateCarrierProfileMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateCarrierProfileRequest, dev.hallmint.v1.UpdateCarrierProfileResponse> getUpdateCarrierProfileMethod;
    if ((getUpdateCarrierProfileMethod = CarrierProfileServiceGrpc.getUpdateCarrierProfileMethod) == null) {
      synchronized (CarrierProfileServiceGrpc.class) {
        if ((getUpdateCarrierProfileMethod = CarrierProfileServiceGrpc.getUpdateCarrierProfileMethod) == null) {
          CarrierProfileServiceGrpc.getUpdateCarrierProfileMethod = getUpdateCarrierProfileMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.UpdateCarrierProfileRequest, dev.hallmint.v1.UpdateCarrierProfileResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateCarrierProfile"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateCarrierProfileRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateCarrierProfileResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CarrierProfileServiceMethodDescriptorSupplier("UpdateCarrierProfile"))
              .build();
        }
      }
    }
    return getUpdateCarrierProfileMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.PublishCarrierProfileRequest,
      dev.hallmint.v1.PublishCarrierProfileResponse> getPublishCarrierProfileMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PublishCarrierProfile",
      requestType = dev.hallmint.v1.PublishCarrierProfileRequest.class,
      responseType = dev.hallmint.v1.PublishCarrierProfileResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.PublishCarrierProfileRequest,
      dev.hallmint.v1.PublishCarrierProfileResponse> getPublishCarrierProfileMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.PublishCarrierProfileRequest, dev.hallmint.v1.PublishCarrierProfileResponse> getPublishCarrierProfileMethod;
    if ((getPublishCarrierProfileMethod = CarrierProfileServiceGrpc.getPublishCarrierProfileMethod) == null) {
      synchronized (CarrierProfileServiceGrpc.class) {
        if ((getPublishCarrierProfileMethod = CarrierProfileServiceGrpc.getPublishCarrierProfileMethod) == null) {
          CarrierProfileServiceGrpc.getPublishCarrierProfileMethod = getPublishCarrierProfileMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.PublishCarrierProfileRequest, dev.hallmint.v1.PublishCarrierProfileResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PublishCarrierProfile"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PublishCarrierProfileRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PublishCarrierProfileResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CarrierProfileServiceMethodDescriptorSupplier("PublishCarrierProfile"))
              .build();
        }
      }
    }
    return getPublishCarrierProfileMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.DeprecateCarrierProfileRequest,
      dev.hallmint.v1.DeprecateCarrierProfileResponse> getDeprecateCarrierProfileMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeprecateCarrierProfile",
      requestType = dev.hallmint.v1.DeprecateCarrierProfileRequest.class,
      responseType = dev.hallmint.v1.DeprecateCarrierProfileResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.DeprecateCarrierProfileRequest,
      dev.hallmint.v1.DeprecateCarrierProfileResponse> getDeprecateCarrierProfileMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.DeprecateCarrierProfileRequest, dev.hallmint.v1.DeprecateCarrierProfileResponse> getDeprecateCarrierProfileMethod;
    if ((getDeprecateCarrierProfileMethod = CarrierProfileServiceGrpc.getDeprecateCarrierProfileMethod) == null) {
      synchronized (CarrierProfileServiceGrpc.class) {
        if ((getDeprecateCarrierProfileMethod = CarrierProfileServiceGrpc.getDeprecateCarrierProfileMethod) == null) {
          CarrierProfileServiceGrpc.getDeprecateCarrierProfileMethod = getDeprecateCarrierProfileMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.DeprecateCarrierProfileRequest, dev.hallmint.v1.DeprecateCarrierProfileResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeprecateCarrierProfile"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.DeprecateCarrierProfileRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.DeprecateCarrierProfileResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CarrierProfileServiceMethodDescriptorSupplier("DeprecateCarrierProfile"))
              .build();
        }
      }
    }
    return getDeprecateCarrierProfileMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.SetCarrierProfileDefaultRequest,
      dev.hallmint.v1.SetCarrierProfileDefaultResponse> getSetCarrierProfileDefaultMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetCarrierProfileDefault",
      requestType = dev.hallmint.v1.SetCarrierProfileDefaultRequest.class,
      responseType = dev.hallmint.v1.SetCarrierProfileDefaultResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.SetCarrierProfileDefaultRequest,
      dev.hallmint.v1.SetCarrierProfileDefaultResponse> getSetCarrierProfileDefaultMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.SetCarrierProfileDefaultRequest, dev.hallmint.v1.SetCarrierProfileDefaultResponse> getSetCarrierProfileDefaultMethod;
    if ((getSetCarrierProfileDefaultMethod = CarrierProfileServiceGrpc.getSetCarrierProfileDefaultMethod) == null) {
      synchronized (CarrierProfileServiceGrpc.class) {
        if ((getSetCarrierProfileDefaultMethod = CarrierProfileServiceGrpc.getSetCarrierProfileDefaultMethod) == null) {
          CarrierProfileServiceGrpc.getSetCarrierProfileDefaultMethod = getSetCarrierProfileDefaultMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.SetCarrierProfileDefaultRequest, dev.hallmint.v1.SetCarrierProfileDefaultResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetCarrierProfileDefault"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.SetCarrierProfileDefaultRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.SetCarrierProfileDefaultResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CarrierProfileServiceMethodDescriptorSupplier("SetCarrierProfileDefault"))
              .build();
        }
      }
    }
    return getSetCarrierProfileDefaultMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetCarrierProfileDefaultsRequest,
      dev.hallmint.v1.GetCarrierProfileDefaultsResponse> getGetCarrierProfileDefaultsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCarrierProfileDefaults",
      requestType = dev.hallmint.v1.GetCarrierProfileDefaultsRequest.class,
      responseType = dev.hallmint.v1.GetCarrierProfileDefaultsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetCarrierProfileDefaultsRequest,
      dev.hallmint.v1.GetCarrierProfileDefaultsResponse> getGetCarrierProfileDefaultsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetCarrierProfileDefaultsRequest, dev.hallmint.v1.GetCarrierProfileDefaultsResponse> getGetCarrierProfileDefaultsMethod;
    if ((getGetCarrierProfileDefaultsMethod = CarrierProfileServiceGrpc.getGetCarrierProfileDefaultsMethod) == null) {
      synchronized (CarrierProfileServiceGrpc.class) {
        if ((getGetCarrierProfileDefaultsMethod = CarrierProfileServiceGrpc.getGetCarrierProfileDefaultsMethod) == null) {
          CarrierProfileServiceGrpc.getGetCarrierProfileDefaultsMethod = getGetCarrierProfileDefaultsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetCarrierProfileDefaultsRequest, dev.hallmint.v1.GetCarrierProfileDefaultsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCarrierProfileDefaults"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetCarrierProfileDefaultsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetCarrierProfileDefaultsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CarrierProfileServiceMethodDescriptorSupplier("GetCarrierProfileDefaults"))
              .build();
        }
      }
    }
    return getGetCarrierProfileDefaultsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CarrierProfileServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CarrierProfileServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CarrierProfileServiceStub>() {
        @java.lang.Override
        public CarrierProfileServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CarrierProfileServiceStub(channel, callOptions);
        }
      };
    return CarrierProfileServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static CarrierProfileServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CarrierProfileServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CarrierProfileServiceBlockingV2Stub>() {
        @java.lang.Override
        public CarrierProfileServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CarrierProfileServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return CarrierProfileServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CarrierProfileServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CarrierProfileServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CarrierProfileServiceBlockingStub>() {
        @java.lang.Override
        public CarrierProfileServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CarrierProfileServiceBlockingStub(channel, callOptions);
        }
      };
    return CarrierProfileServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CarrierProfileServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CarrierProfileServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CarrierProfileServiceFutureStub>() {
        @java.lang.Override
        public CarrierProfileServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CarrierProfileServiceFutureStub(channel, callOptions);
        }
      };
    return CarrierProfileServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * How files of exports are written: carrier profiles of the acting brand's own, and those that come with Hallmint. A version is a
   * draft, then published, then deprecated. Several versions of a key may be published at a time, as a factory goes on with the one
   * that its software was set up for; at most one is a draft, the newest. Exports copy the version that they are made with.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes the first version of a key, a draft. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    default void createCarrierProfile(dev.hallmint.v1.CreateCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateCarrierProfileMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes the next version of a key, a draft that says what the newest does; where the newest is a draft, that is returned. Durable
     * on return; a retry with the same request_id returns the same.
     * </pre>
     */
    default void createCarrierProfileDraft(dev.hallmint.v1.CreateCarrierProfileDraftRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateCarrierProfileDraftResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateCarrierProfileDraftMethod(), responseObserver);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    default void getCarrierProfile(dev.hallmint.v1.GetCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCarrierProfileMethod(), responseObserver);
    }

    /**
     * <pre>
     * The versions, the brand's own and those that come with Hallmint and can be used, by key, of a key the newest first.
     * </pre>
     */
    default void listCarrierProfiles(dev.hallmint.v1.ListCarrierProfilesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListCarrierProfilesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListCarrierProfilesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces what a draft says.
     * </pre>
     */
    default void updateCarrierProfile(dev.hallmint.v1.UpdateCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateCarrierProfileMethod(), responseObserver);
    }

    /**
     * <pre>
     * Publishes a draft. FAILED_PRECONDITION names everything that is wrong with it at once, as paths in a profile's file
     * (`settings.qr.module_size`). A retry changes nothing.
     * </pre>
     */
    default void publishCarrierProfile(dev.hallmint.v1.PublishCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PublishCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPublishCarrierProfileMethod(), responseObserver);
    }

    /**
     * <pre>
     * Withdraws a published version, which then is no default any more; exports that copied it go on. A retry changes nothing.
     * </pre>
     */
    default void deprecateCarrierProfile(dev.hallmint.v1.DeprecateCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.DeprecateCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeprecateCarrierProfileMethod(), responseObserver);
    }

    /**
     * <pre>
     * Chooses what exports get when nobody names a profile, for an ecosystem and a kind. A retry changes nothing.
     * </pre>
     */
    default void setCarrierProfileDefault(dev.hallmint.v1.SetCarrierProfileDefaultRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.SetCarrierProfileDefaultResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetCarrierProfileDefaultMethod(), responseObserver);
    }

    /**
     * <pre>
     * What exports get when nobody names a profile, for each ecosystem and kind.
     * </pre>
     */
    default void getCarrierProfileDefaults(dev.hallmint.v1.GetCarrierProfileDefaultsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCarrierProfileDefaultsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCarrierProfileDefaultsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service CarrierProfileService.
   * <pre>
   * How files of exports are written: carrier profiles of the acting brand's own, and those that come with Hallmint. A version is a
   * draft, then published, then deprecated. Several versions of a key may be published at a time, as a factory goes on with the one
   * that its software was set up for; at most one is a draft, the newest. Exports copy the version that they are made with.
   * </pre>
   */
  public static abstract class CarrierProfileServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return CarrierProfileServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service CarrierProfileService.
   * <pre>
   * How files of exports are written: carrier profiles of the acting brand's own, and those that come with Hallmint. A version is a
   * draft, then published, then deprecated. Several versions of a key may be published at a time, as a factory goes on with the one
   * that its software was set up for; at most one is a draft, the newest. Exports copy the version that they are made with.
   * </pre>
   */
  public static final class CarrierProfileServiceStub
      extends io.grpc.stub.AbstractAsyncStub<CarrierProfileServiceStub> {
    private CarrierProfileServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CarrierProfileServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CarrierProfileServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes the first version of a key, a draft. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public void createCarrierProfile(dev.hallmint.v1.CreateCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateCarrierProfileMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes the next version of a key, a draft that says what the newest does; where the newest is a draft, that is returned. Durable
     * on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public void createCarrierProfileDraft(dev.hallmint.v1.CreateCarrierProfileDraftRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateCarrierProfileDraftResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateCarrierProfileDraftMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public void getCarrierProfile(dev.hallmint.v1.GetCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCarrierProfileMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The versions, the brand's own and those that come with Hallmint and can be used, by key, of a key the newest first.
     * </pre>
     */
    public void listCarrierProfiles(dev.hallmint.v1.ListCarrierProfilesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListCarrierProfilesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListCarrierProfilesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces what a draft says.
     * </pre>
     */
    public void updateCarrierProfile(dev.hallmint.v1.UpdateCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateCarrierProfileMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Publishes a draft. FAILED_PRECONDITION names everything that is wrong with it at once, as paths in a profile's file
     * (`settings.qr.module_size`). A retry changes nothing.
     * </pre>
     */
    public void publishCarrierProfile(dev.hallmint.v1.PublishCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PublishCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPublishCarrierProfileMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Withdraws a published version, which then is no default any more; exports that copied it go on. A retry changes nothing.
     * </pre>
     */
    public void deprecateCarrierProfile(dev.hallmint.v1.DeprecateCarrierProfileRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.DeprecateCarrierProfileResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeprecateCarrierProfileMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Chooses what exports get when nobody names a profile, for an ecosystem and a kind. A retry changes nothing.
     * </pre>
     */
    public void setCarrierProfileDefault(dev.hallmint.v1.SetCarrierProfileDefaultRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.SetCarrierProfileDefaultResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetCarrierProfileDefaultMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * What exports get when nobody names a profile, for each ecosystem and kind.
     * </pre>
     */
    public void getCarrierProfileDefaults(dev.hallmint.v1.GetCarrierProfileDefaultsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCarrierProfileDefaultsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCarrierProfileDefaultsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service CarrierProfileService.
   * <pre>
   * How files of exports are written: carrier profiles of the acting brand's own, and those that come with Hallmint. A version is a
   * draft, then published, then deprecated. Several versions of a key may be published at a time, as a factory goes on with the one
   * that its software was set up for; at most one is a draft, the newest. Exports copy the version that they are made with.
   * </pre>
   */
  public static final class CarrierProfileServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<CarrierProfileServiceBlockingV2Stub> {
    private CarrierProfileServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CarrierProfileServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CarrierProfileServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes the first version of a key, a draft. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public dev.hallmint.v1.CreateCarrierProfileResponse createCarrierProfile(dev.hallmint.v1.CreateCarrierProfileRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes the next version of a key, a draft that says what the newest does; where the newest is a draft, that is returned. Durable
     * on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public dev.hallmint.v1.CreateCarrierProfileDraftResponse createCarrierProfileDraft(dev.hallmint.v1.CreateCarrierProfileDraftRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateCarrierProfileDraftMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public dev.hallmint.v1.GetCarrierProfileResponse getCarrierProfile(dev.hallmint.v1.GetCarrierProfileRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The versions, the brand's own and those that come with Hallmint and can be used, by key, of a key the newest first.
     * </pre>
     */
    public dev.hallmint.v1.ListCarrierProfilesResponse listCarrierProfiles(dev.hallmint.v1.ListCarrierProfilesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListCarrierProfilesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces what a draft says.
     * </pre>
     */
    public dev.hallmint.v1.UpdateCarrierProfileResponse updateCarrierProfile(dev.hallmint.v1.UpdateCarrierProfileRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Publishes a draft. FAILED_PRECONDITION names everything that is wrong with it at once, as paths in a profile's file
     * (`settings.qr.module_size`). A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.PublishCarrierProfileResponse publishCarrierProfile(dev.hallmint.v1.PublishCarrierProfileRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPublishCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Withdraws a published version, which then is no default any more; exports that copied it go on. A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.DeprecateCarrierProfileResponse deprecateCarrierProfile(dev.hallmint.v1.DeprecateCarrierProfileRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeprecateCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Chooses what exports get when nobody names a profile, for an ecosystem and a kind. A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.SetCarrierProfileDefaultResponse setCarrierProfileDefault(dev.hallmint.v1.SetCarrierProfileDefaultRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSetCarrierProfileDefaultMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What exports get when nobody names a profile, for each ecosystem and kind.
     * </pre>
     */
    public dev.hallmint.v1.GetCarrierProfileDefaultsResponse getCarrierProfileDefaults(dev.hallmint.v1.GetCarrierProfileDefaultsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetCarrierProfileDefaultsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service CarrierProfileService.
   * <pre>
   * How files of exports are written: carrier profiles of the acting brand's own, and those that come with Hallmint. A version is a
   * draft, then published, then deprecated. Several versions of a key may be published at a time, as a factory goes on with the one
   * that its software was set up for; at most one is a draft, the newest. Exports copy the version that they are made with.
   * </pre>
   */
  public static final class CarrierProfileServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<CarrierProfileServiceBlockingStub> {
    private CarrierProfileServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CarrierProfileServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CarrierProfileServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes the first version of a key, a draft. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public dev.hallmint.v1.CreateCarrierProfileResponse createCarrierProfile(dev.hallmint.v1.CreateCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes the next version of a key, a draft that says what the newest does; where the newest is a draft, that is returned. Durable
     * on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public dev.hallmint.v1.CreateCarrierProfileDraftResponse createCarrierProfileDraft(dev.hallmint.v1.CreateCarrierProfileDraftRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateCarrierProfileDraftMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public dev.hallmint.v1.GetCarrierProfileResponse getCarrierProfile(dev.hallmint.v1.GetCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The versions, the brand's own and those that come with Hallmint and can be used, by key, of a key the newest first.
     * </pre>
     */
    public dev.hallmint.v1.ListCarrierProfilesResponse listCarrierProfiles(dev.hallmint.v1.ListCarrierProfilesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListCarrierProfilesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces what a draft says.
     * </pre>
     */
    public dev.hallmint.v1.UpdateCarrierProfileResponse updateCarrierProfile(dev.hallmint.v1.UpdateCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Publishes a draft. FAILED_PRECONDITION names everything that is wrong with it at once, as paths in a profile's file
     * (`settings.qr.module_size`). A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.PublishCarrierProfileResponse publishCarrierProfile(dev.hallmint.v1.PublishCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPublishCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Withdraws a published version, which then is no default any more; exports that copied it go on. A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.DeprecateCarrierProfileResponse deprecateCarrierProfile(dev.hallmint.v1.DeprecateCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeprecateCarrierProfileMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Chooses what exports get when nobody names a profile, for an ecosystem and a kind. A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.SetCarrierProfileDefaultResponse setCarrierProfileDefault(dev.hallmint.v1.SetCarrierProfileDefaultRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetCarrierProfileDefaultMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * What exports get when nobody names a profile, for each ecosystem and kind.
     * </pre>
     */
    public dev.hallmint.v1.GetCarrierProfileDefaultsResponse getCarrierProfileDefaults(dev.hallmint.v1.GetCarrierProfileDefaultsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCarrierProfileDefaultsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service CarrierProfileService.
   * <pre>
   * How files of exports are written: carrier profiles of the acting brand's own, and those that come with Hallmint. A version is a
   * draft, then published, then deprecated. Several versions of a key may be published at a time, as a factory goes on with the one
   * that its software was set up for; at most one is a draft, the newest. Exports copy the version that they are made with.
   * </pre>
   */
  public static final class CarrierProfileServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<CarrierProfileServiceFutureStub> {
    private CarrierProfileServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CarrierProfileServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CarrierProfileServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes the first version of a key, a draft. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateCarrierProfileResponse> createCarrierProfile(
        dev.hallmint.v1.CreateCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateCarrierProfileMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes the next version of a key, a draft that says what the newest does; where the newest is a draft, that is returned. Durable
     * on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateCarrierProfileDraftResponse> createCarrierProfileDraft(
        dev.hallmint.v1.CreateCarrierProfileDraftRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateCarrierProfileDraftMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetCarrierProfileResponse> getCarrierProfile(
        dev.hallmint.v1.GetCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCarrierProfileMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The versions, the brand's own and those that come with Hallmint and can be used, by key, of a key the newest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListCarrierProfilesResponse> listCarrierProfiles(
        dev.hallmint.v1.ListCarrierProfilesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListCarrierProfilesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces what a draft says.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.UpdateCarrierProfileResponse> updateCarrierProfile(
        dev.hallmint.v1.UpdateCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateCarrierProfileMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Publishes a draft. FAILED_PRECONDITION names everything that is wrong with it at once, as paths in a profile's file
     * (`settings.qr.module_size`). A retry changes nothing.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.PublishCarrierProfileResponse> publishCarrierProfile(
        dev.hallmint.v1.PublishCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPublishCarrierProfileMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Withdraws a published version, which then is no default any more; exports that copied it go on. A retry changes nothing.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.DeprecateCarrierProfileResponse> deprecateCarrierProfile(
        dev.hallmint.v1.DeprecateCarrierProfileRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeprecateCarrierProfileMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Chooses what exports get when nobody names a profile, for an ecosystem and a kind. A retry changes nothing.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.SetCarrierProfileDefaultResponse> setCarrierProfileDefault(
        dev.hallmint.v1.SetCarrierProfileDefaultRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetCarrierProfileDefaultMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * What exports get when nobody names a profile, for each ecosystem and kind.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetCarrierProfileDefaultsResponse> getCarrierProfileDefaults(
        dev.hallmint.v1.GetCarrierProfileDefaultsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCarrierProfileDefaultsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_CARRIER_PROFILE = 0;
  private static final int METHODID_CREATE_CARRIER_PROFILE_DRAFT = 1;
  private static final int METHODID_GET_CARRIER_PROFILE = 2;
  private static final int METHODID_LIST_CARRIER_PROFILES = 3;
  private static final int METHODID_UPDATE_CARRIER_PROFILE = 4;
  private static final int METHODID_PUBLISH_CARRIER_PROFILE = 5;
  private static final int METHODID_DEPRECATE_CARRIER_PROFILE = 6;
  private static final int METHODID_SET_CARRIER_PROFILE_DEFAULT = 7;
  private static final int METHODID_GET_CARRIER_PROFILE_DEFAULTS = 8;

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
        case METHODID_CREATE_CARRIER_PROFILE:
          serviceImpl.createCarrierProfile((dev.hallmint.v1.CreateCarrierProfileRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateCarrierProfileResponse>) responseObserver);
          break;
        case METHODID_CREATE_CARRIER_PROFILE_DRAFT:
          serviceImpl.createCarrierProfileDraft((dev.hallmint.v1.CreateCarrierProfileDraftRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateCarrierProfileDraftResponse>) responseObserver);
          break;
        case METHODID_GET_CARRIER_PROFILE:
          serviceImpl.getCarrierProfile((dev.hallmint.v1.GetCarrierProfileRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCarrierProfileResponse>) responseObserver);
          break;
        case METHODID_LIST_CARRIER_PROFILES:
          serviceImpl.listCarrierProfiles((dev.hallmint.v1.ListCarrierProfilesRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListCarrierProfilesResponse>) responseObserver);
          break;
        case METHODID_UPDATE_CARRIER_PROFILE:
          serviceImpl.updateCarrierProfile((dev.hallmint.v1.UpdateCarrierProfileRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateCarrierProfileResponse>) responseObserver);
          break;
        case METHODID_PUBLISH_CARRIER_PROFILE:
          serviceImpl.publishCarrierProfile((dev.hallmint.v1.PublishCarrierProfileRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.PublishCarrierProfileResponse>) responseObserver);
          break;
        case METHODID_DEPRECATE_CARRIER_PROFILE:
          serviceImpl.deprecateCarrierProfile((dev.hallmint.v1.DeprecateCarrierProfileRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.DeprecateCarrierProfileResponse>) responseObserver);
          break;
        case METHODID_SET_CARRIER_PROFILE_DEFAULT:
          serviceImpl.setCarrierProfileDefault((dev.hallmint.v1.SetCarrierProfileDefaultRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.SetCarrierProfileDefaultResponse>) responseObserver);
          break;
        case METHODID_GET_CARRIER_PROFILE_DEFAULTS:
          serviceImpl.getCarrierProfileDefaults((dev.hallmint.v1.GetCarrierProfileDefaultsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCarrierProfileDefaultsResponse>) responseObserver);
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
          getCreateCarrierProfileMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateCarrierProfileRequest,
              dev.hallmint.v1.CreateCarrierProfileResponse>(
                service, METHODID_CREATE_CARRIER_PROFILE)))
        .addMethod(
          getCreateCarrierProfileDraftMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateCarrierProfileDraftRequest,
              dev.hallmint.v1.CreateCarrierProfileDraftResponse>(
                service, METHODID_CREATE_CARRIER_PROFILE_DRAFT)))
        .addMethod(
          getGetCarrierProfileMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetCarrierProfileRequest,
              dev.hallmint.v1.GetCarrierProfileResponse>(
                service, METHODID_GET_CARRIER_PROFILE)))
        .addMethod(
          getListCarrierProfilesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListCarrierProfilesRequest,
              dev.hallmint.v1.ListCarrierProfilesResponse>(
                service, METHODID_LIST_CARRIER_PROFILES)))
        .addMethod(
          getUpdateCarrierProfileMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.UpdateCarrierProfileRequest,
              dev.hallmint.v1.UpdateCarrierProfileResponse>(
                service, METHODID_UPDATE_CARRIER_PROFILE)))
        .addMethod(
          getPublishCarrierProfileMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.PublishCarrierProfileRequest,
              dev.hallmint.v1.PublishCarrierProfileResponse>(
                service, METHODID_PUBLISH_CARRIER_PROFILE)))
        .addMethod(
          getDeprecateCarrierProfileMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.DeprecateCarrierProfileRequest,
              dev.hallmint.v1.DeprecateCarrierProfileResponse>(
                service, METHODID_DEPRECATE_CARRIER_PROFILE)))
        .addMethod(
          getSetCarrierProfileDefaultMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.SetCarrierProfileDefaultRequest,
              dev.hallmint.v1.SetCarrierProfileDefaultResponse>(
                service, METHODID_SET_CARRIER_PROFILE_DEFAULT)))
        .addMethod(
          getGetCarrierProfileDefaultsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetCarrierProfileDefaultsRequest,
              dev.hallmint.v1.GetCarrierProfileDefaultsResponse>(
                service, METHODID_GET_CARRIER_PROFILE_DEFAULTS)))
        .build();
  }

  private static abstract class CarrierProfileServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CarrierProfileServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.CarrierProfileServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CarrierProfileService");
    }
  }

  private static final class CarrierProfileServiceFileDescriptorSupplier
      extends CarrierProfileServiceBaseDescriptorSupplier {
    CarrierProfileServiceFileDescriptorSupplier() {}
  }

  private static final class CarrierProfileServiceMethodDescriptorSupplier
      extends CarrierProfileServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    CarrierProfileServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (CarrierProfileServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CarrierProfileServiceFileDescriptorSupplier())
              .addMethod(getCreateCarrierProfileMethod())
              .addMethod(getCreateCarrierProfileDraftMethod())
              .addMethod(getGetCarrierProfileMethod())
              .addMethod(getListCarrierProfilesMethod())
              .addMethod(getUpdateCarrierProfileMethod())
              .addMethod(getPublishCarrierProfileMethod())
              .addMethod(getDeprecateCarrierProfileMethod())
              .addMethod(getSetCarrierProfileDefaultMethod())
              .addMethod(getGetCarrierProfileDefaultsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
