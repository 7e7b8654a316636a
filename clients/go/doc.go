// Package hallmint is the Go client of Hallmint: it mints and resolves the identities of Digital Product Passports.
//
// [New] makes a [Client], whose fields are the generated stubs of all services. Every call through them carries the caller's
// credential, has a deadline, is tried again where that is safe, and fails with an [*Error]. By hand there is what stubs cannot say:
// lists through all pages ([Client.Tokens], [Items]), work that is followed over broken connections ([Client.WatchBatch],
// [Client.WatchExport]), packs as files that are whole ([Client.DownloadPack]), sheets that are sent until they have arrived
// ([Client.ImportProducts]), and proofs that need no server ([VerifyProof]). [Client.Acting] calls for somebody else.
//
// A Client is safe for use by many goroutines at once.
package hallmint

// Version is that of this client, as servers see it in the user agent.
const Version = "0.1.0"
