package dev.hallmint.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Trees of RFC 6962, 2.1. */
final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private MerkleTree() {}

    static byte[] leaf(String entry) {
        return sha256(LEAF, entry.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException("every Java has SHA-256", error);
        }
    }

    /**
     * The root that follows from a leaf, its number in a tree of `size` leaves, and the hashes beside its way up (RFC
     * 9162, 2.1.3.2).
     */
    static byte[] climb(byte[] leaf, long index, long size, List<byte[]> path) {
        if (index >= size) {
            throw new ProofException("number " + index + " of only " + size);
        }
        long here = index;
        long last = size - 1;
        byte[] found = leaf;
        for (byte[] other : path) {
            if (last == 0) {
                throw new ProofException("a path of hashes is too long");
            }
            if (here % 2 == 1) {
                found = sha256(NODE, other, found);
            } else if (here < last) {
                found = sha256(NODE, found, other);
            } else {
                // The last node of a level has no neighbour to the right: it stands for itself until it has one to the left.
                while (here % 2 == 0) {
                    here /= 2;
                    last /= 2;
                }
                found = sha256(NODE, other, found);
            }
            here /= 2;
            last /= 2;
        }
        if (last != 0) {
            throw new ProofException("a path of hashes is too short");
        }
        return found;
    }
}
