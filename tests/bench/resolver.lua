-- Asks for each path of a file once, or with WRAP=1, of a handler that looks at none, again and again. PATHS: the file; SKIP: lines asked before; DELAY_MS: pause of a connection before each
-- request, for a load below the most.
local paths, at = {}, tonumber(os.getenv("SKIP") or "0")
local pause = tonumber(os.getenv("DELAY_MS") or "0")
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end

function request()
  at = at + 1
  if at > #paths and os.getenv("WRAP") then at = 1 end
  if at > #paths then error("no path left: a token would be asked twice") end
  return wrk.format("GET", paths[at])
end

if pause > 0 then
  function delay() return math.floor(pause * (0.5 + math.random())) end
end

function done(summary, latency)
  io.write(string.format('{"requests": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout))
end
