package dev.hallmint.client;

import com.google.protobuf.ByteString;
import dev.hallmint.v1.Pack;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongConsumer;

/** A pack that is downloaded whole or not at all: what broke goes on where it broke. */
final class PackDownload {
    private final Pack pack;
    private final Path path;
    private final Path part;
    private final Policy policy;
    private final LongConsumer tell;
    private final Pause pause;

    /** Calls for the bytes from an offset on. */
    interface Source {
        Messages<ByteString> open(long offset);
    }

    PackDownload(Pack pack, Path folder, Policy policy, LongConsumer tell, Pause pause) {
        this.pack = pack;
        this.path = folder.resolve(name(pack, folder));
        this.part = path.resolveSibling(path.getFileName() + ".part");
        this.policy = policy;
        this.tell = tell;
        this.pause = pause;
    }

    /** The last part of the name, wherever a server would have the file; what has none is no file. */
    private static Path name(Pack pack, Path folder) {
        String given = pack.getFileName();
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        try {
            Path alone = folder.getFileSystem().getPath(name);
            // Windows has names that lead elsewhere without a slash, as `C:x`.
            boolean leads = alone.getRoot() != null || alone.getNameCount() != 1;
            if (!leads && !name.isEmpty() && !name.equals(".") && !name.equals("..")) {
                return alone;
            }
        } catch (InvalidPathException error) {
            // Said below.
        }
        throw HallmintException.of(Status.DATA_LOSS.withDescription("the pack has no name that a file could have"));
    }

    Path run(Source source) throws IOException {
        if (isPack(path)) {
            tell.accept(pack.getBytes());
            return path;
        }
        load(source);
        if (!isPack(part)) {
            Files.delete(part);
            throw HallmintException.of(Status.DATA_LOSS.withDescription("the bytes are not those of the pack's digest"));
        }
        publish();
        return path;
    }

    private void load(Source source) throws IOException {
        int failures = 0;
        while (true) {
            long has = begun();
            try {
                append(source, has);
                return;
            } catch (HallmintException error) {
                failures = begun() > has ? 1 : failures + 1;
                if (failures >= policy.attempts() || !error.isPassing()) {
                    throw error;
                }
                pause.rest(policy.waitNanos(failures, error.getRetryAfter()), () -> false);
            }
        }
    }

    private void append(Source source, long from) throws IOException {
        long has = from;
        try (OutputStream file = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Messages<ByteString> messages = source.open(from)) {
            while (messages.hasNext()) {
                ByteString data = messages.next();
                data.writeTo(file);
                has += data.size();
                tell.accept(has);
                if (has > pack.getBytes()) {
                    break; // it is not the pack, which its digest shows; but no server fills the disk
                }
            }
        }
        if (has < pack.getBytes()) {
            throw HallmintException.of(Status.UNAVAILABLE.withDescription("the stream ended before the file did"));
        }
    }

    /** How much of the download is there; what is longer than the pack is none of it. */
    private long begun() throws IOException {
        long has = Files.exists(part) ? Files.size(part) : 0;
        if (has > pack.getBytes()) {
            Files.delete(part);
            return 0;
        }
        return has;
    }

    private boolean isPack(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != pack.getBytes()) {
            return false;
        }
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException("every Java has SHA-256", error);
        }
        try (DigestInputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return MessageDigest.isEqual(digest.digest(), pack.getSha256().toByteArray());
    }

    /** Before, there is no file of this name or an old one; after it the whole new one, durably. */
    private void publish() throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) { // elsewhere folders cannot be opened
            try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}
