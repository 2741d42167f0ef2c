import os from "node:os";

/** Factors between two contestants: what the product sets out to reach, then what puts that into perspective. */
const ratios = [
  { what: "CPU of c ÷ CPU of a", of: "cpuUs", over: ["c", "a"], atMost: 2 },
  { what: "throughput of c ÷ throughput of b", of: "perSecond", over: ["c", "b"], atLeast: 15 },
  { what: "throughput of c ÷ throughput of e1", of: "perSecond", over: ["c", "e1"], atLeast: 40 },
  { what: "throughput of c ÷ throughput of e2", of: "perSecond", over: ["c", "e2"], atLeast: 8 },
  { what: "throughput of c ÷ throughput of e2-client", of: "perSecond", over: ["c", "e2-client"] },
  { what: "throughput of c ÷ throughput of e2-fallback", of: "perSecond", over: ["c", "e2-fallback"] },
  { what: "throughput of c ÷ throughput of e2-map", of: "perSecond", over: ["c", "e2-map"] },
  { what: "throughput of a ÷ throughput of e2", of: "perSecond", over: ["a", "e2"] },
  { what: "CPU of e2 ÷ CPU of c", of: "cpuUs", over: ["e2", "c"] },
];

const median = (numbers) => {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Two Markdown tables: medians over the rounds, and the ratios with their targets. */
export function report(measured) {
  const results = new Map(measured.map((one) => [one.id, { ...one, ...summary(one.rounds) }]));
  const floor = results.get("a");
  const lines = [
    `${os.cpus()[0].model.trim()}, ${os.cpus().length} cores; Node ${process.versions.node}`,
    "",
    "| | | CPU µs a request | × a | requests/s | p50 ms | p99 ms |",
    "|---|---|---:|---:|---:|---:|---:|",
  ];
  for (const { id, what, cpuUs, perSecond, p50Us, p99Us } of results.values())
    lines.push(
      `| ${id} | ${what} | ${cpuUs.toFixed(1)} | ${floor ? (cpuUs / floor.cpuUs).toFixed(2) : "–"} | ${Math.round(perSecond).toLocaleString("en")} | ${ms(p50Us)} | ${ms(p99Us)} |`,
    );
  lines.push("", "| ratio | median | lowest to highest round | target | |", "|---|---:|---:|---:|---|");
  for (const { what, of, over, atMost, atLeast } of ratios) {
    const [mine, other] = over.map((id) => results.get(id));
    if (!mine || !other) continue;
    const found = mine.rounds.map((round, at) => readingOf(round, of) / readingOf(other.rounds[at], of));
    const value = median(found);
    const spread = `${Math.min(...found).toFixed(2)} to ${Math.max(...found).toFixed(2)}`;
    lines.push(`| ${what} | ${value.toFixed(2)} | ${spread} | ${verdict(value, atMost, atLeast)} |`);
  }
  return lines.join("\n");
}

/** The last two columns. */
function verdict(value, atMost, atLeast) {
  if (atMost !== undefined) return `≤ ${atMost} | ${value <= atMost ? "met" : "missed"}`;
  if (atLeast !== undefined) return `≥ ${atLeast} | ${value >= atLeast ? "met" : "missed"}`;
  return "|";
}

const ms = (us) => (us / 1000).toFixed(2);
const perSecond = ({ requests, milliseconds }) => (requests / milliseconds) * 1000;
const readingOf = (round, of) => (of === "perSecond" ? perSecond(round) : round[of]);

const summary = (rounds) => ({
  cpuUs: median(rounds.map(({ cpuUs }) => cpuUs)),
  perSecond: median(rounds.map(perSecond)),
  p50Us: median(rounds.map(({ p50Us }) => p50Us)),
  p99Us: median(rounds.map(({ p99Us }) => p99Us)),
});
