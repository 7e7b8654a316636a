/**
 * Hallmint's client for Java: a thin layer over the stubs that are generated from the {@code .proto} files into
 * {@code dev.hallmint.v1}. Begin with {@link dev.hallmint.client.HallmintClient}.
 */
package dev.hallmint.client;
