package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Files of minted batches, for printers, encoders and ERPs.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ExportServiceGrpc {

  private ExportServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.ExportService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.PreviewExportRequest,
      dev.hallmint.v1.PreviewExportResponse> getPreviewExportMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PreviewExport",
      requestType = dev.hallmint.v1.PreviewExportRequest.class,
      responseType = dev.hallmint.v1.PreviewExportResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.PreviewExportRequest,
      dev.hallmint.v1.PreviewExportResponse> getPreviewExportMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.PreviewExportRequest, dev.hallmint.v1.PreviewExportResponse> getPreviewExportMethod;
    if ((getPreviewExportMethod = ExportServiceGrpc.getPreviewExportMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getPreviewExportMethod = ExportServiceGrpc.getPreviewExportMethod) == null) {
          ExportServiceGrpc.getPreviewExportMethod = getPreviewExportMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.PreviewExportRequest, dev.hallmint.v1.PreviewExportResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PreviewExport"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PreviewExportRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PreviewExportResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("PreviewExport"))
              .build();
        }
      }
    }
    return getPreviewExportMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateExportRequest,
      dev.hallmint.v1.CreateExportResponse> getCreateExportMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateExport",
      requestType = dev.hallmint.v1.CreateExportRequest.class,
      responseType = dev.hallmint.v1.CreateExportResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateExportRequest,
      dev.hallmint.v1.CreateExportResponse> getCreateExportMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateExportRequest, dev.hallmint.v1.CreateExportResponse> getCreateExportMethod;
    if ((getCreateExportMethod = ExportServiceGrpc.getCreateExportMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getCreateExportMethod = ExportServiceGrpc.getCreateExportMethod) == null) {
          ExportServiceGrpc.getCreateExportMethod = getCreateExportMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateExportRequest, dev.hallmint.v1.CreateExportResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateExport"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateExportRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateExportResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("CreateExport"))
              .build();
        }
      }
    }
    return getCreateExportMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetExportRequest,
      dev.hallmint.v1.GetExportResponse> getGetExportMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetExport",
      requestType = dev.hallmint.v1.GetExportRequest.class,
      responseType = dev.hallmint.v1.GetExportResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetExportRequest,
      dev.hallmint.v1.GetExportResponse> getGetExportMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetExportRequest, dev.hallmint.v1.GetExportResponse> getGetExportMethod;
    if ((getGetExportMethod = ExportServiceGrpc.getGetExportMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getGetExportMethod = ExportServiceGrpc.getGetExportMethod) == null) {
          ExportServiceGrpc.getGetExportMethod = getGetExportMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetExportRequest, dev.hallmint.v1.GetExportResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetExport"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetExportRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetExportResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("GetExport"))
              .build();
        }
      }
    }
    return getGetExportMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListExportsRequest,
      dev.hallmint.v1.ListExportsResponse> getListExportsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListExports",
      requestType = dev.hallmint.v1.ListExportsRequest.class,
      responseType = dev.hallmint.v1.ListExportsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListExportsRequest,
      dev.hallmint.v1.ListExportsResponse> getListExportsMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListExportsRequest, dev.hallmint.v1.ListExportsResponse> getListExportsMethod;
    if ((getListExportsMethod = ExportServiceGrpc.getListExportsMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getListExportsMethod = ExportServiceGrpc.getListExportsMethod) == null) {
          ExportServiceGrpc.getListExportsMethod = getListExportsMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListExportsRequest, dev.hallmint.v1.ListExportsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListExports"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListExportsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListExportsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("ListExports"))
              .build();
        }
      }
    }
    return getListExportsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.WatchExportRequest,
      dev.hallmint.v1.WatchExportResponse> getWatchExportMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchExport",
      requestType = dev.hallmint.v1.WatchExportRequest.class,
      responseType = dev.hallmint.v1.WatchExportResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.WatchExportRequest,
      dev.hallmint.v1.WatchExportResponse> getWatchExportMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.WatchExportRequest, dev.hallmint.v1.WatchExportResponse> getWatchExportMethod;
    if ((getWatchExportMethod = ExportServiceGrpc.getWatchExportMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getWatchExportMethod = ExportServiceGrpc.getWatchExportMethod) == null) {
          ExportServiceGrpc.getWatchExportMethod = getWatchExportMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.WatchExportRequest, dev.hallmint.v1.WatchExportResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchExport"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.WatchExportRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.WatchExportResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("WatchExport"))
              .build();
        }
      }
    }
    return getWatchExportMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CancelExportRequest,
      dev.hallmint.v1.CancelExportResponse> getCancelExportMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CancelExport",
      requestType = dev.hallmint.v1.CancelExportRequest.class,
      responseType = dev.hallmint.v1.CancelExportResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CancelExportRequest,
      dev.hallmint.v1.CancelExportResponse> getCancelExportMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CancelExportRequest, dev.hallmint.v1.CancelExportResponse> getCancelExportMethod;
    if ((getCancelExportMethod = ExportServiceGrpc.getCancelExportMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getCancelExportMethod = ExportServiceGrpc.getCancelExportMethod) == null) {
          ExportServiceGrpc.getCancelExportMethod = getCancelExportMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CancelExportRequest, dev.hallmint.v1.CancelExportResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CancelExport"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CancelExportRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CancelExportResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("CancelExport"))
              .build();
        }
      }
    }
    return getCancelExportMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ResumeExportRequest,
      dev.hallmint.v1.ResumeExportResponse> getResumeExportMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResumeExport",
      requestType = dev.hallmint.v1.ResumeExportRequest.class,
      responseType = dev.hallmint.v1.ResumeExportResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ResumeExportRequest,
      dev.hallmint.v1.ResumeExportResponse> getResumeExportMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ResumeExportRequest, dev.hallmint.v1.ResumeExportResponse> getResumeExportMethod;
    if ((getResumeExportMethod = ExportServiceGrpc.getResumeExportMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getResumeExportMethod = ExportServiceGrpc.getResumeExportMethod) == null) {
          ExportServiceGrpc.getResumeExportMethod = getResumeExportMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ResumeExportRequest, dev.hallmint.v1.ResumeExportResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResumeExport"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ResumeExportRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ResumeExportResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("ResumeExport"))
              .build();
        }
      }
    }
    return getResumeExportMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListPacksRequest,
      dev.hallmint.v1.ListPacksResponse> getListPacksMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListPacks",
      requestType = dev.hallmint.v1.ListPacksRequest.class,
      responseType = dev.hallmint.v1.ListPacksResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListPacksRequest,
      dev.hallmint.v1.ListPacksResponse> getListPacksMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListPacksRequest, dev.hallmint.v1.ListPacksResponse> getListPacksMethod;
    if ((getListPacksMethod = ExportServiceGrpc.getListPacksMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getListPacksMethod = ExportServiceGrpc.getListPacksMethod) == null) {
          ExportServiceGrpc.getListPacksMethod = getListPacksMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListPacksRequest, dev.hallmint.v1.ListPacksResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListPacks"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListPacksRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListPacksResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("ListPacks"))
              .build();
        }
      }
    }
    return getListPacksMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ReadPackRequest,
      dev.hallmint.v1.ReadPackResponse> getReadPackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReadPack",
      requestType = dev.hallmint.v1.ReadPackRequest.class,
      responseType = dev.hallmint.v1.ReadPackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ReadPackRequest,
      dev.hallmint.v1.ReadPackResponse> getReadPackMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ReadPackRequest, dev.hallmint.v1.ReadPackResponse> getReadPackMethod;
    if ((getReadPackMethod = ExportServiceGrpc.getReadPackMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getReadPackMethod = ExportServiceGrpc.getReadPackMethod) == null) {
          ExportServiceGrpc.getReadPackMethod = getReadPackMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ReadPackRequest, dev.hallmint.v1.ReadPackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReadPack"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ReadPackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ReadPackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("ReadPack"))
              .build();
        }
      }
    }
    return getReadPackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetPackUrlRequest,
      dev.hallmint.v1.GetPackUrlResponse> getGetPackUrlMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetPackUrl",
      requestType = dev.hallmint.v1.GetPackUrlRequest.class,
      responseType = dev.hallmint.v1.GetPackUrlResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetPackUrlRequest,
      dev.hallmint.v1.GetPackUrlResponse> getGetPackUrlMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetPackUrlRequest, dev.hallmint.v1.GetPackUrlResponse> getGetPackUrlMethod;
    if ((getGetPackUrlMethod = ExportServiceGrpc.getGetPackUrlMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getGetPackUrlMethod = ExportServiceGrpc.getGetPackUrlMethod) == null) {
          ExportServiceGrpc.getGetPackUrlMethod = getGetPackUrlMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetPackUrlRequest, dev.hallmint.v1.GetPackUrlResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetPackUrl"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetPackUrlRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetPackUrlResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("GetPackUrl"))
              .build();
        }
      }
    }
    return getGetPackUrlMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ReadArchiveRequest,
      dev.hallmint.v1.ReadArchiveResponse> getReadArchiveMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReadArchive",
      requestType = dev.hallmint.v1.ReadArchiveRequest.class,
      responseType = dev.hallmint.v1.ReadArchiveResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ReadArchiveRequest,
      dev.hallmint.v1.ReadArchiveResponse> getReadArchiveMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ReadArchiveRequest, dev.hallmint.v1.ReadArchiveResponse> getReadArchiveMethod;
    if ((getReadArchiveMethod = ExportServiceGrpc.getReadArchiveMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getReadArchiveMethod = ExportServiceGrpc.getReadArchiveMethod) == null) {
          ExportServiceGrpc.getReadArchiveMethod = getReadArchiveMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ReadArchiveRequest, dev.hallmint.v1.ReadArchiveResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReadArchive"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ReadArchiveRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ReadArchiveResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("ReadArchive"))
              .build();
        }
      }
    }
    return getReadArchiveMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ExportServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExportServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExportServiceStub>() {
        @java.lang.Override
        public ExportServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExportServiceStub(channel, callOptions);
        }
      };
    return ExportServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ExportServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExportServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExportServiceBlockingV2Stub>() {
        @java.lang.Override
        public ExportServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExportServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ExportServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ExportServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExportServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExportServiceBlockingStub>() {
        @java.lang.Override
        public ExportServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExportServiceBlockingStub(channel, callOptions);
        }
      };
    return ExportServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ExportServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExportServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExportServiceFutureStub>() {
        @java.lang.Override
        public ExportServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExportServiceFutureStub(channel, callOptions);
        }
      };
    return ExportServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Files of minted batches, for printers, encoders and ERPs.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * What CreateExport with the same choice would make, shown by the first units of the batch as they are now. Writes nothing, and
     * refuses what CreateExport refuses, but for `EXPORT_LOCKED`.
     * </pre>
     */
    default void previewExport(dev.hallmint.v1.PreviewExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PreviewExportResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPreviewExportMethod(), responseObserver);
    }

    /**
     * <pre>
     * Asks for the files of a batch that has ended, in a carrier profile. Durable on return; a retry with the same request_id
     * returns the same export. While an export of the batch runs, its holder gets that one, and others FAILED_PRECONDITION
     * `EXPORT_LOCKED` with the seconds that are left.
     * </pre>
     */
    default void createExport(dev.hallmint.v1.CreateExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateExportResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateExportMethod(), responseObserver);
    }

    /**
     * <pre>
     * One export.
     * </pre>
     */
    default void getExport(dev.hallmint.v1.GetExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetExportResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetExportMethod(), responseObserver);
    }

    /**
     * <pre>
     * The exports, newest first.
     * </pre>
     */
    default void listExports(dev.hallmint.v1.ListExportsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListExportsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListExportsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Follows an export as WatchBatch follows a batch: a snapshot at once, a message on each change, a heartbeat every 10 s of
     * silence; the stream ends by itself after the message with a state of COMPLETED, FAILED or CANCELLED.
     * </pre>
     */
    default void watchExport(dev.hallmint.v1.WatchExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.WatchExportResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchExportMethod(), responseObserver);
    }

    /**
     * <pre>
     * Ends an export that is not complete; finished packs stay. A retry returns the cancelled export.
     * </pre>
     */
    default void cancelExport(dev.hallmint.v1.CancelExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CancelExportResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCancelExportMethod(), responseObserver);
    }

    /**
     * <pre>
     * Goes on with a failed export at its next pack, where no other export of the batch runs; the caller holds it from then on. A
     * retry returns it.
     * </pre>
     */
    default void resumeExport(dev.hallmint.v1.ResumeExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ResumeExportResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResumeExportMethod(), responseObserver);
    }

    /**
     * <pre>
     * The finished packs of an export, in order.
     * </pre>
     */
    default void listPacks(dev.hallmint.v1.ListPacksRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListPacksResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListPacksMethod(), responseObserver);
    }

    /**
     * <pre>
     * The bytes of a pack, from an offset on, so that a broken download goes on where it broke. The first message has the pack,
     * with the digest of the whole file.
     * </pre>
     */
    default void readPack(dev.hallmint.v1.ReadPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ReadPackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReadPackMethod(), responseObserver);
    }

    /**
     * <pre>
     * A link that whoever has it may download a pack by, without credentials, for 300 s. It is a secret.
     * </pre>
     */
    default void getPackUrl(dev.hallmint.v1.GetPackUrlRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetPackUrlResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetPackUrlMethod(), responseObserver);
    }

    /**
     * <pre>
     * A completed export as one ZIP archive, from an offset on: `manifest.json`, and all packs, stored. The same export has the
     * same bytes each time.
     * </pre>
     */
    default void readArchive(dev.hallmint.v1.ReadArchiveRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ReadArchiveResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReadArchiveMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ExportService.
   * <pre>
   * Files of minted batches, for printers, encoders and ERPs.
   * </pre>
   */
  public static abstract class ExportServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ExportServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ExportService.
   * <pre>
   * Files of minted batches, for printers, encoders and ERPs.
   * </pre>
   */
  public static final class ExportServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ExportServiceStub> {
    private ExportServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExportServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExportServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * What CreateExport with the same choice would make, shown by the first units of the batch as they are now. Writes nothing, and
     * refuses what CreateExport refuses, but for `EXPORT_LOCKED`.
     * </pre>
     */
    public void previewExport(dev.hallmint.v1.PreviewExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PreviewExportResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPreviewExportMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Asks for the files of a batch that has ended, in a carrier profile. Durable on return; a retry with the same request_id
     * returns the same export. While an export of the batch runs, its holder gets that one, and others FAILED_PRECONDITION
     * `EXPORT_LOCKED` with the seconds that are left.
     * </pre>
     */
    public void createExport(dev.hallmint.v1.CreateExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateExportResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateExportMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One export.
     * </pre>
     */
    public void getExport(dev.hallmint.v1.GetExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetExportResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetExportMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The exports, newest first.
     * </pre>
     */
    public void listExports(dev.hallmint.v1.ListExportsRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListExportsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListExportsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Follows an export as WatchBatch follows a batch: a snapshot at once, a message on each change, a heartbeat every 10 s of
     * silence; the stream ends by itself after the message with a state of COMPLETED, FAILED or CANCELLED.
     * </pre>
     */
    public void watchExport(dev.hallmint.v1.WatchExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.WatchExportResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchExportMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Ends an export that is not complete; finished packs stay. A retry returns the cancelled export.
     * </pre>
     */
    public void cancelExport(dev.hallmint.v1.CancelExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CancelExportResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCancelExportMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Goes on with a failed export at its next pack, where no other export of the batch runs; the caller holds it from then on. A
     * retry returns it.
     * </pre>
     */
    public void resumeExport(dev.hallmint.v1.ResumeExportRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ResumeExportResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResumeExportMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The finished packs of an export, in order.
     * </pre>
     */
    public void listPacks(dev.hallmint.v1.ListPacksRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListPacksResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListPacksMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The bytes of a pack, from an offset on, so that a broken download goes on where it broke. The first message has the pack,
     * with the digest of the whole file.
     * </pre>
     */
    public void readPack(dev.hallmint.v1.ReadPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ReadPackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getReadPackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * A link that whoever has it may download a pack by, without credentials, for 300 s. It is a secret.
     * </pre>
     */
    public void getPackUrl(dev.hallmint.v1.GetPackUrlRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetPackUrlResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetPackUrlMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * A completed export as one ZIP archive, from an offset on: `manifest.json`, and all packs, stored. The same export has the
     * same bytes each time.
     * </pre>
     */
    public void readArchive(dev.hallmint.v1.ReadArchiveRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ReadArchiveResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getReadArchiveMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ExportService.
   * <pre>
   * Files of minted batches, for printers, encoders and ERPs.
   * </pre>
   */
  public static final class ExportServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ExportServiceBlockingV2Stub> {
    private ExportServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExportServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExportServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * What CreateExport with the same choice would make, shown by the first units of the batch as they are now. Writes nothing, and
     * refuses what CreateExport refuses, but for `EXPORT_LOCKED`.
     * </pre>
     */
    public dev.hallmint.v1.PreviewExportResponse previewExport(dev.hallmint.v1.PreviewExportRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPreviewExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks for the files of a batch that has ended, in a carrier profile. Durable on return; a retry with the same request_id
     * returns the same export. While an export of the batch runs, its holder gets that one, and others FAILED_PRECONDITION
     * `EXPORT_LOCKED` with the seconds that are left.
     * </pre>
     */
    public dev.hallmint.v1.CreateExportResponse createExport(dev.hallmint.v1.CreateExportRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One export.
     * </pre>
     */
    public dev.hallmint.v1.GetExportResponse getExport(dev.hallmint.v1.GetExportRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The exports, newest first.
     * </pre>
     */
    public dev.hallmint.v1.ListExportsResponse listExports(dev.hallmint.v1.ListExportsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListExportsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Follows an export as WatchBatch follows a batch: a snapshot at once, a message on each change, a heartbeat every 10 s of
     * silence; the stream ends by itself after the message with a state of COMPLETED, FAILED or CANCELLED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.hallmint.v1.WatchExportResponse>
        watchExport(dev.hallmint.v1.WatchExportRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends an export that is not complete; finished packs stay. A retry returns the cancelled export.
     * </pre>
     */
    public dev.hallmint.v1.CancelExportResponse cancelExport(dev.hallmint.v1.CancelExportRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCancelExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Goes on with a failed export at its next pack, where no other export of the batch runs; the caller holds it from then on. A
     * retry returns it.
     * </pre>
     */
    public dev.hallmint.v1.ResumeExportResponse resumeExport(dev.hallmint.v1.ResumeExportRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResumeExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The finished packs of an export, in order.
     * </pre>
     */
    public dev.hallmint.v1.ListPacksResponse listPacks(dev.hallmint.v1.ListPacksRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListPacksMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The bytes of a pack, from an offset on, so that a broken download goes on where it broke. The first message has the pack,
     * with the digest of the whole file.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.hallmint.v1.ReadPackResponse>
        readPack(dev.hallmint.v1.ReadPackRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getReadPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A link that whoever has it may download a pack by, without credentials, for 300 s. It is a secret.
     * </pre>
     */
    public dev.hallmint.v1.GetPackUrlResponse getPackUrl(dev.hallmint.v1.GetPackUrlRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetPackUrlMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A completed export as one ZIP archive, from an offset on: `manifest.json`, and all packs, stored. The same export has the
     * same bytes each time.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.hallmint.v1.ReadArchiveResponse>
        readArchive(dev.hallmint.v1.ReadArchiveRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getReadArchiveMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ExportService.
   * <pre>
   * Files of minted batches, for printers, encoders and ERPs.
   * </pre>
   */
  public static final class ExportServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ExportServiceBlockingStub> {
    private ExportServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExportServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExportServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * What CreateExport with the same choice would make, shown by the first units of the batch as they are now. Writes nothing, and
     * refuses what CreateExport refuses, but for `EXPORT_LOCKED`.
     * </pre>
     */
    public dev.hallmint.v1.PreviewExportResponse previewExport(dev.hallmint.v1.PreviewExportRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPreviewExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Asks for the files of a batch that has ended, in a carrier profile. Durable on return; a retry with the same request_id
     * returns the same export. While an export of the batch runs, its holder gets that one, and others FAILED_PRECONDITION
     * `EXPORT_LOCKED` with the seconds that are left.
     * </pre>
     */
    public dev.hallmint.v1.CreateExportResponse createExport(dev.hallmint.v1.CreateExportRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One export.
     * </pre>
     */
    public dev.hallmint.v1.GetExportResponse getExport(dev.hallmint.v1.GetExportRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The exports, newest first.
     * </pre>
     */
    public dev.hallmint.v1.ListExportsResponse listExports(dev.hallmint.v1.ListExportsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListExportsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Follows an export as WatchBatch follows a batch: a snapshot at once, a message on each change, a heartbeat every 10 s of
     * silence; the stream ends by itself after the message with a state of COMPLETED, FAILED or CANCELLED.
     * </pre>
     */
    public java.util.Iterator<dev.hallmint.v1.WatchExportResponse> watchExport(
        dev.hallmint.v1.WatchExportRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends an export that is not complete; finished packs stay. A retry returns the cancelled export.
     * </pre>
     */
    public dev.hallmint.v1.CancelExportResponse cancelExport(dev.hallmint.v1.CancelExportRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCancelExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Goes on with a failed export at its next pack, where no other export of the batch runs; the caller holds it from then on. A
     * retry returns it.
     * </pre>
     */
    public dev.hallmint.v1.ResumeExportResponse resumeExport(dev.hallmint.v1.ResumeExportRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResumeExportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The finished packs of an export, in order.
     * </pre>
     */
    public dev.hallmint.v1.ListPacksResponse listPacks(dev.hallmint.v1.ListPacksRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListPacksMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The bytes of a pack, from an offset on, so that a broken download goes on where it broke. The first message has the pack,
     * with the digest of the whole file.
     * </pre>
     */
    public java.util.Iterator<dev.hallmint.v1.ReadPackResponse> readPack(
        dev.hallmint.v1.ReadPackRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getReadPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A link that whoever has it may download a pack by, without credentials, for 300 s. It is a secret.
     * </pre>
     */
    public dev.hallmint.v1.GetPackUrlResponse getPackUrl(dev.hallmint.v1.GetPackUrlRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetPackUrlMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A completed export as one ZIP archive, from an offset on: `manifest.json`, and all packs, stored. The same export has the
     * same bytes each time.
     * </pre>
     */
    public java.util.Iterator<dev.hallmint.v1.ReadArchiveResponse> readArchive(
        dev.hallmint.v1.ReadArchiveRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getReadArchiveMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ExportService.
   * <pre>
   * Files of minted batches, for printers, encoders and ERPs.
   * </pre>
   */
  public static final class ExportServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ExportServiceFutureStub> {
    private ExportServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExportServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExportServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * What CreateExport with the same choice would make, shown by the first units of the batch as they are now. Writes nothing, and
     * refuses what CreateExport refuses, but for `EXPORT_LOCKED`.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.PreviewExportResponse> previewExport(
        dev.hallmint.v1.PreviewExportRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPreviewExportMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Asks for the files of a batch that has ended, in a carrier profile. Durable on return; a retry with the same request_id
     * returns the same export. While an export of the batch runs, its holder gets that one, and others FAILED_PRECONDITION
     * `EXPORT_LOCKED` with the seconds that are left.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateExportResponse> createExport(
        dev.hallmint.v1.CreateExportRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateExportMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One export.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetExportResponse> getExport(
        dev.hallmint.v1.GetExportRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetExportMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The exports, newest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListExportsResponse> listExports(
        dev.hallmint.v1.ListExportsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListExportsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Ends an export that is not complete; finished packs stay. A retry returns the cancelled export.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CancelExportResponse> cancelExport(
        dev.hallmint.v1.CancelExportRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCancelExportMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Goes on with a failed export at its next pack, where no other export of the batch runs; the caller holds it from then on. A
     * retry returns it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ResumeExportResponse> resumeExport(
        dev.hallmint.v1.ResumeExportRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResumeExportMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The finished packs of an export, in order.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListPacksResponse> listPacks(
        dev.hallmint.v1.ListPacksRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListPacksMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * A link that whoever has it may download a pack by, without credentials, for 300 s. It is a secret.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetPackUrlResponse> getPackUrl(
        dev.hallmint.v1.GetPackUrlRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetPackUrlMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_PREVIEW_EXPORT = 0;
  private static final int METHODID_CREATE_EXPORT = 1;
  private static final int METHODID_GET_EXPORT = 2;
  private static final int METHODID_LIST_EXPORTS = 3;
  private static final int METHODID_WATCH_EXPORT = 4;
  private static final int METHODID_CANCEL_EXPORT = 5;
  private static final int METHODID_RESUME_EXPORT = 6;
  private static final int METHODID_LIST_PACKS = 7;
  private static final int METHODID_READ_PACK = 8;
  private static final int METHODID_GET_PACK_URL = 9;
  private static final int METHODID_READ_ARCHIVE = 10;

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
        case METHODID_PREVIEW_EXPORT:
          serviceImpl.previewExport((dev.hallmint.v1.PreviewExportRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.PreviewExportResponse>) responseObserver);
          break;
        case METHODID_CREATE_EXPORT:
          serviceImpl.createExport((dev.hallmint.v1.CreateExportRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateExportResponse>) responseObserver);
          break;
        case METHODID_GET_EXPORT:
          serviceImpl.getExport((dev.hallmint.v1.GetExportRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetExportResponse>) responseObserver);
          break;
        case METHODID_LIST_EXPORTS:
          serviceImpl.listExports((dev.hallmint.v1.ListExportsRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListExportsResponse>) responseObserver);
          break;
        case METHODID_WATCH_EXPORT:
          serviceImpl.watchExport((dev.hallmint.v1.WatchExportRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.WatchExportResponse>) responseObserver);
          break;
        case METHODID_CANCEL_EXPORT:
          serviceImpl.cancelExport((dev.hallmint.v1.CancelExportRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CancelExportResponse>) responseObserver);
          break;
        case METHODID_RESUME_EXPORT:
          serviceImpl.resumeExport((dev.hallmint.v1.ResumeExportRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ResumeExportResponse>) responseObserver);
          break;
        case METHODID_LIST_PACKS:
          serviceImpl.listPacks((dev.hallmint.v1.ListPacksRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListPacksResponse>) responseObserver);
          break;
        case METHODID_READ_PACK:
          serviceImpl.readPack((dev.hallmint.v1.ReadPackRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ReadPackResponse>) responseObserver);
          break;
        case METHODID_GET_PACK_URL:
          serviceImpl.getPackUrl((dev.hallmint.v1.GetPackUrlRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetPackUrlResponse>) responseObserver);
          break;
        case METHODID_READ_ARCHIVE:
          serviceImpl.readArchive((dev.hallmint.v1.ReadArchiveRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ReadArchiveResponse>) responseObserver);
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
          getPreviewExportMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.PreviewExportRequest,
              dev.hallmint.v1.PreviewExportResponse>(
                service, METHODID_PREVIEW_EXPORT)))
        .addMethod(
          getCreateExportMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateExportRequest,
              dev.hallmint.v1.CreateExportResponse>(
                service, METHODID_CREATE_EXPORT)))
        .addMethod(
          getGetExportMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetExportRequest,
              dev.hallmint.v1.GetExportResponse>(
                service, METHODID_GET_EXPORT)))
        .addMethod(
          getListExportsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListExportsRequest,
              dev.hallmint.v1.ListExportsResponse>(
                service, METHODID_LIST_EXPORTS)))
        .addMethod(
          getWatchExportMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.hallmint.v1.WatchExportRequest,
              dev.hallmint.v1.WatchExportResponse>(
                service, METHODID_WATCH_EXPORT)))
        .addMethod(
          getCancelExportMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CancelExportRequest,
              dev.hallmint.v1.CancelExportResponse>(
                service, METHODID_CANCEL_EXPORT)))
        .addMethod(
          getResumeExportMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ResumeExportRequest,
              dev.hallmint.v1.ResumeExportResponse>(
                service, METHODID_RESUME_EXPORT)))
        .addMethod(
          getListPacksMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListPacksRequest,
              dev.hallmint.v1.ListPacksResponse>(
                service, METHODID_LIST_PACKS)))
        .addMethod(
          getReadPackMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.hallmint.v1.ReadPackRequest,
              dev.hallmint.v1.ReadPackResponse>(
                service, METHODID_READ_PACK)))
        .addMethod(
          getGetPackUrlMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetPackUrlRequest,
              dev.hallmint.v1.GetPackUrlResponse>(
                service, METHODID_GET_PACK_URL)))
        .addMethod(
          getReadArchiveMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.hallmint.v1.ReadArchiveRequest,
              dev.hallmint.v1.ReadArchiveResponse>(
                service, METHODID_READ_ARCHIVE)))
        .build();
  }

  private static abstract class ExportServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ExportServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.ExportServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ExportService");
    }
  }

  private static final class ExportServiceFileDescriptorSupplier
      extends ExportServiceBaseDescriptorSupplier {
    ExportServiceFileDescriptorSupplier() {}
  }

  private static final class ExportServiceMethodDescriptorSupplier
      extends ExportServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ExportServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ExportServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ExportServiceFileDescriptorSupplier())
              .addMethod(getPreviewExportMethod())
              .addMethod(getCreateExportMethod())
              .addMethod(getGetExportMethod())
              .addMethod(getListExportsMethod())
              .addMethod(getWatchExportMethod())
              .addMethod(getCancelExportMethod())
              .addMethod(getResumeExportMethod())
              .addMethod(getListPacksMethod())
              .addMethod(getReadPackMethod())
              .addMethod(getGetPackUrlMethod())
              .addMethod(getReadArchiveMethod())
              .build();
        }
      }
    }
    return result;
  }
}
