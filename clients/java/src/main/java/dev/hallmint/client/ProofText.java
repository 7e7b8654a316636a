package dev.hallmint.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A proof file, taken apart. There is one way to write each proof: whatever differs from it by a single character is
 * refused, so that nothing can be hidden in one.
 */
record ProofText(
        String batchId,
        long seq,
        String identity,
        long quantity,
        String root,
        String productId,
        String minted,
        String salt,
        String tag,
        List<byte[]> path,
        long index,
        List<byte[]> logPath,
        String log,
        long size,
        byte[] logRoot,
        String head,
        List<NoteKey.Line> signatures) {

    private static final int MOST_BYTES = 8192;
    private static final int MOST_HASHES = 63; // of a tree with as many leaves as can be counted
    private static final int MOST_SIGNATURES = 100;

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HASH = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String WORD = "([A-Za-z0-9._-]|%[0-9A-F]{2})+";
    private static final Pattern IDENTITY =
            Pattern.compile("/01/[0-9]{14}(/10/" + WORD + ")?/21/" + WORD + "|/t/" + WORD);
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z");
    private static final Pattern TEXT = Pattern.compile("[^\\x00-\\x1f]+");
    private static final Pattern NAME = Pattern.compile("[^\\s+\\x00-\\x1f]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/]{7,}={0,2}");

    /** The lines of a file from the first to the last, each of which must be what is expected. */
    private static final class Lines {
        private final String[] lines;
        private int at;

        Lines(byte[] file) {
            String text = file.length <= MOST_BYTES ? decoded(file) : "";
            if (!text.endsWith("\n")) {
                throw changed();
            }
            lines = text.substring(0, text.length() - 1).split("\n", -1);
        }

        String next() {
            if (at == lines.length) {
                throw changed();
            }
            return lines[at++];
        }

        String field(String name, Pattern form) {
            String line = next();
            String start = name + " ";
            if (!line.startsWith(start) || !form.matcher(line.substring(start.length())).matches()) {
                throw changed();
            }
            return line.substring(start.length());
        }

        String line(Pattern form) {
            String line = next();
            if (!form.matcher(line).matches()) {
                throw changed();
            }
            return line;
        }

        void exactly(String expected) {
            if (!next().equals(expected)) {
                throw changed();
            }
        }

        boolean isNext(String start) {
            return at < lines.length && lines[at].startsWith(start);
        }

        boolean isEmptyNext() {
            return at < lines.length && lines[at].isEmpty();
        }

        boolean isOver() {
            return at == lines.length;
        }
    }

    /** Takes a file apart. ProofException where it is none, or was changed. */
    static ProofText read(byte[] file) {
        Lines lines = new Lines(file);
        lines.exactly("hallmint/proof/v1");
        String batchId = lines.field("batch", UUID);
        long seq = number(lines.field("seq", NUMBER));
        String identity = lines.field("identity", IDENTITY);
        long quantity = number(lines.field("quantity", NUMBER));
        String root = lines.field("root", HEX);
        String productId = lines.field("product", UUID);
        String minted = lines.field("minted", TIME);
        String salt = lines.field("salt", HEX);
        String tag = lines.field("tag", HEX);
        List<byte[]> path = new ArrayList<>();
        while (lines.isNext("path ")) {
            path.add(Base64Text.bytes(lines.field("path", HASH)));
        }
        lines.exactly("c2sp.org/tlog-proof@v1");
        long index = number(lines.field("index", NUMBER));
        List<byte[]> logPath = new ArrayList<>();
        while (!lines.isEmptyNext()) {
            logPath.add(Base64Text.bytes(lines.line(HASH)));
        }
        lines.exactly("");
        String log = lines.line(TEXT);
        String size = lines.line(NUMBER);
        String logRoot = lines.line(HASH);
        StringBuilder head = new StringBuilder(log + "\n" + size + "\n" + logRoot + "\n");
        while (!lines.isEmptyNext()) {
            head.append(lines.line(TEXT)).append('\n'); // a log may say more (C2SP tlog-checkpoint)
        }
        lines.exactly("");
        List<NoteKey.Line> signatures = signatures(lines);
        if (path.size() > MOST_HASHES || logPath.size() > MOST_HASHES) {
            throw changed();
        }
        return new ProofText(
                batchId, seq, identity, quantity, root, productId, minted, salt, tag, path, index, logPath, log,
                number(size), Base64Text.bytes(logRoot), head.toString(), signatures);
    }

    private static List<NoteKey.Line> signatures(Lines lines) {
        List<NoteKey.Line> found = new ArrayList<>();
        do {
            String[] words = lines.next().split(" ", -1);
            if (words.length != 3
                    || !words[0].equals("\u2014")
                    || !NAME.matcher(words[1]).matches()
                    || !SIGNATURE.matcher(words[2]).matches()) {
                throw changed();
            }
            found.add(new NoteKey.Line(words[1], Base64Text.bytes(words[2])));
        } while (!lines.isOver());
        if (found.size() > MOST_SIGNATURES) {
            throw changed();
        }
        return found;
    }

    /** Proves that the unit is in the batch, and the batch in the log whose head was signed. ProofException where not. */
    void checkTrees() {
        byte[] unit = MerkleTree.leaf("hallmint/v1\n" + batchId + "\n" + seq + "\n" + identity + "\n");
        byte[] batchRoot = MerkleTree.climb(unit, seq, quantity, path);
        if (!HexFormat.of().formatHex(batchRoot).equals(root)) {
            throw new ProofException("the unit is not in the batch");
        }
        String told = productId + "\n" + quantity + "\n" + root + "\n" + minted + "\n";
        byte[] commitment = MerkleTree.sha256(HexFormat.of().parseHex(salt), told.getBytes(StandardCharsets.US_ASCII));
        String entry = "hallmint/batch/v1\n" + batchId + "\n" + tag + "\n" + HexFormat.of().formatHex(commitment) + "\n";
        if (!Arrays.equals(MerkleTree.climb(MerkleTree.leaf(entry), index, size, logPath), logRoot)) {
            throw new ProofException("the batch is not in the log");
        }
    }

    Instant mintTime() {
        try {
            return Instant.parse(minted);
        } catch (DateTimeException error) {
            throw changed();
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException error) {
            throw changed();
        }
    }

    private static String decoded(byte[] file) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException error) {
            throw changed();
        }
    }

    private static ProofException changed() {
        return new ProofException("not a proof file, or one that was changed");
    }
}
