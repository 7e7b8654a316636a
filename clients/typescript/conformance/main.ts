/** `COMMAND CONFIG.json`: prints one JSON object a line. An error that was to be expected is one of them, and no failure. */

import { act } from "./action.js";
import { bench } from "./bench.js";
import { readConfig } from "./config.js";
import { scenario } from "./scenario.js";

const COMMANDS = new Map([
  ["scenario", scenario],
  ["act", act],
  ["bench", bench],
]);

const [command = "", path] = process.argv.slice(2);
const work = COMMANDS.get(command);
if (work === undefined || path === undefined) {
  throw new Error("COMMAND CONFIG.json: the command is scenario, act or bench");
}
await work(readConfig(path));
