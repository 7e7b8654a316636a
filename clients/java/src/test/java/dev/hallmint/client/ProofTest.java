package dev.hallmint.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofTest {
    private static final Path FOLDER = Path.of("../../docs/verify");
    private static final String CHANGED = "not a proof file, or one that was changed";
    private static String example;
    private static String logKey;
    private static String witnessKey;

    @BeforeAll
    static void read() throws IOException {
        example = Files.readString(FOLDER.resolve("example.proof"));
        logKey = Files.readString(FOLDER.resolve("example-log.key")).strip();
        witnessKey = Files.readString(FOLDER.resolve("example-witness.key")).strip();
    }

    private static Proof verify(String text) {
        return Proof.verify(text.getBytes(StandardCharsets.UTF_8), logKey, List.of(witnessKey));
    }

    private static String refusal(String text) {
        return assertThrows(ProofException.class, () -> verify(text), () -> "this was taken for a proof:\n" + text).getMessage();
    }

    private static String refusal(String text, String key, List<String> witnesses, int wanted) {
        byte[] file = text.getBytes(StandardCharsets.UTF_8);
        return assertThrows(ProofException.class, () -> Proof.verify(file, key, witnesses, wanted)).getMessage();
    }

    /** The lines of the head, which are what is signed. */
    private static String head() {
        int start = example.indexOf("\n\n") + 2;
        return example.substring(start, example.indexOf("\n\n", start) + 1);
    }

    /** The example under other signatures. */
    private static String signed(String... lines) {
        return example.substring(0, example.indexOf('\u2014')) + String.join("\n", lines) + "\n";
    }

    @Test
    void theExampleIsTrue() {
        Proof proof = verify(example);
        assertEquals("/01/09506000134352/10/LOT%2F7/21/V000000000000003", proof.identity());
        assertEquals("0197a0c9-77b2-7d10-9c55-31f2a9d0c4e6", proof.batchId());
        assertEquals("0197a0c8-5a3e-7cc1-8b8d-0a1b2c3d4e5f", proof.productId());
        assertEquals(List.of(3L, 7L, 5L, 11L), List.of(proof.seq(), proof.quantity(), proof.index(), proof.size()));
        assertEquals(Instant.parse("2027-02-18T09:30:00.123456Z"), proof.minted());
        assertEquals("log.example/hallmint", proof.log());
        assertEquals(Map.of("witness1.example", Instant.parse("2027-02-19T01:20:00Z")), proof.witnesses());
        byte[] file = example.getBytes(StandardCharsets.UTF_8);
        assertEquals(Map.of(), Proof.verify(file, logKey).witnesses());
    }

    @Test
    void noCharacterCanBeAnother() {
        for (int at = 0; at < example.length(); at++) {
            char is = example.charAt(at);
            for (char other : new char[] {is == '0' ? '1' : '0', '\u00e9'}) {
                refusal(example.substring(0, at) + other + example.substring(at + 1));
            }
        }
    }

    @Test
    void noCharacterCanBeMissingOrTooMany() {
        for (int at = 0; at < example.length(); at++) {
            refusal(example.substring(0, at) + example.substring(at + 1));
            refusal(example.substring(0, at));
            refusal(example.substring(0, at) + "\r" + example.substring(at));
            refusal(example.substring(0, at) + "0" + example.substring(at));
        }
        refusal(example + "\n");
        refusal(example + "x");
        refusal("\ufeff" + example);
    }

    @Test
    void noLineCanBeMissingTwiceOrElsewhere() {
        List<String> lines = Arrays.asList(example.split("\n", -1));
        int signatures = lines.size() - 3; // their order does not matter
        for (int at = 0; at < lines.size() - 1; at++) {
            List<String> less = new ArrayList<>(lines);
            less.remove(at);
            refusal(String.join("\n", less));
            List<String> more = new ArrayList<>(lines);
            more.add(at, lines.get(at));
            refusal(String.join("\n", more));
            List<String> swapped = new ArrayList<>(lines);
            Collections.swap(swapped, at, at + 1);
            if (at != signatures) {
                refusal(String.join("\n", swapped));
            }
        }
    }

    @Test
    void eachStepSaysWhatIsWrong() {
        assertEquals("the unit is not in the batch", refusal(example.replace("\nseq 3\n", "\nseq 2\n")));
        assertEquals("number 7 of only 7", refusal(example.replace("\nseq 3\n", "\nseq 7\n")));
        assertEquals("a path of hashes is too long", refusal(example.replace("quantity 7", "quantity 4")));
        assertEquals("a path of hashes is too short", refusal(example.replace("quantity 7", "quantity 9")));
        assertEquals("the batch is not in the log", refusal(example.replace("\nsalt 5a", "\nsalt 5b")));
        assertEquals("the batch is not in the log", refusal(example.replace("\nindex 5\n", "\nindex 4\n")));
        assertEquals(CHANGED, refusal(example.replace("\nseq 3\n", "\nseq 03\n")));
        assertEquals(CHANGED, refusal(example.replace("\nseq 3\n", "\nseq 9223372036854775808\n")));
        assertEquals(CHANGED, refusal(""));
        assertEquals("the log log.example/hallmint did not sign this", refusal(signed(example.split("\n")[25])));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xc0, 0xff})
    void whatIsNoTextIsRefused(int octet) {
        byte[] file = example.getBytes(StandardCharsets.UTF_8);
        file[file.length / 2] = (byte) octet;
        assertThrows(ProofException.class, () -> Proof.verify(file, logKey));
        assertThrows(ProofException.class, () -> Proof.verify(new byte[10_000], logKey));
    }

    @Test
    void aFileIsShort() throws GeneralSecurityException {
        List<String> lines = new ArrayList<>(List.of(example.substring(example.indexOf('\u2014')).split("\n")));
        Signer other = Signer.witness("other.example");
        while (signed(lines.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8).length < 8192 - 150) {
            lines.add(other.sign(head(), 1)); // keys that nobody named are skipped
        }
        verify(signed(lines.toArray(String[]::new)));
        lines.add(other.sign(head(), 1));
        lines.add(other.sign(head(), 1));
        assertEquals(CHANGED, refusal(signed(lines.toArray(String[]::new))));
    }

    @Test
    void signaturesAreThoseOfTheKeysThatAreNamed() throws GeneralSecurityException {
        Signer log = Signer.log("log.example/hallmint");
        Signer impostor = Signer.log("log.example/hallmint");
        Signer elsewhere = Signer.log("log.example");
        String good = log.sign(head(), 0);
        String file = signed(impostor.sign(head(), 0), good);
        assertEquals(3, Proof.verify(file.getBytes(StandardCharsets.UTF_8), log.key()).seq());
        assertEquals("log.example/hallmint signed twice", refusal(signed(good, good), log.key(), List.of(), 0));
        for (String name : List.of("a\u007f\u0080b", "a\ufeffb")) { // nobody named it, however often it stands there
            String line = Signer.log(name).sign(head(), 0);
            assertEquals(3, Proof.verify(signed(line, good, line).getBytes(StandardCharsets.UTF_8), log.key()).seq());
        }
        for (String name : List.of("a b", "a\u00a0b", "a\u0085b", "a\u3000b", "a+b", "a\u001fb", "")) {
            String line = good.replace("log.example/hallmint", name);
            assertEquals(CHANGED, refusal(signed(good, line), log.key(), List.of(), 0));
        }
        String wrong = "the signature of log.example/hallmint is wrong";
        assertEquals(wrong, refusal(signed(log.sign(head() + "x\n", 0)), log.key(), List.of(), 0));
        assertEquals(wrong, refusal(signed(log.signAboveTheOrder(head())), log.key(), List.of(), 0));
        assertEquals(CHANGED, refusal(signed(good.replace("\u2014", "-")), log.key(), List.of(), 0));
        String unnamed = refusal(signed(elsewhere.sign(head(), 0)), elsewhere.key(), List.of(), 0);
        assertEquals("the log log.example did not sign this", unnamed);
    }

    @Test
    void asManyWitnessesAsAreAskedForMustHaveSigned() throws GeneralSecurityException {
        Signer log = Signer.log("log.example/hallmint");
        Signer one = Signer.witness("one.example");
        Signer two = Signer.witness("Zeugin-\u00fc.example");
        Signer same = new Signer("same.example", 4, one.keys());
        String good = log.sign(head(), 0);
        String file = signed(good, one.sign(head(), 5), same.sign(head(), Long.MAX_VALUE));
        List<String> keys = List.of(one.key(), two.key());
        Proof proof = Proof.verify(file.getBytes(StandardCharsets.UTF_8), log.key(), keys, 1);
        assertEquals(Map.of("one.example", Instant.ofEpochSecond(5)), proof.witnesses());
        String few = "1 of these witnesses signed, and 2 are asked for";
        assertEquals(few, refusal(file, log.key(), keys, 2));
        Signer namesake = Signer.witness("one.example");
        String alike = signed(good, one.sign(head(), 5), namesake.sign(head(), 6));
        List<String> both = List.of(one.key(), namesake.key());
        assertEquals(1, Proof.verify(alike.getBytes(StandardCharsets.UTF_8), log.key(), both).witnesses().size());
        String wrong = signed(good, one.sign(head(), 5), two.sign("", 5));
        assertEquals("the signature of Zeugin-\u00fc.example is wrong", refusal(wrong, log.key(), keys, 1));
        String never = signed(good, one.sign(head(), -1));
        assertEquals("one.example signed at no time", refusal(never, log.key(), keys, 0));
        String all = signed(good, one.sign(head(), 5), two.sign(head(), 6));
        assertEquals(2, Proof.verify(all.getBytes(StandardCharsets.UTF_8), log.key(), keys).witnesses().size());
        // A log's signature under a witness's name and the other way round is none.
        assertTrue(refusal(all, one.key(), List.of(), 0).startsWith("not the public key of a log"));
        assertTrue(refusal(all, log.key(), List.of(log.key()), 0).startsWith("not the public key of a witness"));
    }

    @Test
    void eachWitnessHasAKeyOfItsOwn() throws GeneralSecurityException {
        Signer log = Signer.log("log.example/hallmint");
        Signer one = Signer.witness("one.example");
        Signer alias = new Signer("alias.example", 4, one.keys());
        Signer own = new Signer("own.example", 4, log.keys());
        String file = signed(log.sign(head(), 0), one.sign(head(), 5), alias.sign(head(), 6), own.sign(head(), 7));
        for (List<String> keys : List.of(
                List.of(one.key(), alias.key()),
                List.of(one.key(), one.key()),
                List.of(own.key()),
                List.of(one.key(), own.key()))) {
            for (int wanted = 0; wanted <= keys.size(); wanted++) {
                assertTrue(refusal(file, log.key(), keys, wanted).startsWith("each witness has a key of its own"));
            }
        }
        String none = " witnesses are asked for, of 1 whose keys are given";
        assertEquals(-1 + none, refusal(file, log.key(), List.of(one.key()), -1));
        assertEquals(2 + none, refusal(file, log.key(), List.of(one.key()), 2));
    }

    @Test
    void aKeyIsWhole() {
        for (int at = 0; at < logKey.length(); at++) {
            String less = logKey.substring(0, at) + logKey.substring(at + 1);
            refusal(example, less, List.of(), 0);
            char other = logKey.charAt(at) == 'A' ? 'B' : 'A';
            refusal(example, logKey.substring(0, at) + other + logKey.substring(at + 1), List.of(), 0);
        }
        for (String none : List.of("", "+", "++", "a+b", logKey + "\n", logKey + "=", " " + logKey)) {
            refusal(example, none, List.of(), 0);
        }
    }

    /** The points whose order divides 8, y that is not below p, and one that is not on the curve. */
    @ParameterizedTest
    @ValueSource(strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0200000000000000000000000000000000000000000000000000000000000000"
    })
    void aKeyThatMeansNothingIsRefused(String point) throws GeneralSecurityException {
        String key = Signer.key("log.example/hallmint", 1, HexFormat.of().parseHex(point));
        assertTrue(refusal(example, key, List.of(), 0).startsWith("a public key under which a signature means nothing"));
    }

    @Test
    void treesOfAnySizeAreClimbed() {
        for (int size = 1; size <= 40; size++) {
            List<byte[]> leaves = new ArrayList<>();
            for (int at = 0; at < size; at++) {
                leaves.add(MerkleTree.leaf("entry " + at));
            }
            for (int index = 0; index < size; index++) {
                byte[] root = MerkleTree.climb(leaves.get(index), index, size, path(index, leaves));
                assertEquals(HexFormat.of().formatHex(root(leaves)), HexFormat.of().formatHex(root));
            }
        }
    }

    /** By the recursion of RFC 6962, 2.1, which the climb is not made of. */
    private static byte[] root(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        byte[] left = root(leaves.subList(0, split));
        return MerkleTree.sha256(new byte[] {1}, left, root(leaves.subList(split, leaves.size())));
    }

    private static List<byte[]> path(int index, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> left = leaves.subList(0, split);
        List<byte[]> right = leaves.subList(split, leaves.size());
        List<byte[]> path = index < split ? path(index, left) : path(index - split, right);
        path.add(root(index < split ? right : left));
        return path;
    }
}
