package dev.hallmint.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A product sheet that an import reads from its beginning, for each try anew: a file, bytes, or whatever opens it. For one that
 * can be read only once there are the stubs on {@link HallmintClient#channel}.
 */
@FunctionalInterface
public interface Sheet {
    /**
     * Opens all of it, once for each try.
     *
     * @return is closed by the import
     * @throws IOException comes out of the import as it is
     */
    InputStream open() throws IOException;

    /**
     * Whether what was read once can be read again.
     *
     * @return false where it is to be sent once
     */
    default boolean isLasting() {
        return true;
    }

    /**
     * The sheet in a file.
     *
     * @param path what is no regular file, as a pipe, is read and sent once
     * @return the sheet
     */
    static Sheet of(Path path) {
        return new Sheet() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(path);
            }

            @Override
            public boolean isLasting() {
                return Files.isRegularFile(path);
            }
        };
    }

    /**
     * A sheet in memory.
     *
     * @param data is not changed as long as the import runs
     * @return the sheet
     */
    static Sheet of(byte[] data) {
        return () -> new ByteArrayInputStream(data);
    }
}
