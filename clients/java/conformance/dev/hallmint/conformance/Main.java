package dev.hallmint.conformance;

import java.nio.file.Path;

/** The program of this client for the scenario of clients/README.md: {@code COMMAND CONFIG.json}. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: conformance.sh scenario|act|bench CONFIG.json");
        }
        Config config = Config.read(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "scenario" -> new Scenario(config).run();
            case "act" -> Act.run(config);
            case "bench" -> Bench.run(config);
            default -> throw new IllegalArgumentException("there is no command " + arguments[0]);
        }
    }
}
