import * as root from "@hallmint/client";
import * as v1 from "@hallmint/client/v1";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { VERSION } from "../src/version.js";

const HOME = new URL("../../", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, HOME), "utf8");
}

test("versions and changelog agree", () => {
  const { version, dependencies } = JSON.parse(read("package.json")) as Record<string, object>;
  assert.equal(version, VERSION);
  assert.match(read("CHANGELOG.md"), new RegExp(`^## ${VERSION.replaceAll(".", "\\.")}\\b`, "m"));
  assert.deepEqual(Object.keys(dependencies ?? {}).length, 3);
});

test("the lock names no host, and no file of the package does", () => {
  assert(!read("package-lock.json").includes("resolved"));
});

test("each message and service is there, and each service has a property of the client", () => {
  const files = readdirSync(new URL("gen/hallmint/v1/", HOME)).map((name) => name.replace(/_pb\.ts$/, ""));
  const found = Object.keys(v1);
  files.forEach((file) => assert(found.includes(`file_hallmint_v1_${file}`), file));
  const client = new root.Client();
  const services = found.filter((name) => name.endsWith("Service"));
  assert.equal(services.length, 14);
  for (const name of services) {
    const property = `${name.charAt(0).toLowerCase()}${name.slice(1, -"Service".length)}`;
    const stub = (client as unknown as Record<string, object>)[property];
    const methods = Object.keys((v1 as unknown as Record<string, { method: object }>)[name]?.method ?? {});
    assert.deepEqual(Object.keys(stub ?? {}).sort(), methods.sort(), name);
  }
  client.close();
});

test("what is published is the built package, its changelog and its page, and no test", () => {
  const { stdout, status } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: fileURLToPath(HOME),
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.equal(status, 0);
  const [pack] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = pack.files.map(({ path }) => path);
  const others = paths.filter((path) => !/^dist\/(src|gen)\/.*\.(js|d\.ts)$/.test(path));
  assert.deepEqual(others.sort(), ["CHANGELOG.md", "README.md", "package.json"]);
  assert(paths.includes("dist/src/index.js") && paths.includes("dist/src/v1.d.ts"));
});

test("the example of the page is one of the examples, word for word", () => {
  const code = [...read("README.md").matchAll(/```ts\n([^]*?)```/g)].map(([, text]) => text);
  assert(code.includes(read("examples/mint_and_watch.ts")));
});
