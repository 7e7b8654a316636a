// Verifies a proof file without a server: verify_proof FILE LOG_KEY [WITNESS_KEY...].
package main

import (
	"errors"
	"fmt"
	"log"
	"os"

	"hallmint.example/hallmint"
)

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	found, err := hallmint.VerifyProof(data, os.Args[2], os.Args[3:]...)
	var refused *hallmint.ProofError
	if errors.As(err, &refused) {
		log.Fatal("REFUSED: ", refused.Message)
	}
	fmt.Println("RECORDED:", found.Identity) // compare it with the code in your hand
	fmt.Printf("unit %d of %d of batch %s, minted %s\n", found.Seq, found.Quantity, found.BatchID, found.Minted)
	for name, at := range found.Witnesses {
		fmt.Println("seen by the witness", name, at)
	}
}
