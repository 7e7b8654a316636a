"""The gRPC face: the only folder that imports grpc or generated messages."""
