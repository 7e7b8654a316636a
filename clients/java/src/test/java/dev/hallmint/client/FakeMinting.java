package dev.hallmint.client;

import dev.hallmint.v1.Batch;
import dev.hallmint.v1.GetStatsRequest;
import dev.hallmint.v1.GetStatsResponse;
import dev.hallmint.v1.MintingServiceGrpc.MintingServiceImplBase;
import dev.hallmint.v1.SubmitMintRequest;
import dev.hallmint.v1.SubmitMintResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Fails as it is told, one failure a call, and then mints. */
class FakeMinting extends MintingServiceImplBase {
    final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    final List<SubmitMintRequest> mints = new CopyOnWriteArrayList<>();
    final List<Long> times = new CopyOnWriteArrayList<>();
    final CountDownLatch called = new CountDownLatch(1);
    volatile boolean silent;

    FakeMinting failing(RuntimeException... errors) {
        failures.addAll(List.of(errors));
        return this;
    }

    int calls() {
        return times.size();
    }

    @Override
    public void submitMint(SubmitMintRequest request, StreamObserver<SubmitMintResponse> answer) {
        mints.add(request);
        answer(SubmitMintResponse.newBuilder().setBatch(Batch.newBuilder().setBatchId("batch")).build(), answer);
    }

    @Override
    public void getStats(GetStatsRequest request, StreamObserver<GetStatsResponse> answer) {
        answer(GetStatsResponse.newBuilder().setTokensMinted(7).build(), answer);
    }

    <A> void answer(A message, StreamObserver<A> answer) {
        times.add(System.nanoTime());
        called.countDown();
        RuntimeException failure = failures.poll();
        if (silent) {
            return;
        }
        if (failure != null) {
            answer.onError(failure);
            return;
        }
        answer.onNext(message);
        answer.onCompleted();
    }
}
