package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Credentials: of a brand's machines for its admins, of the caller for a person, of the operator for an operator. A call
 * carries one in the metadata `authorization: Bearer hm_live_&lt;id&gt;_&lt;secret&gt;_&lt;check&gt;`.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class CredentialServiceGrpc {

  private CredentialServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.CredentialService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateCredentialRequest,
      dev.hallmint.v1.CreateCredentialResponse> getCreateCredentialMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateCredential",
      requestType = dev.hallmint.v1.CreateCredentialRequest.class,
      responseType = dev.hallmint.v1.CreateCredentialResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateCredentialRequest,
      dev.hallmint.v1.CreateCredentialResponse> getCreateCredentialMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateCredentialRequest, dev.hallmint.v1.CreateCredentialResponse> getCreateCredentialMethod;
    if ((getCreateCredentialMethod = CredentialServiceGrpc.getCreateCredentialMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getCreateCredentialMethod = CredentialServiceGrpc.getCreateCredentialMethod) == null) {
          CredentialServiceGrpc.getCreateCredentialMethod = getCreateCredentialMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateCredentialRequest, dev.hallmint.v1.CreateCredentialResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateCredential"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateCredentialRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateCredentialResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("CreateCredential"))
              .build();
        }
      }
    }
    return getCreateCredentialMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListCredentialsRequest,
      dev.hallmint.v1.ListCredentialsResponse> getListCredentialsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListCredentials",
      requestType = dev.hallmint.v1.ListCredentialsRequest.class,
      responseType = dev.hallmint.v1.ListCredentialsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListCredentialsRequest,
      dev.hallmint.v1.ListCredentialsResponse> getListCredentialsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListCredentialsRequest, dev.hallmint.v1.ListCredentialsResponse> getListCredentialsMethod;
    if ((getListCredentialsMethod = CredentialServiceGrpc.getListCredentialsMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getListCredentialsMethod = CredentialServiceGrpc.getListCredentialsMethod) == null) {
          CredentialServiceGrpc.getListCredentialsMethod = getListCredentialsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListCredentialsRequest, dev.hallmint.v1.ListCredentialsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListCredentials"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListCredentialsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListCredentialsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("ListCredentials"))
              .build();
        }
      }
    }
    return getListCredentialsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListOwnCredentialsRequest,
      dev.hallmint.v1.ListOwnCredentialsResponse> getListOwnCredentialsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListOwnCredentials",
      requestType = dev.hallmint.v1.ListOwnCredentialsRequest.class,
      responseType = dev.hallmint.v1.ListOwnCredentialsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListOwnCredentialsRequest,
      dev.hallmint.v1.ListOwnCredentialsResponse> getListOwnCredentialsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListOwnCredentialsRequest, dev.hallmint.v1.ListOwnCredentialsResponse> getListOwnCredentialsMethod;
    if ((getListOwnCredentialsMethod = CredentialServiceGrpc.getListOwnCredentialsMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getListOwnCredentialsMethod = CredentialServiceGrpc.getListOwnCredentialsMethod) == null) {
          CredentialServiceGrpc.getListOwnCredentialsMethod = getListOwnCredentialsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListOwnCredentialsRequest, dev.hallmint.v1.ListOwnCredentialsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListOwnCredentials"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListOwnCredentialsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListOwnCredentialsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("ListOwnCredentials"))
              .build();
        }
      }
    }
    return getListOwnCredentialsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.RotateCredentialRequest,
      dev.hallmint.v1.RotateCredentialResponse> getRotateCredentialMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateCredential",
      requestType = dev.hallmint.v1.RotateCredentialRequest.class,
      responseType = dev.hallmint.v1.RotateCredentialResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.RotateCredentialRequest,
      dev.hallmint.v1.RotateCredentialResponse> getRotateCredentialMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.RotateCredentialRequest, dev.hallmint.v1.RotateCredentialResponse> getRotateCredentialMethod;
    if ((getRotateCredentialMethod = CredentialServiceGrpc.getRotateCredentialMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getRotateCredentialMethod = CredentialServiceGrpc.getRotateCredentialMethod) == null) {
          CredentialServiceGrpc.getRotateCredentialMethod = getRotateCredentialMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.RotateCredentialRequest, dev.hallmint.v1.RotateCredentialResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateCredential"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.RotateCredentialRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.RotateCredentialResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("RotateCredential"))
              .build();
        }
      }
    }
    return getRotateCredentialMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.RevokeCredentialRequest,
      dev.hallmint.v1.RevokeCredentialResponse> getRevokeCredentialMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeCredential",
      requestType = dev.hallmint.v1.RevokeCredentialRequest.class,
      responseType = dev.hallmint.v1.RevokeCredentialResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.RevokeCredentialRequest,
      dev.hallmint.v1.RevokeCredentialResponse> getRevokeCredentialMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.RevokeCredentialRequest, dev.hallmint.v1.RevokeCredentialResponse> getRevokeCredentialMethod;
    if ((getRevokeCredentialMethod = CredentialServiceGrpc.getRevokeCredentialMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getRevokeCredentialMethod = CredentialServiceGrpc.getRevokeCredentialMethod) == null) {
          CredentialServiceGrpc.getRevokeCredentialMethod = getRevokeCredentialMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.RevokeCredentialRequest, dev.hallmint.v1.RevokeCredentialResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeCredential"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.RevokeCredentialRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.RevokeCredentialResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("RevokeCredential"))
              .build();
        }
      }
    }
    return getRevokeCredentialMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetCallerRequest,
      dev.hallmint.v1.GetCallerResponse> getGetCallerMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCaller",
      requestType = dev.hallmint.v1.GetCallerRequest.class,
      responseType = dev.hallmint.v1.GetCallerResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetCallerRequest,
      dev.hallmint.v1.GetCallerResponse> getGetCallerMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetCallerRequest, dev.hallmint.v1.GetCallerResponse> getGetCallerMethod;
    if ((getGetCallerMethod = CredentialServiceGrpc.getGetCallerMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getGetCallerMethod = CredentialServiceGrpc.getGetCallerMethod) == null) {
          CredentialServiceGrpc.getGetCallerMethod = getGetCallerMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetCallerRequest, dev.hallmint.v1.GetCallerResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCaller"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetCallerRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetCallerResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("GetCaller"))
              .build();
        }
      }
    }
    return getGetCallerMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CredentialServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CredentialServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CredentialServiceStub>() {
        @java.lang.Override
        public CredentialServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CredentialServiceStub(channel, callOptions);
        }
      };
    return CredentialServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static CredentialServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CredentialServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CredentialServiceBlockingV2Stub>() {
        @java.lang.Override
        public CredentialServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CredentialServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return CredentialServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CredentialServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CredentialServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CredentialServiceBlockingStub>() {
        @java.lang.Override
        public CredentialServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CredentialServiceBlockingStub(channel, callOptions);
        }
      };
    return CredentialServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CredentialServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CredentialServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CredentialServiceFutureStub>() {
        @java.lang.Override
        public CredentialServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CredentialServiceFutureStub(channel, callOptions);
        }
      };
    return CredentialServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Credentials: of a brand's machines for its admins, of the caller for a person, of the operator for an operator. A call
   * carries one in the metadata `authorization: Bearer hm_live_&lt;id&gt;_&lt;secret&gt;_&lt;check&gt;`.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes a credential: of a machine (the caller is an admin or owner), or another one of the operator's own. Durable on
     * return; a retry with the same request_id returns the same credential without its key.
     * </pre>
     */
    default void createCredential(dev.hallmint.v1.CreateCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateCredentialResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateCredentialMethod(), responseObserver);
    }

    /**
     * <pre>
     * The machine credentials of the brand; for an operator those of the operator.
     * </pre>
     */
    default void listCredentials(dev.hallmint.v1.ListCredentialsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListCredentialsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListCredentialsMethod(), responseObserver);
    }

    /**
     * <pre>
     * The personal credentials of the person who calls, whatever the brand.
     * </pre>
     */
    default void listOwnCredentials(dev.hallmint.v1.ListOwnCredentialsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListOwnCredentialsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListOwnCredentialsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes the successor of a credential, with the same rights; the old one works on for `overlap`. A person rotates their
     * own, an admin the brand's, an operator theirs. A retry with the same request_id returns the successor without its key.
     * </pre>
     */
    default void rotateCredential(dev.hallmint.v1.RotateCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.RotateCredentialResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateCredentialMethod(), responseObserver);
    }

    /**
     * <pre>
     * Ends a credential, and the sessions made with it, effective within 30 s.
     * </pre>
     */
    default void revokeCredential(dev.hallmint.v1.RevokeCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.RevokeCredentialResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeCredentialMethod(), responseObserver);
    }

    /**
     * <pre>
     * Who the caller is and what they may do: works with any credential.
     * </pre>
     */
    default void getCaller(dev.hallmint.v1.GetCallerRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCallerResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCallerMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service CredentialService.
   * <pre>
   * Credentials: of a brand's machines for its admins, of the caller for a person, of the operator for an operator. A call
   * carries one in the metadata `authorization: Bearer hm_live_&lt;id&gt;_&lt;secret&gt;_&lt;check&gt;`.
   * </pre>
   */
  public static abstract class CredentialServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return CredentialServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service CredentialService.
   * <pre>
   * Credentials: of a brand's machines for its admins, of the caller for a person, of the operator for an operator. A call
   * carries one in the metadata `authorization: Bearer hm_live_&lt;id&gt;_&lt;secret&gt;_&lt;check&gt;`.
   * </pre>
   */
  public static final class CredentialServiceStub
      extends io.grpc.stub.AbstractAsyncStub<CredentialServiceStub> {
    private CredentialServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CredentialServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CredentialServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a credential: of a machine (the caller is an admin or owner), or another one of the operator's own. Durable on
     * return; a retry with the same request_id returns the same credential without its key.
     * </pre>
     */
    public void createCredential(dev.hallmint.v1.CreateCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateCredentialResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateCredentialMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The machine credentials of the brand; for an operator those of the operator.
     * </pre>
     */
    public void listCredentials(dev.hallmint.v1.ListCredentialsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListCredentialsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListCredentialsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The personal credentials of the person who calls, whatever the brand.
     * </pre>
     */
    public void listOwnCredentials(dev.hallmint.v1.ListOwnCredentialsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListOwnCredentialsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListOwnCredentialsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes the successor of a credential, with the same rights; the old one works on for `overlap`. A person rotates their
     * own, an admin the brand's, an operator theirs. A retry with the same request_id returns the successor without its key.
     * </pre>
     */
    public void rotateCredential(dev.hallmint.v1.RotateCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.RotateCredentialResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateCredentialMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Ends a credential, and the sessions made with it, effective within 30 s.
     * </pre>
     */
    public void revokeCredential(dev.hallmint.v1.RevokeCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.RevokeCredentialResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeCredentialMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Who the caller is and what they may do: works with any credential.
     * </pre>
     */
    public void getCaller(dev.hallmint.v1.GetCallerRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCallerResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCallerMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service CredentialService.
   * <pre>
   * Credentials: of a brand's machines for its admins, of the caller for a person, of the operator for an operator. A call
   * carries one in the metadata `authorization: Bearer hm_live_&lt;id&gt;_&lt;secret&gt;_&lt;check&gt;`.
   * </pre>
   */
  public static final class CredentialServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<CredentialServiceBlockingV2Stub> {
    private CredentialServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CredentialServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CredentialServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a credential: of a machine (the caller is an admin or owner), or another one of the operator's own. Durable on
     * return; a retry with the same request_id returns the same credential without its key.
     * </pre>
     */
    public dev.hallmint.v1.CreateCredentialResponse createCredential(dev.hallmint.v1.CreateCredentialRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The machine credentials of the brand; for an operator those of the operator.
     * </pre>
     */
    public dev.hallmint.v1.ListCredentialsResponse listCredentials(dev.hallmint.v1.ListCredentialsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListCredentialsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The personal credentials of the person who calls, whatever the brand.
     * </pre>
     */
    public dev.hallmint.v1.ListOwnCredentialsResponse listOwnCredentials(dev.hallmint.v1.ListOwnCredentialsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListOwnCredentialsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes the successor of a credential, with the same rights; the old one works on for `overlap`. A person rotates their
     * own, an admin the brand's, an operator theirs. A retry with the same request_id returns the successor without its key.
     * </pre>
     */
    public dev.hallmint.v1.RotateCredentialResponse rotateCredential(dev.hallmint.v1.RotateCredentialRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRotateCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a credential, and the sessions made with it, effective within 30 s.
     * </pre>
     */
    public dev.hallmint.v1.RevokeCredentialResponse revokeCredential(dev.hallmint.v1.RevokeCredentialRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Who the caller is and what they may do: works with any credential.
     * </pre>
     */
    public dev.hallmint.v1.GetCallerResponse getCaller(dev.hallmint.v1.GetCallerRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetCallerMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service CredentialService.
   * <pre>
   * Credentials: of a brand's machines for its admins, of the caller for a person, of the operator for an operator. A call
   * carries one in the metadata `authorization: Bearer hm_live_&lt;id&gt;_&lt;secret&gt;_&lt;check&gt;`.
   * </pre>
   */
  public static final class CredentialServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<CredentialServiceBlockingStub> {
    private CredentialServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CredentialServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CredentialServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a credential: of a machine (the caller is an admin or owner), or another one of the operator's own. Durable on
     * return; a retry with the same request_id returns the same credential without its key.
     * </pre>
     */
    public dev.hallmint.v1.CreateCredentialResponse createCredential(dev.hallmint.v1.CreateCredentialRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The machine credentials of the brand; for an operator those of the operator.
     * </pre>
     */
    public dev.hallmint.v1.ListCredentialsResponse listCredentials(dev.hallmint.v1.ListCredentialsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListCredentialsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The personal credentials of the person who calls, whatever the brand.
     * </pre>
     */
    public dev.hallmint.v1.ListOwnCredentialsResponse listOwnCredentials(dev.hallmint.v1.ListOwnCredentialsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListOwnCredentialsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes the successor of a credential, with the same rights; the old one works on for `overlap`. A person rotates their
     * own, an admin the brand's, an operator theirs. A retry with the same request_id returns the successor without its key.
     * </pre>
     */
    public dev.hallmint.v1.RotateCredentialResponse rotateCredential(dev.hallmint.v1.RotateCredentialRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a credential, and the sessions made with it, effective within 30 s.
     * </pre>
     */
    public dev.hallmint.v1.RevokeCredentialResponse revokeCredential(dev.hallmint.v1.RevokeCredentialRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Who the caller is and what they may do: works with any credential.
     * </pre>
     */
    public dev.hallmint.v1.GetCallerResponse getCaller(dev.hallmint.v1.GetCallerRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCallerMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service CredentialService.
   * <pre>
   * Credentials: of a brand's machines for its admins, of the caller for a person, of the operator for an operator. A call
   * carries one in the metadata `authorization: Bearer hm_live_&lt;id&gt;_&lt;secret&gt;_&lt;check&gt;`.
   * </pre>
   */
  public static final class CredentialServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<CredentialServiceFutureStub> {
    private CredentialServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CredentialServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CredentialServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a credential: of a machine (the caller is an admin or owner), or another one of the operator's own. Durable on
     * return; a retry with the same request_id returns the same credential without its key.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateCredentialResponse> createCredential(
        dev.hallmint.v1.CreateCredentialRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateCredentialMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The machine credentials of the brand; for an operator those of the operator.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListCredentialsResponse> listCredentials(
        dev.hallmint.v1.ListCredentialsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListCredentialsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The personal credentials of the person who calls, whatever the brand.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListOwnCredentialsResponse> listOwnCredentials(
        dev.hallmint.v1.ListOwnCredentialsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListOwnCredentialsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes the successor of a credential, with the same rights; the old one works on for `overlap`. A person rotates their
     * own, an admin the brand's, an operator theirs. A retry with the same request_id returns the successor without its key.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.RotateCredentialResponse> rotateCredential(
        dev.hallmint.v1.RotateCredentialRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateCredentialMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Ends a credential, and the sessions made with it, effective within 30 s.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.RevokeCredentialResponse> revokeCredential(
        dev.hallmint.v1.RevokeCredentialRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeCredentialMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Who the caller is and what they may do: works with any credential.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetCallerResponse> getCaller(
        dev.hallmint.v1.GetCallerRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCallerMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_CREDENTIAL = 0;
  private static final int METHODID_LIST_CREDENTIALS = 1;
  private static final int METHODID_LIST_OWN_CREDENTIALS = 2;
  private static final int METHODID_ROTATE_CREDENTIAL = 3;
  private static final int METHODID_REVOKE_CREDENTIAL = 4;
  private static final int METHODID_GET_CALLER = 5;

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
        case METHODID_CREATE_CREDENTIAL:
          serviceImpl.createCredential((dev.hallmint.v1.CreateCredentialRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateCredentialResponse>) responseObserver);
          break;
        case METHODID_LIST_CREDENTIALS:
          serviceImpl.listCredentials((dev.hallmint.v1.ListCredentialsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListCredentialsResponse>) responseObserver);
          break;
        case METHODID_LIST_OWN_CREDENTIALS:
          serviceImpl.listOwnCredentials((dev.hallmint.v1.ListOwnCredentialsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListOwnCredentialsResponse>) responseObserver);
          break;
        case METHODID_ROTATE_CREDENTIAL:
          serviceImpl.rotateCredential((dev.hallmint.v1.RotateCredentialRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.RotateCredentialResponse>) responseObserver);
          break;
        case METHODID_REVOKE_CREDENTIAL:
          serviceImpl.revokeCredential((dev.hallmint.v1.RevokeCredentialRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.RevokeCredentialResponse>) responseObserver);
          break;
        case METHODID_GET_CALLER:
          serviceImpl.getCaller((dev.hallmint.v1.GetCallerRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetCallerResponse>) responseObserver);
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
          getCreateCredentialMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateCredentialRequest,
              dev.hallmint.v1.CreateCredentialResponse>(
                service, METHODID_CREATE_CREDENTIAL)))
        .addMethod(
          getListCredentialsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListCredentialsRequest,
              dev.hallmint.v1.ListCredentialsResponse>(
                service, METHODID_LIST_CREDENTIALS)))
        .addMethod(
          getListOwnCredentialsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListOwnCredentialsRequest,
              dev.hallmint.v1.ListOwnCredentialsResponse>(
                service, METHODID_LIST_OWN_CREDENTIALS)))
        .addMethod(
          getRotateCredentialMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.RotateCredentialRequest,
              dev.hallmint.v1.RotateCredentialResponse>(
                service, METHODID_ROTATE_CREDENTIAL)))
        .addMethod(
          getRevokeCredentialMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.RevokeCredentialRequest,
              dev.hallmint.v1.RevokeCredentialResponse>(
                service, METHODID_REVOKE_CREDENTIAL)))
        .addMethod(
          getGetCallerMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetCallerRequest,
              dev.hallmint.v1.GetCallerResponse>(
                service, METHODID_GET_CALLER)))
        .build();
  }

  private static abstract class CredentialServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CredentialServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.CredentialServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CredentialService");
    }
  }

  private static final class CredentialServiceFileDescriptorSupplier
      extends CredentialServiceBaseDescriptorSupplier {
    CredentialServiceFileDescriptorSupplier() {}
  }

  private static final class CredentialServiceMethodDescriptorSupplier
      extends CredentialServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    CredentialServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (CredentialServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CredentialServiceFileDescriptorSupplier())
              .addMethod(getCreateCredentialMethod())
              .addMethod(getListCredentialsMethod())
              .addMethod(getListOwnCredentialsMethod())
              .addMethod(getRotateCredentialMethod())
              .addMethod(getRevokeCredentialMethod())
              .addMethod(getGetCallerMethod())
              .build();
        }
      }
    }
    return result;
  }
}
