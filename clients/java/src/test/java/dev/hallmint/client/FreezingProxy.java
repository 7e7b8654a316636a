package dev.hallmint.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a server. What it has carried it may carry no longer, as a router that has forgotten a connection. */
final class FreezingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int port;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    private static final class Connection {
        private final Socket near;
        private final Socket far;
        private volatile boolean frozen;

        Connection(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void pass(Socket from, Socket to) {
            byte[] piece = new byte[16 * 1024];
            try {
                for (int read = from.getInputStream().read(piece); read >= 0; read = from.getInputStream().read(piece)) {
                    if (!frozen) {
                        to.getOutputStream().write(piece, 0, read);
                    }
                }
            } catch (IOException error) {
                // One of them has gone, as the test wanted it.
            }
        }
    }

    FreezingProxy(int port) throws IOException {
        this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        this.port = port;
        begin(this::accept);
    }

    private static void begin(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                Connection made = new Connection(near, new Socket(InetAddress.getLoopbackAddress(), port));
                connections.add(made);
                begin(() -> made.pass(made.near, made.far));
                begin(() -> made.pass(made.far, made.near));
            }
        } catch (IOException error) {
            // It was closed.
        }
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    int taken() {
        return connections.size();
    }

    /** From now on the connections that there are carry nothing. */
    void freeze() {
        connections.forEach(each -> each.frozen = true);
    }

    /** Breaks the connections that there are. */
    void cut() {
        for (Connection each : connections) {
            try {
                each.near.close();
                each.far.close();
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
