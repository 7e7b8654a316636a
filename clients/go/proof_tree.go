package hallmint

import "crypto/sha256"

type hash = [sha256.Size]byte

// leaf is the hash of an entry of a tree (RFC 6962, 2.1).
func leaf(entry string) hash {
	return sha256.Sum256(append([]byte{0}, entry...))
}

func node(left, right hash) hash {
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

// climb gives the root that follows from a leaf, its number in a tree of so many leaves, and a path of hashes (RFC 9162, 2.1.3.2).
func climb(found hash, index, size uint64, path []hash) (hash, error) {
	if index >= size {
		return hash{}, unproved("number %d of only %d", index, size)
	}
	here, last := index, size-1
	for _, other := range path {
		if last == 0 {
			return hash{}, unproved("a path of hashes is too long")
		}
		if here%2 == 1 || here == last {
			found = node(other, found)
			for here%2 == 0 && here != 0 { // no neighbour on these levels
				here, last = here/2, last/2
			}
		} else {
			found = node(found, other)
		}
		here, last = here/2, last/2
	}
	if last != 0 {
		return hash{}, unproved("a path of hashes is too short")
	}
	return found, nil
}
