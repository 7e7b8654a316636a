package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * What the acting brand may know of scans. Scans are kept for as long as the operator says (by default 180 days), their counts
 * longer. They arrive within seconds, late where the resolver could not reach its database.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ScanServiceGrpc {

  private ScanServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.ScanService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetScanSummaryRequest,
      dev.hallmint.v1.GetScanSummaryResponse> getGetScanSummaryMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetScanSummary",
      requestType = dev.hallmint.v1.GetScanSummaryRequest.class,
      responseType = dev.hallmint.v1.GetScanSummaryResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetScanSummaryRequest,
      dev.hallmint.v1.GetScanSummaryResponse> getGetScanSummaryMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetScanSummaryRequest, dev.hallmint.v1.GetScanSummaryResponse> getGetScanSummaryMethod;
    if ((getGetScanSummaryMethod = ScanServiceGrpc.getGetScanSummaryMethod) == null) {
      synchronized (ScanServiceGrpc.class) {
        if ((getGetScanSummaryMethod = ScanServiceGrpc.getGetScanSummaryMethod) == null) {
          ScanServiceGrpc.getGetScanSummaryMethod = getGetScanSummaryMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetScanSummaryRequest, dev.hallmint.v1.GetScanSummaryResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetScanSummary"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetScanSummaryRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetScanSummaryResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ScanServiceMethodDescriptorSupplier("GetScanSummary"))
              .build();
        }
      }
    }
    return getGetScanSummaryMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetScanSeriesRequest,
      dev.hallmint.v1.GetScanSeriesResponse> getGetScanSeriesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetScanSeries",
      requestType = dev.hallmint.v1.GetScanSeriesRequest.class,
      responseType = dev.hallmint.v1.GetScanSeriesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetScanSeriesRequest,
      dev.hallmint.v1.GetScanSeriesResponse> getGetScanSeriesMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetScanSeriesRequest, dev.hallmint.v1.GetScanSeriesResponse> getGetScanSeriesMethod;
    if ((getGetScanSeriesMethod = ScanServiceGrpc.getGetScanSeriesMethod) == null) {
      synchronized (ScanServiceGrpc.class) {
        if ((getGetScanSeriesMethod = ScanServiceGrpc.getGetScanSeriesMethod) == null) {
          ScanServiceGrpc.getGetScanSeriesMethod = getGetScanSeriesMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetScanSeriesRequest, dev.hallmint.v1.GetScanSeriesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetScanSeries"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetScanSeriesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetScanSeriesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ScanServiceMethodDescriptorSupplier("GetScanSeries"))
              .build();
        }
      }
    }
    return getGetScanSeriesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListTokenScansRequest,
      dev.hallmint.v1.ListTokenScansResponse> getListTokenScansMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListTokenScans",
      requestType = dev.hallmint.v1.ListTokenScansRequest.class,
      responseType = dev.hallmint.v1.ListTokenScansResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListTokenScansRequest,
      dev.hallmint.v1.ListTokenScansResponse> getListTokenScansMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListTokenScansRequest, dev.hallmint.v1.ListTokenScansResponse> getListTokenScansMethod;
    if ((getListTokenScansMethod = ScanServiceGrpc.getListTokenScansMethod) == null) {
      synchronized (ScanServiceGrpc.class) {
        if ((getListTokenScansMethod = ScanServiceGrpc.getListTokenScansMethod) == null) {
          ScanServiceGrpc.getListTokenScansMethod = getListTokenScansMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListTokenScansRequest, dev.hallmint.v1.ListTokenScansResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListTokenScans"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListTokenScansRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListTokenScansResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ScanServiceMethodDescriptorSupplier("ListTokenScans"))
              .build();
        }
      }
    }
    return getListTokenScansMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetTrafficCountsRequest,
      dev.hallmint.v1.GetTrafficCountsResponse> getGetTrafficCountsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetTrafficCounts",
      requestType = dev.hallmint.v1.GetTrafficCountsRequest.class,
      responseType = dev.hallmint.v1.GetTrafficCountsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetTrafficCountsRequest,
      dev.hallmint.v1.GetTrafficCountsResponse> getGetTrafficCountsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetTrafficCountsRequest, dev.hallmint.v1.GetTrafficCountsResponse> getGetTrafficCountsMethod;
    if ((getGetTrafficCountsMethod = ScanServiceGrpc.getGetTrafficCountsMethod) == null) {
      synchronized (ScanServiceGrpc.class) {
        if ((getGetTrafficCountsMethod = ScanServiceGrpc.getGetTrafficCountsMethod) == null) {
          ScanServiceGrpc.getGetTrafficCountsMethod = getGetTrafficCountsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetTrafficCountsRequest, dev.hallmint.v1.GetTrafficCountsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetTrafficCounts"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetTrafficCountsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetTrafficCountsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ScanServiceMethodDescriptorSupplier("GetTrafficCounts"))
              .build();
        }
      }
    }
    return getGetTrafficCountsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ScanServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ScanServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ScanServiceStub>() {
        @java.lang.Override
        public ScanServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ScanServiceStub(channel, callOptions);
        }
      };
    return ScanServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ScanServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ScanServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ScanServiceBlockingV2Stub>() {
        @java.lang.Override
        public ScanServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ScanServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ScanServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ScanServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ScanServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ScanServiceBlockingStub>() {
        @java.lang.Override
        public ScanServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ScanServiceBlockingStub(channel, callOptions);
        }
      };
    return ScanServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ScanServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ScanServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ScanServiceFutureStub>() {
        @java.lang.Override
        public ScanServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ScanServiceFutureStub(channel, callOptions);
        }
      };
    return ScanServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * What the acting brand may know of scans. Scans are kept for as long as the operator says (by default 180 days), their counts
   * longer. They arrive within seconds, late where the resolver could not reach its database.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * How many scans there were in a range of days, divided by one dimension.
     * </pre>
     */
    default void getScanSummary(dev.hallmint.v1.GetScanSummaryRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetScanSummaryResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetScanSummaryMethod(), responseObserver);
    }

    /**
     * <pre>
     * How many scans there were on each day of a range, divided by one dimension.
     * </pre>
     */
    default void getScanSeries(dev.hallmint.v1.GetScanSeriesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetScanSeriesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetScanSeriesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Scans of one token, the latest first. Takes the permission `scan:detail`.
     * </pre>
     */
    default void listTokenScans(dev.hallmint.v1.ListTokenScansRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListTokenScansResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListTokenScansMethod(), responseObserver);
    }

    /**
     * <pre>
     * Visits by day and class of visitor: machines too.
     * </pre>
     */
    default void getTrafficCounts(dev.hallmint.v1.GetTrafficCountsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTrafficCountsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTrafficCountsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ScanService.
   * <pre>
   * What the acting brand may know of scans. Scans are kept for as long as the operator says (by default 180 days), their counts
   * longer. They arrive within seconds, late where the resolver could not reach its database.
   * </pre>
   */
  public static abstract class ScanServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ScanServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ScanService.
   * <pre>
   * What the acting brand may know of scans. Scans are kept for as long as the operator says (by default 180 days), their counts
   * longer. They arrive within seconds, late where the resolver could not reach its database.
   * </pre>
   */
  public static final class ScanServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ScanServiceStub> {
    private ScanServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ScanServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ScanServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * How many scans there were in a range of days, divided by one dimension.
     * </pre>
     */
    public void getScanSummary(dev.hallmint.v1.GetScanSummaryRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetScanSummaryResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetScanSummaryMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * How many scans there were on each day of a range, divided by one dimension.
     * </pre>
     */
    public void getScanSeries(dev.hallmint.v1.GetScanSeriesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetScanSeriesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetScanSeriesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Scans of one token, the latest first. Takes the permission `scan:detail`.
     * </pre>
     */
    public void listTokenScans(dev.hallmint.v1.ListTokenScansRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListTokenScansResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListTokenScansMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Visits by day and class of visitor: machines too.
     * </pre>
     */
    public void getTrafficCounts(dev.hallmint.v1.GetTrafficCountsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTrafficCountsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTrafficCountsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ScanService.
   * <pre>
   * What the acting brand may know of scans. Scans are kept for as long as the operator says (by default 180 days), their counts
   * longer. They arrive within seconds, late where the resolver could not reach its database.
   * </pre>
   */
  public static final class ScanServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ScanServiceBlockingV2Stub> {
    private ScanServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ScanServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ScanServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * How many scans there were in a range of days, divided by one dimension.
     * </pre>
     */
    public dev.hallmint.v1.GetScanSummaryResponse getScanSummary(dev.hallmint.v1.GetScanSummaryRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetScanSummaryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * How many scans there were on each day of a range, divided by one dimension.
     * </pre>
     */
    public dev.hallmint.v1.GetScanSeriesResponse getScanSeries(dev.hallmint.v1.GetScanSeriesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetScanSeriesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Scans of one token, the latest first. Takes the permission `scan:detail`.
     * </pre>
     */
    public dev.hallmint.v1.ListTokenScansResponse listTokenScans(dev.hallmint.v1.ListTokenScansRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListTokenScansMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Visits by day and class of visitor: machines too.
     * </pre>
     */
    public dev.hallmint.v1.GetTrafficCountsResponse getTrafficCounts(dev.hallmint.v1.GetTrafficCountsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetTrafficCountsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ScanService.
   * <pre>
   * What the acting brand may know of scans. Scans are kept for as long as the operator says (by default 180 days), their counts
   * longer. They arrive within seconds, late where the resolver could not reach its database.
   * </pre>
   */
  public static final class ScanServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ScanServiceBlockingStub> {
    private ScanServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ScanServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ScanServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * How many scans there were in a range of days, divided by one dimension.
     * </pre>
     */
    public dev.hallmint.v1.GetScanSummaryResponse getScanSummary(dev.hallmint.v1.GetScanSummaryRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetScanSummaryMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * How many scans there were on each day of a range, divided by one dimension.
     * </pre>
     */
    public dev.hallmint.v1.GetScanSeriesResponse getScanSeries(dev.hallmint.v1.GetScanSeriesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetScanSeriesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Scans of one token, the latest first. Takes the permission `scan:detail`.
     * </pre>
     */
    public dev.hallmint.v1.ListTokenScansResponse listTokenScans(dev.hallmint.v1.ListTokenScansRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListTokenScansMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Visits by day and class of visitor: machines too.
     * </pre>
     */
    public dev.hallmint.v1.GetTrafficCountsResponse getTrafficCounts(dev.hallmint.v1.GetTrafficCountsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTrafficCountsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ScanService.
   * <pre>
   * What the acting brand may know of scans. Scans are kept for as long as the operator says (by default 180 days), their counts
   * longer. They arrive within seconds, late where the resolver could not reach its database.
   * </pre>
   */
  public static final class ScanServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ScanServiceFutureStub> {
    private ScanServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ScanServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ScanServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * How many scans there were in a range of days, divided by one dimension.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetScanSummaryResponse> getScanSummary(
        dev.hallmint.v1.GetScanSummaryRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetScanSummaryMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * How many scans there were on each day of a range, divided by one dimension.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetScanSeriesResponse> getScanSeries(
        dev.hallmint.v1.GetScanSeriesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetScanSeriesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Scans of one token, the latest first. Takes the permission `scan:detail`.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListTokenScansResponse> listTokenScans(
        dev.hallmint.v1.ListTokenScansRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListTokenScansMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Visits by day and class of visitor: machines too.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetTrafficCountsResponse> getTrafficCounts(
        dev.hallmint.v1.GetTrafficCountsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTrafficCountsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_SCAN_SUMMARY = 0;
  private static final int METHODID_GET_SCAN_SERIES = 1;
  private static final int METHODID_LIST_TOKEN_SCANS = 2;
  private static final int METHODID_GET_TRAFFIC_COUNTS = 3;

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
        case METHODID_GET_SCAN_SUMMARY:
          serviceImpl.getScanSummary((dev.hallmint.v1.GetScanSummaryRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetScanSummaryResponse>) responseObserver);
          break;
        case METHODID_GET_SCAN_SERIES:
          serviceImpl.getScanSeries((dev.hallmint.v1.GetScanSeriesRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetScanSeriesResponse>) responseObserver);
          break;
        case METHODID_LIST_TOKEN_SCANS:
          serviceImpl.listTokenScans((dev.hallmint.v1.ListTokenScansRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListTokenScansResponse>) responseObserver);
          break;
        case METHODID_GET_TRAFFIC_COUNTS:
          serviceImpl.getTrafficCounts((dev.hallmint.v1.GetTrafficCountsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTrafficCountsResponse>) responseObserver);
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
          getGetScanSummaryMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetScanSummaryRequest,
              dev.hallmint.v1.GetScanSummaryResponse>(
                service, METHODID_GET_SCAN_SUMMARY)))
        .addMethod(
          getGetScanSeriesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetScanSeriesRequest,
              dev.hallmint.v1.GetScanSeriesResponse>(
                service, METHODID_GET_SCAN_SERIES)))
        .addMethod(
          getListTokenScansMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListTokenScansRequest,
              dev.hallmint.v1.ListTokenScansResponse>(
                service, METHODID_LIST_TOKEN_SCANS)))
        .addMethod(
          getGetTrafficCountsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetTrafficCountsRequest,
              dev.hallmint.v1.GetTrafficCountsResponse>(
                service, METHODID_GET_TRAFFIC_COUNTS)))
        .build();
  }

  private static abstract class ScanServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ScanServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.ScanServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ScanService");
    }
  }

  private static final class ScanServiceFileDescriptorSupplier
      extends ScanServiceBaseDescriptorSupplier {
    ScanServiceFileDescriptorSupplier() {}
  }

  private static final class ScanServiceMethodDescriptorSupplier
      extends ScanServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ScanServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ScanServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ScanServiceFileDescriptorSupplier())
              .addMethod(getGetScanSummaryMethod())
              .addMethod(getGetScanSeriesMethod())
              .addMethod(getListTokenScansMethod())
              .addMethod(getGetTrafficCountsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
