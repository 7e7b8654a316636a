package dev.hallmint.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The people of the acting brand. An invited person makes their own personal credential by accepting, or accepts with the
 * one they have, so nobody else ever holds it.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class MemberServiceGrpc {

  private MemberServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "hallmint.v1.MemberService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.InviteMemberRequest,
      dev.hallmint.v1.InviteMemberResponse> getInviteMemberMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "InviteMember",
      requestType = dev.hallmint.v1.InviteMemberRequest.class,
      responseType = dev.hallmint.v1.InviteMemberResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.InviteMemberRequest,
      dev.hallmint.v1.InviteMemberResponse> getInviteMemberMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.InviteMemberRequest, dev.hallmint.v1.InviteMemberResponse> getInviteMemberMethod;
    if ((getInviteMemberMethod = MemberServiceGrpc.getInviteMemberMethod) == null) {
      synchronized (MemberServiceGrpc.class) {
        if ((getInviteMemberMethod = MemberServiceGrpc.getInviteMemberMethod) == null) {
          MemberServiceGrpc.getInviteMemberMethod = getInviteMemberMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.InviteMemberRequest, dev.hallmint.v1.InviteMemberResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "InviteMember"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.InviteMemberRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.InviteMemberResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MemberServiceMethodDescriptorSupplier("InviteMember"))
              .build();
        }
      }
    }
    return getInviteMemberMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.AcceptInvitationRequest,
      dev.hallmint.v1.AcceptInvitationResponse> getAcceptInvitationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AcceptInvitation",
      requestType = dev.hallmint.v1.AcceptInvitationRequest.class,
      responseType = dev.hallmint.v1.AcceptInvitationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.AcceptInvitationRequest,
      dev.hallmint.v1.AcceptInvitationResponse> getAcceptInvitationMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.AcceptInvitationRequest, dev.hallmint.v1.AcceptInvitationResponse> getAcceptInvitationMethod;
    if ((getAcceptInvitationMethod = MemberServiceGrpc.getAcceptInvitationMethod) == null) {
      synchronized (MemberServiceGrpc.class) {
        if ((getAcceptInvitationMethod = MemberServiceGrpc.getAcceptInvitationMethod) == null) {
          MemberServiceGrpc.getAcceptInvitationMethod = getAcceptInvitationMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.AcceptInvitationRequest, dev.hallmint.v1.AcceptInvitationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AcceptInvitation"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.AcceptInvitationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.AcceptInvitationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MemberServiceMethodDescriptorSupplier("AcceptInvitation"))
              .build();
        }
      }
    }
    return getAcceptInvitationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.ListMembersRequest,
      dev.hallmint.v1.ListMembersResponse> getListMembersMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListMembers",
      requestType = dev.hallmint.v1.ListMembersRequest.class,
      responseType = dev.hallmint.v1.ListMembersResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.ListMembersRequest,
      dev.hallmint.v1.ListMembersResponse> getListMembersMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.ListMembersRequest, dev.hallmint.v1.ListMembersResponse> getListMembersMethod;
    if ((getListMembersMethod = MemberServiceGrpc.getListMembersMethod) == null) {
      synchronized (MemberServiceGrpc.class) {
        if ((getListMembersMethod = MemberServiceGrpc.getListMembersMethod) == null) {
          MemberServiceGrpc.getListMembersMethod = getListMembersMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.ListMembersRequest, dev.hallmint.v1.ListMembersResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListMembers"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListMembersRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.ListMembersResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MemberServiceMethodDescriptorSupplier("ListMembers"))
              .build();
        }
      }
    }
    return getListMembersMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateMemberRequest,
      dev.hallmint.v1.UpdateMemberResponse> getUpdateMemberMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateMember",
      requestType = dev.hallmint.v1.UpdateMemberRequest.class,
      responseType = dev.hallmint.v1.UpdateMemberResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateMemberRequest,
      dev.hallmint.v1.UpdateMemberResponse> getUpdateMemberMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.UpdateMemberRequest, dev.hallmint.v1.UpdateMemberResponse> getUpdateMemberMethod;
    if ((getUpdateMemberMethod = MemberServiceGrpc.getUpdateMemberMethod) == null) {
      synchronized (MemberServiceGrpc.class) {
        if ((getUpdateMemberMethod = MemberServiceGrpc.getUpdateMemberMethod) == null) {
          MemberServiceGrpc.getUpdateMemberMethod = getUpdateMemberMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.UpdateMemberRequest, dev.hallmint.v1.UpdateMemberResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateMember"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateMemberRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.UpdateMemberResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MemberServiceMethodDescriptorSupplier("UpdateMember"))
              .build();
        }
      }
    }
    return getUpdateMemberMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.hallmint.v1.RemoveMemberRequest,
      dev.hallmint.v1.RemoveMemberResponse> getRemoveMemberMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RemoveMember",
      requestType = dev.hallmint.v1.RemoveMemberRequest.class,
      responseType = dev.hallmint.v1.RemoveMemberResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.hallmint.v1.RemoveMemberRequest,
      dev.hallmint.v1.RemoveMemberResponse> getRemoveMemberMethod() {
    io.grpc.MethodDescriptor<dev.hallmint.v1.RemoveMemberRequest, dev.hallmint.v1.RemoveMemberResponse> getRemoveMemberMethod;
    if ((getRemoveMemberMethod = MemberServiceGrpc.getRemoveMemberMethod) == null) {
      synchronized (MemberServiceGrpc.class) {
        if ((getRemoveMemberMethod = MemberServiceGrpc.getRemoveMemberMethod) == null) {
          MemberServiceGrpc.getRemoveMemberMethod = getRemoveMemberMethod =
              io.grpc.MethodDescriptor.<dev.hallmint.v1.RemoveMemberRequest, dev.hallmint.v1.RemoveMemberResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RemoveMember"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.RemoveMemberRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.hallmint.v1.RemoveMemberResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MemberServiceMethodDescriptorSupplier("RemoveMember"))
              .build();
        }
      }
    }
    return getRemoveMemberMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static MemberServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MemberServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MemberServiceStub>() {
        @java.lang.Override
        public MemberServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MemberServiceStub(channel, callOptions);
        }
      };
    return MemberServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static MemberServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MemberServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MemberServiceBlockingV2Stub>() {
        @java.lang.Override
        public MemberServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MemberServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return MemberServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static MemberServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MemberServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MemberServiceBlockingStub>() {
        @java.lang.Override
        public MemberServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MemberServiceBlockingStub(channel, callOptions);
        }
      };
    return MemberServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static MemberServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MemberServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MemberServiceFutureStub>() {
        @java.lang.Override
        public MemberServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MemberServiceFutureStub(channel, callOptions);
        }
      };
    return MemberServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The people of the acting brand. An invited person makes their own personal credential by accepting, or accepts with the
   * one they have, so nobody else ever holds it.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Invites a person. Durable on return; a retry with the same request_id returns the same member, without the invitation.
     * </pre>
     */
    default void inviteMember(dev.hallmint.v1.InviteMemberRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.InviteMemberResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getInviteMemberMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes an invitation up. It is the call's credential for a person who is new here; who has a personal credential calls
     * with that, and names the invitation in the request. An invitation works once.
     * </pre>
     */
    default void acceptInvitation(dev.hallmint.v1.AcceptInvitationRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.AcceptInvitationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAcceptInvitationMethod(), responseObserver);
    }

    /**
     * <pre>
     * The members, by e-mail address.
     * </pre>
     */
    default void listMembers(dev.hallmint.v1.ListMembersRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListMembersResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListMembersMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives a member another role, effective within 30 s. The last owner stays one.
     * </pre>
     */
    default void updateMember(dev.hallmint.v1.UpdateMemberRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateMemberResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateMemberMethod(), responseObserver);
    }

    /**
     * <pre>
     * Ends a membership, effective within 30 s; an invitation that was not accepted no longer works.
     * </pre>
     */
    default void removeMember(dev.hallmint.v1.RemoveMemberRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.RemoveMemberResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRemoveMemberMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service MemberService.
   * <pre>
   * The people of the acting brand. An invited person makes their own personal credential by accepting, or accepts with the
   * one they have, so nobody else ever holds it.
   * </pre>
   */
  public static abstract class MemberServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return MemberServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service MemberService.
   * <pre>
   * The people of the acting brand. An invited person makes their own personal credential by accepting, or accepts with the
   * one they have, so nobody else ever holds it.
   * </pre>
   */
  public static final class MemberServiceStub
      extends io.grpc.stub.AbstractAsyncStub<MemberServiceStub> {
    private MemberServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MemberServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MemberServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Invites a person. Durable on return; a retry with the same request_id returns the same member, without the invitation.
     * </pre>
     */
    public void inviteMember(dev.hallmint.v1.InviteMemberRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.InviteMemberResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getInviteMemberMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes an invitation up. It is the call's credential for a person who is new here; who has a personal credential calls
     * with that, and names the invitation in the request. An invitation works once.
     * </pre>
     */
    public void acceptInvitation(dev.hallmint.v1.AcceptInvitationRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.AcceptInvitationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAcceptInvitationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The members, by e-mail address.
     * </pre>
     */
    public void listMembers(dev.hallmint.v1.ListMembersRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.ListMembersResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListMembersMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives a member another role, effective within 30 s. The last owner stays one.
     * </pre>
     */
    public void updateMember(dev.hallmint.v1.UpdateMemberRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateMemberResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateMemberMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Ends a membership, effective within 30 s; an invitation that was not accepted no longer works.
     * </pre>
     */
    public void removeMember(dev.hallmint.v1.RemoveMemberRequest request,
        io.grpc.stub.StreamObserver<dev.hallmint.v1.RemoveMemberResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRemoveMemberMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service MemberService.
   * <pre>
   * The people of the acting brand. An invited person makes their own personal credential by accepting, or accepts with the
   * one they have, so nobody else ever holds it.
   * </pre>
   */
  public static final class MemberServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<MemberServiceBlockingV2Stub> {
    private MemberServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MemberServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MemberServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Invites a person. Durable on return; a retry with the same request_id returns the same member, without the invitation.
     * </pre>
     */
    public dev.hallmint.v1.InviteMemberResponse inviteMember(dev.hallmint.v1.InviteMemberRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getInviteMemberMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes an invitation up. It is the call's credential for a person who is new here; who has a personal credential calls
     * with that, and names the invitation in the request. An invitation works once.
     * </pre>
     */
    public dev.hallmint.v1.AcceptInvitationResponse acceptInvitation(dev.hallmint.v1.AcceptInvitationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAcceptInvitationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The members, by e-mail address.
     * </pre>
     */
    public dev.hallmint.v1.ListMembersResponse listMembers(dev.hallmint.v1.ListMembersRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListMembersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a member another role, effective within 30 s. The last owner stays one.
     * </pre>
     */
    public dev.hallmint.v1.UpdateMemberResponse updateMember(dev.hallmint.v1.UpdateMemberRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateMemberMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a membership, effective within 30 s; an invitation that was not accepted no longer works.
     * </pre>
     */
    public dev.hallmint.v1.RemoveMemberResponse removeMember(dev.hallmint.v1.RemoveMemberRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRemoveMemberMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service MemberService.
   * <pre>
   * The people of the acting brand. An invited person makes their own personal credential by accepting, or accepts with the
   * one they have, so nobody else ever holds it.
   * </pre>
   */
  public static final class MemberServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<MemberServiceBlockingStub> {
    private MemberServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MemberServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MemberServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Invites a person. Durable on return; a retry with the same request_id returns the same member, without the invitation.
     * </pre>
     */
    public dev.hallmint.v1.InviteMemberResponse inviteMember(dev.hallmint.v1.InviteMemberRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getInviteMemberMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes an invitation up. It is the call's credential for a person who is new here; who has a personal credential calls
     * with that, and names the invitation in the request. An invitation works once.
     * </pre>
     */
    public dev.hallmint.v1.AcceptInvitationResponse acceptInvitation(dev.hallmint.v1.AcceptInvitationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAcceptInvitationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The members, by e-mail address.
     * </pre>
     */
    public dev.hallmint.v1.ListMembersResponse listMembers(dev.hallmint.v1.ListMembersRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListMembersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a member another role, effective within 30 s. The last owner stays one.
     * </pre>
     */
    public dev.hallmint.v1.UpdateMemberResponse updateMember(dev.hallmint.v1.UpdateMemberRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateMemberMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a membership, effective within 30 s; an invitation that was not accepted no longer works.
     * </pre>
     */
    public dev.hallmint.v1.RemoveMemberResponse removeMember(dev.hallmint.v1.RemoveMemberRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRemoveMemberMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service MemberService.
   * <pre>
   * The people of the acting brand. An invited person makes their own personal credential by accepting, or accepts with the
   * one they have, so nobody else ever holds it.
   * </pre>
   */
  public static final class MemberServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<MemberServiceFutureStub> {
    private MemberServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MemberServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MemberServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Invites a person. Durable on return; a retry with the same request_id returns the same member, without the invitation.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.InviteMemberResponse> inviteMember(
        dev.hallmint.v1.InviteMemberRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getInviteMemberMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes an invitation up. It is the call's credential for a person who is new here; who has a personal credential calls
     * with that, and names the invitation in the request. An invitation works once.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.AcceptInvitationResponse> acceptInvitation(
        dev.hallmint.v1.AcceptInvitationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAcceptInvitationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * The members, by e-mail address.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.ListMembersResponse> listMembers(
        dev.hallmint.v1.ListMembersRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListMembersMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives a member another role, effective within 30 s. The last owner stays one.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.UpdateMemberResponse> updateMember(
        dev.hallmint.v1.UpdateMemberRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateMemberMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Ends a membership, effective within 30 s; an invitation that was not accepted no longer works.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.hallmint.v1.RemoveMemberResponse> removeMember(
        dev.hallmint.v1.RemoveMemberRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRemoveMemberMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_INVITE_MEMBER = 0;
  private static final int METHODID_ACCEPT_INVITATION = 1;
  private static final int METHODID_LIST_MEMBERS = 2;
  private static final int METHODID_UPDATE_MEMBER = 3;
  private static final int METHODID_REMOVE_MEMBER = 4;

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
        case METHODID_INVITE_MEMBER:
          serviceImpl.inviteMember((dev.hallmint.v1.InviteMemberRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.InviteMemberResponse>) responseObserver);
          break;
        case METHODID_ACCEPT_INVITATION:
          serviceImpl.acceptInvitation((dev.hallmint.v1.AcceptInvitationRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.AcceptInvitationResponse>) responseObserver);
          break;
        case METHODID_LIST_MEMBERS:
          serviceImpl.listMembers((dev.hallmint.v1.ListMembersRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.ListMembersResponse>) responseObserver);
          break;
        case METHODID_UPDATE_MEMBER:
          serviceImpl.updateMember((dev.hallmint.v1.UpdateMemberRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.UpdateMemberResponse>) responseObserver);
          break;
        case METHODID_REMOVE_MEMBER:
          serviceImpl.removeMember((dev.hallmint.v1.RemoveMemberRequest) request,
              (io.grpc.stub.StreamObserver<dev.hallmint.v1.RemoveMemberResponse>) responseObserver);
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
          getInviteMemberMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.InviteMemberRequest,
              dev.hallmint.v1.InviteMemberResponse>(
                service, METHODID_INVITE_MEMBER)))
        .addMethod(
          getAcceptInvitationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.AcceptInvitationRequest,
              dev.hallmint.v1.AcceptInvitationResponse>(
                service, METHODID_ACCEPT_INVITATION)))
        .addMethod(
          getListMembersMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.ListMembersRequest,
              dev.hallmint.v1.ListMembersResponse>(
                service, METHODID_LIST_MEMBERS)))
        .addMethod(
          getUpdateMemberMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.UpdateMemberRequest,
              dev.hallmint.v1.UpdateMemberResponse>(
                service, METHODID_UPDATE_MEMBER)))
        .addMethod(
          getRemoveMemberMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.hallmint.v1.RemoveMemberRequest,
              dev.hallmint.v1.RemoveMemberResponse>(
                service, METHODID_REMOVE_MEMBER)))
        .build();
  }

  private static abstract class MemberServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    MemberServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.hallmint.v1.MemberServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("MemberService");
    }
  }

  private static final class MemberServiceFileDescriptorSupplier
      extends MemberServiceBaseDescriptorSupplier {
    MemberServiceFileDescriptorSupplier() {}
  }

  private static final class MemberServiceMethodDescriptorSupplier
      extends MemberServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    MemberServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (MemberServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new MemberServiceFileDescriptorSupplier())
              .addMethod(getInviteMemberMethod())
              .addMethod(getAcceptInvitationMethod())
              .addMethod(getListMembersMethod())
              .addMethod(getUpdateMemberMethod())
              .addMethod(getRemoveMemberMethod())
              .build();
        }
      }
    }
    return result;
  }
}
