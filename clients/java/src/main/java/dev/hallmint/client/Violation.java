package dev.hallmint.client;

import java.io.Serializable;

/**
 * One of the things that are wrong with a request.
 *
 * @param field the field or subject it is about, or empty
 * @param reason a name of {@code ErrorReason} without its prefix; one that this client does not know is possible
 * @param description for people, in English
 */
public record Violation(String field, String reason, String description) implements Serializable {}
