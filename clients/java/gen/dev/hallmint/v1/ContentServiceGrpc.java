package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * What passport pages show: templates by product group and market packs by country, of the acting brand. Both come in
 * versions: a draft is written, published, and superseded by the next one that is.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ContentServiceGrpc {

  private ContentServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.ContentService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateTemplateRequest,
      dev.hallmint.v1.CreateTemplateResponse> getCreateTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateTemplate",
      requestType = dev.hallmint.v1.CreateTemplateRequest.class,
      responseType = dev.hallmint.v1.CreateTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateTemplateRequest,
      dev.hallmint.v1.CreateTemplateResponse> getCreateTemplateMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateTemplateRequest, dev.hallmint.v1.CreateTemplateResponse> getCreateTemplateMethod;
    if ((getCreateTemplateMethod = ContentServiceGrpc.getCreateTemplateMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getCreateTemplateMethod = ContentServiceGrpc.getCreateTemplateMethod) == null) {
          ContentServiceGrpc.getCreateTemplateMethod = getCreateTemplateMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateTemplateRequest, dev.hallmint.v1.CreateTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateTemplate"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("CreateTemplate"))
              .build();
        }
      }
    }
    return getCreateTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetTemplateRequest,
      dev.hallmint.v1.GetTemplateResponse> getGetTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetTemplate",
      requestType = dev.hallmint.v1.GetTemplateRequest.class,
      responseType = dev.hallmint.v1.GetTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetTemplateRequest,
      dev.hallmint.v1.GetTemplateResponse> getGetTemplateMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetTemplateRequest, dev.hallmint.v1.GetTemplateResponse> getGetTemplateMethod;
    if ((getGetTemplateMethod = ContentServiceGrpc.getGetTemplateMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getGetTemplateMethod = ContentServiceGrpc.getGetTemplateMethod) == null) {
          ContentServiceGrpc.getGetTemplateMethod = getGetTemplateMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetTemplateRequest, dev.hallmint.v1.GetTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetTemplate"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("GetTemplate"))
              .build();
        }
      }
    }
    return getGetTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListTemplatesRequest,
      dev.hallmint.v1.ListTemplatesResponse> getListTemplatesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListTemplates",
      requestType = dev.hallmint.v1.ListTemplatesRequest.class,
      responseType = dev.hallmint.v1.ListTemplatesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListTemplatesRequest,
      dev.hallmint.v1.ListTemplatesResponse> getListTemplatesMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListTemplatesRequest, dev.hallmint.v1.ListTemplatesResponse> getListTemplatesMethod;
    if ((getListTemplatesMethod = ContentServiceGrpc.getListTemplatesMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getListTemplatesMethod = ContentServiceGrpc.getListTemplatesMethod) == null) {
          ContentServiceGrpc.getListTemplatesMethod = getListTemplatesMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListTemplatesRequest, dev.hallmint.v1.ListTemplatesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListTemplates"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListTemplatesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListTemplatesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("ListTemplates"))
              .build();
        }
      }
    }
    return getListTemplatesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateTemplateRequest,
      dev.hallmint.v1.UpdateTemplateResponse> getUpdateTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateTemplate",
      requestType = dev.hallmint.v1.UpdateTemplateRequest.class,
      responseType = dev.hallmint.v1.UpdateTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateTemplateRequest,
      dev.hallmint.v1.UpdateTemplateResponse> getUpdateTemplateMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateTemplateRequest, dev.hallmint.v1.UpdateTemplateResponse> getUpdateTemplateMethod;
    if ((getUpdateTemplateMethod = ContentServiceGrpc.getUpdateTemplateMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getUpdateTemplateMethod = ContentServiceGrpc.getUpdateTemplateMethod) == null) {
          ContentServiceGrpc.getUpdateTemplateMethod = getUpdateTemplateMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.UpdateTemplateRequest, dev.hallmint.v1.UpdateTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateTemplate"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("UpdateTemplate"))
              .build();
        }
      }
    }
    return getUpdateTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.PublishTemplateRequest,
      dev.hallmint.v1.PublishTemplateResponse> getPublishTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PublishTemplate",
      requestType = dev.hallmint.v1.PublishTemplateRequest.class,
      responseType = dev.hallmint.v1.PublishTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.PublishTemplateRequest,
      dev.hallmint.v1.PublishTemplateResponse> getPublishTemplateMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.PublishTemplateRequest, dev.hallmint.v1.PublishTemplateResponse> getPublishTemplateMethod;
    if ((getPublishTemplateMethod = ContentServiceGrpc.getPublishTemplateMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getPublishTemplateMethod = ContentServiceGrpc.getPublishTemplateMethod) == null) {
          ContentServiceGrpc.getPublishTemplateMethod = getPublishTemplateMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.PublishTemplateRequest, dev.hallmint.v1.PublishTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PublishTemplate"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PublishTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PublishTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("PublishTemplate"))
              .build();
        }
      }
    }
    return getPublishTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.CreateMarketPackRequest,
      dev.hallmint.v1.CreateMarketPackResponse> getCreateMarketPackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateMarketPack",
      requestType = dev.hallmint.v1.CreateMarketPackRequest.class,
      responseType = dev.hallmint.v1.CreateMarketPackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.CreateMarketPackRequest,
      dev.hallmint.v1.CreateMarketPackResponse> getCreateMarketPackMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.CreateMarketPackRequest, dev.hallmint.v1.CreateMarketPackResponse> getCreateMarketPackMethod;
    if ((getCreateMarketPackMethod = ContentServiceGrpc.getCreateMarketPackMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getCreateMarketPackMethod = ContentServiceGrpc.getCreateMarketPackMethod) == null) {
          ContentServiceGrpc.getCreateMarketPackMethod = getCreateMarketPackMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.CreateMarketPackRequest, dev.hallmint.v1.CreateMarketPackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateMarketPack"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateMarketPackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.CreateMarketPackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("CreateMarketPack"))
              .build();
        }
      }
    }
    return getCreateMarketPackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetMarketPackRequest,
      dev.hallmint.v1.GetMarketPackResponse> getGetMarketPackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetMarketPack",
      requestType = dev.hallmint.v1.GetMarketPackRequest.class,
      responseType = dev.hallmint.v1.GetMarketPackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetMarketPackRequest,
      dev.hallmint.v1.GetMarketPackResponse> getGetMarketPackMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetMarketPackRequest, dev.hallmint.v1.GetMarketPackResponse> getGetMarketPackMethod;
    if ((getGetMarketPackMethod = ContentServiceGrpc.getGetMarketPackMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getGetMarketPackMethod = ContentServiceGrpc.getGetMarketPackMethod) == null) {
          ContentServiceGrpc.getGetMarketPackMethod = getGetMarketPackMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetMarketPackRequest, dev.hallmint.v1.GetMarketPackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetMarketPack"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetMarketPackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetMarketPackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("GetMarketPack"))
              .build();
        }
      }
    }
    return getGetMarketPackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListMarketPacksRequest,
      dev.hallmint.v1.ListMarketPacksResponse> getListMarketPacksMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListMarketPacks",
      requestType = dev.hallmint.v1.ListMarketPacksRequest.class,
      responseType = dev.hallmint.v1.ListMarketPacksResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListMarketPacksRequest,
      dev.hallmint.v1.ListMarketPacksResponse> getListMarketPacksMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListMarketPacksRequest, dev.hallmint.v1.ListMarketPacksResponse> getListMarketPacksMethod;
    if ((getListMarketPacksMethod = ContentServiceGrpc.getListMarketPacksMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getListMarketPacksMethod = ContentServiceGrpc.getListMarketPacksMethod) == null) {
          ContentServiceGrpc.getListMarketPacksMethod = getListMarketPacksMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListMarketPacksRequest, dev.hallmint.v1.ListMarketPacksResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListMarketPacks"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListMarketPacksRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListMarketPacksResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("ListMarketPacks"))
              .build();
        }
      }
    }
    return getListMarketPacksMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateMarketPackRequest,
      dev.hallmint.v1.UpdateMarketPackResponse> getUpdateMarketPackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateMarketPack",
      requestType = dev.hallmint.v1.UpdateMarketPackRequest.class,
      responseType = dev.hallmint.v1.UpdateMarketPackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateMarketPackRequest,
      dev.hallmint.v1.UpdateMarketPackResponse> getUpdateMarketPackMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateMarketPackRequest, dev.hallmint.v1.UpdateMarketPackResponse> getUpdateMarketPackMethod;
    if ((getUpdateMarketPackMethod = ContentServiceGrpc.getUpdateMarketPackMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getUpdateMarketPackMethod = ContentServiceGrpc.getUpdateMarketPackMethod) == null) {
          ContentServiceGrpc.getUpdateMarketPackMethod = getUpdateMarketPackMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.UpdateMarketPackRequest, dev.hallmint.v1.UpdateMarketPackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateMarketPack"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateMarketPackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateMarketPackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("UpdateMarketPack"))
              .build();
        }
      }
    }
    return getUpdateMarketPackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.PublishMarketPackRequest,
      dev.hallmint.v1.PublishMarketPackResponse> getPublishMarketPackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PublishMarketPack",
      requestType = dev.hallmint.v1.PublishMarketPackRequest.class,
      responseType = dev.hallmint.v1.PublishMarketPackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.PublishMarketPackRequest,
      dev.hallmint.v1.PublishMarketPackResponse> getPublishMarketPackMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.PublishMarketPackRequest, dev.hallmint.v1.PublishMarketPackResponse> getPublishMarketPackMethod;
    if ((getPublishMarketPackMethod = ContentServiceGrpc.getPublishMarketPackMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getPublishMarketPackMethod = ContentServiceGrpc.getPublishMarketPackMethod) == null) {
          ContentServiceGrpc.getPublishMarketPackMethod = getPublishMarketPackMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.PublishMarketPackRequest, dev.hallmint.v1.PublishMarketPackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PublishMarketPack"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PublishMarketPackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.PublishMarketPackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("PublishMarketPack"))
              .build();
        }
      }
    }
    return getPublishMarketPackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.GetPreviewRequest,
      dev.hallmint.v1.GetPreviewResponse> getGetPreviewMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetPreview",
      requestType = dev.hallmint.v1.GetPreviewRequest.class,
      responseType = dev.hallmint.v1.GetPreviewResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.GetPreviewRequest,
      dev.hallmint.v1.GetPreviewResponse> getGetPreviewMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.GetPreviewRequest, dev.hallmint.v1.GetPreviewResponse> getGetPreviewMethod;
    if ((getGetPreviewMethod = ContentServiceGrpc.getGetPreviewMethod) == null) {
      synchronized (ContentServiceGrpc.class) {
        if ((getGetPreviewMethod = ContentServiceGrpc.getGetPreviewMethod) == null) {
          ContentServiceGrpc.getGetPreviewMethod = getGetPreviewMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.GetPreviewRequest, dev.hallmint.v1.GetPreviewResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetPreview"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetPreviewRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.GetPreviewResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ContentServiceMethodDescriptorSupplier("GetPreview"))
              .build();
        }
      }
    }
    return getGetPreviewMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ContentServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ContentServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ContentServiceStub>() {
        @java.lang.Override
        public ContentServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ContentServiceStub(channel, callOptions);
        }
      };
    return ContentServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ContentServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ContentServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ContentServiceBlockingV2Stub>() {
        @java.lang.Override
        public ContentServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ContentServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ContentServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ContentServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ContentServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ContentServiceBlockingStub>() {
        @java.lang.Override
        public ContentServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ContentServiceBlockingStub(channel, callOptions);
        }
      };
    return ContentServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ContentServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ContentServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ContentServiceFutureStub>() {
        @java.lang.Override
        public ContentServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ContentServiceFutureStub(channel, callOptions);
        }
      };
    return ContentServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * What passport pages show: templates by product group and market packs by country, of the acting brand. Both come in
   * versions: a draft is written, published, and superseded by the next one that is.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    default void createTemplate(dev.hallmint.v1.CreateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    default void getTemplate(dev.hallmint.v1.GetTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    default void listTemplates(dev.hallmint.v1.ListTemplatesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListTemplatesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListTemplatesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    default void updateTemplate(dev.hallmint.v1.UpdateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    default void publishTemplate(dev.hallmint.v1.PublishTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PublishTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPublishTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    default void createMarketPack(dev.hallmint.v1.CreateMarketPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateMarketPackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateMarketPackMethod(), responseObserver);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    default void getMarketPack(dev.hallmint.v1.GetMarketPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetMarketPackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetMarketPackMethod(), responseObserver);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    default void listMarketPacks(dev.hallmint.v1.ListMarketPacksRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListMarketPacksResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListMarketPacksMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    default void updateMarketPack(dev.hallmint.v1.UpdateMarketPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateMarketPackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateMarketPackMethod(), responseObserver);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    default void publishMarketPack(dev.hallmint.v1.PublishMarketPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PublishMarketPackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPublishMarketPackMethod(), responseObserver);
    }

    /**
     * <pre>
     * A link to the page of a product as consumers would see it, with drafts in place of what is published. Whoever has the
     * link sees the page, for 5 minutes; it activates nothing and counts nowhere. FAILED_PRECONDITION `NO_CODE_KEY` where no
     * key signs it.
     * </pre>
     */
    default void getPreview(dev.hallmint.v1.GetPreviewRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetPreviewResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetPreviewMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ContentService.
   * <pre>
   * What passport pages show: templates by product group and market packs by country, of the acting brand. Both come in
   * versions: a draft is written, published, and superseded by the next one that is.
   * </pre>
   */
  public static abstract class ContentServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ContentServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ContentService.
   * <pre>
   * What passport pages show: templates by product group and market packs by country, of the acting brand. Both come in
   * versions: a draft is written, published, and superseded by the next one that is.
   * </pre>
   */
  public static final class ContentServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ContentServiceStub> {
    private ContentServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ContentServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ContentServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public void createTemplate(dev.hallmint.v1.CreateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public void getTemplate(dev.hallmint.v1.GetTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    public void listTemplates(dev.hallmint.v1.ListTemplatesRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListTemplatesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListTemplatesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    public void updateTemplate(dev.hallmint.v1.UpdateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    public void publishTemplate(dev.hallmint.v1.PublishTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PublishTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPublishTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public void createMarketPack(dev.hallmint.v1.CreateMarketPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateMarketPackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateMarketPackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public void getMarketPack(dev.hallmint.v1.GetMarketPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetMarketPackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetMarketPackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    public void listMarketPacks(dev.hallmint.v1.ListMarketPacksRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListMarketPacksResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListMarketPacksMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    public void updateMarketPack(dev.hallmint.v1.UpdateMarketPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateMarketPackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateMarketPackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    public void publishMarketPack(dev.hallmint.v1.PublishMarketPackRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.PublishMarketPackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPublishMarketPackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * A link to the page of a product as consumers would see it, with drafts in place of what is published. Whoever has the
     * link sees the page, for 5 minutes; it activates nothing and counts nowhere. FAILED_PRECONDITION `NO_CODE_KEY` where no
     * key signs it.
     * </pre>
     */
    public void getPreview(dev.hallmint.v1.GetPreviewRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.GetPreviewResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetPreviewMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ContentService.
   * <pre>
   * What passport pages show: templates by product group and market packs by country, of the acting brand. Both come in
   * versions: a draft is written, published, and superseded by the next one that is.
   * </pre>
   */
  public static final class ContentServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ContentServiceBlockingV2Stub> {
    private ContentServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ContentServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ContentServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public dev.hallmint.v1.CreateTemplateResponse createTemplate(dev.hallmint.v1.CreateTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public dev.hallmint.v1.GetTemplateResponse getTemplate(dev.hallmint.v1.GetTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    public dev.hallmint.v1.ListTemplatesResponse listTemplates(dev.hallmint.v1.ListTemplatesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListTemplatesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    public dev.hallmint.v1.UpdateTemplateResponse updateTemplate(dev.hallmint.v1.UpdateTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.PublishTemplateResponse publishTemplate(dev.hallmint.v1.PublishTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPublishTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public dev.hallmint.v1.CreateMarketPackResponse createMarketPack(dev.hallmint.v1.CreateMarketPackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateMarketPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public dev.hallmint.v1.GetMarketPackResponse getMarketPack(dev.hallmint.v1.GetMarketPackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetMarketPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    public dev.hallmint.v1.ListMarketPacksResponse listMarketPacks(dev.hallmint.v1.ListMarketPacksRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListMarketPacksMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    public dev.hallmint.v1.UpdateMarketPackResponse updateMarketPack(dev.hallmint.v1.UpdateMarketPackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateMarketPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.PublishMarketPackResponse publishMarketPack(dev.hallmint.v1.PublishMarketPackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPublishMarketPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A link to the page of a product as consumers would see it, with drafts in place of what is published. Whoever has the
     * link sees the page, for 5 minutes; it activates nothing and counts nowhere. FAILED_PRECONDITION `NO_CODE_KEY` where no
     * key signs it.
     * </pre>
     */
    public dev.hallmint.v1.GetPreviewResponse getPreview(dev.hallmint.v1.GetPreviewRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetPreviewMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ContentService.
   * <pre>
   * What passport pages show: templates by product group and market packs by country, of the acting brand. Both come in
   * versions: a draft is written, published, and superseded by the next one that is.
   * </pre>
   */
  public static final class ContentServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ContentServiceBlockingStub> {
    private ContentServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ContentServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ContentServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public dev.hallmint.v1.CreateTemplateResponse createTemplate(dev.hallmint.v1.CreateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public dev.hallmint.v1.GetTemplateResponse getTemplate(dev.hallmint.v1.GetTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    public dev.hallmint.v1.ListTemplatesResponse listTemplates(dev.hallmint.v1.ListTemplatesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListTemplatesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    public dev.hallmint.v1.UpdateTemplateResponse updateTemplate(dev.hallmint.v1.UpdateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.PublishTemplateResponse publishTemplate(dev.hallmint.v1.PublishTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPublishTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public dev.hallmint.v1.CreateMarketPackResponse createMarketPack(dev.hallmint.v1.CreateMarketPackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateMarketPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public dev.hallmint.v1.GetMarketPackResponse getMarketPack(dev.hallmint.v1.GetMarketPackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetMarketPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    public dev.hallmint.v1.ListMarketPacksResponse listMarketPacks(dev.hallmint.v1.ListMarketPacksRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListMarketPacksMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    public dev.hallmint.v1.UpdateMarketPackResponse updateMarketPack(dev.hallmint.v1.UpdateMarketPackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateMarketPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    public dev.hallmint.v1.PublishMarketPackResponse publishMarketPack(dev.hallmint.v1.PublishMarketPackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPublishMarketPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * A link to the page of a product as consumers would see it, with drafts in place of what is published. Whoever has the
     * link sees the page, for 5 minutes; it activates nothing and counts nowhere. FAILED_PRECONDITION `NO_CODE_KEY` where no
     * key signs it.
     * </pre>
     */
    public dev.hallmint.v1.GetPreviewResponse getPreview(dev.hallmint.v1.GetPreviewRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetPreviewMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ContentService.
   * <pre>
   * What passport pages show: templates by product group and market packs by country, of the acting brand. Both come in
   * versions: a draft is written, published, and superseded by the next one that is.
   * </pre>
   */
  public static final class ContentServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ContentServiceFutureStub> {
    private ContentServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ContentServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ContentServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateTemplateResponse> createTemplate(
        dev.hallmint.v1.CreateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetTemplateResponse> getTemplate(
        dev.hallmint.v1.GetTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListTemplatesResponse> listTemplates(
        dev.hallmint.v1.ListTemplatesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListTemplatesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.UpdateTemplateResponse> updateTemplate(
        dev.hallmint.v1.UpdateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.PublishTemplateResponse> publishTemplate(
        dev.hallmint.v1.PublishTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPublishTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a draft: the next version of its lineage. Durable on return; a retry with the same request_id returns the same.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.CreateMarketPackResponse> createMarketPack(
        dev.hallmint.v1.CreateMarketPackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateMarketPackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One version.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetMarketPackResponse> getMarketPack(
        dev.hallmint.v1.GetMarketPackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetMarketPackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The versions, newest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListMarketPacksResponse> listMarketPacks(
        dev.hallmint.v1.ListMarketPacksRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListMarketPacksMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the content of a draft.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.UpdateMarketPackResponse> updateMarketPack(
        dev.hallmint.v1.UpdateMarketPackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateMarketPackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Publishes a draft; the version that was published is superseded in the same transaction. A retry changes nothing.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.PublishMarketPackResponse> publishMarketPack(
        dev.hallmint.v1.PublishMarketPackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPublishMarketPackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * A link to the page of a product as consumers would see it, with drafts in place of what is published. Whoever has the
     * link sees the page, for 5 minutes; it activates nothing and counts nowhere. FAILED_PRECONDITION `NO_CODE_KEY` where no
     * key signs it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.GetPreviewResponse> getPreview(
        dev.hallmint.v1.GetPreviewRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetPreviewMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_TEMPLATE = 0;
  private static final int METHODID_GET_TEMPLATE = 1;
  private static final int METHODID_LIST_TEMPLATES = 2;
  private static final int METHODID_UPDATE_TEMPLATE = 3;
  private static final int METHODID_PUBLISH_TEMPLATE = 4;
  private static final int METHODID_CREATE_MARKET_PACK = 5;
  private static final int METHODID_GET_MARKET_PACK = 6;
  private static final int METHODID_LIST_MARKET_PACKS = 7;
  private static final int METHODID_UPDATE_MARKET_PACK = 8;
  private static final int METHODID_PUBLISH_MARKET_PACK = 9;
  private static final int METHODID_GET_PREVIEW = 10;

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
        case METHODID_CREATE_TEMPLATE:
          serviceImpl.createTemplate((dev.hallmint.v1.CreateTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateTemplateResponse>) responseObserver);
          break;
        case METHODID_GET_TEMPLATE:
          serviceImpl.getTemplate((dev.hallmint.v1.GetTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetTemplateResponse>) responseObserver);
          break;
        case METHODID_LIST_TEMPLATES:
          serviceImpl.listTemplates((dev.hallmint.v1.ListTemplatesRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListTemplatesResponse>) responseObserver);
          break;
        case METHODID_UPDATE_TEMPLATE:
          serviceImpl.updateTemplate((dev.hallmint.v1.UpdateTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateTemplateResponse>) responseObserver);
          break;
        case METHODID_PUBLISH_TEMPLATE:
          serviceImpl.publishTemplate((dev.hallmint.v1.PublishTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.PublishTemplateResponse>) responseObserver);
          break;
        case METHODID_CREATE_MARKET_PACK:
          serviceImpl.createMarketPack((dev.hallmint.v1.CreateMarketPackRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.CreateMarketPackResponse>) responseObserver);
          break;
        case METHODID_GET_MARKET_PACK:
          serviceImpl.getMarketPack((dev.hallmint.v1.GetMarketPackRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetMarketPackResponse>) responseObserver);
          break;
        case METHODID_LIST_MARKET_PACKS:
          serviceImpl.listMarketPacks((dev.hallmint.v1.ListMarketPacksRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListMarketPacksResponse>) responseObserver);
          break;
        case METHODID_UPDATE_MARKET_PACK:
          serviceImpl.updateMarketPack((dev.hallmint.v1.UpdateMarketPackRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateMarketPackResponse>) responseObserver);
          break;
        case METHODID_PUBLISH_MARKET_PACK:
          serviceImpl.publishMarketPack((dev.hallmint.v1.PublishMarketPackRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.PublishMarketPackResponse>) responseObserver);
          break;
        case METHODID_GET_PREVIEW:
          serviceImpl.getPreview((dev.hallmint.v1.GetPreviewRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.GetPreviewResponse>) responseObserver);
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
          getCreateTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateTemplateRequest,
              dev.hallmint.v1.CreateTemplateResponse>(
                service, METHODID_CREATE_TEMPLATE)))
        .addMethod(
          getGetTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetTemplateRequest,
              dev.hallmint.v1.GetTemplateResponse>(
                service, METHODID_GET_TEMPLATE)))
        .addMethod(
          getListTemplatesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListTemplatesRequest,
              dev.hallmint.v1.ListTemplatesResponse>(
                service, METHODID_LIST_TEMPLATES)))
        .addMethod(
          getUpdateTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.UpdateTemplateRequest,
              dev.hallmint.v1.UpdateTemplateResponse>(
                service, METHODID_UPDATE_TEMPLATE)))
        .addMethod(
          getPublishTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.PublishTemplateRequest,
              dev.hallmint.v1.PublishTemplateResponse>(
                service, METHODID_PUBLISH_TEMPLATE)))
        .addMethod(
          getCreateMarketPackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.CreateMarketPackRequest,
              dev.hallmint.v1.CreateMarketPackResponse>(
                service, METHODID_CREATE_MARKET_PACK)))
        .addMethod(
          getGetMarketPackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetMarketPackRequest,
              dev.hallmint.v1.GetMarketPackResponse>(
                service, METHODID_GET_MARKET_PACK)))
        .addMethod(
          getListMarketPacksMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListMarketPacksRequest,
              dev.hallmint.v1.ListMarketPacksResponse>(
                service, METHODID_LIST_MARKET_PACKS)))
        .addMethod(
          getUpdateMarketPackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.UpdateMarketPackRequest,
              dev.hallmint.v1.UpdateMarketPackResponse>(
                service, METHODID_UPDATE_MARKET_PACK)))
        .addMethod(
          getPublishMarketPackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.PublishMarketPackRequest,
              dev.hallmint.v1.PublishMarketPackResponse>(
                service, METHODID_PUBLISH_MARKET_PACK)))
        .addMethod(
          getGetPreviewMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.GetPreviewRequest,
              dev.hallmint.v1.GetPreviewResponse>(
                service, METHODID_GET_PREVIEW)))
        .build();
  }

  private static abstract class ContentServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ContentServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.ContentServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ContentService");
    }
  }

  private static final class ContentServiceFileDescriptorSupplier
      extends ContentServiceBaseDescriptorSupplier {
    ContentServiceFileDescriptorSupplier() {}
  }

  private static final class ContentServiceMethodDescriptorSupplier
      extends ContentServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ContentServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ContentServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ContentServiceFileDescriptorSupplier())
              .addMethod(getCreateTemplateMethod())
              .addMethod(getGetTemplateMethod())
              .addMethod(getListTemplatesMethod())
              .addMethod(getUpdateTemplateMethod())
              .addMethod(getPublishTemplateMethod())
              .addMethod(getCreateMarketPackMethod())
              .addMethod(getGetMarketPackMethod())
              .addMethod(getListMarketPacksMethod())
              .addMethod(getUpdateMarketPackMethod())
              .addMethod(getPublishMarketPackMethod())
              .addMethod(getGetPreviewMethod())
              .build();
        }
      }
    }
    return result;
  }
}
